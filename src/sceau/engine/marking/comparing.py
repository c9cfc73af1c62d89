"""Two people marked the same event without seeing each other's marks: where they agree, and what happens where not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median_low

from sceau.engine.marking.reasons import NO_SUCH_CRITERION, NO_SUCH_LEVEL, NotOnTheGrid
from sceau.engine.marking.rules import AssessmentRules


class Agreement(StrEnum):
    """How the level of one criterion comes about."""

    SINGLE = "single"  # one marking: its level
    SAME = "same"  # two or more, all on the same step of the scale
    TO_AGREE = "to_agree"  # two, within the limit: they agree on a level
    THIRD_NEEDED = "third_needed"  # two, beyond the limit
    MEDIAN = "median"  # three or more: the level in the middle


@dataclass(frozen=True, slots=True)
class Compared:
    """One criterion.

    levels:    the level that each marking gave, in the order of the markings; None where one has none
    gap:       steps of the scale between the highest and the lowest
    retained:  the level that counts; None while it is to be agreed on or a third marking is needed
    """

    criterion: str
    levels: tuple[str | None, ...]
    gap: int
    agreement: Agreement
    retained: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Each criterion that at least one marking has a level for, in the grid's order."""

    criteria: tuple[Compared, ...]

    @property
    def retained(self) -> dict[str, str]:
        """Criterion id → level code, where it is settled."""
        return {each.criterion: each.retained for each in self.criteria if each.retained is not None}

    @property
    def to_agree(self) -> tuple[str, ...]:
        """Ids of the criteria on which the two are to agree."""
        return self._with(Agreement.TO_AGREE)

    @property
    def third_needed(self) -> tuple[str, ...]:
        """Ids of the criteria that a third person has to mark."""
        return self._with(Agreement.THIRD_NEEDED)

    @property
    def widest(self) -> int:
        """The widest gap, in steps; 0 when nothing was compared."""
        return max((each.gap for each in self.criteria), default=0)

    def _with(self, agreement: Agreement) -> tuple[str, ...]:
        return tuple(each.criterion for each in self.criteria if each.agreement is agreement)


def compare(rules: AssessmentRules, markings: Sequence[Mapping[str, str]], *, limit: int | None = None) -> Comparison:
    """What several markings of one candidate come to.

    A gap is counted in steps of the scale, in the order of points: from N1 to N3 there are two, whatever the points.
    With an even number of markings beyond two, the lower of the two middle levels counts: nobody is given a level that
    half of them did not see.

    markings:  one mapping a person, criterion id → level code; a criterion may be missing
    limit:     the widest gap that needs no third marking; None for that of the rules
    raises:    NotOnTheGrid
    """
    limit = rules.gap_limit if limit is None else limit
    for marking in markings:
        _check(rules, marking)
    return Comparison(
        tuple(
            _compared(rules, name, tuple(marking.get(name) for marking in markings), limit)
            for name in rules.criteria
            if any(name in marking for marking in markings)
        )
    )


def by_criterion(rules: AssessmentRules, marks_by_event: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """One level for each criterion, from what was retained in each event.

    A criterion that several events observe waits until each of them has a level, and then the lowest counts: it is to
    be shown wherever the design looks for it.

    marks_by_event:  event id → criterion id → level code; what an event does not observe is left out
    """
    found: dict[str, str] = {}
    for name in rules.criteria:
        observing = [event.id for event in rules.events if name in event.criteria]
        levels = [marks_by_event.get(event_id, {}).get(name) for event_id in observing]
        given = [level for level in levels if level is not None]
        if given and len(given) == len(levels):
            found[name] = min(given, key=rules.steps.__getitem__)
    return found


def _check(rules: AssessmentRules, marking: Mapping[str, str]) -> None:
    for name, code in marking.items():
        if name not in rules.criteria:
            raise NotOnTheGrid(NO_SUCH_CRITERION, name=name)
        if code not in rules.steps:
            raise NotOnTheGrid(NO_SUCH_LEVEL, name=code)


def _compared(rules: AssessmentRules, name: str, levels: tuple[str | None, ...], limit: int) -> Compared:
    given = sorted((level for level in levels if level is not None), key=rules.steps.__getitem__)
    steps = [rules.steps[level] for level in given]
    gap = steps[-1] - steps[0]
    agreement = _agreement(len(given), gap, limit)
    waiting = agreement in {Agreement.TO_AGREE, Agreement.THIRD_NEEDED}
    retained = None if waiting else given[steps.index(median_low(steps))]
    return Compared(name, levels, gap, agreement, retained)


def _agreement(count: int, gap: int, limit: int) -> Agreement:
    if count == 1:
        return Agreement.SINGLE
    if gap == 0:
        return Agreement.SAME
    if count > 2:  # noqa: PLR2004 -- a third one settles it
        return Agreement.MEDIAN
    return Agreement.TO_AGREE if gap <= limit else Agreement.THIRD_NEEDED
