"""`sceau status`: revoke, suspend, restore, replace what was issued; say how it stands."""

from __future__ import annotations

import random
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import orjson

from sceau.cli import house
from sceau.cli.arguments import Subparsers
from sceau.cli.issuing import standing
from sceau.cli.issuing.changes import carry_out, entries_with, known_of, plan
from sceau.cli.issuing.codes import read_codes, read_codes_file
from sceau.cli.issuing.errors import OTHER_KEY, CannotIssue
from sceau.cli.issuing.keys import SigningKey
from sceau.cli.issuing.lists import Lists
from sceau.cli.issuing.register import Register
from sceau.cli.issuing.signatories import Signatory, add_who_signs, open_signatory
from sceau.cli.issuing.signing import Signing, choose_suite
from sceau.cli.issuing.site import Site
from sceau.cli.issuing.standing import ACTS
from sceau.cli.language import say
from sceau.cli.passphrase import add_passphrase
from sceau.engine.proofs.suites import WRITTEN
from sceau.engine.vocabularies.contexts import shipped

DECLINED = 1


@dataclass(frozen=True, slots=True)
class _Folder:
    """What `sceau issue` left: the register, the lists that it publishes, the credentials."""

    path: Path
    register: Register
    site: Site
    lists: Lists

    @property
    def credentials(self) -> Path:
        return self.path / "preuves"


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau status`."""
    parser = subparsers.add_parser(
        "status",
        help=say(
            fr="révoquer, suspendre, rétablir, remplacer des preuves",
            en="revoke, suspend, restore, replace credentials",
        ),
        description=say(
            fr="Dit au monde ce que deviennent des preuves délivrées par «\u00a0sceau issue\u00a0»\u00a0: leur liste "
            "d’état est signée de nouveau, et se publie à la place de l’ancienne. Une révocation est définitive\u202f; "
            "une suspension se lève.",
            en="Tells the world what becomes of credentials that “sceau issue” issued: their status list is signed "
            "again, to be published in place of the former one. A revocation is final; a suspension can be lifted.",
        ),
        epilog=say(
            fr="Plusieurs preuves à la fois\u00a0: toutes, ou aucune. Recommencer ne change rien de plus. "
            "Code de retour\u00a0: 0 si c’est fait ou l’était déjà, 1 si rien n’a été changé.",
            en="Several credentials at once: all of them, or none. Doing it again changes nothing more. "
            "Exit status: 0 when it is done or was already, 1 when nothing was changed.",
        ),
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="|".join((*ACTS, "show")))
    for name, act in ACTS.items():
        _add_act(acts, name, say(fr=act.help_fr, en=act.help_en))
    _add_show(acts)
    return parser


def run(arguments: Namespace) -> int:
    """Do it; gives the exit status. The clock is read here."""
    if arguments.act == "show":
        return _show(arguments)
    return change(arguments, now=datetime.now(UTC).replace(microsecond=0))


def change(arguments: Namespace, *, now: datetime) -> int:
    """Find, decide, ask, sign and write.

    now:     the moment of the act, and of the proof of each list
    raises:  CannotIssue, CannotChange, UnusableList, MalformedCode, WrongCode, MalformedKey, OSError: nothing was done
    """
    codes, by = _codes(arguments), _replacement(arguments)
    with _opened(arguments.out) as register:
        signatory = _signatory(arguments, register, now)
        key = signatory.key
        folder = _folder(arguments.out, register, signatory.site(arguments.out))
        state = ACTS[arguments.act].state
        changes = plan(codes, state, by=by, register=register, lists=folder.lists, folder=folder.path)
        known = {each.code: known_of(each.entry, folder.credentials) for each in changes}
        if any(each.is_new for each in changes) and not arguments.yes and sys.stdin.isatty():
            standing.show_plan(changes, known)
            if not standing.agreed(arguments.act, changes):
                sys.stderr.write(say(fr="Rien n’a été changé.\n", en="Nothing was changed.\n"))
                return DECLINED
        signing = _signing(arguments, key, now)
        signatory.publish_controller(folder.site, now=now)
        lists = carry_out(changes, arguments.reason.strip(), register=register, lists=folder.lists, signing=signing)
        signatory.note(f"credentials.{arguments.act}", count=sum(each.is_new for each in changes), at=now)
    if arguments.json:
        _write_json(standing.changes_json(arguments.act, changes, known, lists))
    else:
        standing.show_outcome(changes, known, lists)
    return 0


def _show(arguments: Namespace) -> int:
    """Tell how the credentials that are named stand; without any name, those that something was done to."""
    codes = _codes(arguments)
    with _opened(arguments.out) as register:
        folder = _folder(arguments.out, register, _site_of(arguments, register))
        entries = entries_with(codes, register, folder.path) if codes else [entry for entry, _ in register.last_acts()]
        rows = [
            standing.Standing(
                entry, known_of(entry, folder.credentials), folder.lists.state_of(entry), register.acts_on(entry.code)
            )
            for entry in entries
        ]
    if arguments.json:
        _write_json(standing.standings_json(rows))
    else:
        standing.show_standings(rows)
    return 0


def _opened(out: Path) -> Register:
    return Register.existing(out / "registre.jsonl")


def _folder(out: Path, register: Register, site: Site) -> _Folder:
    return _Folder(out, register, site, Lists(register, site.file_of))


def _site_of(arguments: Namespace, register: Register) -> Site:
    """Where the lists lie that `show` reads: those of the folder, or those that the house serves."""
    if arguments.institution:
        return Site(house.published(), register.base)
    return Site(arguments.out / "site", register.base)


def _signatory(arguments: Namespace, register: Register, now: datetime) -> Signatory:
    """Who issued these, with a key in service. raises: CannotIssue, and what reading a key raises"""
    found = open_signatory(arguments, now=now)
    if found.key.did != register.did:
        raise CannotIssue(OTHER_KEY, found=found.key.did, folder=arguments.out, did=register.did)
    return replace(found, base=register.base)


def _signing(arguments: Namespace, key: SigningKey, now: datetime) -> Signing:
    suite = choose_suite(arguments.suite, key.signer.algorithm, ("jwt",))  # a list has no form that a key cannot sign
    return Signing(key.signer, key.did, key.method, key.jwt_method, suite, now, shipped(), random.random)


def _codes(arguments: Namespace) -> list[str]:
    codes = read_codes(arguments.code)
    if arguments.codes is not None:
        codes += read_codes_file(arguments.codes)
    return list(dict.fromkeys(codes))


def _replacement(arguments: Namespace) -> str:
    by: Sequence[str] = read_codes([arguments.by]) if arguments.act == "replace" else [""]
    return by[0]


def _write_json(value: object) -> None:
    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")


def _add_act(acts: Subparsers, name: str, text: str) -> None:
    parser = acts.add_parser(name, help=text, description=_sentence(text))
    add = parser.add_argument
    _add_which(parser, one=name == "replace")
    if name == "replace":
        add(
            "--by",
            required=True,
            metavar="CODE",
            help=say(
                fr="la preuve qui la remplace, de ce dossier ou d’un autre",
                en="the credential that replaces it, of this folder or of another",
            ),
        )
    add_who_signs(parser, key=say(fr="une clé en service de l’organisme", en="a key of the body that is in service"))
    add(
        "--suite",
        choices=sorted(WRITTEN),
        default="",
        help=say(fr="comment signer la liste", en="how to sign the list"),
    )
    add(
        "--reason",
        default="",
        metavar=say(fr="TEXTE", en="TEXT"),
        help=say(
            fr="pourquoi\u202f; gardé dans votre registre, jamais publié",
            en="why; kept in your register, never published",
        ),
    )
    add("--yes", action="store_true", help=say(fr="ne pas demander confirmation", en="do not ask for confirmation"))
    add_passphrase(parser)


def _sentence(clause: str) -> str:
    return f"{clause[0].upper()}{clause[1:]}."


def _add_show(acts: Subparsers) -> None:
    text = say(
        fr="dire où en sont ces preuves, ou toutes celles qui ont changé d’état",
        en="say how these credentials stand, or all those whose state was changed",
    )
    parser = acts.add_parser("show", help=text, description=_sentence(text))
    _add_which(parser, one=False)
    parser.add_argument(
        "--institution",
        default="",
        metavar=say(fr="NOM", en="NAME"),
        help=say(
            fr="l’organisme de cette installation qui a délivré", en="the institution of this installation that issued"
        ),
    )


def _add_which(parser: ArgumentParser, *, one: bool) -> None:
    """one: a single credential, and nothing else"""
    add, file = parser.add_argument, say(fr="FICHIER", en="FILE")
    add(
        "--out",
        type=Path,
        required=True,
        metavar=say(fr="DOSSIER", en="FOLDER"),
        help=say(
            fr="le dossier où «\u00a0sceau issue\u00a0» a délivré", en="the folder into which “sceau issue” issued"
        ),
    )
    add(
        "code",
        nargs="+" if one else "*",
        metavar="CODE",
        help=say(
            fr="le code de la preuve, tel qu’on le lit, ou son fichier, ou son adresse",
            en="the code of the credential, as it is read, or its file, or its address",
        ),
    )
    if one:
        parser.set_defaults(codes=None)
    else:
        add(
            "--codes",
            type=Path,
            metavar=file,
            help=say(fr="un fichier de codes, un par ligne", en="a file of codes, one a line"),
        )
    add("--json", action="store_true", help=say(fr="répondre en JSON", en="answer in JSON"))
