"""`sceau verify`: judge credentials, wherever they come from."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from sceau.cli.arguments import Subparsers
from sceau.cli.contexts import trusted_contexts
from sceau.cli.filefaults import about_file
from sceau.cli.language import say, spoken
from sceau.cli.terminal import Terminal
from sceau.cli.verifying.beside import Confirmed, keys_for, set_apart
from sceau.cli.verifying.screen import show_pile, show_report
from sceau.cli.verifying.sources import Found, Source, Unreadable, find
from sceau.engine.checks import ids
from sceau.engine.checks.beside import Brought, keys_document, verify_beside
from sceau.engine.checks.carried import NO_CREDENTIAL
from sceau.engine.checks.handed import keys_in, verify_handed
from sceau.engine.checks.opening import NOT_A_CREDENTIAL
from sceau.engine.checks.policy import NOBODY, Policy, TrustList, read_trust_list
from sceau.engine.checks.reach import Memory
from sceau.engine.checks.report import Report, gravest, refused, results_as_json
from sceau.engine.checks.verify import verify
from sceau.engine.errors import EngineError, MalformedCredential
from sceau.engine.images.baked import NOTHING_BAKED
from sceau.engine.model.dates import parse_datetime
from sceau.engine.model.kinds import KINDS
from sceau.engine.ports import Fetcher
from sceau.outside.fetchers import OfflineFetcher
from sceau.outside.http import HttpFetcher
from sceau.outside.resolve import MalformedResolution, Resolution, ResolvingFetcher, read_resolution

Named = tuple[str, Report]
"""What was verified, as the person knows it, and what came of it."""

WRONG_USAGE = 2
NOTHING_VERIFIED = 3  # silence proves nothing


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau verify`."""
    parser = subparsers.add_parser(
        "verify",
        help=say(fr="vérifier des preuves, d’où qu’elles viennent", en="verify credentials, wherever they come from"),
        description=say(
            fr="Dit d’une preuve si elle est authentique et valide\u00a0: Open Badges 3.0 et 2.0, VC 2.0 et 1.1, "
            "en JSON, en JWT, dans une image ou joints à un PDF\u202f; un fichier, une adresse, un dossier ou un ZIP, "
            "et le dossier de preuve qui porte de quoi la vérifier sans réseau.",
            en="Says of a credential whether it is authentic and valid: Open Badges 3.0 and 2.0, VC 2.0 and 1.1, as "
            "JSON, as a JWT, in an image or attached to a PDF; a file, an address, a folder or a ZIP, and the bundle "
            "that carries what it takes to verify it with no network.",
        ),
        epilog=say(
            fr="Code de retour\u00a0: 0 authentique et valide, 1 non authentique ou révoquée, 3 à vérifier, 2 appel "
            "mal formé ou impossible à mener\u202f; pour plusieurs preuves, le plus grave.",
            en="Exit status: 0 authentic and valid, 1 not authentic or revoked, 3 to check, 2 wrong usage or a call "
            "that cannot be carried out; for several credentials, the gravest.",
        ),
    )
    add = parser.add_argument
    add(
        "sources",
        nargs="+",
        metavar=say(fr="PREUVE", en="CREDENTIAL"),
        help=say(
            fr="fichier .json, .jwt, .png, .svg ou .pdf, photographie d’un code carré, dossier, ZIP, adresse https, "
            "ou - pour l’entrée standard\u202f; à côté, le did.json de l’organisme",
            en="a .json, .jwt, .png, .svg or .pdf file, a photograph of a square code, a folder, a ZIP, an https "
            "address, or - for standard input; beside it, the did.json of the institution",
        ),
    )
    add("--json", action="store_true", help=say(fr="résultats pour un programme", en="results for a program"))
    add(
        "--at",
        type=_moment,
        metavar=say(fr="DATE", en="DATE"),
        help=say(
            fr="juger la validité à cette date (2026-06-26, ou 2026-06-26T14:05:00Z)\u202f; les listes d’état lues "
            "restent celles d’aujourd’hui",
            en="judge validity as of this date (2026-06-26, or 2026-06-26T14:05:00Z); the status lists read remain "
            "those of today",
        ),
    )
    add(
        "--trust",
        type=_trust_list,
        default=NOBODY,
        metavar=say(fr="FICHIER", en="FILE"),
        help=say(fr="liste des émetteurs que vous connaissez (JSON)", en="list of the issuers whom you know (JSON)"),
    )
    add(
        "--holder",
        metavar=say(fr="PERSONNE", en="PERSON"),
        help=say(
            fr="à qui la preuve devrait être\u00a0: une adresse électronique ou un nom, accents et majuscules à part",
            en="whose the credential should be: an e-mail address or a name, case and accents apart",
        ),
    )
    add(
        "--key",
        type=_keys,
        action="append",
        default=[],
        metavar=say(fr="CLÉ", en="KEY"),
        help=say(
            fr="clé publique que l’organisme vous a confirmée (z6Mk…), ou fichier où elle figure, tel son "
            "did.json\u202f; pour ce qui est lu sans réseau",
            en="public key that the institution confirmed to you (z6Mk…), or a file in which it stands, such as its "
            "did.json; for what is read with no network",
        ),
    )
    add("--offline", action="store_true", help=say(fr="n’interroger aucun serveur", en="ask no server"))
    add(
        "--resolve",
        type=_resolution,
        action="append",
        default=[],
        metavar=say(fr="ORIGINE=DOSSIER", en="ORIGIN=FOLDER"),
        help=say(
            fr="prendre un dossier, ou une autre origine, pour celle-ci\u00a0: https://badges.example=./site",
            en="take a folder, or another origin, for this one: https://badges.example=./site",
        ),
    )
    return parser


