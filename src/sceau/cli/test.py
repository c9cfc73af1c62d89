"""`sceau test`: the gate, the same for people and for CI."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sceau.cli import locks
from sceau.cli.arguments import Subparsers
from sceau.cli.language import say
from sceau.cli.places import REQUIREMENTS, ROOT, clone_or_refuse

PYTHON = (sys.executable, "-P")
DATABASE = "SCEAU_TEST_DATABASE_URL"  # where the tests of the house put their tables; none: SQLite
SOCKETS = Path("/var/run/postgresql")  # of a PostgreSQL of this machine, as Debian has them
ROOMS = tuple(
    f"tests/{room}" for room in "accounts config design frameworks institutions jobs journal keyring search web".split()
)
APART = ("tests/browser", "tests/cli", "tests/config")  # those that start programs: about half of the time of them all
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint()"  # it has no `python -m` of its own


@dataclass(frozen=True, slots=True)
class Step:
    """One question of the gate; it answers with what is wrong, nothing when all is well."""

    fr: str
    en: str
    faults: Callable[[], str]


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau test`: those of pytest."""
    return subparsers.add_parser(
        "test",
        usage=say(fr="sceau test [MOT DE PYTEST…]", en="sceau test [WORD OF PYTEST…]"),
        help=say(fr="passer tous les contrôles du code", en="run every check of the code"),
        description=say(
            fr="Passe tous les contrôles\u00a0: mise en forme, règles, types, contrats d’importation, versions figées, "
            "puis les tests, et une seconde fois ceux de la maison sur PostgreSQL s’il y en a un sur cette machine.\n"
            "Avec des mots pour pytest, seuls les tests sont passés\u00a0: sceau test tests/engine -k jcs",
            en="Runs every check: format, lint, types, import contracts, locks, then the tests, and those of the house "
            "a second time on PostgreSQL where this machine has one.\n"
            "With words for pytest, only the tests are run: sceau test tests/engine -k jcs",
        ),
    )


def run(arguments: Namespace) -> int:
    """Ask every question, then run the tests; gives 0 when all is well, 1 otherwise."""
    clone_or_refuse()
    if arguments.words:
        return _pytest(arguments.words, cwd=None)
    failed = [say(fr=step.fr, en=step.en) for step in STEPS if not _passes(step)]
    with ThreadPoolExecutor(max_workers=1) as beside:  # a machine has two cores at least, and a test takes one
        others = beside.submit(_pass_beside)
        if _pytest([*APART], database="") != 0:
            failed.append(say(fr="tests", en="tests"))
        for name, told in others.result():
            sys.stdout.write(told)
            failed += [name] if name and name not in failed else []
    if failed:
        names = ", ".join(failed)
        sys.stdout.write(say(fr=f"■ À reprendre\u00a0: {names}\n", en=f"■ To mend: {names}\n"))
    return 1 if failed else 0


def _passes(step: Step) -> bool:
    started = time.monotonic()
    faults = step.faults()
    mark = "■" if faults else "●"
    seconds = f"{time.monotonic() - started:.1f}"
    sys.stdout.write(f"{mark} {say(fr=step.fr, en=step.en)} ({say(fr=seconds.replace('.', ','), en=seconds)} s)\n")
    if faults:
        sys.stdout.write(faults.rstrip() + "\n")
    sys.stdout.flush()
    return not faults


def _said_by(*commands: tuple[str, ...]) -> Callable[[], str]:
    """A question put to other programs: what they say when they are not content."""

    def ask() -> str:
        outcomes = [
            subprocess.run(
                [*PYTHON, *command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, text=True
            )
            for command in commands
        ]
        return "\n".join(outcome.stdout or "?" for outcome in outcomes if outcome.returncode)

    return ask


def _about_locks() -> str:
    found = [fault for name in locks.NAMES for fault in locks.faults(REQUIREMENTS, name)]
    return "\n".join([*found, "→ ./sceau lock"]) if found else ""


def _pytest(words: list[str], *, cwd: Path | None = ROOT, database: str | None = None) -> int:
    """Run the tests; gives their exit status.

    database:  its address, "" for SQLite; None leaves what the environment says
    """
    environment = {**os.environ, **({} if database is None else {DATABASE: database})}
    return subprocess.run([*PYTHON, "-m", "pytest", *words], cwd=cwd, check=False, env=environment).returncode


def _pass_beside() -> list[tuple[str, str]]:
    """Run the other tests, then those of the house on PostgreSQL; gives for each what failed, or "", and its words.

    Where no PostgreSQL answers, in CI that is a fault.
    """
    rest = _said_while("", [f"--ignore={part}" for part in APART])
    outcomes = [(say(fr="tests", en="tests") if rest[0] else "", rest[1])]
    name = say(fr="tests sur PostgreSQL", en="tests on PostgreSQL")
    found = next((address for address in _addresses() if _answers(address)), "")
    if not found:
        told = say(
            fr=f"◇ Aucun PostgreSQL ne répond ({DATABASE}, ou {SOCKETS})\u00a0: tests passés sur SQLite seulement\n",
            en=f"◇ No PostgreSQL answers ({DATABASE}, or {SOCKETS}): tests were run on SQLite only\n",
        )
        return [*outcomes, (name if "CI" in os.environ else "", told)]
    status, words = _said_while(found, list(ROOMS))
    title = say(fr="Les mêmes, sur PostgreSQL\u00a0:\n", en="The same ones, on PostgreSQL:\n")
    return [*outcomes, (name if status else "", title + words)]


def _said_while(database: str, words: list[str]) -> tuple[int, str]:
    """Run tests on a database: their exit status and all they say."""
    outcome = subprocess.run(
        [*PYTHON, "-m", "pytest", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
        env={**os.environ, DATABASE: database},
    )
    return outcome.returncode, f"{(outcome.stdout or '').rstrip()}\n"


def _addresses() -> list[str]:
    """Where a PostgreSQL may be: where we are told, otherwise behind each socket of this machine."""
    told = os.environ.get(DATABASE)
    ports = sorted(path.suffix[1:] for path in SOCKETS.glob(".s.PGSQL.*") if path.suffix != ".lock")
    return [told] if told else [f"postgresql:///postgres?host={SOCKETS}&port={port}" for port in ports]


def _answers(address: str) -> bool:
    """Whether whoever runs this may connect."""
    import psycopg  # noqa: PLC0415 -- of the house only; the other words of the command do without

    try:
        psycopg.connect(address, connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


STEPS = (
    Step("mise en forme", "format", _said_by(("-m", "ruff", "format", "--check", "."))),
    Step("règles", "lint", _said_by(("-m", "ruff", "check", "."))),
    Step("types", "types", _said_by(("-m", "mypy"), ("-m", "mypy", "sceau"))),
    Step("contrats d’importation", "import contracts", _said_by(("-c", LINT_IMPORTS))),
    Step("versions figées", "locks", _about_locks),
)
