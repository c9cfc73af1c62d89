"""How well a version assesses, from what was decided: rates, criteria, agreement, time, appeals.

Only attempts with a closed decision count, so that nobody learns here what another assessor gave before both have
marked. Results taken over from elsewhere are left out: they come with those who passed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Min, QuerySet

from sceau.assessment.models import Appeal, Decision, Mark, Marking, Session
from sceau.assessment.rights import sessions_within
from sceau.assessment.rulebook import rules_of_version
from sceau.assessment.states import AppealEffect, AppealState, MarkingState, SessionKind, SessionState, Source
from sceau.design.models import DesignVersion
from sceau.design.queries import designs_seen_by
from sceau.engine.marking.agreement import Coefficient, Scale, Weighting, alpha, kappa, percent_agreement
from sceau.engine.marking.items import FEWEST, Item, PassRate, Quartiles, item_statistics, pass_rate, quartiles
from sceau.engine.marking.outcome import State
from sceau.engine.marking.rules import AssessmentRules
from sceau.institutions.models import Institution, Membership
from sceau.institutions.roles import Right

FEWEST_ASSESSORS = 2  # of one alone, a time to mark would be that person’s


@dataclass(frozen=True, slots=True)
class VersionFigures:
    """A version in a list. appeals: None where too few people were judged to tell"""

    version: DesignVersion
    sessions: int
    passed: PassRate
    appeals: int | None


@dataclass(frozen=True, slots=True)
class Agreed:
    """Between assessors who marked the same things. people: whose work it was; the others None when they are few.

    same:       the share of equal marks, two assessors at a time
    weighted:   kappa with quadratic weights; ordinal: Krippendorff's alpha
    """

    people: int
    same: Coefficient | None = None
    plain: Coefficient | None = None
    weighted: Coefficient | None = None
    ordinal: Coefficient | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionQuality:
    """All that is told of one version.

    first, final:  who passed at the first attempt, and after retakes
    items:         over first attempts
    agreed:        over all criteria; by_criterion: criterion id → the same of one
    seconds:       event id → what one marking takes
    appeals:       effect → how many; "open" for those unanswered; None where too few people were judged to tell
    """

    version: DesignVersion
    rules: AssessmentRules
    sessions: int
    since: date | None
    until: date | None
    first: PassRate
    final: PassRate
    items: tuple[Item, ...]
    agreed: Agreed
    by_criterion: Mapping[str, Agreed]
    seconds: Mapping[str, Quartiles]
    appeals: Mapping[str, int] | None

    @property
    def has_double_marking(self) -> bool:
        """Whether an event of the version is marked by two people."""
        return any(event.is_double for event in self.rules.events)


def versions_assessed(institution: Institution, memberships: Iterable[Membership]) -> QuerySet[DesignVersion]:
    """The versions of an institution with a session that a colleague sees, the latest first; without documents."""
    return (
        DesignVersion.objects.filter(sessions__in=_sessions(institution, memberships))
        .annotate(assessed=Count("sessions", distinct=True), latest=Max("sessions__starts_on"))
        .select_related("design")
        .defer("document", "source", "gate", "design__draft")
        .order_by("-latest", "-pk")
    )


def figures_of(
    versions: Sequence[DesignVersion], institution: Institution, memberships: Iterable[Membership]
) -> list[VersionFigures]:
    """The key figures of each of these versions, in two statements.

    versions:  of versions_assessed
    """
    sessions = _sessions(institution, memberships).filter(version__in=versions)
    results: dict[int, list[dict[str, Any]]] = {version.pk: [] for version in versions}
    for row in _decided(sessions):
        results[row["version"]].append(row)
    appeals = Counter(
        Appeal.objects.filter(decision__attempt__candidate__session__in=sessions).values_list(
            "decision__attempt__candidate__session__version", flat=True
        )
    )
    found = []
    for version in versions:
        passed = pass_rate(_last(results[version.pk]))
        told = appeals[version.pk] if passed.value is not None else None
        found.append(VersionFigures(version, version.assessed, passed, told))  # type: ignore[attr-defined]  # annotated
    return found


def version_seen(
    institution: Institution, memberships: Iterable[Membership], uuid: UUID, number: int
) -> DesignVersion | None:
    """One version of a design of the institution that a colleague sees."""
    designs = designs_seen_by(memberships).filter(institution=institution, uuid=uuid)
    return DesignVersion.objects.filter(design__in=designs, number=number).select_related("design").first()


def quality_of(
    version: DesignVersion, institution: Institution, memberships: Iterable[Membership], *, fewest: int = FEWEST
) -> VersionQuality:
    """All figures of one version, over the sessions that a colleague sees, in five statements.

    fewest:  people, below which a figure is not told
    """
    rules = rules_of_version(version)
    sessions = _sessions(institution, memberships).filter(version=version)
    spread = sessions.aggregate(n=Count("pk"), since=Min("starts_on"), until=Max("starts_on"))
    decided = _decided(sessions)
    attempts = {row["attempt"] for row in decided}
    final = pass_rate(_last(decided), fewest=fewest)
    firsts = [row for row in decided if row["attempt__number"] == 1]
    marks = [{name: level for name, level in row["marks"].items() if level in rules.steps} for row in firsts]
    units = _units(sessions, attempts, rules)
    return VersionQuality(
        version=version,
        rules=rules,
        sessions=spread["n"],
        since=spread["since"],
        until=spread["until"],
        first=pass_rate([State(row["outcome"]) for row in firsts], fewest=fewest),
        final=final,
        items=item_statistics(rules.grid, marks, fewest=fewest),
        agreed=_agreed(units, fewest),
        by_criterion={
            name: _agreed([each for each in units if each.criterion == name], fewest) for name in rules.criteria
        },
        seconds=_seconds(sessions, attempts, rules, fewest),
        appeals=None if final.value is None else _appeals(sessions),
    )


def _sessions(institution: Institution, memberships: Iterable[Membership]) -> QuerySet[Session]:
    """Those of the certifying body's own that count, as far as the right to see them reaches."""
    return (
        Session.objects.filter(sessions_within(memberships, Right.SEE_SESSIONS), institution=institution)
        .exclude(kind=SessionKind.TAKEN_OVER)
        .exclude(state=SessionState.CANCELLED)
    )


