"""`sceau issue`: from a design and a list of people to credentials that anyone can check."""

from __future__ import annotations

import io
import random
import secrets
import sys
import uuid
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import orjson

from sceau.cli import house
from sceau.cli.arguments import Subparsers
from sceau.cli.issuing import screen
from sceau.cli.issuing.batch import Chance, Outcome, Work, issue_rows
from sceau.cli.issuing.errors import NO_COLUMN, NO_DECISION_COLUMN, CannotIssue
from sceau.cli.issuing.files import write_beside_former
from sceau.cli.issuing.inputs import (
    FORMATS,
    bodies_of,
    catalogue_of,
    known_designs,
    read_catalogue,
    read_formats,
    read_issuers,
    read_picture,
)
from sceau.cli.issuing.pictures import Pictures, pictures_of
from sceau.cli.issuing.register import Register
from sceau.cli.issuing.results import ENCODING, Tally, result_json, results_table
from sceau.cli.issuing.rows import Reading
from sceau.cli.issuing.signatories import Signatory, add_who_signs, base_url, open_signatory
from sceau.cli.issuing.signing import Signing, choose_suite
from sceau.cli.language import say, spoken
from sceau.cli.passphrase import add_passphrase
from sceau.engine.model.awards import Basis, Issuer, Person, Route
from sceau.engine.model.designs import Design
from sceau.engine.proofs.suites import WRITTEN
from sceau.engine.vocabularies.contexts import shipped
from sceau.intake import (
    Catalogue,
    Columns,
    Table,
    UnmatchedColumns,
    check_columns,
    check_rows,
    match_columns,
    open_table,
    write_corrections,
)
from sceau.intake.reasons import NO_DECISION

