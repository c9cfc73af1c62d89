"""How long what is held of candidates is kept, kind by kind: see `sceau.people.retention`.

What a jury decided and signed stays as long as the register: the database itself refuses to change it. What goes is how
each assessor marked, what was handed in, who looked at which document, the papers of the day, and enrolments that came
to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.deletion import ProtectedError

from sceau.assessment.models import (
    Attempt,
    Award,
    Candidate,
    Conflict,
    Control,
    Decision,
    Incident,
    Marking,
    MarkWrite,
    Minutes,
    Piece,
    Proposal,
    RetainedMark,
    SeatConflict,
    Sheet,
)
from sceau.assessment.personal import theday
from sceau.assessment.personal.clocks import OVER, UNFINISHED, at_rest
from sceau.assessment.personal.holding import Kept
from sceau.assessment.states import MinutesState
from sceau.institutions.models import Institution
from sceau.people import archive, retention
from sceau.people.states import DataKind, Step

TOLD_CONTROL = ~Q(method="") | ~Q(document="") | ~Q(supervisor="") | Q(checked_by__isnull=False)
_RECORDED = Q(media_type__startswith="audio/") | Q(media_type__startswith="video/")
RECORDING = _RECORDED & Q(
    sent_by__isnull=False
)  # what a candidate filmed is evidence; what a colleague did, a recording


def register() -> None:
    """What this room holds, by kind. Enrolments come last: what hangs on them is counted under its own rule."""
    ofattempt, ofsession = "attempt__candidate", "attempt__candidate__session"
    for name, kept in {
        "recordings": Kept(DataKind.RECORDINGS, Piece, ofattempt, ofsession, recordings_due, end_pieces),
        "pieces": Kept(DataKind.ANSWERS, Piece, ofattempt, ofsession, pieces_due, end_pieces),
        "marks": Kept(DataKind.SCORES, Attempt, "candidate", "candidate__session", marks_due, end_marks),
        "controls": Kept(DataKind.IDENTITY_CHECKS, Control, ofattempt, ofsession, controls_due, end_controls),
        "sheets": Kept(DataKind.ATTENDANCE, Sheet, "lines__candidate", "session", theday.sheets_due, theday.end_sheets),
        "incidents": Kept(
            DataKind.INCIDENTS, Incident, "candidate", "session", theday.incidents_due, theday.end_incidents
        ),
        "enrolment": Kept(DataKind.ENROLMENT, Candidate, "pk", "session", theday.enrolments_due, theday.end_enrolments),
        "unfinished": Kept(DataKind.PROSPECTS, Candidate, "pk", "session", unfinished_due, end_unfinished),
    }.items():
        kept.register(name)
    retention.register("assessment.awards", DataKind.AWARDS, due=awards_due, apply=put_away)
    retention.register("assessment.minutes", DataKind.AWARDS, due=minutes_due, apply=put_away)


def pieces_due(institution: Institution, before: datetime) -> QuerySet[Piece]:
    """What was handed in, but for recordings and for what the body shows with a credential."""
    return _pieces(institution, before).exclude(RECORDING)


def recordings_due(institution: Institution, before: datetime) -> QuerySet[Piece]:
    """Sound and image that somebody of the body took of an assessment."""
    return _pieces(institution, before).filter(RECORDING)


def end_pieces(institution: Institution, uuids: Sequence[UUID], now: datetime) -> int:
    """Forget the rows: files that no row knows are swept from the disk."""
    return Piece.objects.filter(uuid__in=uuids, attempt__candidate__session__institution=institution).delete()[0]


def marks_due(institution: Institution, before: datetime) -> QuerySet[Attempt]:
    """Attempts with marks of assessors, or levels agreed on by them."""
    markings = Marking.objects.filter(attempt=OuterRef("pk"))
    return Attempt.objects.filter(
        Exists(markings.filter(Q(marks__isnull=False) | ~Q(comment="")))
        | Exists(MarkWrite.objects.filter(marking__attempt=OuterRef("pk")))
        | Exists(Proposal.objects.filter(attempt=OuterRef("pk")))
        | Exists(RetainedMark.objects.filter(attempt=OuterRef("pk")))
        | ~Q(said_why=""),
        candidate__in=at_rest(institution, before).values("pk"),
    )


def end_marks(institution: Institution, uuids: Sequence[UUID], now: datetime) -> int:
    """Forget the marks of these attempts, and the ties that were declared; what was decided stays in the minutes."""
    attempts = list(Attempt.objects.filter(uuid__in=uuids, candidate__session__institution=institution))
    MarkWrite.objects.filter(marking__attempt__in=attempts).delete()
    for marking in Marking.objects.filter(attempt__in=attempts):
        marking.marks.all().delete()
    Marking.objects.filter(attempt__in=attempts).update(comment="")
    Attempt.objects.filter(pk__in=[each.pk for each in attempts]).update(said_why="")
    Proposal.objects.filter(attempt__in=attempts).delete()
    RetainedMark.objects.filter(attempt__in=attempts).delete()
    candidates = {each.candidate_id for each in attempts}
    for ties in (Conflict, SeatConflict):
        ties._default_manager.filter(candidate__in=candidates).delete()
    return len(attempts)


def controls_due(institution: Institution, before: datetime) -> QuerySet[Control]:
    """Checks of identity that still say by whom and on which document, of those of whom nothing more is expected."""
    rested = at_rest(institution, before).values("pk")
    return Control.objects.filter(TOLD_CONTROL, attempt__candidate__in=rested, checked_at__lt=before)


def end_controls(institution: Institution, uuids: Sequence[UUID], now: datetime) -> int:
    """« Vérifié le… » stays: the outcome, the day, how it was supervised."""
    found = Control.objects.filter(uuid__in=uuids, attempt__candidate__session__institution=institution)
    return found.update(method="", document="", supervisor="", checked_by=None)


def awards_due(institution: Institution, step: Step, before: datetime) -> list[UUID]:
    """Lines of the register; they are put away and not deleted: what was awarded is never rewritten."""
    return _not_yet(Award.objects.filter(institution=institution, made_at__lt=before), step)


def minutes_due(institution: Institution, step: Step, before: datetime) -> list[UUID]:
    """Minutes that were sealed, or taken back; put away with the lines of the register that rest on them."""
    over = Minutes.objects.filter(institution=institution, made_at__lt=before).exclude(state=MinutesState.SIGNING)
    return _not_yet(over.filter(deliberation__session__state__in=OVER), step)


def put_away(institution: Institution, step: Step, uuids: Sequence[UUID], now: datetime) -> int:
    """Put lines of the register away."""
    return archive.put_away(institution, DataKind.AWARDS, uuids, now=now) if step == Step.RESTRICT else 0


def unfinished_due(institution: Institution, before: datetime) -> QuerySet[Candidate]:
    """Enrolments that came to nothing: nobody marked, decided or signed anything about them."""
    of_theirs = {"attempt__candidate": OuterRef("pk")}  # of any attempt: somebody may have several
    return Candidate.objects.filter(
        ~Exists(Marking.objects.filter(**of_theirs)),
        ~Exists(Decision.objects.filter(**of_theirs)),
        session__institution=institution,
        state__in=UNFINISHED,
        changed_at__lt=before,
        attendance__isnull=True,
        incidents__isnull=True,
    )


def end_unfinished(institution: Institution, uuids: Sequence[UUID], now: datetime) -> int:
    """Forget the enrolment and all that hangs on it; the person follows when nothing else is held."""
    found = Candidate.objects.filter(uuid__in=uuids, session__institution=institution, state__in=UNFINISHED)
    return sum(forget(each) for each in found)


def forget(candidate: Candidate) -> bool:
    """Delete a candidate on whom nothing was built; gives whether it could be done."""
    try:
        with transaction.atomic():
            Piece.objects.filter(attempt__candidate=candidate).delete()
            Attempt.objects.filter(candidate=candidate).delete()
            candidate.applications.update(sealed="", candidate=None)
            candidate.delete()
    except ProtectedError:  # somebody marked or signed since: it is no longer unfinished
        return False
    return True


def _pieces(institution: Institution, before: datetime) -> QuerySet[Piece]:
    rested = at_rest(institution, before).values("pk")
    return Piece.objects.filter(attempt__candidate__in=rested, in_credential=False)


def _not_yet(rows: QuerySet[Award] | QuerySet[Minutes], step: Step) -> list[UUID]:
    if step != Step.RESTRICT:
        return []
    uuids = list(rows.order_by("pk").values_list("uuid", flat=True))
    away = archive.archived(DataKind.AWARDS, uuids)
    return [uuid for uuid in uuids if uuid not in away]
