"""What the marks come to: the level that counts for each criterion, the state and the score of an attempt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from sceau.assessment.models import Attempt, Control, Mark, Marking, Proposal, RetainedMark, Session
from sceau.assessment.settling import ABSENT, Settled, settle
from sceau.assessment.states import Kept, MarkingState, Presence, ResultState, Source
from sceau.assessment.ties import rules_in
from sceau.engine.marking.comparing import by_criterion
from sceau.engine.marking.outcome import Outcome, State, judge
from sceau.engine.marking.rules import AssessmentRules, Event

# one marking from there settles an event, whatever the number of assessors: it tells what was decided elsewhere
ALONE = frozenset({Source.QUIZ, Source.LMS, Source.IMPORT})
AWAY = (Presence.ABSENT, Presence.EXCUSED)


@dataclass(frozen=True, slots=True)
class EventResult:
    """One event of one attempt, as far as its markings are in.

    criteria:  ids of those that this attempt is to show there
    markings:  those that were handed in, by place
    settled:   nothing while fewer are in than the event needs
    agreed:    what two assessors agreed on, by criterion
    """

    event: Event
    criteria: tuple[str, ...]
    markings: tuple[Marking, ...]
    settled: tuple[Settled, ...]
    agreed: Mapping[str, Proposal]


def refresh(*, attempt: Attempt, now: datetime) -> Attempt:
    """Find anew what counts for one attempt, after a mark, an absence or a word about it."""
    return refresh_all(attempt.candidate.session, [attempt], now=now)[0]


def refresh_all(session: Session, attempts: Sequence[Attempt], *, now: datetime) -> list[Attempt]:
    """The same for many attempts of one session; the number of statements does not depend on how many."""
    keys = [each.pk for each in attempts]
    fresh = list(Attempt.objects.select_related("candidate__session").filter(pk__in=keys).order_by("pk"))
    settle_anew(rules_in(session), fresh, now=now)
    for attempt, same in zip(sorted(attempts, key=lambda each: each.pk), fresh, strict=True):
        attempt.state, attempt.score, attempt.assessed_on = same.state, same.score, same.assessed_on
    return fresh


def settle_anew(rules: AssessmentRules, attempts: Sequence[Attempt], *, now: datetime) -> dict[int, list[EventResult]]:
    """The same for attempts that were read while their session was held: they are brought up to date in place.

    Marks that the jury changed stay as it left them.

    returns:  event by event, what the markings come to, by attempt
    """
    if not attempts:
        return {}
    with transaction.atomic(savepoint=False):
        keys = [each.pk for each in attempts]
        before_them = [_results_of(each) for each in attempts]
        found = settled_in(rules, attempts)
        carried, away = _carried(attempts), _away(attempts)
        before: dict[int, dict[str, RetainedMark]] = defaultdict(dict)
        for row in RetainedMark.objects.filter(attempt__in=keys):
            before[row.attempt_id][row.criterion] = row
        gone: list[int] = []
        written: list[RetainedMark] = []
        for attempt in attempts:
            there = before[attempt.pk]
            wanted = _retained(rules, attempt, found[attempt.pk], carried[attempt.pk], away[attempt.pk])
            wanted.update({name: row for name, row in there.items() if row.how == Kept.JURY})
            gone += [row.pk for name, row in there.items() if name not in wanted]
            written += [row for name, row in wanted.items() if _differs(row, there.get(name), now)]
            _tell(attempt, _judged(rules, attempt, wanted.values()), found[attempt.pk])
        RetainedMark.objects.filter(pk__in=gone).delete()
        RetainedMark.objects.bulk_create(
            written,
            update_conflicts=True,
            unique_fields=["attempt", "criterion"],
            update_fields=["level", "how", "proposed_by", "agreed_by", "settled_at"],
        )
        changed = [each for each, told in zip(attempts, before_them, strict=True) if _results_of(each) != told]
        Attempt.objects.bulk_update(changed, ["state", "score", "assessed_on"])
    return found


def judged(rules: AssessmentRules, attempts: Sequence[Attempt]) -> dict[int, Outcome]:
    """The result that the retained marks of each attempt give, by its primary key; one statement."""
    rows: dict[int, list[RetainedMark]] = defaultdict(list)
    for row in RetainedMark.objects.filter(attempt__in=[each.pk for each in attempts]):
        rows[row.attempt_id].append(row)
    return {attempt.pk: _judged(rules, attempt, rows[attempt.pk]) for attempt in attempts}


def forget_agreements(markings: Iterable[Marking]) -> None:
    """What two people agreed on, or proposed, goes with a marking that is set aside."""
    found: dict[str, set[int]] = defaultdict(set)
    for each in markings:
        found[each.event].add(each.attempt_id)
    for event, attempts in found.items():
        Proposal.objects.filter(attempt__in=attempts, event=event).delete()


def settled_in(rules: AssessmentRules, attempts: Sequence[Attempt]) -> dict[int, list[EventResult]]:
    """Event by event, what the markings that were handed in come to, by attempt; three statements at most."""
    keys = [each.pk for each in attempts]
    markings: dict[tuple[int, str], list[Marking]] = defaultdict(list)
    handed_in = Marking.objects.filter(attempt__in=keys, state=MarkingState.SUBMITTED)
    for marking in handed_in.select_related("assessor").order_by("place", "pk"):
        markings[marking.attempt_id, marking.event].append(marking)
    marks: dict[int, dict[str, str]] = defaultdict(dict)
    given = Mark.objects.filter(marking__attempt__in=keys, marking__state=MarkingState.SUBMITTED).exclude(level="")
    for marking_id, criterion, level in given.values_list("marking", "criterion", "level"):
        marks[marking_id][criterion] = level
    agreed: dict[tuple[int, str], dict[str, Proposal]] = defaultdict(dict)
    of_two = {attempt for (attempt, _event), there in markings.items() if len(there) > 1}
    for row in Proposal.objects.filter(attempt__in=of_two, agreed_at__isnull=False):
        agreed[row.attempt_id, row.event][row.criterion] = row
    found: dict[int, list[EventResult]] = {}
    for attempt in attempts:
        found[attempt.pk] = []
        for event in rules.events:
            place = (attempt.pk, event.id)
            given_there = [(each, marks[each.pk]) for each in markings[place]]
            found[attempt.pk].append(_of_event(rules, attempt, event, given_there, agreed[place]))
    return found


def of_event(results: Iterable[EventResult], event: str) -> EventResult:
    """That of one event, by its id."""
    return next(each for each in results if each.event.id == event)


def _of_event(
    rules: AssessmentRules,
    attempt: Attempt,
    event: Event,
    markings: Sequence[tuple[Marking, Mapping[str, str]]],
    agreed: Mapping[str, Proposal],
) -> EventResult:
    criteria = tuple(name for name in event.criteria if name in attempt.scope)
    needed = 1 if any(each.source in ALONE for each, _levels in markings) else max(1, event.assessors)
    levels = {name: row.level for name, row in agreed.items()}
    settled = settle(rules, criteria, [given for _each, given in markings], needed=needed, agreed=levels)
    return EventResult(event, criteria, tuple(each for each, _given in markings), settled, agreed)


def _carried(attempts: Sequence[Attempt]) -> dict[int, dict[str, str]]:
    """What the attempt before each left, by criterion."""
    again = [each.candidate_id for each in attempts if each.number > 1]
    left: dict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    for candidate, number, criterion, level in RetainedMark.objects.filter(attempt__candidate__in=again).values_list(
        "attempt__candidate", "attempt__number", "criterion", "level"
    ):
        left[candidate, number][criterion] = level
    return {each.pk: left[each.candidate_id, each.number - 1] for each in attempts}


def _away(attempts: Sequence[Attempt]) -> dict[int, set[str]]:
    """The events at which each was noted as absent."""
    found: dict[int, set[str]] = defaultdict(set)
    noted = Control.objects.filter(attempt__in=[each.pk for each in attempts], presence__in=AWAY)
    for attempt, event in noted.values_list("attempt", "event"):
        found[attempt].add(event)
    return found


def _retained(
    rules: AssessmentRules,
    attempt: Attempt,
    events: Sequence[EventResult],
    carried: Mapping[str, str],
    away: set[str],
) -> dict[str, RetainedMark]:
    """The rows that are to be there, by criterion."""
    wanted = {
        name: RetainedMark(attempt=attempt, criterion=name, level=carried[name], how=Kept.CARRIED)
        for name in rules.criteria
        if name not in attempt.scope and name in carried
    }
    levels = {
        each.event.id: {row.criterion: row.level for row in each.settled if row.level not in (None, ABSENT)}
        for each in events
    }
    for name, level in by_criterion(rules, levels).items():
        wanted[name] = _kept(attempt, name, level, events)
    for name in attempt.scope:
        if name not in wanted and _is_absent(name, events, away):
            wanted[name] = RetainedMark(attempt=attempt, criterion=name, level="", how=Kept.SINGLE)
    return wanted


def _kept(attempt: Attempt, name: str, level: str, events: Sequence[EventResult]) -> RetainedMark:
    """The row of a level that an event gave; the first event that did where there are two."""
    each, row = next(
        (each, row) for each in events for row in each.settled if row.criterion == name and row.level == level
    )
    kept = RetainedMark(attempt=attempt, criterion=name, level=level, how=row.how or Kept.SINGLE)
    if row.how is Kept.AGREED:
        kept.proposed_by_id = each.agreed[name].proposed_by_id
        kept.agreed_by_id = each.agreed[name].agreed_by_id
    return kept


def _is_absent(name: str, events: Sequence[EventResult], away: set[str]) -> bool:
    """Whether nobody came to show it somewhere where the design looks for it, and no event is still waited for."""
    observing = [each for each in events if name in each.event.criteria]
    told = [next((row.level for row in each.settled if row.criterion == name), None) for each in observing]
    missed = [
        level == ABSENT or (level is None and each.event.id in away and not each.markings)
        for each, level in zip(observing, told, strict=True)
    ]
    return any(missed) and all(level is not None or away_ for level, away_ in zip(told, missed, strict=True))


def _differs(row: RetainedMark, there: RetainedMark | None, now: datetime) -> bool:
    """Whether the row is to be written; one that stays keeps its moment."""
    if row is there:
        return False
    row.settled_at = now
    told = ("level", "how", "proposed_by_id", "agreed_by_id")
    return there is None or any(getattr(row, name) != getattr(there, name) for name in told)


def _judged(rules: AssessmentRules, attempt: Attempt, rows: Iterable[RetainedMark]) -> Outcome:
    known = list(rows)
    return judge(
        rules,
        {row.criterion: row.level for row in known if row.level and row.how != Kept.CARRIED},
        carried={row.criterion: row.level for row in known if row.level and row.how == Kept.CARRIED},
        absent=[row.criterion for row in known if not row.level],
        said=State(attempt.said) if attempt.said else None,
    )


def _results_of(attempt: Attempt) -> tuple[str, Decimal | None, date | None]:
    return attempt.state, attempt.score, attempt.assessed_on


def _tell(attempt: Attempt, outcome: Outcome, events: Sequence[EventResult]) -> None:
    attempt.state = ResultState(outcome.state.value)
    attempt.score = outcome.score
    # an event counts once all that it needs are in: a day before would tell that one of two was handed in
    days = [_day_of(marking) for each in events if each.settled for marking in each.markings]
    attempt.assessed_on = max((day for day in days if day is not None), default=None)


def _day_of(marking: Marking) -> date | None:
    if marking.assessed_on is not None or marking.submitted_at is None:
        return marking.assessed_on
    return localdate(marking.submitted_at)
