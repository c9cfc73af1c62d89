"""How a version of a design says that one is assessed: route, events, grid, retake, what is kept of a part."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from sceau.engine.errors import MalformedDesign
from sceau.engine.marking import reasons
from sceau.engine.marking.planned import Event, PartialValidation, PlannedRoute, Prerequisite, Retake, Scope
from sceau.engine.model.awards import Supervision
from sceau.engine.model.designs import Design, read_design
from sceau.engine.model.grids import Grid, Level
from sceau.engine.model.texts import Text, make_text, read_text
from sceau.engine.strict_json import JsonObject

__all__ = [
    "GAP_LIMIT",
    "AssessmentRules",
    "Event",
    "PartialValidation",
    "PlannedRoute",
    "Prerequisite",
    "Retake",
    "Scope",
    "rules_of",
]

GAP_LIMIT = 1  # steps of the scale between two markings, where neither design nor institution says otherwise

_SUPERVISIONS = {each.value: each for each in Supervision}


@dataclass(frozen=True, kw_only=True, eq=False)
class AssessmentRules:
    """What a session, its assessors and its jury need of one version.

    audit_percent:    automatic route: the share of results that a person checks; None when the design does not say
    source:           automatic route: what reports the results
    floor:            the level that the pass rule asks of eliminatory criteria; None when it names none
    evidence:         none, optional or required
    required_fields:  what is asked of a candidate, by the design's own names (nom_naissance, date_naissance…)
    retake:           None when the design provides for none
    gap_limit:        the most steps of the scale between two markings of a criterion that need no third one
    """

    route: PlannedRoute
    source: Text | None
    audit_percent: Fraction | None
    grid: Grid
    floor: str | None
    events: tuple[Event, ...]
    retake: Retake | None
    partial: PartialValidation
    prerequisites: tuple[Prerequisite, ...]
    prerequisites_text: Text | None
    required_fields: tuple[str, ...]
    evidence: str
    gap_limit: int

    @property
    def criteria(self) -> tuple[str, ...]:
        """Ids of all criteria, in the grid's order."""
        return tuple(criterion.id for criterion in self.grid.criteria)

    def event(self, event_id: str) -> Event:
        """The event with this id. raises: KeyError"""
        return {event.id: event for event in self.events}[event_id]

    @cached_property
    def steps(self) -> Mapping[str, int]:
        """Level code → its place on the scale, by points: N0 → 0, N1 → 1… Levels with equal points share one."""
        points = sorted({level.points for level in self.grid.scale})
        return {level.code: points.index(level.points) for level in self.grid.scale}

    @cached_property
    def contributions(self) -> Mapping[str, Mapping[str, Fraction]]:
        """Criterion id → level code → what it adds to the score."""
        return {
            criterion.id: {level.code: self.grid.contribution(criterion, level.code) for level in self.grid.scale}
            for criterion in self.grid.criteria
        }

    @cached_property
    def acquired_level(self) -> str:
        """The level from which a criterion counts as acquired.

        It is the one that the pass rule asks of eliminatory criteria; where it names none, the lowest level that
        passes when it is held on every criterion; failing that the highest.
        """
        return self.floor or next(
            (level.code for level in self._ascending if level.points > 0 and self._passes_everywhere(level.code)),
            self._ascending[-1].code,
        )

    def is_acquired(self, criterion_id: str, code: str) -> bool:
        """Whether this level on this criterion is one to keep; an eliminatory one also needs its own minimum."""
        criterion = self.grid.criterion(criterion_id)
        own = criterion.minimum if criterion.eliminatory else None
        return self.steps[code] >= max(self.steps[level] for level in (self.acquired_level, own) if level is not None)

    def reopened(self, marks: Mapping[str, str]) -> tuple[str, ...]:
        """The criteria that a retake opens after these marks, under the design's scope; none when these marks pass.

        Where each criterion is acquired and only the score falls short, every criterion below the highest level counts
        as missed: otherwise there would be nothing to take again.

        marks:  criterion id → level code; a criterion without a mark is missed
        """
        return () if self.grid.is_passed(marks) else self.opened_after(marks)

    def opened_after(self, marks: Mapping[str, str]) -> tuple[str, ...]:
        """The same where it is known that these marks do not pass."""
        missed = {name for name in self.criteria if name not in marks or not self.is_acquired(name, marks[name])}
        if not missed:
            missed = {name for name in self.criteria if self.grid.level(marks[name]).points < self.grid.highest}
        return self._under_scope(missed)

    def _under_scope(self, missed: Collection[str]) -> tuple[str, ...]:
        scope = self.retake.scope if self.retake else Scope.CRITERIA
        if scope is Scope.ALL:
            return self.criteria
        opened = set(missed)
        if scope is Scope.EVENT:
            opened = {name for event in self.events if set(event.criteria) & set(missed) for name in event.criteria}
        return tuple(name for name in self.criteria if name in opened)

    @cached_property
    def _ascending(self) -> list[Level]:
        return sorted(self.grid.scale, key=lambda level: level.points)

    def _passes_everywhere(self, code: str) -> bool:
        return self.grid.is_passed(dict.fromkeys(self.criteria, code)) is True


