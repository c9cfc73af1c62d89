"""What a jury decides: candidate by candidate, or for all those that nobody contests; and the marks that it changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.assessment.composition import settings_for, tied
from sceau.assessment.errors import ChangedMeanwhile, NotEntitled, NotNow, WrongValue
from sceau.assessment.judging import acquired, told
from sceau.assessment.models import Decision, Deliberation, MarkChange, RetainedMark, Seat
from sceau.assessment.quorum import quorum_of, seated_in
from sceau.assessment.reasons import jury as reasons
from sceau.assessment.services.at_work import at_work, touch
from sceau.assessment.services.results import judged
from sceau.assessment.services.sittings import (
    LEFT_OPEN,
    adjourn,
    note_presence,
    open_corrective,
    open_deliberation,
    resume,
)
from sceau.assessment.services.undoing import call_off
from sceau.assessment.services.writing import rules_for, write
from sceau.assessment.states import DeliberationKind, Kept, Presence, ResultState
from sceau.engine.marking.reasons import NO_SUCH_CRITERION, NO_SUCH_LEVEL
from sceau.engine.marking.rules import AssessmentRules
from sceau.engine.model.validity import add_months

__all__ = [
    "LEFT_OPEN",
    "OUTCOMES",
    "adjourn",
    "call_off",
    "change_mark",
    "decide",
    "decide_as_proposed",
    "note_presence",
    "open_corrective",
    "open_deliberation",
    "resume",
    "write_remarks",
]

OUTCOMES: Final = tuple(state for state in ResultState if state != ResultState.TO_ASSESS)


def decide(
    *, decision: Decision, outcome: str, reason: str = "", by: User, now: datetime, seen: int | None = None
) -> Decision:
    """Decide for one candidate; "" puts it back among those to be decided.

    reason:  needed where the decision differs from what the marks give, or from the one that is corrected
    seen:    the revision of the deliberation that the screen showed; None where there was no screen
    raises:  NotEntitled, NotNow, WrongValue, ChangedMeanwhile
    """
    with transaction.atomic():
        there = at_work(decision.deliberation, by=by, now=now)
        current = _current(there, decision, by=by, seen=seen)
        rules = rules_for(there.session)
        if outcome:
            _check_outcome(rules, there, current, outcome, reason)
        current.outcome, current.reason = outcome, reason.strip() if outcome else ""
        current.kept, current.kept_until = _kept(rules, current, localdate(now))
        current.decided_by, current.decided_at = (by, now) if outcome else (None, None)
        touch(there)
        current.revision = there.revision
        fields = ["outcome", "reason", "kept", "kept_until", "decided_by", "decided_at", "revision"]
        current.save(update_fields=fields)
        write(
            "decision.taken" if outcome else "decision.reopened",
            there.session,
            by=by,
            now=now,
            candidate=current.attempt.candidate,
            decision=str(current.uuid),
        )
    return current


def decide_as_proposed(
    *,
    deliberation: Deliberation,
    by: User,
    now: datetime,
    only: Sequence[int] | None = None,
    seen: int | None = None,
) -> int:
    """Decide as the marks say for all those that are still to be decided; gives for how many.

    Left alone: whoever has no complete result, those for whom somebody withdraws, and what changed since it was seen.

    only:    among those with these primary keys; None for all
    raises:  NotEntitled, NotNow
    """
    with transaction.atomic():
        there = at_work(deliberation, by=by, now=now)
        _require_quorum(there, frozenset())
        rows = Decision.objects.filter(deliberation=there, outcome="").exclude(proposed=ResultState.TO_ASSESS)
        if only is not None:
            rows = rows.filter(pk__in=only)
        if seen is not None:
            rows = rows.filter(revision__lte=seen)
        if there.kind == DeliberationKind.CORRECTIVE:
            rows = rows.none()  # what corrects a decision is looked at one by one
        waiting = dict(rows.values_list("pk", "attempt__candidate"))
        ties = tied([row.seat for row in seated_in(there)], waiting.values())
        chosen = [pk for pk, candidate in waiting.items() if candidate not in ties]
        touch(there)
        decided = Decision.objects.filter(pk__in=chosen)
        count = decided.update(outcome=F("proposed"), decided_by=by, decided_at=now, revision=there.revision)
        until = _until(rules_for(there.session), localdate(now))
        decided.filter(outcome=ResultState.PARTIAL).update(kept_until=until)
        write("decision.taken_as_proposed", there.session, by=by, now=now, count=count, number=there.number)
    return count


def change_mark(
    *,
    decision: Decision,
    criterion: str,
    level: str,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None = None,
) -> Decision:
    """Change the level that counts for a criterion: nowhere else, and never without a reason. The result follows.

    A decision that was taken is to be taken again.

    raises:  NotEntitled, NotNow, WrongValue, ChangedMeanwhile
    """
    if not reason.strip():
        raise WrongValue(reasons.REASON_NEEDED_FOR_MARK, field="reason")
    with transaction.atomic():
        there = at_work(decision.deliberation, by=by, now=now)
        current = _current(there, decision, by=by, seen=seen)
        rules = rules_for(there.session)
        before = _checked_level(rules, current, criterion, level)
        RetainedMark.objects.update_or_create(
            attempt=current.attempt,
            criterion=criterion,
            defaults={"level": level, "how": Kept.JURY, "settled_at": now},
        )
        outcome = judged(rules, [current.attempt])[current.attempt_id]
        touch(there)
        current.marks, current.lines, current.kept = outcome.marks, told(outcome), list(outcome.kept)
        current.proposed, current.score, current.revision = ResultState(outcome.state), outcome.score, there.revision
        current.outcome, current.reason, current.kept_until = "", "", None
        current.decided_by = current.decided_at = None
        current.save()
        attempt = current.attempt
        attempt.state, attempt.score = ResultState(outcome.state), outcome.score
        attempt.save(update_fields=["state", "score"])
        MarkChange.objects.create(
            decision=current, criterion=criterion, before=before, after=level, reason=reason.strip(), by=by, at=now
        )
        write(
            "decision.mark_changed",
            there.session,
            by=by,
            now=now,
            candidate=attempt.candidate,
            decision=str(current.uuid),
            criterion=criterion,
        )
    return current


def write_remarks(
    *, deliberation: Deliberation, remarks: str, by: User, now: datetime, seen: int | None = None
) -> Deliberation:
    """Write what the jury has to say that is about nobody in particular.

    raises:  NotEntitled, NotNow, ChangedMeanwhile
    """
    with transaction.atomic():
        there = at_work(deliberation, by=by, now=now)
        if seen is not None and seen < there.revision and there.remarks != deliberation.remarks:
            raise ChangedMeanwhile(reasons.CHANGED_MEANWHILE)
        there.remarks = remarks.strip()
        touch(there, "remarks")
        write("deliberation.remarks_written", there.session, by=by, now=now, number=there.number)
    return there


def _current(deliberation: Deliberation, decision: Decision, *, by: User, seen: int | None) -> Decision:
    """The decision as it stands, which this person may take now."""
    current = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("attempt", "attempt__candidate")
        .get(pk=decision.pk, deliberation=deliberation)
    )
    if seen is not None and current.revision > seen:
        raise ChangedMeanwhile(reasons.CHANGED_MEANWHILE)
    candidate = current.attempt.candidate_id
    rows = seated_in(deliberation)
    away = tied([row.seat for row in rows], [candidate]).get(candidate, [])
    if any(seat.user_id == by.pk for seat in away):
        raise NotEntitled(reasons.TIED)
    there = {row.seat_id for row in rows if row.presence in (Presence.PRESENT, Presence.REPRESENTED)}
    _require_quorum(deliberation, frozenset(seat.pk for seat in away if seat.pk in there), away)
    return current


def _require_quorum(deliberation: Deliberation, without: frozenset[int], away: Sequence[Seat] = ()) -> None:
    quorum = quorum_of(seated_in(deliberation), settings_for(deliberation.session), without=without)
    if quorum.is_reached:
        return
    figures: dict[str, Any] = {"counted": quorum.counted, "needed": quorum.needed}
    names = ", ".join(seat.name for seat in away if seat.pk in without)
    if names:
        raise NotNow(reasons.NO_QUORUM_FOR, names=names, **figures)
    raise NotNow(reasons.NO_QUORUM, **figures)


def _check_outcome(
    rules: AssessmentRules, deliberation: Deliberation, decision: Decision, outcome: str, reason: str
) -> None:
    if outcome not in OUTCOMES:
        raise WrongValue(reasons.NOT_AN_OUTCOME, field="outcome")
    if outcome == ResultState.PARTIAL and not rules.partial.is_allowed:
        raise WrongValue(reasons.NO_PARTIAL, field="outcome")
    if reason.strip():
        return
    if outcome != decision.proposed:
        raise WrongValue(reasons.REASON_NEEDED, field="reason")
    if deliberation.corrects_id is not None:
        former = Decision.objects.get(deliberation=deliberation.corrects_id, attempt=decision.attempt_id)
        if outcome != former.outcome:
            raise WrongValue(reasons.REASON_NEEDED_TO_CORRECT, field="reason")


def _kept(rules: AssessmentRules, decision: Decision, today: date) -> tuple[list[str], date | None]:
    """What a partial validation keeps, and until when."""
    if (decision.outcome or decision.proposed) != ResultState.PARTIAL:
        return [], None
    return acquired(rules, decision.marks), _until(rules, today) if decision.outcome else None


def _until(rules: AssessmentRules, today: date) -> date | None:
    return None if rules.partial.months is None else add_months(today, rules.partial.months)


def _checked_level(rules: AssessmentRules, decision: Decision, criterion: str, level: str) -> str:
    if criterion not in rules.criteria:
        raise WrongValue(NO_SUCH_CRITERION, field="criterion", name=criterion)
    if level not in rules.steps:
        raise WrongValue(NO_SUCH_LEVEL, field="level", name=level)
    before: str = decision.marks.get(criterion, "")
    if before == level:
        raise WrongValue(reasons.SAME_LEVEL, field="level")
    return before