NEEDS_ATTENTION = 3  # rows wait for somebody; what was right went through


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau issue`."""
    file = say(fr="FICHIER", en="FILE")
    parser = subparsers.add_parser(
        "issue",
        help=say(fr="délivrer des preuves à une liste de personnes", en="issue credentials to a list of people"),
        description=say(
            fr="Délivre une micro-certification à chaque personne d’un tableau qui l’a acquise. Les lignes justes "
            "passent, les autres sont dites avec leur raison, rien n’est écrasé, et le même appel ne délivre jamais "
            "deux fois.",
            en="Issues a micro-credential to each person of a table who earned it. Right rows go through, the others "
            "are told with their reason, nothing is overwritten, and the same call never issues twice.",
        ),
        epilog=say(
            fr="Code de retour\u00a0: 0 si tout est passé, 3 si des lignes attendent une correction, 1 si l’appel est "
            "refusé.",
            en="Exit status: 0 when everything went through, 3 when rows wait for a correction, 1 when the call is "
            "refused.",
        ),
    )
    add = parser.add_argument
    add(
        "--design",
        type=Path,
        required=True,
        metavar=file,
        help=say(
            fr="la micro-certification, ou un dossier qui en contient plusieurs\u202f; avec --institution, aussi le "
            "nom court ou l’uuid de ce que l’organisme a publié, suivi au besoin de @ et de la version",
            en="the design, or a folder that holds several; with --institution, also the short name or the uuid of "
            "what the institution published, followed if need be by @ and the version",
        ),
    )
    add(
        "--recipients",
        type=Path,
        required=True,
        metavar=file,
        help=say(fr="le tableau (CSV, XLSX, ODS)", en="the table (CSV, XLSX, ODS)"),
    )
    who = parser.add_mutually_exclusive_group()
    who.add_argument(
        "--issuer", type=Path, metavar=file, help=say(fr="les organismes, en JSON", en="the bodies, as JSON")
    )
    who.add_argument(
        "--issuer-name",
        default="",
        metavar=say(fr="NOM", en="NAME"),
        help=say(fr="le nom de l’organisme", en="the name of the body"),
    )
    add_who_signs(parser, key=say(fr="la clé, de sceau keys new", en="the key, from sceau keys new"))
    add(
        "--out",
        type=Path,
        required=True,
        metavar=say(fr="DOSSIER", en="FOLDER"),
        help=say(fr="où écrire", en="where to write"),
    )
    add("--suite", choices=sorted(WRITTEN), default="", help=say(fr="comment signer", en="how to sign"))
    add(
        "--format",
        default="",
        metavar="json,jwt,png,svg",
        help=say(
            fr="ce qui est écrit pour chaque personne (par défaut, les quatre)",
            en="what is written for each person (all four by default)",
        ),
    )
    add(
        "--image",
        type=Path,
        metavar=file,
        help=say(fr="une image PNG ou SVG à la place du sceau", en="a PNG or SVG picture in place of the seal"),
    )
    add(
        "--base-url",
        default="",
        metavar="URL",
        help=say(fr="l’adresse publique des preuves", en="the public address of the credentials"),
    )
    add(
        "--decided-by",
        default="",
        metavar=say(fr="NOM", en="NAME"),
        help=say(
            fr="qui a décidé\u202f; obligatoire quand le tableau n’a pas de colonne de décision",
            en="who decided; required when the table has no column of decisions",
        ),
    )
    add_passphrase(parser)
    add("--json", action="store_true", help=say(fr="écrire le résultat en JSON", en="write the result as JSON"))
    return parser


def run(arguments: Namespace) -> int:
    """Issue. The clock and chance are read here, once."""
    now = datetime.now().astimezone()
    chance = Chance(secrets.token_bytes, secrets.randbelow, lambda: str(uuid.uuid4()))
    return issue(arguments, now=now, chance=chance)


def issue(arguments: Namespace, *, now: datetime, chance: Chance) -> int:
    """Gather, decide, write.

    now:     with its zone: the day of the body, and the moment of every proof
    raises:  CannotIssue, IntakeError, MalformedKey, OSError: then nothing was issued
    """
    designs = _designs(arguments)
    catalogue = known_designs(designs)
    formats = read_formats(arguments.format or ",".join(FORMATS))
    picture = read_picture(arguments.image, formats, asked=bool(arguments.format)) if arguments.image else None
    table = open_table(arguments.recipients)
    columns = match_columns(table.headers, samples=[row.cells for row in table.sample])
    _refuse_missing_columns(columns, catalogue, arguments)
    signatory = open_signatory(arguments, now=now)
    key, base = signatory.key, base_url(arguments.base_url, signatory)
    suite = choose_suite(arguments.suite, key.signer.algorithm, formats)
    used = _designs_named(table, catalogue, now, decided=bool(arguments.decided_by))
    issuers = {name: _issuer(designs[name], arguments, signatory, base) for name in used}
    out: Path = arguments.out
    site = replace(signatory, base=base).site(out)
    pictures = {
        name: Pictures(dict([picture])) if picture else pictures_of(designs[name], issuers[name], site) for name in used
    }
    with Register(out / "registre.jsonl", did=key.did, base=base, random=chance.bytes) as register:
        created = now.astimezone(UTC).replace(microsecond=0)
        work = Work(
            designs={name: designs[name] for name in used},
            issuers=issuers,
            pictures=pictures,
            headers={field: columns.header(field) for field in columns.places},
            reading=Reading(_basis(arguments), columns.header("assessed_on"), now),
            formats=formats,
            own_picture=picture is not None,
            folder=out / "preuves",
            site=site,
            signing=Signing(key.signer, key.did, key.method, key.jwt_method, suite, created, shipped(), random.random),
            register=register,
            chance=chance,
        )
        _publish(work, signatory)
        rows = check_rows(
            table,
            catalogue,
            today=now.date(),
            decided_by=bool(arguments.decided_by),
            already=register.issued,
            salt=register.salt,
        )
        return _carry_out(
            _told(issue_rows(rows, work), signatory, created), work, table, arguments, served=signatory.is_served
        )


def _designs(arguments: Namespace) -> dict[str, Design]:
    """Of a file or a folder; with an institution of the house, of what it published when there is no such file."""
    named: Path = arguments.design
    slug = getattr(arguments, "institution", "")
    if slug and not named.exists() and named.name == str(named):
        return catalogue_of(house.published_design(slug, str(named)), named=str(named))
    return read_catalogue(named)


def _told(outcomes: Iterator[Outcome], signatory: Signatory, at: datetime) -> Iterator[Outcome]:
    """The outcomes; in the end, also of a call cut short, the journal of the house has how many were issued."""
    issued = 0
    try:
        for outcome in outcomes:
            issued += outcome.is_new
            yield outcome
    finally:
        signatory.note("credentials.issued", count=issued, at=at)


def _carry_out(outcomes: Iterable[Outcome], work: Work, table: Table, arguments: Namespace, *, served: bool) -> int:
    """Let the outcomes come, note them in the files, and tell. served: by the house, whose pages publish the rest"""
    tally = Tally()
    titles = {name: design.title.to(spoken()) for name, design in work.designs.items()}
    as_json: list[dict[str, object]] = []

    def noted() -> Iterator[Outcome]:
        for outcome in screen.with_progress(outcomes, table.expected_rows):
            tally.note(outcome)
            if arguments.json:
                as_json.append(result_json(outcome, work.site.base))
            yield outcome

    out: Path = arguments.out
    results, corrections = out / "resultats.csv", out / "a-corriger.csv"
    write_beside_former(results, results_table(noted(), work.site.base, titles))
    files = {
        say(fr="Preuves", en="Credentials"): work.folder,
        say(fr="Résultat ligne par ligne", en="Result row by row"): results,
        screen.served_words() if served else screen.site_words(): work.site.root,
    }
    if tally.wrong:
        _write_corrections(corrections, tally, table)
        files[say(fr="Lignes à corriger", en="Rows to correct")] = corrections
    if arguments.json:
        states = {str(state): count for state, count in tally.states.items()}
        summary = {"version": 1, "states": states, "issued": tally.issued, "rows": as_json}
        sys.stdout.write(orjson.dumps(summary, option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        notes = [note for design in work.designs.values() if (note := _about_registration(design))]
        screen.show_summary(tally, folder=work.folder, base=work.site.base, files=files, notes=notes)
    return NEEDS_ATTENTION if tally.wrong else 0


def _about_registration(design: Design) -> str:
    """What keeps a registration that a design claims from being told; "" when nothing does."""
    registration = design.registration
    if registration.kind == "none" or (registration.start and registration.end and registration.entitled):
        return ""
    return say(
        fr=f"{registration.code}\u00a0: la micro-certification ne dit pas de quand à quand, ou pour quels organismes, "
        "cet enregistrement vaut (start_date, end_date, entitled). Aucune preuve n’en fait état.",
        en=f"{registration.code}: the design does not say from when to when, or for which bodies, this registration "
        "stands (start_date, end_date, entitled). No credential mentions it.",
    )


def _write_corrections(path: Path, tally: Tally, table: Table) -> None:
    target = io.StringIO(newline="")
    write_corrections(tally.wrong, table, target, language=spoken())
    write_beside_former(path, [target.getvalue().encode(ENCODING)])


def _publish(work: Work, signatory: Signatory) -> None:
    """What does not depend on anybody: the DID document, the achievements, the profiles."""
    signatory.publish_controller(work.site, now=work.signing.created)
    for name, design in work.designs.items():
        work.site.publish_design(design, work.issuers[name], work.pictures[name].by_form)
        work.site.publish_profile(work.issuers[name], design)


def _refuse_missing_columns(columns: Columns, catalogue: Catalogue, arguments: Namespace) -> None:
    """As intake does, with what a person can do about it here. raises: CannotIssue"""
    try:
        check_columns(columns, catalogue, decided_by=bool(arguments.decided_by))
    except UnmatchedColumns as error:
        reason = NO_DECISION_COLUMN if error.reason is NO_DECISION else NO_COLUMN
        columns_missing = {name: str(value) for name, value in error.details.items()}
        raise CannotIssue(reason, file=arguments.recipients, **columns_missing) from error


def _designs_named(table: Table, catalogue: Catalogue, now: datetime, *, decided: bool) -> list[str]:
    """The designs that some row of the table names."""
    rows = check_rows(table, catalogue, today=now.date(), decided_by=decided)
    found = {row.values["design"] for row in rows if "design" in row.values}
    return [name for name in catalogue.designs if name in found]


def _issuer(design: Design, arguments: Namespace, signatory: Signatory, base: str) -> Issuer:
    known = read_issuers(arguments.issuer) if arguments.issuer else {}
    name = signatory.body.name if signatory.body else arguments.issuer_name
    first, *others = bodies_of(design, known, name=name, file=arguments.issuer)
    return Issuer(did=signatory.key.did, base=base, body=signatory.body or first, partners=tuple(others))


def _basis(arguments: Namespace) -> Basis:
    """The decision of named people, reported by this very file."""
    people = (Person(arguments.decided_by),) if arguments.decided_by else ()
    return Basis(route=Route.DECISION, people=people, digest=sha256(arguments.recipients.read_bytes()).hexdigest())
