"""Verify anything: one question, whatever was handed in, and one report."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sceau.engine.checks import ids
from sceau.engine.checks.case import Case, Work
from sceau.engine.checks.open_badges_2 import judge_assertion
from sceau.engine.checks.opening import READ_FROM_JWT, Opened, Recognised, open_anything
from sceau.engine.checks.policy import Policy
from sceau.engine.checks.procedure import judge_credential
from sceau.engine.checks.reach import CREDENTIAL_TYPES, Memory, Reach
from sceau.engine.checks.report import Check, Note, Outcome, Report, failed, passed, refused
from sceau.engine.checks.secured import judge_presenter
from sceau.engine.errors import EngineError, OutOfReach, ProofError, Reason, UnknownSuite
from sceau.engine.model.presentations import presentation_faults
from sceau.engine.ports import Fetcher
from sceau.engine.strict_json import JsonObject

EMPTY_PRESENTATION = Reason(
    "presentation.empty",
    fr="cette présentation ne contient aucune preuve",
    en="this presentation holds no credential",
)
TOO_MANY_IN_PRESENTATION = Reason(
    "presentation.too_many",
    fr="cette présentation contient {count} preuves\u202f; nous n’en jugeons pas plus de {limit} à la fois",
    en="this presentation holds {count} credentials; we judge no more than {limit} at a time",
)
NESTED = Reason(
    "presentation.nested",
    fr="une présentation en contient une autre",
    en="a presentation holds another",
)
PRESENTER_NOT_JUDGED = Reason(
    "presentation.presenter_not_judged",
    fr="les preuves sont jugées\u202f; la personne qui les présente ne l’est pas",
    en="the credentials are judged; whoever presents them is not",
)
LEADS_ELSEWHERE = Reason(
    "opening.leads_elsewhere",
    fr="à cette adresse se trouve une autre adresse, et non une preuve",
    en="at this address there is another address, not a credential",
)


def verify(
    anything: bytes | str | JsonObject,
    *,
    policy: Policy,
    fetcher: Fetcher,
    now: datetime,
    memory: Memory | None = None,
) -> Report:
    """Judge a credential from anywhere. Bad input is answered by a report, never by an exception.

    anything:  a file's bytes, a text, an address, or a JSON object: Open Badges 3.0 and 2.0, VC 2.0 and 1.1, as JSON,
               JWT or baked image; presentations and envelopes are opened
    policy:    what the reader asks
    fetcher:   how documents of issuers are reached
    now:       with its zone
    memory:    share one among the verifications of a pile: each issuer and each list is then asked once
    """
    reach = Reach(
        fetcher,
        memory if memory is not None else Memory(),
        now,
        most_fetches=policy.most_fetches,
        most_bytes=policy.most_bytes,
    )
    case = Case(policy, reach, now, policy.at or now, Work(policy.most_signatures))
    opened = _open(anything)
    if isinstance(opened, Opened) and opened.kind == "url":
        opened = _open_address(opened, case)
    return opened if isinstance(opened, Report) else _judge(opened, case)


def _open(anything: bytes | str | JsonObject) -> Opened | Report:
    """What was handed in, or the report of what could not be opened."""
    try:
        return open_anything(anything)
    except Recognised as error:
        return Report((refused(ids.READABLE, error, outcome=Outcome.UNKNOWN),))
    except ProofError as error:
        outcome = Outcome.UNKNOWN if isinstance(error, UnknownSuite) else Outcome.FAILED
        return Report((passed(ids.READABLE, READ_FROM_JWT), refused(ids.PROOF, error, outcome=outcome)))
    except EngineError as error:
        return Report((refused(ids.READABLE, error),))


def _open_address(opened: Opened, case: Case) -> Opened | Report:
    """What stands at an address."""
    try:
        answer = case.reach.successful(opened.url, accept=CREDENTIAL_TYPES)
    except OutOfReach as error:
        return Report((refused(ids.READABLE, error, outcome=Outcome.UNKNOWN),))
    found = _open(answer.body)
    if isinstance(found, Opened) and found.kind == "url":
        return Report((failed(ids.READABLE, LEADS_ELSEWHERE),))
    return found


def _judge(opened: Opened, case: Case) -> Report:
    if opened.kind == "presentation":
        return _judge_presentation(opened, case)
    if opened.kind == "ob2":
        return judge_assertion(opened, case)
    return judge_credential(opened, case)


def _judge_presentation(opened: Opened, case: Case) -> Report:
    """All credentials of a presentation, in one report: the gravest counts.

    source:  VC Data Model 2.0, §4.13
    """
    document = opened.document
    listed = document.get("verifiableCredential")
    inside: list[Any] = listed if isinstance(listed, list) else [] if listed is None else [listed]
    if not inside and case.policy.presented_to is None:
        return Report((failed(ids.READABLE, EMPTY_PRESENTATION, pointer="/verifiableCredential"),))
    limit = case.policy.most_parts
    if len(inside) > limit:
        return Report((failed(ids.READABLE, TOO_MANY_IN_PRESENTATION, count=len(inside), limit=limit),))
    checks, holder = _judge_presenter(opened, case)
    of_each = replace(case, holder=holder, policy=replace(case.policy, presented_to=None))
    parts = [_judge_presented(each, of_each) for each in inside]
    notes = [] if checks else [Note(PRESENTER_NOT_JUDGED)]
    for index, part in enumerate(parts):
        where = f"/verifiableCredential/{index}"
        checks += [replace(check, pointer=where + check.pointer) for check in part.checks]
        notes += [replace(note, pointer=where + note.pointer) for note in part.notes]
    return Report(tuple(checks), tuple(notes), parts=tuple(parts))


def _judge_presenter(opened: Opened, case: Case) -> tuple[list[Check], str]:
    """Who presents, and the form in which they do, nothing when the reader did not ask; and the holder who is shown."""
    audience = case.policy.presented_to
    if audience is None:
        return [], ""
    for fault in presentation_faults(opened.document):
        return [refused(ids.FORMAT, fault)], ""
    named = opened.document.get("holder")
    holder = named.get("id") if isinstance(named, dict) else named
    holder = holder if isinstance(holder, str) else ""
    checks = list(judge_presenter(opened, holder, case, audience).checks)
    return checks, "" if any(check.outcome for check in checks) else holder


def _judge_presented(raw: Any, case: Case) -> Report:
    """One credential of a presentation. source: VC Data Model 2.0, §4.13: an object; data model 1.1 allows a JWT"""
    opened = _open(raw if isinstance(raw, dict | str) else "")
    if isinstance(opened, Report):
        return opened
    if opened.kind in ("presentation", "url"):
        return Report((failed(ids.READABLE, NESTED),))
    return _judge(opened, case)