def _decided(sessions: QuerySet[Session]) -> list[dict[str, Any]]:
    """The decision that stands for each attempt, in the order of attempts: a corrective one replaces what it corrects.

    returns:  {"attempt", "attempt__number", "candidate", "version", "outcome", "marks"}
    """
    rows = (
        Decision.objects.filter(attempt__candidate__session__in=sessions, deliberation__closed_at__isnull=False)
        .exclude(outcome="")
        .order_by("attempt__number", "deliberation__number")
        .values(
            "attempt",
            "attempt__number",
            "outcome",
            "marks",
            candidate=F("attempt__candidate"),
            version=F("attempt__candidate__session__version"),
        )
    )
    standing: dict[int, dict[str, Any]] = {row["attempt"]: dict(row) for row in rows}
    return list(standing.values())


def _last(decided: Iterable[Mapping[str, Any]]) -> list[State]:
    """The state of each candidate after their last attempt."""
    return list({row["candidate"]: State(row["outcome"]) for row in decided}.values())


@dataclass(frozen=True, slots=True)
class _Unit:
    """One criterion of one event of one attempt. steps: what each blind marking gave, as places on the scale"""

    attempt: int
    criterion: str
    steps: tuple[int, ...]


def _units(sessions: QuerySet[Session], attempts: set[int], rules: AssessmentRules) -> list[_Unit]:
    """What was marked twice or more by those whom the event asks for; one called beyond them sees hard cases only."""
    rows = (
        Mark.objects.filter(
            marking__attempt__candidate__session__in=sessions,
            marking__state=MarkingState.SUBMITTED,
            level__in=list(rules.steps),
        )
        .order_by("marking__place")
        .values_list("marking__attempt", "marking__event", "marking__place", "criterion", "level")
    )
    blind = {event.id: event.assessors for event in rules.events if event.is_double}
    given: dict[tuple[int, str, str], list[int]] = {}
    for attempt, event, place, criterion, level in rows:
        if attempt in attempts and criterion in rules.criteria and place <= blind.get(event, 0):
            given.setdefault((attempt, event, criterion), []).append(rules.steps[level])
    return [
        _Unit(attempt, criterion, tuple(steps))
        for (attempt, _event, criterion), steps in given.items()
        if len(steps) > 1
    ]


def _agreed(units: Sequence[_Unit], fewest: int) -> Agreed:
    people = len({each.attempt for each in units})
    if people < max(fewest, 1):
        return Agreed(people)
    pairs = [pair for each in units for pair in combinations(each.steps, 2)]
    return Agreed(
        people,
        percent_agreement(pairs),
        kappa(pairs),
        kappa(pairs, Weighting.QUADRATIC),
        alpha([each.steps for each in units], Scale.ORDINAL),
    )


def _seconds(
    sessions: QuerySet[Session], attempts: set[int], rules: AssessmentRules, fewest: int
) -> dict[str, Quartiles]:
    """Of what was marked on screen: nobody counts the time of a paper.

    Nothing is told where few people were marked, nor where one assessor marked them all: it would be told of that one.
    """
    rows = Marking.objects.filter(
        attempt__candidate__session__in=sessions, state=MarkingState.SUBMITTED, source=Source.SCREEN, seconds__gt=0
    ).values_list("event", "seconds", "attempt", "assessor")
    spent: dict[str, list[tuple[int, int, int | None]]] = {event.id: [] for event in rules.events}
    for event, seconds, attempt, assessor in rows:
        if attempt in attempts and event in spent:
            spent[event].append((seconds, attempt, assessor))
    found = {}
    for event, markings in spent.items():
        people, assessors = {each[1] for each in markings}, {each[2] for each in markings}
        told = len(people) >= fewest and len(assessors) >= FEWEST_ASSESSORS
        found[event] = quartiles([each[0] for each in markings], fewest=1) if told else Quartiles(len(markings))
    return found


def _appeals(sessions: QuerySet[Session]) -> dict[str, int]:
    rows = Appeal.objects.filter(decision__attempt__candidate__session__in=sessions).values_list("state", "effect")
    counted = Counter(effect if state == AppealState.ANSWERED else state for state, effect in rows)
    return {name: counted[name] for name in (*AppealEffect.values, AppealState.OPEN.value, AppealState.WITHDRAWN.value)}
