"""`sceau doctor`: is this installation whole, and fit for signing and verifying?"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from sceau.cli import house, locks
from sceau.cli.arguments import Subparsers
from sceau.cli.language import say, spoken
from sceau.cli.places import ENVIRONMENT, REQUIREMENTS, ROOT, in_a_clone

OLDEST_NODE = 18  # the oldest that the packages of tests/interop accept
ONE_DAY = 86_400
DEMONSTRATION = ROOT / "var" / "house"
TELL_OF_A_HOUSE = ("MODE", "DATA", "BASE_URL", "DATABASE_URL", "SECRET_KEY", "SECRET_KEY_FILE", "KEK", "KEK_FILE")


class State(Enum):
    """What is found: its mark, and its word in both languages."""

    GOOD = ("●", "bon", "good")
    NOTE = ("◇", "à noter", "to note")
    WRONG = ("■", "à réparer", "to repair")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is the case with one part of the installation."""

    part: str
    state: State
    fr: str
    en: str


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau doctor`."""
    parser = subparsers.add_parser(
        "doctor",
        help=say(fr="examiner cette installation", en="examine this installation"),
        description=say(
            fr="Examine cette installation. L’issue est 0 quand rien n’est à réparer, 1 sinon.",
            en="Examines this installation. The exit status is 0 when nothing is to be repaired, 1 otherwise.",
        ),
    )
    parser.add_argument("--json", action="store_true", help=say(fr="répondre en JSON", en="answer in JSON"))
    return parser


def run(arguments: Namespace) -> int:
    """Examine every part and tell; gives 1 when one is to be repaired."""
    findings = [finding for examine in EXAMINATIONS for finding in examine()]
    sys.stdout.write(_as_json(findings) if arguments.json else _in_words(findings))
    return int(any(finding.state is State.WRONG for finding in findings))


def _in_words(findings: Sequence[Finding]) -> str:
    width = max(len(_word(finding)) for finding in findings)
    return "".join(
        f"{finding.state.value[0]} {_word(finding):{width}}  {say(fr=finding.fr, en=finding.en)}\n"
        for finding in findings
    )


def _word(finding: Finding) -> str:
    return finding.state.value[1 if spoken() == "fr" else 2]


def _as_json(findings: Sequence[Finding]) -> str:
    rows = [
        {"part": each.part, "state": each.state.name.lower(), "message": {"fr": each.fr, "en": each.en}}
        for each in findings
    ]
    return json.dumps({"version": 1, "findings": rows}, ensure_ascii=False, indent=2) + "\n"


def python() -> list[Finding]:
    """The interpreter, and where it runs."""
    version = ".".join(map(str, sys.version_info[:3]))
    inside = Path(sys.prefix).resolve() == ENVIRONMENT.resolve()
    where = ("dans .venv", "in .venv") if inside else (f"dans {sys.prefix}", f"in {sys.prefix}")
    return [Finding("python", State.GOOD, f"Python {version}, {where[0]}", f"Python {version}, {where[1]}")]


def installed_locks() -> list[Finding]:
    """Whether what is installed is what the locks say."""
    if not in_a_clone():
        return []
    try:
        installed = json.loads((ENVIRONMENT / "sceau-locks.json").read_bytes())["locks"]
    except (OSError, ValueError, KeyError):
        installed = {}
    return [_installed(name, installed.get(name)) for name in locks.NAMES]


def _installed(name: str, digest: str | None) -> Finding:
    part = f"requirements/{name}.txt"
    if digest == hashlib.sha256((REQUIREMENTS / f"{name}.txt").read_bytes()).hexdigest():
        return Finding(part, State.GOOD, f"{part} est installé tel quel", f"{part} is installed as it stands")
    if name == "run":
        return Finding(
            part,
            State.WRONG,
            f"{part} n’est pas ce qui est installé\u00a0: lancez ./sceau une fois avec le réseau",
            f"{part} is not what is installed: run ./sceau once with the network",
        )
    return Finding(
        part,
        State.NOTE,
        f"{part} n’est pas installé\u202f; ./sceau {name} s’en charge",
        f"{part} is not installed; ./sceau {name} will do it",
    )


def cryptography() -> list[Finding]:
    """A signature of RFC 8032 (section 7.1, test 2) made again: the library signs as the world does."""
    try:
        from cryptography.hazmat.backends.openssl import backend  # noqa: PLC0415 -- its absence is what is looked for
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

        secret = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
        known = (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        )
        signature = Ed25519PrivateKey.from_private_bytes(secret).sign(b"\x72")
    except Exception as error:  # a broken library fails in ways of its own
        return [Finding("cryptography", State.WRONG, f"la signature échoue\u00a0: {error}", f"signing fails: {error}")]
    if signature.hex() != known:
        return [Finding("cryptography", State.WRONG, "la signature est fausse", "the signature is wrong")]
    version = " ".join(backend.openssl_version_text().split()[:2])
    return [
        Finding("cryptography", State.GOOD, f"Ed25519 signe comme attendu ({version})", f"Ed25519 is sound ({version})")
    ]


def contexts() -> list[Finding]:
    """The JSON-LD contexts, shipped or added, each with the SHA-256 it was pinned at."""
    from sceau.cli.contexts import trusted_contexts  # noqa: PLC0415 -- its own dependencies may be what is broken
    from sceau.engine.errors import EngineError  # noqa: PLC0415

    try:
        count = len(trusted_contexts().urls())
    except EngineError as error:
        return [Finding("contexts", State.WRONG, error.sentence("fr"), error.sentence("en"))]
    return [
        Finding(
            "contexts",
            State.GOOD,
            f"{count} contextes JSON-LD, aux empreintes attendues",
            f"{count} JSON-LD contexts, with the hashes expected",
        )
    ]


def writing() -> list[Finding]:
    """Whether files can be written where the person stands."""
    here = Path.cwd()
    if os.access(here, os.W_OK):
        return [Finding("writing", State.GOOD, f"on peut écrire dans {here}", f"files can be written in {here}")]
    return [
        Finding(
            "writing",
            State.NOTE,
            f"on ne peut pas écrire dans {here}\u00a0: donnez à --out un autre dossier",
            f"no file can be written in {here}: give --out another folder",
        )
    ]


def clock() -> list[Finding]:
    """Whether the clock may be right: it dates what is signed, and rules what has expired."""
    now = time.time()
    written = max(path.stat().st_mtime for path in Path(__file__).parent.glob("*.py"))
    shown = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(now))
    if now + ONE_DAY < written:
        return [
            Finding(
                "clock",
                State.WRONG,
                f"l’horloge dit {shown}, avant les fichiers de Sceau\u00a0: mettez-la à l’heure avant de délivrer",
                f"the clock says {shown}, before the files of Sceau: set it before you issue",
            )
        ]
    return [Finding("clock", State.GOOD, f"l’horloge dit {shown}", f"the clock says {shown}")]


def node() -> list[Finding]:
    """Node.js: for the tests beside other people's software, never for users."""
    if not in_a_clone():
        return []
    found = shutil.which("node")
    outcome = subprocess.run([found, "--version"], capture_output=True, text=True, check=False) if found else None
    version = outcome.stdout.strip() if outcome and not outcome.returncode else ""
    if version and int(version.lstrip("v").split(".")[0]) >= OLDEST_NODE:
        return [
            Finding(
                "node",
                State.GOOD,
                f"Node {version}, pour les tests d’interopérabilité",
                f"Node {version}, for the tests of interoperability",
            )
        ]
    return [
        Finding(
            "node",
            State.NOTE,
            f"Node {OLDEST_NODE} ou plus n’est pas là\u202f; seuls les tests d’interopérabilité s’en servent",
            f"Node {OLDEST_NODE} or later is not there; only the tests of interoperability use it",
        )
    ]


def words() -> list[Finding]:
    """The English of the pages, compiled here when it can be: the account that serves may only read the code."""
    if house.compile_words():
        return [Finding("words", State.GOOD, "les pages ont leur anglais", "the pages have their English")]
    return [
        Finding(
            "words",
            State.WRONG,
            "l’anglais des pages n’est pas compilé\u00a0: lancez ./sceau doctor avec le compte à qui est le code",
            "the English of the pages is not compiled: run ./sceau doctor as the account that owns the code",
        )
    ]


def the_house() -> list[Finding]:
    """Settings, database, worker, keys… of the house that the variables tell of, or of the demonstration kept here."""
    if not any(os.environ.get(f"SCEAU_{name}") for name in TELL_OF_A_HOUSE):
        if not (in_a_clone() and DEMONSTRATION.is_dir()):
            return [
                Finding(
                    "house",
                    State.NOTE,
                    "aucune installation n’est réglée ici ; ./sceau run en ouvre une de démonstration",
                    "no installation is set up here; ./sceau run opens one for trying",
                )
            ]
        os.environ["SCEAU_MODE"] = "demo"
    return [Finding(each.part, State[each.state.upper()], each.fr, each.en) for each in house.examine()]


EXAMINATIONS: tuple[Callable[[], list[Finding]], ...] = (
    python,
    installed_locks,
    cryptography,
    contexts,
    writing,
    clock,
    node,
    words,
    the_house,
)
