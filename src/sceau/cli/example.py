"""`sceau example`: the main job on the French sample, from a key to credentials that verify."""

from __future__ import annotations

import secrets
import uuid
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from sceau.cli.arguments import Subparsers
from sceau.cli.issue import issue
from sceau.cli.issuing.batch import Chance
from sceau.cli.language import say, spoken
from sceau.cli.places import ROOT, clone_or_refuse
from sceau.cli.terminal import Terminal
from sceau.engine.checks.policy import Policy
from sceau.engine.checks.report import Report
from sceau.engine.checks.verify import verify
from sceau.engine.keys.did_web import PublishedKey, build_document
from sceau.engine.vocabularies.contexts import shipped
from sceau.outside.fetchers import OfflineFetcher
from sceau.outside.keyfiles import document_beside, new_key, write_document, write_key
from sceau.outside.resolve import ResolvingFetcher, read_resolution

DEMO = ROOT / "demo"
HOST = "preuves.example"  # a reserved name: nobody's (RFC 2606)
DID = f"did:web:{HOST}"
SHOWN = ("json", "jwt", "png", "svg")
_SCORE = b'"value":"'


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau example`."""
    parser = subparsers.add_parser(
        "example",
        help=say(fr="délivrer l’exemple français fourni", en="issue the French sample"),
        description=say(
            fr="Crée une clé, délivre les micro-certifications de l’exemple aux personnes qui les ont acquises, et "
            "vérifie quelques-unes des preuves, sans réseau.",
            en="Makes a key, issues the micro-credentials of the sample to the people who earned them, and verifies "
            "some of the credentials, without a network.",
        ),
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=ROOT / "var" / "example",
        metavar=say(fr="DOSSIER", en="FOLDER"),
        help=say(fr="où écrire (par défaut, var/example)", en="where to write (var/example by default)"),
    )
    return parser


def run(arguments: Namespace) -> int:
    """Do it, and tell."""
    clone_or_refuse()
    now = datetime.now().astimezone()
    chance = Chance(secrets.token_bytes, secrets.randbelow, lambda: str(uuid.uuid4()))
    return demonstrate(arguments.out, now=now, chance=chance)


def demonstrate(out: Path, *, now: datetime, chance: Chance) -> int:
    """Key, credentials, verification.

    returns:  0 when all that was asked verifies and the forgery does not
    """
    console = Terminal()
    key = _key(out / "cle.json")
    _tell(
        console,
        fr="Exemple\u00a0: 200 personnes, 12 micro-certifications, 11 organismes, tous inventés.",
        en="Sample: 200 people, 12 micro-credentials, 11 bodies, all made up.",
    )
    status = issue(_order(out, key), now=now, chance=chance)
    console.print()
    _tell(console, fr="Vérifions-en quelques-unes, sans réseau\u00a0:", en="Let us verify some, without a network:")
    reports = list(_verified(out, now))
    for name, report in reports:
        console.print(f"  {escape(name)}  {escape(report.sentence[spoken()])}", soft_wrap=True)
    forged = _forged(out, now)
    _tell(
        console,
        fr="Et l’une d’elles, quand on change un chiffre de sa note\u00a0:",
        en="And one of them, when one figure of its score is changed:",
    )
    console.print(f"  {escape(forged.sentence[spoken()])}", soft_wrap=True)
    right = all(report.verdict == "valid" for _, report in reports) and forged.verdict == "invalid"
    return status or (0 if right else 1)


def _tell(console: Console, *, fr: str, en: str) -> None:
    console.print(escape(say(fr=fr, en=en)), soft_wrap=True)


def _key(path: Path) -> Path:
    """The key of the demonstration, made the first time."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        key = new_key("Ed25519")
        write_key(path, key, method=f"{DID}#key-1", controller=DID)
        write_document(document_beside(path), build_document(DID, [PublishedKey(1, key.public_key)]), replace=False)
    return path


def _order(out: Path, key: Path) -> Namespace:
    return Namespace(
        design=DEMO / "designs",
        recipients=DEMO / "learners_200.csv",
        issuer=DEMO / "organisations.json",
        issuer_name="",
        key=key,
        out=out,
        suite="",
        format="",
        image=None,
        base_url="",
        decided_by=say(fr="jury de démonstration", en="demonstration board"),
        passphrase=False,
        passphrase_file=None,
        json=False,
    )


def _verified(out: Path, now: datetime) -> Iterator[tuple[str, Report]]:
    """One file of each form, with its report."""
    for form in SHOWN:
        file = next(iter(sorted(path for path in (out / "preuves").glob(f"*.{form}") if "annex" not in path.name)))
        yield file.name, _judge(file.read_bytes(), out, now)


def _forged(out: Path, now: datetime) -> Report:
    """The report on a credential whose score was changed."""
    files = sorted(path for path in (out / "preuves").glob("*.json") if "annex" not in path.name)
    data = next(text for file in files if _SCORE in (text := file.read_bytes()))
    before, score, after = data.partition(_SCORE)
    digit = b"8" if after.startswith(b"9") else b"9"
    return _judge(before + score + digit + after[1:], out, now)


def _judge(data: bytes, out: Path, now: datetime) -> Report:
    fetcher = ResolvingFetcher([read_resolution(f"https://{HOST}={out / 'site'}")], OfflineFetcher())
    return verify(data, policy=Policy(shipped()), fetcher=fetcher, now=now)