def run(arguments: Namespace) -> int:
    """Verify and tell; gives the exit status of the gravest verdict."""
    now = datetime.now(UTC)
    policy = Policy(trusted_contexts(), at=arguments.at, trusted=arguments.trust, holder=arguments.holder)
    apart = set_apart(arguments.sources, arguments.key)
    try:
        found = [find(source) for source in apart.sources]
    except OSError as error:
        sys.stderr.write(f"{about_file(error)}\n")
        return WRONG_USAGE
    except Unreadable as error:
        sys.stderr.write(f"{error.sentence(spoken())}.\n")
        return WRONG_USAGE
    is_pile = len(found) > 1 or any(each.is_pile for each in found)
    judge = _Judge(apart.brought, tuple(arguments.key), policy, fetcher_for(arguments), now)
    reports = _with_progress(judge.all_of(found), shown=is_pile)
    results, skipped = _sorted_out(reports, in_pile=is_pile)
    if arguments.json:
        _print_json(results, skipped)
    elif is_pile:
        show_pile(results, skipped, arguments.at or now, Terminal())
    else:
        for name, report in results:
            show_report(report, name, arguments.at or now, Terminal())
    return gravest(report for _, report in results) if results else NOTHING_VERIFIED


def fetcher_for(arguments: Namespace) -> Fetcher:
    """The way outside that the person allows."""
    fetcher: Fetcher = OfflineFetcher() if arguments.offline else HttpFetcher()
    return ResolvingFetcher(arguments.resolve, fetcher) if arguments.resolve else fetcher


@dataclass(frozen=True, slots=True)
class _Judge:
    """How each source of one call is judged. memory: what was fetched for one is not fetched again for the next"""

    brought: Brought
    confirmed: tuple[Confirmed, ...]
    policy: Policy
    fetcher: Fetcher
    now: datetime
    memory: Memory = field(default_factory=Memory)

    def all_of(self, found: list[Found]) -> Iterator[Named]:
        for source in (source for each in found for source in each.sources):
            yield source.name, self.report_on(source)

    def report_on(self, source: Source) -> Report:
        if isinstance(source.content, Unreadable):
            return Report((refused(ids.READABLE, source.content, outcome=source.content.outcome),))
        content = source.content if source.bundle is None else source.bundle.credential
        mine = replace(self.policy, resources=source.resources, confirmed=keys_for(content, self.confirmed))
        if source.bundle is not None:
            return verify_handed(source.bundle, policy=mine, fetcher=self.fetcher, now=self.now)
        if self.brought or mine.confirmed:
            return verify_beside(source.content, self.brought, policy=mine, fetcher=self.fetcher, now=self.now)
        return verify(source.content, policy=mine, fetcher=self.fetcher, now=self.now, memory=self.memory)


def _sorted_out(reports: Iterator[Named], *, in_pile: bool) -> tuple[list[Named], dict[str, str]]:
    """The reports; and apart, in a pile, the files that are known to be something else: name → what."""
    results: list[Named] = []
    skipped: dict[str, str] = {}
    for name, report in reports:
        what = _something_else(report) if in_pile else None
        if what is None:
            results.append((name, report))
        else:
            skipped[name] = what
    return results, skipped


def _something_else(report: Report) -> str | None:
    """What a file is, when we know that it is no credential; None also for what we do not know at all."""
    (first, *_) = report.checks
    if first.reason in (NOTHING_BAKED, NO_CREDENTIAL):
        return first.message[spoken()]
    is_known = first.reason is NOT_A_CREDENTIAL and first.details.get("what_en") != KINDS["unknown"][1]
    return first.message[spoken()] if is_known else None


def _print_json(results: list[Named], skipped: dict[str, str]) -> None:
    whole = results_as_json(results)
    if skipped:
        whole["skipped"] = [{"source": name, "message": what} for name, what in skipped.items()]
    sys.stdout.write(json.dumps(whole, ensure_ascii=False, indent=2) + "\n")


def _with_progress(reports: Iterator[Named], *, shown: bool) -> Iterator[Named]:
    """The reports, with a count on the error stream while somebody watches it."""
    console = Terminal(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, disable=not (shown and console.is_terminal), transient=True) as progress:
        task = progress.add_task(say(fr="Vérification", en="Verifying"), total=None)
        for each in reports:
            progress.advance(task)
            yield each


def _moment(text: str) -> datetime:
    """A day, meant to its end, or a moment with its zone."""
    try:
        return datetime.combine(date.fromisoformat(text), time(23, 59, 59), UTC)
    except ValueError:
        pass
    try:
        return parse_datetime(text)
    except MalformedCredential as error:
        raise ArgumentTypeError(error.sentence(spoken())) from error


def _keys(text: str) -> Confirmed:
    """The keys in a word, or in a file, such as the DID document that the institution handed over."""
    path = Path(text)
    try:
        found = keys_in(text)
        data = b"" if found else path.read_bytes()
    except OSError as error:
        raise ArgumentTypeError(about_file(error).removesuffix(".")) from error
    found = found or keys_in(data.decode("utf-8", "replace"))
    if not found:
        raise ArgumentTypeError(say(fr=f"{text}\u00a0: aucune clé publique ici", en=f"{text}: no public key here"))
    return found, keys_document(data)


def _trust_list(text: str) -> TrustList:
    try:
        return read_trust_list(Path(text).read_bytes(), now=datetime.now(UTC))
    except OSError as error:
        raise ArgumentTypeError(about_file(error).removesuffix(".")) from error
    except EngineError as error:
        raise ArgumentTypeError(f"{text}{say(fr=chr(0xA0), en='')}: {error.sentence(spoken())}") from error


def _resolution(text: str) -> Resolution:
    try:
        return read_resolution(text)
    except MalformedResolution as error:
        raise ArgumentTypeError(error.sentence(spoken())) from error
