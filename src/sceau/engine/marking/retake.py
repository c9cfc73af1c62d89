"""Whether somebody may try again, what is open then, and how the marks of several attempts make one result."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sceau.engine.errors import Reason
from sceau.engine.marking.outcome import State
from sceau.engine.marking.rules import AssessmentRules
from sceau.engine.model.validity import add_months
from sceau.engine.model.wording import Voice

NOT_PROVIDED = Reason(
    "retake.not_provided",
    fr="cette micro-certification ne prévoit pas de rattrapage",
    en="this micro-credential provides for no retake",
)
ALREADY_ACQUIRED = Reason(
    "retake.already_acquired",
    fr="elle est déjà acquise : il n’y a rien à repasser",
    en="it is already acquired: there is nothing to take again",
)
STILL_TO_ASSESS = Reason(
    "retake.still_to_assess",
    fr="le passage précédent n’est pas encore entièrement noté",
    en="the previous attempt has not been marked entirely yet",
)
NOT_DECIDED = Reason(
    "retake.not_decided",
    fr="le résultat du passage précédent n’est pas encore décidé",
    en="the result of the previous attempt has not been decided yet",
)
TOO_MANY = Reason(
    "retake.too_many",
    fr="{most} passages sont permis au plus, et {done} ont eu lieu",
    en="at most {most} attempts are allowed, and {done} have been made",
)
ONLY_ONE = Reason(
    "retake.only_one",
    fr="un seul passage est permis",
    en="only one attempt is allowed",
)
TOO_EARLY = Reason(
    "retake.too_early",
    fr="il faut {delay} jours entre deux passages : le suivant peut avoir lieu à partir du {day}",
    en="there must be {delay} days between two attempts: the next one may be sat from {day}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt of one person.

    marks:       what was marked in it and nothing else, criterion id → level code
    sat_on:      the day of its last event; the delay before the next attempt is counted from it
    decided_on:  the day of the decision, from which what is acquired is kept; None while there is none
    absent:      ids of the criteria that the person did not come to show
    counts:      whether it is one of the attempts allowed: an excused absence is not
    """

    marks: Mapping[str, str]
    sat_on: date
    decided_on: date | None
    absent: Collection[str] = ()
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Held:
    """The mark that counts for a criterion: its level, and the attempt it comes from, counted from 1."""

    level: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why no retake may be opened."""

    reason: Reason
    details: Mapping[str, object]

    def sentence(self, language: str) -> str:
        """The reason in "fr" or "en", days written out."""
        voice = Voice(language)
        shown = {name: voice.date(value) if isinstance(value, date) else value for name, value in self.details.items()}
        return self.reason.sentence(language, shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetakePlan:
    """What a next attempt would be.

    refusals:    why it may not take place on that day; none when it may
    earliest:    the first day on which it may be sat; None when it may on none
    opened:      ids of the criteria that are to be shown, in the grid's order
    carried:     criterion id → level code, of those that are not: kept as they were
    kept_until:  criterion id → the last day on which it is kept, of those carried; None when nothing ends it
    lapsed:      ids of the criteria that had been acquired and are no longer
    """

    refusals: tuple[Refusal, ...]
    earliest: date | None
    opened: tuple[str, ...]
    carried: Mapping[str, str]
    kept_until: Mapping[str, date | None]
    lapsed: tuple[str, ...]

    @property
    def is_allowed(self) -> bool:
        """Whether it may be sat on the day that was asked about."""
        return not self.refusals


def held(attempts: Sequence[Attempt]) -> dict[str, Held]:
    """The mark that counts for each criterion: that of the last attempt which marked it, be it lower.

    attempts:  in their order
    """
    return {
        name: Held(level, number)
        for number, attempt in enumerate(attempts, start=1)
        for name, level in attempt.marks.items()
    }


def plan_retake(
    rules: AssessmentRules,
    attempts: Sequence[Attempt],
    *,
    on: date,
    state: State,
    also_open: Collection[str] = (),
) -> RetakePlan:
    """Whether a next attempt may be sat on a day, and what it consists of.

    attempts:   those there have been, in their order, at least one
    state:      of the last one, as it was decided
    also_open:  ids of criteria that somebody opens besides those of the design's scope
    """
    kept_until = _kept_until(rules, attempts)
    lapsed = {name for name, until in kept_until.items() if until is not None and until < on}
    marks = {name: mark.level for name, mark in held(attempts).items()}
    opened = _opened(rules, marks, lapsed | set(also_open))
    earliest, refusals = _refusals(rules, attempts, on)
    if why := _too_soon_to_tell(state, attempts[-1]):
        earliest, refusals = None, [Refusal(why, {}), *refusals]
    return RetakePlan(
        refusals=tuple(refusals),
        earliest=earliest,
        opened=opened,
        carried={name: level for name, level in marks.items() if name not in opened},
        kept_until={name: until for name, until in kept_until.items() if name not in opened},
        lapsed=tuple(name for name in rules.criteria if name in lapsed),
    )


def _too_soon_to_tell(state: State, last: Attempt) -> Reason | None:
    if state is State.ACQUIRED:
        return ALREADY_ACQUIRED
    if state is State.TO_ASSESS:
        return STILL_TO_ASSESS
    if state in {State.SUSPENDED, State.PENDING} or last.decided_on is None:
        return NOT_DECIDED
    return None


def _refusals(rules: AssessmentRules, attempts: Sequence[Attempt], on: date) -> tuple[date | None, list[Refusal]]:
    """The first possible day, and what the design's limits say of the day asked about."""
    if rules.retake is None:
        return None, [Refusal(NOT_PROVIDED, {})]
    done, most = sum(attempt.counts for attempt in attempts), rules.retake.attempts
    if most is not None and done >= most:
        reason = ONLY_ONE if most == 1 else TOO_MANY
        return None, [Refusal(reason, {"most": most, "done": done})]
    earliest = attempts[-1].sat_on + timedelta(days=rules.retake.delay)
    if on < earliest:
        return earliest, [Refusal(TOO_EARLY, {"delay": rules.retake.delay, "day": earliest})]
    return earliest, []


def _kept_until(rules: AssessmentRules, attempts: Sequence[Attempt]) -> dict[str, date | None]:
    """The last day of each criterion that is acquired: the design's months, from the decision of its own attempt.

    source:  DOMAIN 6.3, « Validation partielle »
    """
    months = rules.partial.months if rules.partial.is_allowed else None
    found: dict[str, date | None] = {}
    for name, mark in held(attempts).items():
        if rules.is_acquired(name, mark.level):
            decided_on = attempts[mark.attempt - 1].decided_on
            found[name] = None if months is None or decided_on is None else add_months(decided_on, months)
    return found


def _opened(rules: AssessmentRules, marks: Mapping[str, str], besides: Collection[str]) -> tuple[str, ...]:
    """What the scope opens when what has lapsed, or is opened besides, counts as not marked."""
    return rules.reopened({name: level for name, level in marks.items() if name not in besides})
