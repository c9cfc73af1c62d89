"""Everything that minutes say, as data: `sceau.minutes/1`. What is signed is the digest of this, in one JSON text.

Nothing of it is said in words of ours: days and moments are those of ISO 8601, results and ways are codes, so that it
can be read by machines and set in any language. Described in docs/decisions/minutes-and-signatures.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

from django.db.models import Count
from django.utils.timezone import localdate

from sceau.assessment.composition import settings_for, tied
from sceau.assessment.models import Decision, Deliberation, Incident, MarkChange, Marking, Minutes, RetainedMark, Seated
from sceau.assessment.quorum import Quorum, quorum_of, seated_in
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import Kept, MarkingState, MinutesState
from sceau.engine.canonical.jcs import canonical_bytes
from sceau.engine.keys.stamps import write_stamp
from sceau.engine.marking.rules import AssessmentRules
from sceau.engine.model.designs import Design, read_design
from sceau.engine.model.registers import Standing
from sceau.engine.strict_json import JsonObject
from sceau.frameworks.queries import entitled
from sceau.institutions.models import Delegation
from sceau.people.models import Person

FORMAT: Final = "sceau.minutes/1"
_DOUBLE = {Kept.SAME: "same", Kept.AGREED: "agreed", Kept.MEDIAN: "third"}


def text_of(data: JsonObject) -> bytes:
    """The bytes whose SHA-256 everybody signs: the canonical form of RFC 8785."""
    return canonical_bytes(data)


def digest_of(data: JsonObject) -> str:
    """SHA-256 of them, in hexadecimal."""
    return sha256(text_of(data)).hexdigest()


def data_of(
    deliberation: Deliberation,
    *,
    number: str,
    closed_at: datetime,
    closed_by: str,
    delegation: Delegation | None,
) -> JsonObject:
    """What the minutes of a deliberation say; the number of statements does not depend on how many candidates.

    closed_by:   the name of whoever closes; delegation: under which act, when it is not the president
    """
    session, design = deliberation.session, read_design(deliberation.session.version.document)
    rows = seated_in(deliberation)
    decisions = _decisions(deliberation)
    ties = tied([row.seat for row in rows], [each.attempt.candidate_id for each in decisions])
    day = localdate(closed_at)
    return {
        "format": FORMAT,
        "number": number,
        "kind": deliberation.kind,
        "language": design.language if design.language in {"fr", "en"} else "fr",
        "body": {
            "name": session.institution.name,
            "legal_name": session.institution.legal_name,
            "siren": session.institution.siren,
            "did": session.institution.did,
        },
        "certification": _certification(deliberation, design, day),
        "session": _session(deliberation),
        "deliberation": {
            "number": deliberation.number,
            "round": deliberation.round,
            "mode": deliberation.mode,
            "place": deliberation.place,
            "remote_tool": session.remote_tool if deliberation.mode != "onsite" else "",
            "opened_at": write_stamp(deliberation.opened_at),
            "closed_at": write_stamp(closed_at),
            "day": day.isoformat(),
            "remarks": deliberation.remarks,
        },
        "jury": [_juror(row) for row in rows],
        "quorum": _quorum(quorum_of(rows, settings_for(session))),
        "closed_by": _closer(closed_by, delegation),
        "candidates": _candidates(deliberation, decisions, ties),
        "assessment": _assessment(decisions, rules_for(session)),
        "incidents": _incidents(deliberation),
        "corrects": _corrected(deliberation),
        "previous": _previous(deliberation),
    }


def _certification(deliberation: Deliberation, design: Design, day: date) -> JsonObject:
    version = deliberation.session.version
    return {
        "design": str(version.design.uuid),
        "title": dict(design.title.words),
        "version": version.number,
        "digest": version.digest,
        "level": design.level.eqf if design.level else None,
        "registration": _registration(design, deliberation.session.institution.siren, day),
        "pass_rule": dict(design.pass_rule.words) if design.pass_rule else None,
    }


def _registration(design: Design, siren: str, day: date) -> JsonObject | None:
    """Only what may be said that day: it is in force, and the body is entitled to assess under it (DOMAIN 11.5)."""
    found = design.registration
    if found.end is None or found.standing(design.bodies, day) is not Standing.REGISTERED:
        return None
    if entitled(found.code, siren, on=day).may is False:
        return None
    return {"kind": found.kind, "code": found.code, "until": found.end.isoformat()}


def _session(deliberation: Deliberation) -> JsonObject:
    session = deliberation.session
    organiser = session.organiser
    return {
        "uuid": str(session.uuid),
        "code": session.code,
        "title": session.title,
        "kind": session.kind,
        "mode": session.mode,
        "place": session.place,
        "remote_tool": session.remote_tool,
        "starts_on": session.starts_on.isoformat() if session.starts_on else None,
        "ends_on": session.ends_on.isoformat() if session.ends_on else None,
        "organiser": None
        if organiser.pk == session.institution_id
        else {"name": organiser.name, "siren": organiser.siren, "did": organiser.did},
    }


def _juror(row: Seated) -> JsonObject:
    seat = row.seat
    return {
        "seat": str(seat.uuid),
        "name": seat.name,
        "quality": seat.quality,
        "external": seat.external,
        "presides": seat.presides,
        "presence": row.presence,
        "proxy": row.proxy.name if row.proxy else None,
        "declared": seat.declared_at is not None,
    }


def _quorum(quorum: Quorum) -> JsonObject:
    return {
        "seats": quorum.seats,
        "present": quorum.present,
        "represented": quorum.represented,
        "counted": quorum.counted,
        "needed": quorum.needed,
        "percent": quorum.percent,
        "proxies_count": quorum.proxies_count,
    }


def _closer(name: str, delegation: Delegation | None) -> JsonObject:
    if delegation is None:
        return {"name": name, "delegator": None, "act": None}
    return {"name": name, "delegator": delegation.delegator.name, "act": delegation.act_digest}


def _decisions(deliberation: Deliberation) -> list[Decision]:
    rows = Decision.objects.filter(deliberation=deliberation).select_related(
        "attempt", "attempt__candidate", "attempt__candidate__person", "attempt__candidate__person__root"
    )
    return list(rows.defer("lines").order_by("attempt__candidate__number", "pk"))


def _candidates(
    deliberation: Deliberation, decisions: Sequence[Decision], ties: Mapping[int, list[Any]]
) -> list[JsonObject]:
    changes: dict[int, list[MarkChange]] = defaultdict(list)
    for change in MarkChange.objects.filter(decision__deliberation=deliberation).order_by("pk"):
        changes[change.decision_id].append(change)
    former = _former(deliberation)
    return [
        _candidate(each, changes[each.pk], ties.get(each.attempt.candidate_id, []), former.get(each.attempt_id))
        for each in decisions
    ]


def _candidate(
    decision: Decision, changes: Sequence[MarkChange], away: Sequence[Any], former: Decision | None
) -> JsonObject:
    candidate = decision.attempt.candidate
    person: Person = candidate.person.root or candidate.person
    told: JsonObject = {
        "candidate": str(candidate.uuid),
        "number": candidate.number,
        "name": str(person),
        "native": person.native_name,
        "experience": candidate.by_experience,
        "attempt": decision.attempt.number,
        "proposed": decision.proposed,
        "decided": decision.outcome,
        "score": None if decision.score is None else f"{decision.score:.1f}",
        "reason": decision.reason,
        "marks": decision.marks,
        "changes": [
            {"criterion": each.criterion, "before": each.before, "after": each.after, "reason": each.reason}
            for each in changes
        ],
        "kept": decision.kept,
        "kept_until": decision.kept_until.isoformat() if decision.kept_until else None,
        "withdrew": [seat.name for seat in away],
    }
    if former is not None:
        told["formerly"] = {
            "decided": former.outcome,
            "score": None if former.score is None else f"{former.score:.1f}",
        }
    return told


def _former(deliberation: Deliberation) -> dict[int, Decision]:
    """What is corrected, by attempt."""
    if deliberation.corrects_id is None:
        return {}
    rows = Decision.objects.filter(deliberation=deliberation.corrects_id).defer("lines")
    return {each.attempt_id: each for each in rows}


def _assessment(decisions: Sequence[Decision], rules: AssessmentRules) -> JsonObject:
    """How many people marked each event, and how often two who did not see each other's marks came to the same."""
    attempts = [each.attempt_id for each in decisions]
    handed_in = Marking.objects.filter(attempt__in=attempts, state=MarkingState.SUBMITTED)
    counted = handed_in.values("event").annotate(people=Count("assessor", distinct=True), grids=Count("pk"))
    people = {row["event"]: row for row in counted}
    kept = Counter(
        RetainedMark.objects.filter(attempt__in=attempts, how__in=list(_DOUBLE)).values_list("how", flat=True)
    )
    return {
        "events": [
            {
                "event": event.id,
                "label": dict(event.label.words),
                "assessors": people[event.id]["people"],
                "grids": people[event.id]["grids"],
            }
            for event in rules.events
            if event.id in people
        ],
        "double": {name: kept[how] for how, name in _DOUBLE.items()},
    }


