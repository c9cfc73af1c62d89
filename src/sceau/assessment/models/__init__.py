"""The tables of this room."""

from __future__ import annotations

from sceau.assessment.models.appeals import Appeal
from sceau.assessment.models.awards import Award
from sceau.assessment.models.candidates import Arrangement, Attempt, Candidate, Control, Link
from sceau.assessment.models.entering import Application, ImportDraft
from sceau.assessment.models.evidence import Piece
from sceau.assessment.models.examday import Attendance, Convocation, Incident, Sheet
from sceau.assessment.models.jury import AuditCheck, Decision, Deliberation, MarkChange, Seat, SeatConflict, Seated
from sceau.assessment.models.marking import Assessor, Conflict, Mark, Marking, MarkWrite, Proposal, RetainedMark
from sceau.assessment.models.minutes import Minutes, Signature
from sceau.assessment.models.results_files import ColumnsKnown, ResultsFile, ResultsPiece, ResultsRow
from sceau.assessment.models.sessions import AssessmentSettings, Cohort, Session, Slot

__all__ = [
    "Appeal",
    "Application",
    "Arrangement",
    "AssessmentSettings",
    "Assessor",
    "Attempt",
    "Attendance",
    "AuditCheck",
    "Award",
    "Candidate",
    "Cohort",
    "ColumnsKnown",
    "Conflict",
    "Control",
    "Convocation",
    "Decision",
    "Deliberation",
    "ImportDraft",
    "Incident",
    "Link",
    "Mark",
    "MarkChange",
    "MarkWrite",
    "Marking",
    "Minutes",
    "Piece",
    "Proposal",
    "ResultsFile",
    "ResultsPiece",
    "ResultsRow",
    "RetainedMark",
    "Seat",
    "SeatConflict",
    "Seated",
    "Session",
    "Sheet",
    "Signature",
    "Slot",
]
