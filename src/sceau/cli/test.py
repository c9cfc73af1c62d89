"""`sceau test`: the gate, the same for people and for CI."""

from __future__ import annotations

import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from sceau.cli import locks
from sceau.cli.arguments import Subparsers
from sceau.cli.language import say
from sceau.cli.places import REQUIREMENTS, ROOT, clone_or_refuse

PYTHON = (sys.executable, "-P")
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
            "puis les tests.\nAvec des mots pour pytest, seuls les tests sont passés\u00a0: "
            "sceau test tests/engine -k jcs",
            en="Runs every check: format, lint, types, import contracts, locks, then the tests.\n"
            "With words for pytest, only the tests are run: sceau test tests/engine -k jcs",
        ),
    )


def run(arguments: Namespace) -> int:
    """Ask every question, then run the tests; gives 0 when all is well, 1 otherwise."""
    clone_or_refuse()
    if arguments.words:
        return _pytest(arguments.words)
    failed = [say(fr=step.fr, en=step.en) for step in STEPS if not _passes(step)]
    if _pytest([]) != 0:
        failed.append(say(fr="tests", en="tests"))
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


def _pytest(words: list[str]) -> int:
    return subprocess.run([*PYTHON, "-m", "pytest", *words], cwd=None if words else ROOT, check=False).returncode


STEPS = (
    Step("mise en forme", "format", _said_by(("-m", "ruff", "format", "--check", "."))),
    Step("règles", "lint", _said_by(("-m", "ruff", "check", "."))),
    Step("types", "types", _said_by(("-m", "mypy"), ("-m", "mypy", "sceau"))),
    Step("contrats d’importation", "import contracts", _said_by(("-c", LINT_IMPORTS))),
    Step("versions figées", "locks", _about_locks),
)
