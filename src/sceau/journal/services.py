"""Every write of the journal, and the outbox of what follows."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.db.models import F, Q

from sceau.journal.digests import digest_of, digest_of_reason, microseconds
from sceau.journal.errors import NO_GROUND, NO_REASON_TO_ERASE, NoGround, NothingToErase
from sceau.journal.insertion import Row, grow, hold, insert
from sceau.journal.models import PLATFORM, Act, Chain, Pending, Why
from sceau.journal.opaque import Deed, refuse_what_is_not_opaque

SALT = 16  # bytes: enough that a short reason cannot be guessed from its digest
LEASE = timedelta(minutes=5)  # for a worker to do what follows an act, mail included; then another may try
FIRST_WAIT = timedelta(seconds=30)  # after a first fault, doubled at each next one
LONGEST_WAIT = timedelta(hours=6)  # a mail server that is down for a night is tried again in the morning
ERASED = "journal.reason_erased"
LONGEST_FAULT = 200  # characters of Pending.fault

__all__ = [
    "Deed",
    "due",
    "erase_reason",
    "fail",
    "on_record",
    "record",
    "record_all",
    "record_many",
    "settle",
    "take_back",
]

_listeners: list[Callable[[], None]] = []


def on_record(listener: Callable[[], None]) -> None:
    """Call this after every commit that wrote acts; it must be quick and may never raise."""
    _listeners.append(listener)


def record(
    code: str,
    *,
    subject: str,
    by: UUID | None,
    at: datetime,
    institution: UUID = PLATFORM,
    why: str = "",
    **details: object,
) -> Act:
    """Write one act, in the transaction of whoever calls.

    by:           the uuid of the user; None when the house itself acts
    institution:  whose chain; by default that of the installation
    """
    return record_all([Deed(code, subject, details, why)], by=by, at=at, institution=institution)[0]


def record_all(deeds: Sequence[Deed], *, by: UUID | None, at: datetime, institution: UUID = PLATFORM) -> list[Act]:
    """Write several acts of one moment, in one go.

    One writer at a time holds the chain's row, so that no two acts have the same number.

    raises:  NotOpaque, and then nothing is written
    """
    if not deeds:
        return []
    chain, rows, ids = _written(deeds, by=by, at=at, institution=institution, are_followed=True)
    acts = []
    for key, (number, moment, _actor, code, subject, details, why, digest) in zip(ids, rows, strict=True):
        act = Act(
            pk=key,
            chain=chain,
            number=number,
            at=moment,
            actor=by,
            code=code,
            subject=subject,
            details=details,
            why=why,
            digest=digest,
        )
        act._state.adding, act._state.db = False, connection.alias
        acts.append(act)
    return acts


def record_many(deeds: Sequence[Deed], *, by: UUID | None, at: datetime, institution: UUID = PLATFORM) -> None:
    """The same for acts of which nothing follows: too many of them to be told to nobody, or to be given back.

    raises:  NotOpaque, and then nothing is written
    """
    if deeds:
        _written(deeds, by=by, at=at, institution=institution, are_followed=False)


def _written(
    deeds: Sequence[Deed], *, by: UUID | None, at: datetime, institution: UUID, are_followed: bool
) -> tuple[Chain, list[Row], Sequence[int]]:
    """Their chain, their rows and their ids."""
    for deed in deeds:
        refuse_what_is_not_opaque(deed)
    with transaction.atomic(savepoint=False):  # part of what its caller does: both are undone, or none
        chain = _held(institution)
        whose, moment, actor = institution.hex, microseconds(at), by.hex if by else None
        head, reasons = bytes(chain.head), []
        rows: list[Row] = []
        for number, deed in enumerate(deeds, start=chain.length + 1):
            salt = secrets.token_bytes(SALT) if deed.why else b""
            why = digest_of_reason(salt, deed.why) if deed.why else b""
            details = orjson.dumps(deed.details, option=orjson.OPT_SORT_KEYS).decode()
            head = digest_of(head, (whose, number, moment, actor, deed.code, deed.subject, details, why.hex()))
            rows.append((number, moment, actor, deed.code, deed.subject, details, why, head))
            reasons.append((salt, deed.why))
        ids = insert(chain, rows, are_followed=are_followed)
        Why.objects.bulk_create(
            [Why(act_id=key, salt=salt, text=text) for key, (salt, text) in zip(ids, reasons, strict=True) if text]
        )
        chain.length += len(rows)
        chain.head = head
        grow(chain)
        if are_followed:
            _ring_on_commit()
    return chain, rows, ids


def erase_reason(act: Act, *, by: UUID | None, now: datetime, ground: str) -> Act:
    """Erase what somebody typed as the reason of an act; the act stays, and the erasure is one.

    ground:   why, itself kept as a reason: typed by a person, who names nobody in it
    returns:  the act of erasing
    raises:   NoGround, NothingToErase
    """
    if not ground.strip():
        raise NoGround(NO_GROUND)
    with transaction.atomic():
        erased, _ = Why.objects.filter(act=act).delete()
        if not erased:
            raise NothingToErase(NO_REASON_TO_ERASE, number=act.number)
        return record(
            ERASED,
            subject=f"chain:{act.chain_id}",
            by=by,
            at=now,
            institution=act.chain_id,
            why=ground.strip(),
            number=act.number,
        )


def due(*, limit: int, now: datetime) -> list[Act]:
    """Take at most `limit` acts whose consequences are to come, the oldest first.

    They are lent: nobody else is given them before `now` + LEASE, and whoever dies with them in hand loses nothing.
    Taking counts as a try. Each is then settled or failed; no transaction need be open meanwhile.
    """
    with transaction.atomic():
        free = Pending.objects.filter(Q(due__isnull=True) | Q(due__lte=now)).order_by("act_id")
        taken = list(free.select_for_update(skip_locked=True).values_list("act_id", flat=True)[:limit])
        Pending.objects.filter(act_id__in=taken).update(due=now + LEASE, tries=F("tries") + 1, fault="")
    return list(Act.objects.filter(pk__in=taken).select_related("pending").order_by("pk"))


def settle(*acts: Act) -> None:
    """What follows these acts was done: they leave the outbox."""
    Pending.objects.filter(act__in=acts).delete()


def fail(act: Act, fault: BaseException | str, now: datetime) -> None:
    """What follows the act could not be done: it will be tried again, later each time.

    fault:  only its class is kept, for its text may hold personal data; or a code of the caller's
    """
    name = fault if isinstance(fault, str) else f"{type(fault).__module__}.{type(fault).__qualname__}"
    for waiting in Pending.objects.filter(act=act):
        wait = min(FIRST_WAIT * 2 ** min(max(waiting.tries - 1, 0), 20), LONGEST_WAIT)
        Pending.objects.filter(act=act).update(due=now + wait, fault=name[:LONGEST_FAULT])


def take_back(now: datetime) -> None:
    """No worker lives: what was lent is free at once, but what was in hand at two deaths waits as after a fault."""
    lent = Pending.objects.filter(due__gt=now, fault="")
    lent.filter(tries__lte=1).update(due=None)
    for waiting in lent.filter(tries__gt=1).select_related("act"):
        fail(waiting.act, "worker.died", now)


def _held(institution: UUID) -> Chain:
    """The chain, its row kept from other writers; made by its first act."""
    chain = hold(institution)
    if chain is None:
        Chain.objects.get_or_create(uuid=institution)  # by somebody else meanwhile, perhaps
        chain = Chain.objects.select_for_update().get(uuid=institution)
    return chain


class _Bell:
    """One for all acts of a transaction: it rings once, however many of them hang on it."""

    def __init__(self) -> None:
        self.has_rung = False

    def ring(self) -> None:
        if not self.has_rung:
            self.has_rung = True
            for listener in _listeners:
                listener()


def _ring_on_commit() -> None:
    """Each act has its hook, for a savepoint that is undone takes its own away; all of them pull one bell."""
    hooks = transaction.get_connection().run_on_commit
    last = getattr(hooks[-1][1], "__self__", None) if hooks else None
    bell = last if isinstance(last, _Bell) and not last.has_rung else _Bell()
    transaction.on_commit(bell.ring, robust=True)
