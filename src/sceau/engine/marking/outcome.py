"""From marks to a result: a score, a state, what is kept and what is to be taken again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from sceau.engine.marking.reasons import NO_SUCH_CRITERION, NO_SUCH_LEVEL, NotOnTheGrid
from sceau.engine.marking.rules import AssessmentRules
from sceau.engine.model.grids import Criterion, Level, to_a_tenth
from sceau.engine.model.texts import Text

NOTHING: Mapping[str, str] = MappingProxyType({})


class State(StrEnum):
    """What a result is; the last three words of it people say, and no mark says otherwise."""

    TO_ASSESS = "to_assess"
    ACQUIRED = "acquired"
    NOT_ACQUIRED = "not_acquired"
    PARTIAL = "partial"
    ABSENT = "absent"
    SUSPENDED = "suspended"  # fraud or identity: an inquiry is under way
    PENDING = "pending"  # the decision is put off


SAID_BY_PEOPLE = frozenset({State.ABSENT, State.SUSPENDED, State.PENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One criterion of a result.

    minimum:       the level that nobody passes below; None unless the criterion is eliminatory
    level:         None without a mark
    contribution:  weight × points ÷ highest points, exactly; None without a mark
    is_reached:    whether an eliminatory criterion is at its minimum; None when it is not eliminatory or has no mark
    is_acquired:   whether the level is one to keep; False without a mark
    is_carried:    the mark comes from an earlier attempt
    is_absent:     nobody came to show it
    """

    criterion: str
    label: Text
    weight: Fraction
    minimum: Level | None
    level: Level | None
    contribution: Fraction | None
    is_reached: bool | None
    is_acquired: bool
    is_carried: bool
    is_absent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A result.

    state:      SUSPENDED and PENDING are never computed: people say them
    computed:   the state that the marks alone give
    exact:      the score before rounding, which is compared with the minimum; None unless every criterion has a mark
    score:      the same, rounded half up to a tenth: what is shown; None also while people say another state
    lines:      one a criterion, in the grid's order
    kept:       ids of the criteria that stay acquired, when the state is PARTIAL
    missing:    ids of the criteria that are still to be marked
    to_retake:  ids of the criteria that a retake would open, under the design's scope
    """

    state: State
    computed: State
    exact: Fraction | None
    score: Decimal | None
    minimum_score: Fraction | None
    highest: int
    lines: tuple[Line, ...]
    kept: tuple[str, ...]
    missing: tuple[str, ...]
    to_retake: tuple[str, ...]

    @property
    def is_score_reached(self) -> bool | None:
        """Whether the exact score is at least the minimum; None without a score."""
        if self.exact is None:
            return None
        return self.minimum_score is None or self.exact >= self.minimum_score

    @property
    def marks(self) -> dict[str, str]:
        """Criterion id → level code, those carried over included."""
        return {line.criterion: line.level.code for line in self.lines if line.level is not None}


def judge(
    rules: AssessmentRules,
    marks: Mapping[str, str],
    *,
    carried: Mapping[str, str] = NOTHING,
    absent: Collection[str] = (),
    said: State | None = None,
) -> Outcome:
    """The result that these marks give.

    marks:    criterion id → level code, of this attempt
    carried:  the same, kept from earlier attempts; a mark of this attempt comes before one that was carried
    absent:   ids of the criteria that nobody came to show: they have no mark and are waited for no longer. Who is
              absent from everything that was to be shown is ABSENT; who is absent from a part has no score, and
              cannot have acquired
    said:     ABSENT, SUSPENDED or PENDING when people say so; it comes before what the marks give
    raises:   NotOnTheGrid; ValueError when another state is said, which is a mistake of ours
    source:   DOMAIN 11, rule 2; domain/samples/README.md, "Reading the results"
    """
    if said is not None and said not in SAID_BY_PEOPLE:
        raise ValueError(f"{said} follows from marks: it is not said")
    known = {**carried, **marks}
    _check(rules, known, absent)
    away = {name for name in absent if name not in known}
    lines = tuple(_line(rules, criterion, known, marks, away) for criterion in rules.grid.criteria)
    missing = tuple(name for name in rules.criteria if name not in known and name not in away)
    exact = rules.grid.exact_score(known)
    is_passed = exact is not None and rules.grid.passes(known, exact)
    if missing:
        computed = State.TO_ASSESS
    elif away and not marks:
        computed = State.ABSENT
    else:
        computed = _decided(rules, lines, is_passed=is_passed)
    state = said or computed
    return Outcome(
        state=state,
        computed=computed,
        exact=exact,
        score=None if said or exact is None else to_a_tenth(exact),
        minimum_score=rules.grid.minimum_score,
        highest=rules.grid.highest,
        lines=lines,
        kept=tuple(line.criterion for line in lines if line.is_acquired) if state is State.PARTIAL else (),
        missing=missing,
        to_retake=() if is_passed or missing else rules.opened_after(known),
    )


def _check(rules: AssessmentRules, known: Mapping[str, str], absent: Collection[str]) -> None:
    for name in (*known, *absent):
        if name not in rules.criteria:
            raise NotOnTheGrid(NO_SUCH_CRITERION, name=name)
    for code in known.values():
        if code not in rules.steps:
            raise NotOnTheGrid(NO_SUCH_LEVEL, name=code)


def _decided(rules: AssessmentRules, lines: tuple[Line, ...], *, is_passed: bool) -> State:
    if is_passed:
        return State.ACQUIRED
    if rules.partial.is_allowed and any(line.is_acquired for line in lines):
        return State.PARTIAL
    return State.NOT_ACQUIRED


def _line(
    rules: AssessmentRules,
    criterion: Criterion,
    known: Mapping[str, str],
    marks: Mapping[str, str],
    away: Collection[str],
) -> Line:
    code = known.get(criterion.id)
    minimum = rules.grid.level(criterion.minimum) if criterion.eliminatory and criterion.minimum else None
    level = None if code is None else rules.grid.level(code)
    return Line(
        criterion=criterion.id,
        label=criterion.label,
        weight=criterion.weight,
        minimum=minimum,
        level=level,
        contribution=None if code is None else rules.contributions[criterion.id][code],
        is_reached=None if minimum is None or level is None else level.points >= minimum.points,
        is_acquired=code is not None and rules.is_acquired(criterion.id, code),
        is_carried=code is not None and criterion.id not in marks,
        is_absent=criterion.id in away,
    )
