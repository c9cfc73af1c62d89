"""What has the issuer said since? The status list, its own proof, and what stands in it for this credential."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sceau.engine.checks import ids
from sceau.engine.checks.case import Case
from sceau.engine.checks.opening import Opened, open_anything
from sceau.engine.checks.policy import ListThen
from sceau.engine.checks.reach import CREDENTIAL_TYPES, NOT_FOUND
from sceau.engine.checks.report import Check, Note, Outcome, Report, failed, passed, refused, unknown
from sceau.engine.checks.words import Because
from sceau.engine.errors import EngineError, OutOfReach, Reason
from sceau.engine.status import reasons
from sceau.engine.status.bitstring import StatusList
from sceau.engine.status.documents import (
    MESSAGE,
    REVOCATION,
    SUSPENSION,
    Status,
    StatusEntry,
    published_for,
    read_status_entry,
    read_status_list,
    status_in,
    unpack,
)
from sceau.engine.status.notices import Notice, notice_of, notices_entry
from sceau.engine.strict_json import JsonObject
from sceau.engine.values import as_text

MOST_ENTRIES = 8
MOST_UNPACKED = 2  # lists of one document kept unpacked: each may take 2 MB
LONGEST_TTL = 86_400_000  # milliseconds

LIST_READ = Reason(
    "status.list_read",
    fr="la liste d’état de l’émetteur a été lue",
    en="the issuer’s status list was read",
)
NO_STATUS = Reason(
    "status.none",
    fr="l’émetteur n’a pas prévu de pouvoir révoquer cette preuve",
    en="the issuer has provided no way to revoke this credential",
)
OUT_OF_REACH = Reason(
    "status.out_of_reach",
    fr="la liste d’état n’a pas pu être lue ({why})\u00a0: on ne sait pas si la preuve a été révoquée",
    en="the status list could not be read ({why}): there is no knowing whether the credential was revoked",
)
UNKNOWN_KIND = Reason(
    "status.unknown_kind",
    fr="l’état est publié d’une façon que nous ne lisons pas ({found})\u00a0: on ne sait pas si la preuve a été "
    "révoquée",
    en="the status is published in a way that we do not read ({found}): there is no knowing whether it was revoked",
)
TOO_MANY = Reason(
    "status.too_many",
    fr="l’état est publié à {found} endroits\u202f; nous n’en lisons pas plus de {limit}",
    en="the status is published in {found} places; we read no more than {limit}",
)
NOT_AUTHENTIC = Reason(
    "status.not_authentic",
    fr="la liste d’état trouvée n’est pas authentique ({why})\u00a0: on ne sait pas si la preuve a été révoquée",
    en="the status list found is not authentic ({why}): there is no knowing whether the credential was revoked",
)
NOT_VERIFIABLE = Reason(
    "status.not_verifiable",
    fr="la liste d’état trouvée n’a pas pu être vérifiée ({why})\u00a0: on ne sait pas si la preuve a été révoquée",
    en="the status list found could not be verified ({why}): there is no knowing whether the credential was revoked",
)
FOREIGN = Reason(
    "status.foreign",
    fr="la liste d’état est signée par «\u00a0{found}\u00a0», et non par l’émetteur\u00a0: elle ne compte pas",
    en="the status list is signed by “{found}”, not by the issuer: it does not count",
)
LAPSED = Reason(
    "status.lapsed",
    fr="la liste d’état ne vaut plus ({why})\u00a0: on ne sait pas si la preuve a été révoquée depuis",
    en="the status list is no longer good ({why}): there is no knowing whether the credential was revoked since",
)
INDEX_AS_NUMBER = Reason(
    "status.index_as_number",
    fr="l’index dans la liste d’état est écrit comme un nombre, et non comme un texte",
    en="the index in the status list is written as a number, not as a text",
)
NOT_REVOKED = Reason("status.not_revoked", fr="elle n’est pas révoquée", en="it is not revoked")
REVOKED = Reason("status.revoked", fr="l’émetteur a révoqué cette preuve", en="the issuer has revoked this credential")
NOT_SUSPENDED = Reason("status.not_suspended", fr="elle n’est pas suspendue", en="it is not suspended")
SUSPENDED = Reason(
    "status.suspended",
    fr="l’émetteur a suspendu cette preuve\u00a0: demandez-lui ce qu’il en est",
    en="the issuer has suspended this credential: ask them how matters stand",
)
NOT_REPLACED = Reason("status.not_replaced", fr="elle n’a pas été remplacée", en="it has not been replaced")
REPLACED = Reason(
    "status.replaced",
    fr="l’émetteur a remplacé cette preuve par une autre\u00a0: demandez celle qui fait foi",
    en="the issuer has replaced this credential by another: ask for the one that counts",
)
UNKNOWN_NOTICE = Reason(
    "status.unknown_notice",
    fr="l’émetteur a un avis sur cette preuve, que cette version de Sceau ne connaît pas (n° {value})",
    en="the issuer has a notice about this credential that this version of Sceau does not know (no. {value})",
)
ISSUER_SAYS = Reason(
    "status.issuer_says",
    fr="l’émetteur dit de cette preuve\u00a0: «\u00a0{message}\u00a0»",
    en="the issuer says of this credential: “{message}”",
)
AS_OF_TODAY = Reason(
    "status.as_of_today",
    fr="l’état est celui d’aujourd’hui\u00a0: la liste ne dit pas ce qu’il était le {at}",
    en="the status is today’s: the list does not say what it was on {at}",
)
AS_OF_THEN = Reason(
    "status.as_of_then",
    fr="l’état est celui que disait la liste publiée le {since}, en vigueur le {at}",
    en="the status is that of the list published on {since}, in force on {at}",
)
OTHERWISE_TODAY = Reason(
    "status.otherwise_today",
    fr="depuis, son état a changé : aujourd’hui, {why}",
    en="its status has changed since: today, {why}",
)

_LIST_READ = passed(ids.STATUS, LIST_READ)
_NOT_REVOKED = passed(ids.REVOCATION, NOT_REVOKED)
_NOT_SUSPENDED = passed(ids.SUSPENSION, NOT_SUSPENDED)
_NOT_REPLACED = passed(ids.REPLACEMENT, NOT_REPLACED)

JudgeList = Callable[[Opened, Case], Report]
"""How a list is judged as the credential that it is: given by the procedure, which judges itself with it."""


@dataclass(slots=True)
class KnownList:
    """A list that was fetched and judged.

    issuer_id:  who signed it
    problem:    why it is of no use to anybody, as (outcome, reason, why); None when it is good
    unpacked:   the bits of what it publishes, by pointer; of the last few asked for
    """

    document: JsonObject
    issuer_id: str
    problem: tuple[Outcome, Reason, Because] | None
    unpacked: dict[str, StatusList] = field(default_factory=dict)

    def bits(self, entry: StatusEntry) -> StatusList:
        """raises: MalformedStatusList"""
        published = published_for(self.document, entry)
        bits = self.unpacked.get(published.pointer)
        if bits is None:
            if len(self.unpacked) >= MOST_UNPACKED:
                self.unpacked.clear()
            bits = self.unpacked[published.pointer] = unpack(published)
        return bits.with_size(entry.size)


class _Unusable(Exception):
    """A list that cannot be used; holds the check that says why."""

    def __init__(self, check: Check) -> None:
        super().__init__(check)
        self.check = check


def judge_status(document: JsonObject, issuer_id: str, case: Case, judge: JudgeList) -> tuple[list[Check], list[Note]]:
    """What the issuer's lists say of a credential, whose proof is known to be good.

    judge:   judges the list as a credential
    source:  Bitstring Status List 1.0, §3.2
    """
    listed = document.get("credentialStatus")
    if listed is None or listed == []:
        return [], [Note(NO_STATUS)]
    if case.at >= case.now:
        return _judge_listed(listed, issuer_id, case, judge)
    today = case.with_lists_of_today()
    checks, notes = _judge_listed(listed, issuer_id, today, judge)
    since = _since_when(listed, case)
    if since is None:
        return checks, [Note(AS_OF_TODAY, "", {"at": case.at}), *notes]
    then, noted = _judge_listed(listed, issuer_id, case, judge)
    good = {check.question for check in then if not check.outcome}
    changed = (check for check in checks if check.outcome is Outcome.FAILED and check.question in good)
    return then, [
        Note(AS_OF_THEN, "", {"since": since, "at": case.at}),
        *(Note(OTHERWISE_TODAY, "", {"why": Because(check.reason, check.details)}) for check in changed),
        *noted,
    ]


def _since_when(listed: Any, case: Case) -> datetime | None:
    """When the oldest of the lists was published that were in force then; None unless each is at hand."""
    found: list[datetime] = []
    for entry in (listed if isinstance(listed, list) else [listed])[:MOST_ENTRIES]:
        try:
            read, _ = _read_entry(entry, "")
        except EngineError:
            return None
        then = _then(read.list_url, case)
        if then is None:
            return None
        found.append(then.since)
    return min(found)


def _then(url: str, case: Case) -> ListThen | None:
    return case.policy.list_then(url, case.at) if case.policy.list_then is not None and case.at < case.now else None


def _judge_listed(listed: Any, issuer_id: str, case: Case, judge: JudgeList) -> tuple[list[Check], list[Note]]:
    if not isinstance(listed, list):
        return _judge_entry(listed, "/credentialStatus", issuer_id, case, judge)
    checks: list[Check] = []
    notes: list[Note] = []
    if len(listed) > MOST_ENTRIES:  # what is not read could be the revocation
        checks.append(unknown(ids.STATUS, TOO_MANY, pointer="/credentialStatus", found=len(listed), limit=MOST_ENTRIES))
    for index, entry in enumerate(listed[:MOST_ENTRIES]):
        found, noted = _judge_entry(entry, f"/credentialStatus/{index}", issuer_id, case, judge)
        checks += found
        notes += noted
    return checks, notes


def _judge_entry(
    raw: Any, pointer: str, issuer_id: str, case: Case, judge: JudgeList
) -> tuple[list[Check], list[Note]]:
    notes: list[Note] = []
    try:
        entry, is_number = _read_entry(raw, pointer)
    except EngineError as error:
        if error.reason is reasons.ENTRY_TYPE:
            return [unknown(ids.STATUS, UNKNOWN_KIND, pointer=pointer, found=_type_of(raw))], []
        return [refused(ids.STATUS, error)], []
    if is_number:
        notes.append(Note(INDEX_AS_NUMBER, f"{pointer}/statusListIndex"))
    checks: list[Check] = []
    try:
        status = _look_up(entry, pointer, issuer_id, case, judge)
        checks += (_LIST_READ, _meaning(status, pointer))
        checks += _judge_notices(entry, pointer, issuer_id, case, judge)
    except _Unusable as unusable:
        checks.append(unusable.check)
    return checks, notes


def _judge_notices(entry: StatusEntry, pointer: str, issuer_id: str, case: Case, judge: JudgeList) -> list[Check]:
    """What our companion list says, when there is one: only instances of Sceau publish it.

    raises:  _Unusable
    """
    companion = notices_entry(entry)
    if companion is None:
        return []
    try:
        is_kept = _then(companion.list_url, case) is not None
        if not is_kept and case.reach.fetch(companion.list_url, accept=CREDENTIAL_TYPES).status in NOT_FOUND:
            return []  # somebody else's list at an address like ours, or nothing was ever suspended or replaced
    except OutOfReach as error:
        raise _Unusable(_out_of_reach(error, pointer)) from error
    value = _look_up(companion, pointer, issuer_id, case, judge).value
    notice = notice_of(value)
    if notice is None:
        return [failed(ids.SUSPENSION, UNKNOWN_NOTICE, pointer=pointer, value=value)]
    suspended, replaced = notice is Notice.SUSPENDED, notice is Notice.REPLACED
    return [
        failed(ids.SUSPENSION, SUSPENDED, pointer=pointer) if suspended else _NOT_SUSPENDED,
        failed(ids.REPLACEMENT, REPLACED, pointer=pointer) if replaced else _NOT_REPLACED,
    ]


def _meaning(status: Status, pointer: str) -> Check:
    """The check that answers what this purpose is about."""
    if status.purpose == REVOCATION:
        return failed(ids.REVOCATION, REVOKED, pointer=pointer) if status.is_set else _NOT_REVOKED
    if not status.is_set:
        return _NOT_SUSPENDED
    if status.purpose == SUSPENSION:
        return failed(ids.SUSPENSION, SUSPENDED, pointer=pointer)
    message = status.message if status.purpose == MESSAGE else f"{status.purpose}: {status.message}"
    return failed(ids.SUSPENSION, ISSUER_SAYS, pointer=pointer, message=message)


def _look_up(entry: StatusEntry, pointer: str, issuer_id: str, case: Case, judge: JudgeList) -> Status:
    """What the list says at the entry's index.

    raises:  _Unusable: fail closed, and never "not revoked" by default
    """
    known = _list_at(entry.list_url, pointer, case, judge)
    _refuse_unusable(known, pointer, issuer_id)
    try:
        return status_in(known.bits(entry), entry)
    except EngineError as error:
        raise _Unusable(refused(ids.STATUS, error)) from error


def _refuse_unusable(known: KnownList, pointer: str, issuer_id: str) -> None:
    """Refuse a list that is forged, foreign, or out of date. raises: _Unusable"""
    if known.problem is not None:
        outcome, reason, why = known.problem
        raise _Unusable(Check(ids.STATUS, outcome, reason, pointer, {"why": why}))
    if known.issuer_id != issuer_id:
        raise _Unusable(failed(ids.STATUS, FOREIGN, pointer=pointer, found=known.issuer_id))


def _problem_of(report: Report) -> tuple[Outcome, Reason, Because] | None:
    """Why a list is of no use, from its report as a credential."""
    decisive = report.decisive
    if decisive is not None and report.authenticity is not Outcome.PASSED:
        reason = NOT_AUTHENTIC if report.authenticity is Outcome.FAILED else NOT_VERIFIABLE
        return report.authenticity, reason, Because(decisive.reason, decisive.details)
    for check in report.checks:
        if check.outcome and check.question in (ids.VALIDITY, ids.PROOF_TIME):
            return Outcome.UNKNOWN, LAPSED, Because(check.reason, check.details)
    return None


def _list_at(url: str, pointer: str, case: Case, judge: JudgeList) -> KnownList:
    """The list at an address, fetched and judged once. raises: _Unusable"""
    then = _then(url, case)
    if then is not None:
        return _list_of_then(url, then, pointer, case, judge)
    reach = case.reach
    known: KnownList | None = reach.memory.lists.get(url, case.now)
    if known is not None:
        return known
    try:
        opened = open_anything(reach.successful(url, accept=CREDENTIAL_TYPES).body)
    except OutOfReach as error:
        raise _Unusable(_out_of_reach(error, pointer)) from error
    except EngineError as error:
        why = Because(error.reason, error.details)
        raise _Unusable(failed(ids.STATUS, NOT_AUTHENTIC, pointer=pointer, why=why)) from error
    report = judge(opened, case.of_today())
    known = KnownList(opened.document, report.issuer_id, _problem_of(report))
    if report.authenticity is Outcome.UNKNOWN:  # may be for want of what this one verification may do: not for others
        return known
    reach.memory.answers.drop(url)
    reach.memory.lists.put(url, known, min(reach.until, case.now + _ttl(opened.document)))
    return known


def _list_of_then(url: str, then: ListThen, pointer: str, case: Case, judge: JudgeList) -> KnownList:
    """A list of the moment in question, judged as of then. raises: _Unusable"""
    reach, name = case.reach, f"{url} {then.since.isoformat()} {case.at.isoformat()}"
    known: KnownList | None = reach.memory.lists.get(name, case.now)
    if known is not None:
        return known
    try:
        opened = open_anything(then.body)
    except EngineError as error:
        why = Because(error.reason, error.details)
        raise _Unusable(failed(ids.STATUS, NOT_AUTHENTIC, pointer=pointer, why=why)) from error
    report = judge(opened, case.of_then())
    known = KnownList(opened.document, report.issuer_id, _problem_of(report))
    if report.authenticity is not Outcome.UNKNOWN:
        reach.memory.lists.put(name, known, reach.until)
    return known


def _ttl(document: JsonObject) -> timedelta:
    """How long the list may be kept. source: §2.2 "ttl", in milliseconds"""
    try:
        times = [one.ttl for one in read_status_list(document) if one.ttl is not None]
    except EngineError:
        return timedelta(0)
    return timedelta(milliseconds=min([LONGEST_TTL, *times]))


def _read_entry(raw: Any, pointer: str) -> tuple[StatusEntry, bool]:
    """The entry; and whether its index is a number, as in 1EdTech's own sample, where the standard wants a text.

    raises:  MalformedStatusList
    """
    if isinstance(raw, dict) and type(raw.get("statusListIndex")) is int and raw["statusListIndex"] >= 0:
        return read_status_entry({**raw, "statusListIndex": str(raw["statusListIndex"])}, pointer=pointer), True
    return read_status_entry(raw, pointer=pointer), False


def _out_of_reach(error: OutOfReach, pointer: str) -> Check:
    return unknown(ids.STATUS, OUT_OF_REACH, pointer=pointer, why=Because(error.reason, error.details))


def _type_of(raw: Any) -> str:
    return as_text(raw.get("type") if isinstance(raw, dict) else raw)
