"""What intake says of a cell, and what it makes of a row.

A finding has a column, a code and a severity. Its code is stable; some codes carry the line or the
decision they speak of (`duplicate_of_line_2`, `read_as_NON_ACQUIS`). Severity rules the state:

- error:    the row cannot be right: it is `to_correct`;
- warning:  a kind that leaves a doubt on the person or on the award makes the row `suspicious`; the others
            concern what is declared to the State or how a date was read, and hold nothing back;
- info:     how the cell was read, so that a person can see it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from sceau.engine.errors import Reason


class State(StrEnum):
    """What is to be done with a row."""

    READY = "ready"
    TO_CORRECT = "to_correct"
    ALREADY_ISSUED = "already_issued"
    CHANGED = "changed"
    SUSPICIOUS = "suspicious"
    IGNORED = "ignored"
    NOT_AWARDED = "not_awarded"


class Severity(StrEnum):
    """How much a finding weighs."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that can be said of a cell.

    reason:    code (with {named} places when it carries a line or a decision) and sentences
    severity:  see the module
    doubt:     of a warning: somebody must settle it before the row is issued
    """

    reason: Reason
    severity: Severity
    doubt: bool = False


class Note(NamedTuple):
    """A finding that does not know its column yet: what a reader of cells gives."""

    kind: Kind
    suggestion: str = ""
    details: dict[str, object] = {}  # noqa: RUF012 -- a NamedTuple's default; nobody alters it


class Read(NamedTuple):
    """What was read in a cell: the value in its one form ("" for none), and what is to be said about it."""

    value: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What intake says of one cell.

    column:      the header as the file writes it; the field's name when the table has no such column; "" for the
                 whole row
    kind:        code, severity and sentences
    value:       the cell as the file has it
    suggestion:  what could stand there instead, or ""
    """

    column: str
    kind: Kind
    value: str = ""
    suggestion: str = ""
    details: dict[str, object] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The stable name of this finding."""
        return self.kind.reason.code.format_map(self.details) if self.details else self.kind.reason.code

    @property
    def severity(self) -> Severity:
        """How much it weighs."""
        return self.kind.severity

    def sentence(self, language: str) -> str:
        """What is to be said, for a person, in "fr" or "en": whole sentences, with their full stop."""
        places = {"value": _shown(self.value), "column": self.column, "suggestion": self.suggestion, **self.details}
        text = self.kind.reason.sentence(language, places)
        return text if text.endswith(("?", "…", ".")) else f"{text}."

    def as_json(self) -> dict[str, object]:
        """The finding as plain values."""
        return {
            "column": self.column,
            "code": self.code,
            "severity": str(self.severity),
            "value": self.value,
            "suggestion": self.suggestion,
            "message": {"fr": self.sentence("fr"), "en": self.sentence("en")},
        }


_SHOWN = 60  # signs of a cell quoted in a sentence: a longer one would hide the sentence


def _shown(value: str) -> str:
    return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
