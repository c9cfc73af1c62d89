"""`sceau test`: the gate, the same for people and for CI."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sceau.cli import locks
from sceau.cli.arguments import Subparsers
from sceau.cli.language import say
from sceau.cli.places import REQUIREMENTS, ROOT, clone_or_refuse

PYTHON = (sys.executable, "-P")
SLOWEST = "--durations=12 --durations-min=2"  # told with each part: where its time goes
LANES = 3  # a machine has two cores at least: one part works while another waits for a browser or a process
DATABASE = "SCEAU_TEST_DATABASE_URL"  # where the tests of the house put their tables; none: SQLite
SOCKETS = Path("/var/run/postgresql")  # of a PostgreSQL of this machine, as Debian has them
NAME = "SCEAU_TEST_DATABASE_NAME"  # of the database that the tests make there: two at once need two
APART = ("browser", "web", "cli", "config")  # each passed by itself, that the lanes end together; the rest is one part
# What is passed a second time on PostgreSQL: every room, whose services and queries meet the database, and the pages on
# which several people write at once. `SCEAU_TEST_DATABASE_URL=… ./sceau test tests/web` asks all pages there.
ON_POSTGRESQL = (
    "config assessment people",
    "accounts design frameworks institutions issuing jobs journal keyring ledger search",
    "web/assessor web/desk/jury",
)
TWICE = ("-m", "database")  # of these, the tests that meet the database: the others say the same on both
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint()"  # it has no `python -m` of its own


@dataclass(frozen=True, slots=True)
class Step:
    """One question of the gate; it answers with what is wrong, nothing when all is well."""

    fr: str
    en: str
    faults: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a part of the gate came to. failed: the names of what is to be mended; told: all that it says"""

    failed: tuple[str, ...]
    told: str


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
    """Ask every question and run the tests, three parts beside one another; gives 0 when all is well, 1 otherwise."""
    clone_or_refuse()
    if arguments.words:
        return subprocess.run([*PYTHON, "-m", "pytest", *arguments.words], check=False).returncode
    failed: list[str] = []
    with ThreadPoolExecutor(max_workers=LANES) as lanes:
        for ended in as_completed([lanes.submit(part) for part in _parts()]):
            answer = ended.result()
            sys.stdout.write(answer.told)
            sys.stdout.flush()
            failed += [name for name in answer.failed if name not in failed]
    if failed:
        names = ", ".join(failed)
        sys.stdout.write(say(fr=f"■ À reprendre\u00a0: {names}\n", en=f"■ To mend: {names}\n"))
    return 1 if failed else 0


def _parts() -> list[Callable[[], Answer]]:
    """All that the gate does: the longest first, so that no lane works alone at the end."""
    rest = [f"--ignore=tests/{folder}" for folder in APART]
    browser, web, cli, config = (partial(_pass_tests, [f"tests/{folder}"]) for folder in APART)
    first, *others = (partial(_pass_on_postgresql, rooms) for rooms in ON_POSTGRESQL)
    return [partial(_pass_tests, rest), browser, web, others[0], first, config, cli, *others[1:], _pass_steps]


def _pass_steps() -> Answer:
    asked = [(step, *_asked(step)) for step in STEPS]
    failed = tuple(say(fr=step.fr, en=step.en) for step, passed, _ in asked if not passed)
    return Answer(failed, "".join(told for _, _, told in asked))


def _asked(step: Step) -> tuple[bool, str]:
    """Whether a question is answered well, and what is to be shown of it."""
    started = time.monotonic()
    faults = step.faults()
    mark = "■" if faults else "●"
    shown = f"{mark} {say(fr=step.fr, en=step.en)} ({_seconds_since(started)})\n"
    return not faults, shown + (f"{faults.rstrip()}\n" if faults else "")


def _seconds_since(started: float) -> str:
    seconds = f"{time.monotonic() - started:.1f}"
    return f"{say(fr=seconds.replace('.', ','), en=seconds)} s"


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


def _pass_tests(words: list[str]) -> Answer:
    """Run tests on SQLite."""
    name = say(fr="tests", en="tests")
    passed, told = _said_while("", words, name=name)
    return Answer(() if passed else (name,), told)


def _pass_on_postgresql(rooms: str) -> Answer:
    """Run the tests of some rooms on PostgreSQL.

    Where no PostgreSQL answers, in CI that is a fault.
    """
    name = say(fr="tests sur PostgreSQL", en="tests on PostgreSQL")
    found = next((address for address in _addresses() if _answers(address)), "")
    if not found:
        told = say(
            fr=f"◇ Aucun PostgreSQL ne répond ({DATABASE}, ou {SOCKETS})\u00a0: {rooms} sur SQLite seulement\n",
            en=f"◇ No PostgreSQL answers ({DATABASE}, or {SOCKETS}): {rooms} on SQLite only\n",
        )
        return Answer((name,) if "CI" in os.environ else (), told)
    passed, told = _said_while(found, [*(f"tests/{room}" for room in rooms.split()), *TWICE], name=name)
    return Answer(() if passed else (name,), told)


def _said_while(database: str, words: list[str], *, name: str) -> tuple[bool, str]:
    """Run tests on a database: whether they pass, and all that they say under a line that names them."""
    started = time.monotonic()
    outcome = subprocess.run(
        [*PYTHON, "-m", "pytest", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
        env={
            **os.environ,
            DATABASE: database,
            NAME: f"test_sceau_{words[0].rpartition('/')[2]}",
            "PYTEST_ADDOPTS": SLOWEST,
        },
    )
    passed = outcome.returncode == 0
    line = f"{'●' if passed else '■'} {name}, {' '.join(words)} ({_seconds_since(started)})\n"
    return passed, f"{line}{(outcome.stdout or '').rstrip()}\n"


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
