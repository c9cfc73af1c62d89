"""Which level counts for each criterion of an event, when one, two or three people have marked it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sceau.assessment.states import Kept
from sceau.engine.marking.comparing import Agreement, Compared, compare
from sceau.engine.marking.rules import AssessmentRules

ABSENT: Final = "ABS"  # in the place of a level: nobody came to show it
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Settled:
    """One criterion of an event.

    levels:     what each marking gave, in the order of places: a level, ABSENT, or None
    gap:        steps between the highest and the lowest level
    agreement:  how it stands between the markings
    level:      that counts, ABSENT among them; None while it waits
    how:        it was found; None while it waits
    """

    criterion: str
    levels: tuple[str | None, ...]
    gap: int
    agreement: Agreement
    level: str | None
    how: Kept | None

    @property
    def waits(self) -> bool:
        """Whether two people are still to agree, or a third to mark."""
        return self.level is None


def settle(
    rules: AssessmentRules,
    criteria: Sequence[str],
    markings: Sequence[Mapping[str, str]],
    *,
    needed: int,
    agreed: Mapping[str, str],
) -> tuple[Settled, ...]:
    """What the markings that were handed in come to; nothing while fewer are in than the event needs.

    criteria:  ids of those to be marked, in the grid's order
    markings:  criterion id → level or ABSENT, one mapping a marking, in the order of places
    agreed:    criterion id → level on which two people agreed
    """
    if not markings or len(markings) < needed:
        return ()
    seen = [{name: code for name, code in each.items() if code != ABSENT} for each in markings]
    compared = {each.criterion: each for each in compare(rules, seen).criteria}
    return tuple(
        _settled(rules, name, tuple(each.get(name) for each in markings), compared.get(name), agreed.get(name))
        for name in criteria
        if any(name in each for each in markings)
    )


def choices(rules: AssessmentRules, levels: Sequence[str | None]) -> tuple[str, ...]:
    """The levels that two people may agree on: from the lower of their marks to the higher, ABSENT if one gave it."""
    steps = [rules.steps[code] for code in levels if code is not None and code != ABSENT]
    if not steps:
        return ()
    between = tuple(each.code for each in rules.grid.scale if min(steps) <= rules.steps[each.code] <= max(steps))
    return (ABSENT, *between) if ABSENT in levels else between


def _settled(
    rules: AssessmentRules,
    name: str,
    levels: tuple[str | None, ...],
    compared: Compared | None,
    agreed: str | None,
) -> Settled:
    absences = levels.count(ABSENT)
    if compared is None or absences * 2 > len(levels):
        return Settled(name, levels, 0, *_nobody(levels))
    gap, agreement, level = compared.gap, compared.agreement, compared.retained
    if len(levels) > _PAIR:
        if absences:  # of three, one saw nobody: the lower of the two others counts
            given = [code for code in levels if code is not None and code != ABSENT]
            agreement, level = Agreement.MEDIAN, min(given, key=rules.steps.__getitem__)
        if agreed is not None and agreement is Agreement.MEDIAN:  # what two people agreed on before stays
            return Settled(name, levels, gap, agreement, agreed, Kept.AGREED)
        return Settled(name, levels, gap, agreement, level, _HOW[agreement])
    if absences:  # of two, one saw somebody: they talk
        agreement, level = Agreement.TO_AGREE, None
    if level is None:
        return Settled(name, levels, gap, agreement, agreed, None if agreed is None else Kept.AGREED)
    return Settled(name, levels, gap, agreement, level, _HOW[agreement])


def _nobody(levels: tuple[str | None, ...]) -> tuple[Agreement, str, Kept]:
    if len(levels) == 1:
        return Agreement.SINGLE, ABSENT, Kept.SINGLE
    if set(levels) == {ABSENT}:
        return Agreement.SAME, ABSENT, Kept.SAME
    return Agreement.MEDIAN, ABSENT, Kept.MEDIAN


_HOW: Final = {Agreement.SINGLE: Kept.SINGLE, Agreement.SAME: Kept.SAME, Agreement.MEDIAN: Kept.MEDIAN}