def _incidents(deliberation: Deliberation) -> list[JsonObject]:
    rows = Incident.objects.filter(session=deliberation.session_id, in_minutes=True).select_related("candidate")
    if deliberation.corrects_id is not None:
        rows = rows.filter(told_at__gte=deliberation.opened_at)
    return [
        {
            "at": write_stamp(each.happened_at),
            "words": each.words,
            "measures": each.measures,
            "candidate": each.candidate.number if each.candidate else None,
        }
        for each in rows.order_by("happened_at", "pk")
    ]


def _named(minutes: Minutes) -> JsonObject:
    return {"number": minutes.number, "digest": minutes.digest, "day": localdate(minutes.made_at).isoformat()}


def _corrected(deliberation: Deliberation) -> JsonObject | None:
    if deliberation.corrects_id is None:
        return None
    sealed = Minutes.objects.get(deliberation=deliberation.corrects_id, state=MinutesState.SEALED)
    return _named(sealed) | {"why": deliberation.why}


def _previous(deliberation: Deliberation) -> list[JsonObject]:
    """The minutes of the session that are sealed already, the first one first."""
    rows = Minutes.objects.filter(deliberation__session=deliberation.session_id, state=MinutesState.SEALED)
    return [_named(each) for each in rows.order_by("deliberation__number")]
