"""Lines of a released batch → signed credentials, some at a time: each lot of them is one transaction.

Whatever dies, a line has its credential with all that belongs to it, or it waits as before. Places of status lists are
taken in a transaction of their own, so that nobody waits for them until a lot is signed: a death leaves some of them
empty, and no place is given twice.
"""

from __future__ import annotations

import gc
import logging
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from sceau.engine.errors import EngineError, Reason
from sceau.engine.ports import Signer
from sceau.engine.proofs.batch import Batch as Proofs
from sceau.engine.vocabularies.contexts import shipped
from sceau.issuing.making import Maker
from sceau.issuing.models import Batch, Line
from sceau.issuing.queries.claimed import claim
from sceau.issuing.reasons import signing as reasons
from sceau.issuing.services.lots import Lot, Stopped
from sceau.issuing.services.publishing import Place, allocate
from sceau.issuing.services.replacing import standing_of
from sceau.issuing.services.shelving import Shelf
from sceau.issuing.services.writing import held, write
from sceau.issuing.states import BatchState, LineState
from sceau.keyring.documents import method_of, ref_of
from sceau.keyring.models import KeyState, SigningKey
from sceau.keyring.ports import KeyStore
from sceau.people.queries import bring_roots

log = logging.getLogger(__name__)


def issue_next_lines(
    batch_pk: int, *, limit: int, keys: KeyStore, now: datetime, chance: Callable[[], float] = random.random
) -> int:
    """Sign at most so many lines of a batch; gives how many were signed or refused, 0 when nothing is to be done."""
    return Desk(batch_pk, keys=keys, chance=chance).issue(limit=limit, now=now)


class Desk:
    """Signs lines of one batch, lot after lot: what one lot teaches of designs and structures serves the next.

    chance:  numbers from 0 to 1, see `sceau.engine.proofs.batch`
    """

    def __init__(self, batch_pk: int, *, keys: KeyStore, chance: Callable[[], float] = random.random) -> None:
        self._batch_pk, self._keys, self._chance = batch_pk, keys, chance
        self._places: list[Place] = []
        self._in_hand: list[int] = []
        self._known: Batch | None = None
        self._known_for: tuple[object, ...] = ()
        self._shelf = Shelf()
        self._tools: tuple[Maker, Proofs] | None = None
        self._tools_for: tuple[int, datetime | None] | None = None

    def issue(self, *, limit: int, now: datetime) -> int:
        """One lot; gives how many lines were signed or refused.

        A key that cannot be used stops the batch, and then nothing else is written.
        """
        batch = self._batch()
        if not _is_due(batch, now):
            return 0
        waiting = len(self._waiting().values_list("pk", flat=True)[:limit])
        if waiting > len(self._places):
            self._places += allocate(batch.institution, waiting - len(self._places))
        try:
            with transaction.atomic(), _undisturbed():
                done = self._lot(min(limit, waiting), now)
        except Stopped as stopped:
            stop(batch, stopped.reason, now=now)
            return 0
        except IntegrityError as fault:
            return self._one_by_one(fault, now)
        self._shelf.settle()
        del self._places[:done]
        return done

    def _one_by_one(self, fault: IntegrityError, now: datetime) -> int:
        """The database refused a lot: line by line, the one that it refuses by itself fails and holds up nobody."""
        if len(self._in_hand) > 1:
            return sum(self.issue(limit=1, now=now) for _ in self._in_hand.copy())
        log.error("a line of batch %s is refused by the database: %s", self._batch_pk, fault)
        with transaction.atomic():
            refused = self._waiting().filter(pk__in=self._in_hand)
            failed = refused.update(
                state=LineState.FAILED, code=reasons.CANNOT_BE_MADE.code, details={"fault": type(fault).__qualname__}
            )
            Batch.objects.filter(pk=self._batch_pk).update(lines_failed=F("lines_failed") + failed)
        return failed

    def _lot(self, limit: int, now: datetime) -> int:
        batch = self._batch()
        if not _is_due(batch, now):
            return 0
        key = batch.key
        if key is None or key.state != KeyState.ACTIVE:
            raise Stopped(reasons.KEY_OUT_OF_SERVICE)
        lines = claim(self._batch_pk, limit=limit)
        bring_roots(line.award.person for line in lines)
        self._in_hand = [line.pk for line in lines]
        if lines:
            maker, proofs = self._tools_of(batch, key)
            lot = Lot(batch, key.pk, maker, proofs, standing_of(lines, cause=batch.cause), self._shelf, now)
            lot.issue(lines, self._places[: len(lines)])
        return len(lines)

    def _batch(self) -> Batch:
        """The batch as it stands; all of its row, its institution and its key are read only when another key signs."""
        there = Batch.objects.filter(pk=self._batch_pk)
        state, paused_at, not_before, *tools = there.values_list(
            "state", "paused_at", "not_before", "created", "key_id", "key__state"
        ).get()
        if self._known is None or self._known_for != tuple(tools):
            self._known = there.select_related("institution", "key").get()
            self._known_for = tuple(tools)
        self._known.state, self._known.paused_at, self._known.not_before = state, paused_at, not_before
        return self._known

    def _waiting(self) -> QuerySet[Line]:
        return Line.objects.filter(batch=self._batch_pk, state=LineState.WAITING)

    def _tools_of(self, batch: Batch, key: SigningKey) -> tuple[Maker, Proofs]:
        """What makes and what signs: the same until the key or the moment of the batch is another."""
        if self._tools is None or self._tools_for != (key.pk, batch.created):
            proofs = Proofs(
                signer=self._signer(key),
                verification_method=method_of(batch.institution.did, key),
                created=batch.created,
                contexts=shipped(),
                chance=self._chance,
            )
            self._tools = Maker(batch.institution, base=settings.BASE_URL), proofs
            self._tools_for = key.pk, batch.created
        return self._tools

    def _signer(self, key: SigningKey) -> Signer:
        try:
            return self._keys.signer(ref_of(key))
        except EngineError as error:
            log.error("the key %s does not open: %s", key.uuid, error.reason.code)
            raise Stopped(reasons.KEY_DOES_NOT_OPEN) from error


def stop(batch: Batch, reason: Reason, *, now: datetime) -> None:
    """The house stops a batch until somebody takes it up again."""
    with transaction.atomic():
        there = held(batch)
        if there.state == BatchState.RELEASED and there.paused_at is None:
            there.paused_at, there.fault = now, reason.code
            there.save(update_fields=["paused_at", "fault"])
            write("batch.stopped", there, by=None, now=now, fault=reason.code)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the search for cycles: a lot makes a million objects and no cycle, and a fifth of its time went there."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _is_due(batch: Batch, now: datetime) -> bool:
    is_time = batch.not_before is None or batch.not_before <= now
    return batch.state == BatchState.RELEASED and batch.paused_at is None and is_time
