"""Where the parts of a clone lie, for the commands that work on the code itself."""

from __future__ import annotations

from pathlib import Path

from sceau.engine.errors import EngineError, Reason

ROOT = Path(__file__).resolve().parents[3]
REQUIREMENTS = ROOT / "requirements"
BENCHMARKS = ROOT / "benchmarks"
ENVIRONMENT = ROOT / ".venv"


class NotAClone(EngineError):
    """A command that works on the code itself, called where the code is not."""


NOT_A_CLONE = Reason(
    "command.not_a_clone",
    "Cette commande travaille sur le code de Sceau\u00a0: appelez-la par ./sceau dans une copie du dépôt",
    "This command works on the code of Sceau: call it as ./sceau in a clone of the repository",
)


def in_a_clone() -> bool:
    """Whether this code runs from a clone, rather than from an installed package."""
    return (ROOT / "sceau").is_file()


def clone_or_refuse() -> None:
    """Go on only in a clone.

    raises:  NotAClone
    """
    if not in_a_clone():
        raise NotAClone(NOT_A_CLONE)
