"""The release of a batch: asked for by whoever prepared it, given by somebody else where the institution decided so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from sceau.accounts.models import User
from sceau.engine.errors import EngineError
from sceau.institutions.models import Institution
from sceau.institutions.roles import Right
from sceau.issuing.errors import NotNow, WrongValue
from sceau.issuing.models import Batch
from sceau.issuing.queries.batches import preparers_of, reading_of, releasers_of
from sceau.issuing.queries.settings import settings_of
from sceau.issuing.reasons import batches as reasons
from sceau.issuing.rights import may, require
from sceau.issuing.services.settings import LIFTED
from sceau.issuing.services.writing import held, move, require_state, write
from sceau.issuing.states import BatchState
from sceau.journal.queries import Wanted, acts_of
from sceau.keyring.documents import ref_of
from sceau.keyring.errors import NoActiveKey
from sceau.keyring.models import Purpose, SigningKey
from sceau.keyring.ports import KeyStore
from sceau.keyring.queries import active_key

LONGEST_AHEAD: Final = timedelta(days=90)


def ask_release(*, batch: Batch, by: User, now: datetime) -> Batch:
    """Say that a batch is ready: from here on nothing is changed of it, and somebody releases it or takes it back.

    raises:  NotEntitled, NotNow
    """
    require(by, Right.PREPARE_CREDENTIALS, batch.institution, now=now)
    with transaction.atomic():
        there = held(batch)
        require_state(there, BatchState.DRAFT)
        _require_lines(there)
        move(there, BatchState.ASKED)
        there.asked_at = now
        there.save(update_fields=["state", "asked_at"])
        write("batch.asked", there, by=by, now=now, count=there.lines_total)
    return there


def take_back(*, batch: Batch, by: User, now: datetime) -> Batch:
    """Go on preparing a batch whose release was asked for. raises: NotEntitled, NotNow"""
    require(by, Right.PREPARE_CREDENTIALS, batch.institution, now=now)
    with transaction.atomic():
        there = held(batch)
        require_state(there, BatchState.ASKED)
        move(there, BatchState.DRAFT)
        there.asked_at = None
        there.save(update_fields=["state", "asked_at"])
        write("batch.taken_back", there, by=by, now=now)
    return there


def release_batch(
    *,
    batch: Batch,
    by: User | None,
    now: datetime,
    keys: KeyStore | None = None,
    not_before: datetime | None = None,
    read: str | None = None,
) -> Batch:
    """Have a batch signed, with the key that is in service now.

    by:          None for the house, of what it prepared itself
    keys:        when given, whether the key can be opened is looked at first
    not_before:  when signing begins; None: at once
    read:        `reading_of` the batch as whoever releases it has seen it: of another content nothing is released
    raises:      NotEntitled; WrongValue for an hour that cannot be; NotNow, also for whoever prepared the batch where
                 two people are asked for
    """
    if by is not None:
        require(by, Right.RELEASE_CREDENTIALS, batch.institution, now=now)
    _require_hour(not_before, now)
    with transaction.atomic():
        there = held(batch)
        require_state(there, BatchState.DRAFT, BatchState.ASKED)
        _require_lines(there)
        if by is not None:
            _require_two(there, by, now)
        elif there.prepared_by_id is not None:
            raise NotNow(reasons.TWO_PEOPLE)
        if read is not None and read != reading_of(there):
            raise NotNow(reasons.CHANGED_SINCE_READ, count=there.lines_total)
        move(there, BatchState.RELEASED)
        there.key = key_in_service(there.institution, keys)
        there.released_by, there.released_at = by, now
        there.not_before, there.created = not_before, not_before or now
        there.save()
        write(
            "batch.released",
            there,
            by=by,
            now=now,
            count=there.lines_total,
            key=str(there.key.uuid),
            planned=not_before.isoformat() if not_before else "",
        )
    return there


def send_on(*, batch: Batch, by: User, now: datetime, keys: KeyStore | None = None) -> Batch:
    """Release a batch that is ready, where whoever made it may and is enough; else ask for its release.

    raises:  as `ask_release` and `release_batch`
    """
    alone = not settings_of(batch.institution).two_people
    if alone and may(by, Right.RELEASE_CREDENTIALS, batch.institution, now=now):
        return release_batch(batch=batch, by=by, now=now, keys=keys)
    return ask_release(batch=batch, by=by, now=now)


def key_in_service(institution: Institution, keys: KeyStore | None = None) -> SigningKey:
    """The key that signs the credentials of an institution.

    raises:  NotNow when there is none, or when the store cannot open it
    """
    try:
        key = active_key(institution, Purpose.CREDENTIALS)
    except NoActiveKey as missing:
        raise NotNow(reasons.NO_KEY) from missing
    if keys is not None:
        try:
            keys.signer(ref_of(key))
        except EngineError as closed:
            raise NotNow(reasons.KEY_DOES_NOT_OPEN) from closed
    return key


def _require_two(batch: Batch, by: User, now: datetime) -> None:
    """A rule that is lifted frees what is prepared from then on: nobody lifts it for a batch of their own."""
    is_asked_for = settings_of(batch.institution).two_people
    if not is_asked_for and not (_was_lifted_since(batch) and releasers_of(batch, now=now).exists()):
        return
    if by.uuid in preparers_of(batch):
        raise NotNow(reasons.TWO_PEOPLE if releasers_of(batch, now=now).exists() else reasons.NOBODY_ELSE)
    if is_asked_for and batch.state != BatchState.ASKED:
        raise NotNow(reasons.ASK_FIRST)


def _was_lifted_since(batch: Batch) -> bool:
    """Whether two people were asked for when the batch was prepared."""
    return acts_of(batch.institution.uuid, Wanted(codes=(LIFTED,), since=batch.prepared_at)).exists()


def _require_hour(not_before: datetime | None, now: datetime) -> None:
    if not_before is None:
        return
    if not_before <= now:
        raise WrongValue(reasons.PLANNED_IN_THE_PAST, field="not_before")
    if not_before > now + LONGEST_AHEAD:
        raise WrongValue(reasons.PLANNED_TOO_LATE, field="not_before", days=LONGEST_AHEAD.days)


def _require_lines(batch: Batch) -> None:
    if batch.lines_total <= 0:
        raise NotNow(reasons.NOTHING_LEFT)
