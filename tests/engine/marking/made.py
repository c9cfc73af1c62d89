"""Grids and rules made for a test, and strategies that make any."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache

from hypothesis import strategies as st

from sample_awards import design_document
from sceau.engine.marking.rules import AssessmentRules, PartialValidation, Retake, Scope, rules_of
from sceau.engine.model.grids import Criterion, Grid, Level
from sceau.engine.model.texts import Text
from sceau.engine.strict_json import JsonObject

AGILE = "mc-gestion-projet-agile"  # C1 30 and C2 30 eliminatory at N2, C3 25, C4 15; pass at 60; E1: C1 C2 C3, E2: C4


def agile() -> JsonObject:
    return design_document(AGILE)


@cache
def _known() -> AssessmentRules:
    return rules_of(agile())


def rules(**changes: object) -> AssessmentRules:
    """Those of the agile design; changes replace members."""
    return replace(_known(), **changes)  # type: ignore[arg-type]


def retake(scope: Scope = Scope.CRITERIA, attempts: int | None = 2, delay: int = 15) -> Retake:
    return Retake(attempts, delay, scope, None)


def partial(months: int | None = 12, *, is_allowed: bool = True) -> PartialValidation:
    return PartialValidation(is_allowed, months, None)


def words(text: str) -> Text:
    return Text({"fr": text}, "fr")


@st.composite
def grids(draw):
    """Two to five levels of any growing points, one to six criteria of any weights that make a hundred."""
    points = sorted(draw(st.sets(st.integers(0, 20), min_size=2, max_size=5)))
    scale = tuple(Level(f"L{place}", words(f"L{place}"), value) for place, value in enumerate(points))
    parts = draw(st.lists(st.integers(1, 50), min_size=1, max_size=6))
    criteria = tuple(
        Criterion(
            id=f"C{place}",
            outcomes=("LO1",),
            label=words(f"C{place}"),
            weight=Fraction(100 * part, sum(parts)),
            eliminatory=draw(st.booleans()),
            minimum=draw(st.sampled_from([level.code for level in scale])),
            levels={},
        )
        for place, part in enumerate(parts)
    )
    minimum = draw(st.none() | st.fractions(0, 100, max_denominator=10))
    return Grid(scale, criteria, minimum)


@st.composite
def some_rules(draw):
    """Any grid, observed in two events, with any scope and any rule of partial validation."""
    grid = draw(grids())
    names = [criterion.id for criterion in grid.criteria]
    known = _known()
    cut = draw(st.integers(0, len(names)))
    first, second = (
        replace(event, criteria=tuple(part))
        for event, part in zip(known.events, (names[:cut], names[cut:]), strict=True)
    )
    return replace(
        known,
        grid=grid,
        floor=draw(st.none() | st.sampled_from([level.code for level in grid.scale])),
        events=(first, second),
        retake=draw(st.none() | st.builds(retake, st.sampled_from(Scope), st.none() | st.integers(1, 4), st.just(0))),
        partial=draw(st.builds(partial, st.none() | st.integers(0, 36), is_allowed=st.booleans())),
    )


def marks_of(draw, rules, names=None):
    """A level of the scale for each criterion."""
    codes = st.sampled_from([level.code for level in rules.grid.scale])
    return {name: draw(codes) for name in (rules.criteria if names is None else names)}
