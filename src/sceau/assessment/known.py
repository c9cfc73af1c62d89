"""What is recorded of how somebody was assessed. Nothing else enters an award: what nobody recorded is absent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sceau.assessment.models import Attempt, Control, Decision, Mark, Marking
from sceau.assessment.states import MarkingState, Source
from sceau.engine.model.awards import Supervision
from sceau.engine.strict_json import JsonObject

WHOLE = ""  # the event of a control that stands for the whole assessment: a file says no more
ABSENT = "ABS"
_MACHINES = frozenset({Source.QUIZ, Source.LMS})
# from the least that is known of who did the work to the most (Annex I, b)
_WEAKEST_FIRST = (
    Supervision.UNSUPERVISED_NO_IDENTITY.value,
    Supervision.SUPERVISED_NO_IDENTITY.value,
    Supervision.ONLINE_WITH_IDENTITY.value,
    Supervision.ONSITE_WITH_IDENTITY.value,
)
_WITH_IDENTITY = frozenset(_WEAKEST_FIRST[2:])
_WITHOUT_IDENTITY = frozenset(_WEAKEST_FIRST[:2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """How one result was reached, as far as somebody recorded it.

    events:       ids of the events in which a mark that counts was given, in the design's order
    method:       their types, once each, in that order
    sources:      where the marks come from, of `Source`
    assessors:    how many people gave them, None when that is not known of one of them; 0: a system did
    supervision:  of Annex I, b: the weakest over these events, "" when not known of one of them
    identity_verified:  at every one of these events; None when nothing was recorded of one, and no other says no
    """

    events: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    assessors: int | None = None
    supervision: str = ""
    identity_verified: bool | None = None
    assessed_on: date | None = None

    def as_evidence(self) -> JsonObject:
        """What is known, as `Award.evidence` keeps it."""
        said: JsonObject = {
            "method": list(self.method),
            "events": list(self.events),
            "sources": list(self.sources),
            "supervision": self.supervision,
        }
        found: JsonObject = {name: value for name, value in said.items() if value}
        if self.assessors is not None:
            found["assessors"] = self.assessors
        if self.identity_verified is not None:
            found["identity_verified"] = self.identity_verified
        return found


def known_of(decisions: Iterable[Decision], document: JsonObject) -> dict[int, Known]:
    """What is known of the result of each decision, by its primary key; as many statements for one as for many.

    A criterion counts where it was marked last, in this attempt or in one before: what was carried over keeps its own
    assessors and controls.

    document:  the version that was assessed
    """
    asked = list(decisions)
    rows = _Rows.of(asked)
    types = {
        str(event.get("id", f"E{place}")): str(event.get("type", ""))
        for place, event in enumerate((document.get("assessment") or {}).get("events") or [], start=1)
    }
    return {decision.pk: _known(decision, rows, types) for decision in asked}


@dataclass(frozen=True, slots=True)
class _Rows:
    """attempts: of each candidate, the last first; markings and criteria marked, controls: by attempt."""

    attempts: Mapping[int, list[Attempt]]
    markings: Mapping[int, list[tuple[Marking, frozenset[str]]]]
    controls: Mapping[int, dict[str, Control]]

    @classmethod
    def of(cls, decisions: Collection[Decision]) -> _Rows:
        people = {decision.attempt.candidate_id for decision in decisions}
        attempts: dict[int, list[Attempt]] = {}
        for attempt in Attempt.objects.filter(candidate__in=people).order_by("-number"):
            attempts.setdefault(attempt.candidate_id, []).append(attempt)
        given: dict[int, set[str]] = {}
        counted = Marking.objects.filter(attempt__candidate__in=people, state=MarkingState.SUBMITTED)
        for mark in Mark.objects.filter(marking__in=counted).exclude(level__in=["", ABSENT]):
            given.setdefault(mark.marking_id, set()).add(mark.criterion)
        markings: dict[int, list[tuple[Marking, frozenset[str]]]] = {}
        for marking in counted:
            markings.setdefault(marking.attempt_id, []).append((marking, frozenset(given.get(marking.pk, ()))))
        controls: dict[int, dict[str, Control]] = {}
        for control in Control.objects.filter(attempt__candidate__in=people):
            controls.setdefault(control.attempt_id, {})[control.event] = control
        return cls(attempts, markings, controls)


def _known(decision: Decision, rows: _Rows, types: Mapping[str, str]) -> Known:
    number = decision.attempt.number
    until = [each for each in rows.attempts.get(decision.attempt.candidate_id, []) if each.number <= number]
    counted = _counted(decision.marks, until, rows)
    places = {(marking.attempt_id, marking.event) for marking in counted}
    controls = [rows.controls.get(attempt, {}).get(event) for attempt, event in places]
    if not places:
        whole = rows.controls.get(decision.attempt_id, {}).get(WHOLE)
        controls = [whole] if whole else []
    events = [event for event in types if event in {event for _, event in places}]
    return Known(
        events=tuple(events),
        method=tuple(dict.fromkeys(types[event] for event in events if types[event])),
        sources=tuple(sorted({str(marking.source) for marking in counted})),
        assessors=_people(counted),
        supervision=_weakest(controls),
        identity_verified=_identity(controls),
        assessed_on=decision.attempt.assessed_on,
    )


def _counted(marks: Mapping[str, Any], attempts: Iterable[Attempt], rows: _Rows) -> list[Marking]:
    """The markings from which the marks come: for each criterion, those of the last attempt that marked it."""
    wanted, found = set(marks), dict[int, Marking]()
    for attempt in attempts:
        here: set[str] = set()
        for marking, criteria in rows.markings.get(attempt.pk, []):
            if criteria & wanted:
                found[marking.pk] = marking
                here |= criteria & wanted
        wanted -= here
    return list(found.values())


def _people(counted: Collection[Marking]) -> int | None:
    if not counted:
        return None
    people: set[tuple[str, object]] = set()
    for marking in counted:
        if marking.assessor_id is not None:
            people.add(("account", marking.assessor_id))
        elif marking.observer:
            people.add(("name", marking.observer.casefold()))
        elif marking.source not in _MACHINES:
            return None
    return len(people)


def _supervision_of(control: Control | None) -> str:
    """What was recorded; without a verified identity, no level that claims one."""
    if control is None or control.supervision not in _WEAKEST_FIRST:
        return ""
    if control.supervision in _WITH_IDENTITY and control.outcome != "verified":
        return Supervision.SUPERVISED_NO_IDENTITY.value
    return control.supervision


def _weakest(controls: Collection[Control | None]) -> str:
    said = [_supervision_of(control) for control in controls]
    if _WEAKEST_FIRST[0] in said:
        return _WEAKEST_FIRST[0]  # nothing that is unknown could be weaker
    if not said or "" in said:
        return ""
    return min(said, key=_WEAKEST_FIRST.index)


def _identity(controls: Collection[Control | None]) -> bool | None:
    said = [None if control is None else _identity_of(control) for control in controls]
    if False in said:
        return False
    return True if said and None not in said else None


def _identity_of(control: Control) -> bool | None:
    if control.outcome:
        return control.outcome == "verified"
    return False if control.supervision in _WITHOUT_IDENTITY else None
