"""What was signed in a batch that is called off: worth nothing from the first moment on; the rest follows in lots.

How credentials stand and what the status lists say changes with the batch, in one transaction, however many there are:
two statements and a walk over bits. What nobody waits for comes after, by whichever worker comes by, any number of
times: the lines of history, letters that are dropped, and what was replaced and stands again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, cast

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from sceau.accounts.models import User
from sceau.issuing.models import Batch, Credential, Turn
from sceau.issuing.services.letters import drop_waiting
from sceau.issuing.services.publishing import set_bits
from sceau.issuing.states import BatchState, CredentialState

AT_ONCE: Final = 2_000  # credentials of one lot: a quarter of a second
_STANDING: Final = (CredentialState.VALID, CredentialState.SUSPENDED)


def annul(batch: Batch, *, by: User, now: datetime) -> int:
    """Turn all that was signed and is not revoked or erased for good; gives how many. In the caller's transaction.

    What was replaced stands again in the same moment where that is one lot; the rest of it follows.
    """
    there = Credential.objects.filter(line__batch=batch, state__in=_STANDING)
    rows = there.select_for_update(of=("self",)).order_by("pk").values_list("pk", "list_id", "index", named=True)
    kept = cast(Sequence[Credential], list(rows))  # of a hundred thousand, no more than this is held in memory
    if kept:
        set_bits(kept, CredentialState.CANCELLED, now=now)
        there.update(state=CredentialState.CANCELLED, state_at=now, state_by=by, why="")
    _give_back(batch, by, now)
    return len(kept)


def follow_at_once(batch: Batch, *, now: datetime) -> None:
    """Do the rest of a small one, in the caller's transaction."""
    after = follow_lot(batch.pk, now=now)
    if after is not None:
        follow_lot(batch.pk, now=now, after=after)
    batch.refresh_from_db(fields=["done_at"])


def batches_to_follow() -> QuerySet[Batch]:
    """Those that were called off and whose rest is not done, the first first."""
    return Batch.objects.filter(state=BatchState.CANCELLED, done_at__isnull=True).order_by("cancelled_at", "pk")


def followed(batch: Batch) -> int | None:
    """For how many credentials of one that was called off the rest is done; None when nothing is left to be done."""
    if batch.state != BatchState.CANCELLED or batch.done_at is not None:
        return None
    return Turn.objects.filter(credential__line__batch=batch, state=CredentialState.CANCELLED).count()


def follow(batch: Batch, *, clock: Callable[[], datetime], at_most: timedelta) -> bool:
    """Do the rest, lot by lot, for a time; gives whether all is done. It may be taken up again, or run twice."""
    started, last = clock(), 0
    while clock() - started < at_most:
        following = follow_lot(batch.pk, after=last, now=clock())
        if following is None:
            return True
        last = following
    return False


def follow_lot(batch_pk: int, *, now: datetime, after: int = 0) -> int | None:
    """One lot; gives the primary key up to which it went, None when nothing is left.

    after:  of the last lot of this caller, which need not look again at what came before
    """
    with transaction.atomic():
        rows = Batch.objects.select_for_update(of=("self",), no_key=True).select_related("institution", "cancelled_by")
        batch = rows.get(pk=batch_pk)
        if batch.state != BatchState.CANCELLED or batch.done_at is not None:
            return None
        by, at = batch.cancelled_by, batch.cancelled_at or now
        noted = Turn.objects.filter(credential=OuterRef("pk"), state=CredentialState.CANCELLED)
        left = Credential.objects.filter(
            ~Exists(noted), line__batch=batch, pk__gt=after, state=CredentialState.CANCELLED
        )
        some = list(left.order_by("pk").only("pk")[:AT_ONCE])
        Turn.objects.bulk_create(Turn(credential=each, state=CredentialState.CANCELLED, at=at, by=by) for each in some)
        drop_waiting(some, now=now)
        if some:
            return int(some[-1].pk)
        if _give_back(batch, by, at):
            return after
        batch.done_at = now
        batch.save(update_fields=["done_at"])
    return None


def _give_back(batch: Batch, by: User | None, at: datetime) -> int:
    """Some of what this batch stood instead of stands again as it did; gives how many."""
    instead = Credential.objects.filter(replaces=OuterRef("pk"))
    here = instead.filter(line__batch=batch)
    others = instead.exclude(state=CredentialState.CANCELLED)
    waiting = Credential.objects.filter(Exists(here), ~Exists(others), state=CredentialState.REPLACED)
    old = list(waiting.select_for_update(of=("self",)).order_by("pk")[:AT_ONCE])
    for state in _STANDING:
        _turn([each for each in old if _state_before(each) == state], state, by, at)
    return len(old)


def _turn(credentials: Sequence[Credential], state: CredentialState, by: User | None, at: datetime) -> None:
    if not credentials:
        return
    set_bits(credentials, state, now=at)
    pks = [each.pk for each in credentials]
    Credential.objects.filter(pk__in=pks).update(state=state, state_at=at, state_by=by, why="")
    Turn.objects.bulk_create(Turn(credential_id=pk, state=state, at=at, by=by) for pk in pks)


def _state_before(credential: Credential) -> CredentialState:
    """How a credential stood when it was replaced."""
    turns = Turn.objects.filter(credential=credential).exclude(state=CredentialState.REPLACED).order_by("-pk")
    last = turns.values_list("state", flat=True).first()
    return CredentialState.SUSPENDED if last == CredentialState.SUSPENDED else CredentialState.VALID
