"""What this room tells somebody of themselves: see `sceau.people.export`.

Marks and comments are told once the result is (Court of Justice, C-434/16: they are the candidate's data too); who
assessed, who supervised and who declared a tie is somebody else's data, and is not. Nor is a paper that holds the names
of others: the sheet that everybody signed, the whole minutes, of which each has an extract.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sceau.assessment.models import (
    Appeal,
    Attempt,
    Award,
    Candidate,
    Conflict,
    Control,
    Decision,
    Mark,
    MarkWrite,
    Piece,
    RetainedMark,
    SeatConflict,
)
from sceau.assessment.reasons.personal import ENROLMENT, LABELS
from sceau.assessment.rulebook import HEAVY
from sceau.assessment.states import MinutesState
from sceau.engine.model.texts import read_text
from sceau.people import export
from sceau.people.export import Part
from sceau.people.exportpage import Section
from sceau.people.models import Person


def register() -> None:
    """Tell the room of people."""
    export.register("assessment", tell)


def tell(records: Sequence[Person], language: str) -> Part:
    """Every enrolment with all that hangs on it, and the files handed in."""
    candidates = list(
        Candidate.objects.filter(person__in=records)
        .select_related("session__version")
        .prefetch_related("arrangements", "attempts", "attendance__sheet", "conflicts", "convocations", "incidents")
        .prefetch_related("links", "slots", "cohort")
        .defer(*(f"session__{name}" for name in HEAVY))
        .order_by("pk")
    )
    whole = [_candidate(each, language) for each in candidates]
    files = {
        f"{each.attempt.candidate.session.code}/{each.uuid}-{each.text or each.name}".replace("..", "_"): each.digest
        for each in _pieces(candidates)
        if each.digest
    }
    return Part({"enrolments": whole}, [_section(each, language) for each in whole], files)


def _candidate(candidate: Candidate, language: str) -> dict[str, Any]:
    session = candidate.session
    title = read_text(session.version.titles, "fr")
    awards = Award.objects.filter(decision__attempt__candidate=candidate).order_by("pk")
    return {
        "uuid": candidate.uuid,
        "session": session.code,
        "number": candidate.number,
        "cohort": candidate.cohort.name if candidate.cohort else "",
        "language": candidate.language,
        "reason": candidate.reason,
        "under_age": candidate.under_age,
        "title": title.to(language) if title else "",
        "state": candidate.state,
        "entry": candidate.entry,
        "enrolled_on": candidate.enrolled_on,
        "by_experience": candidate.by_experience,
        "motivation": candidate.motivation,
        "prerequisites": candidate.prerequisites,
        "access_route": candidate.access_route,
        "initiative": candidate.initiative,
        "edof_number": candidate.edof_number,
        "arrangements": [
            {"kind": each.kind, "words": each.words, "extra_percent": each.extra_percent, "state": each.state}
            for each in candidate.arrangements.all()
        ],
        "slots": [
            {"event": each.event, "starts_at": each.starts_at, "ends_at": each.ends_at, "room": each.room}
            for each in candidate.slots.all()
        ],
        "links": [
            {"created_at": each.created_at, "expires_at": each.expires_at, "used_at": each.used_at}
            for each in candidate.links.all()
        ],
        "convocations": [
            {"way": each.way, "round": each.round, "made_at": each.made_at} for each in candidate.convocations.all()
        ],
        "incidents": [
            {"happened_at": each.happened_at, "words": each.words, "measures": each.measures}
            for each in candidate.incidents.all()
        ],
        "ties": [
            {"nature": each.nature, "told_at": each.told_at, "withdrawn_at": each.withdrawn_at}
            for each in _ties(candidate)
        ],
        "attendance": [
            {
                "day": each.sheet.day,
                "half": each.sheet.half,
                "presence": each.presence,
                "signed_at": each.signed_at,
                "drawn": each.drawn,
            }
            for each in candidate.attendance.all()
        ],
        "attempts": [_attempt(each) for each in candidate.attempts.all()],
        "awards": [_award(each) for each in awards],
        "pieces": [
            {"name": each.name, "kind": each.kind, "text": each.text, "url": each.url, "sent_at": each.sent_at,
             "removed_at": each.removed_at}
            for each in _pieces([candidate])
        ],
    }  # fmt: skip


def _ties(candidate: Candidate) -> list[Conflict | SeatConflict]:
    """What assessors and juries declared of the candidate; who they are is not told."""
    seated = SeatConflict.objects.filter(candidate=candidate).order_by("pk")
    return [*candidate.conflicts.all(), *seated]


def _award(award: Award) -> dict[str, Any]:
    return {
        "uuid": award.uuid,
        "awarded_on": award.awarded_on,
        "score": award.score,
        "marks": award.marks,
        "route": award.basis.get("route", ""),
        "evidence": award.evidence,
        "withdrawn_at": award.withdrawn_at,
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    decisions = Decision.objects.filter(attempt=attempt, deliberation__released_at__isnull=False).order_by("pk")
    told = list(decisions.select_related("audit", "deliberation").prefetch_related("changes"))
    of_attempt = {"marking__attempt": attempt} if told else {"pk__in": ()}
    marks = Mark.objects.filter(**of_attempt).order_by("pk")
    writes = MarkWrite.objects.filter(**of_attempt).order_by("pk")
    counted = RetainedMark.objects.filter(attempt=attempt).order_by("pk") if told else RetainedMark.objects.none()
    controls = Control.objects.filter(attempt=attempt).order_by("pk")
    appeals = Appeal.objects.filter(decision__attempt=attempt).order_by("pk")
    return {
        "number": attempt.number,
        "assessed_on": attempt.assessed_on,
        "said": attempt.said,
        "said_why": attempt.said_why,
        "controls": [
            {"event": each.event, "presence": each.presence, "supervision": each.supervision, "method": each.method,
             "document": each.document, "outcome": each.outcome, "checked_at": each.checked_at}
            for each in controls
        ],
        "decisions": [_decision(each) for each in told],
        "marks": [{"criterion": each.criterion, "level": each.level, "comment": each.comment} for each in marks],
        "writes": [
            {"criterion": each.criterion, "level": each.level, "comment": each.comment, "arrived_at": each.arrived_at}
            for each in writes
        ],
        "counted": [{"criterion": each.criterion, "level": each.level, "how": each.how} for each in counted],
        "appeals": [
            {"words": each.words, "opened_at": each.opened_at, "answer": each.answer, "effect": each.effect}
            for each in appeals
        ],
    }  # fmt: skip


def _decision(decision: Decision) -> dict[str, Any]:
    minutes = decision.deliberation.minutes.exclude(state=MinutesState.WITHDRAWN).values_list("number", flat=True)
    audit = getattr(decision, "audit", None)
    return {
        "outcome": decision.outcome,
        "score": decision.score,
        "reason": decision.reason,
        "marks": decision.marks,
        "lines": decision.lines,
        "kept": decision.kept,
        "kept_until": decision.kept_until,
        "minutes": list(minutes),
        "changes": [
            {"criterion": each.criterion, "before": each.before, "after": each.after, "reason": each.reason}
            for each in decision.changes.all()
        ],
        "audit": {"agrees": audit.agrees, "words": audit.words} if audit else None,
    }


def _section(whole: dict[str, Any], language: str) -> Section:
    """The few lines that a reader looks for; the rest is in donnees.json."""
    decided = [decision for attempt in whole["attempts"] for decision in attempt["decisions"]]
    shown = {
        "session": whole["session"],
        "title": whole["title"],
        "state": whole["state"],
        "enrolled_on": whole["enrolled_on"],
        "arrangements": ", ".join(each["words"] or each["kind"] for each in whole["arrangements"]),
        "outcome": ", ".join(each["outcome"] for each in decided),
        "score": ", ".join(str(each["score"]) for each in decided if each["score"] is not None),
        "awarded_on": ", ".join(str(each["awarded_on"]) for each in whole["awards"]),
        "pieces": ", ".join(each["name"] for each in whole["pieces"]),
    }
    rows = [(LABELS[name].sentence(language, {}), str(value)) for name, value in shown.items() if value]
    return Section(f"{ENROLMENT.sentence(language, {})} {whole['session']}", rows)


def _pieces(candidates: Iterable[Candidate]) -> list[Piece]:
    rows = Piece.objects.filter(attempt__candidate__in=list(candidates))  # what was taken out is kept, so told
    return list(rows.select_related("attempt__candidate__session").order_by("pk"))