def rules_of(document: JsonObject, *, gap_limit: int = GAP_LIMIT) -> AssessmentRules:
    """How the version that this document holds is assessed.

    document:   a published design, ``sceau.design/1``
    gap_limit:  what holds where ``/assessment/double_marking/gap_limit`` says nothing
    raises:     MalformedDesign, also where nobody can be assessed: no grid, or a criterion that no event observes
    source:     docs/decisions/design-format.md, docs/decisions/scores-and-agreement.md
    """
    design = read_design(document)
    assessment = design.document.get("assessment") or {}
    route = assessment.get("route") or {}
    grid = _grid(design)
    double = assessment.get("double_marking") or {}
    learner = design.mandatory.get("identification_of_the_learner") or {}
    return AssessmentRules(
        route=PlannedRoute(route.get("kind", PlannedRoute.JURY)),
        source=read_text(route.get("source"), design.language),
        audit_percent=_number(route.get("audit_percent")),
        grid=grid,
        floor=(assessment.get("pass_rule") or {}).get("eliminatory_minimum_level"),
        events=_events(assessment.get("events") or [], grid, design.language),
        retake=_retake(assessment.get("retake") or {}, design.language),
        partial=_partial(assessment.get("partial_validation") or {}, design.language),
        prerequisites=tuple(_prerequisites(design)),
        prerequisites_text=design.prerequisites,
        required_fields=tuple(learner.get("required_fields") or ()),
        evidence=(design.document.get("issuing") or {}).get("evidence", "optional"),
        gap_limit=double.get("gap_limit", gap_limit),
    )


def _grid(design: Design) -> Grid:
    if design.grid is None:
        raise MalformedDesign(reasons.NO_GRID, pointer="/assessment/grid")
    if design.grid.highest == 0:
        raise MalformedDesign(reasons.NO_POINTS, pointer="/assessment/grid/scale")
    return design.grid


def _events(entries: list[JsonObject], grid: Grid, language: str) -> tuple[Event, ...]:
    """Every criterion is observed somewhere (source: DOMAIN 11, rule 3), or it could never have a mark."""
    events = tuple(_event(entry, f"E{place}", grid, language) for place, entry in enumerate(entries, start=1))
    for place, event in enumerate(events):
        if event.id in {other.id for other in events[:place]}:
            raise MalformedDesign(reasons.EVENT_TWICE, pointer=f"/assessment/events/{place}/id", name=event.id)
    observed = {name for event in events for name in event.criteria}
    for place, criterion in enumerate(grid.criteria):
        if criterion.id not in observed:
            pointer = f"/assessment/grid/criteria/{place}"
            raise MalformedDesign(reasons.NOT_OBSERVED, pointer=pointer, name=criterion.id)
    return events


def _event(entry: JsonObject, unnamed: str, grid: Grid, language: str) -> Event:
    assessors = entry.get("assessors") or {}
    observed = entry.get("criteria_ids") or []
    ident = entry.get("id", unnamed)
    count = assessors.get("count")
    return Event(
        id=ident,
        label=read_text(entry.get("label"), language) or make_text(ident, language),
        type=entry.get("type", ""),
        mode=entry.get("mode", ""),
        supervision=_SUPERVISIONS.get(entry.get("supervision", "")),
        minutes=None if entry.get("duration_minutes") is None else round(entry["duration_minutes"]),
        criteria=tuple(criterion.id for criterion in grid.criteria if criterion.id in observed),
        assessors=1 if count is None else count,
        professionals=assessors.get("professionals_minimum") or 0,
        role=read_text(assessors.get("role"), language),
        is_independent=assessors.get("independent_from_trainer") is True,
    )


def _retake(entry: JsonObject, language: str) -> Retake | None:
    """A number of attempts below one would leave no first one: it is read as one."""
    if not entry:
        return None
    attempts = entry.get("max_attempts")
    return Retake(
        attempts=None if attempts is None else max(1, attempts),
        delay=entry.get("min_delay_days") or 0,
        scope=Scope(entry.get("scope") or Scope.CRITERIA),
        label=read_text(entry.get("label"), language),
    )


def _partial(entry: JsonObject, language: str) -> PartialValidation:
    return PartialValidation(
        entry.get("allowed") is True, entry.get("keep_months"), read_text(entry.get("label"), language)
    )


def _prerequisites(design: Design) -> list[Prerequisite]:
    entries = (design.optional.get("prerequisites") or {}).get("structured") or []
    return [
        Prerequisite(
            kind=entry.get("kind", ""),
            label=read_text(entry.get("label"), design.language),
            minimum=_number(entry.get("minimum", entry.get("minimum_eqf"))),
            is_alternative=entry.get("alternative") is True,
        )
        for entry in entries
    ]


def _number(value: Any) -> Fraction | None:
    return None if value is None else Fraction(str(value))
