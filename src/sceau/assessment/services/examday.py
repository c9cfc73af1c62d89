"""The day of the assessment, all its acts in one place: calling, attendance, incidents."""

from __future__ import annotations

from sceau.assessment.services.attendance import (
    add_line,
    attach_scan,
    close_sheet,
    note_presence,
    open_sheet,
    sign_line,
)
from sceau.assessment.services.calling import Called, call_candidates
from sceau.assessment.services.incidents import tell_incident

__all__ = [
    "Called",
    "add_line",
    "attach_scan",
    "call_candidates",
    "close_sheet",
    "note_presence",
    "open_sheet",
    "sign_line",
    "tell_incident",
]
