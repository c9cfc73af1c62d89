"""The release of a batch: asked for by whoever prepared it, given by somebody else where the institution decided so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from sceau.accounts.models import User
from sceau.engine.errors import EngineError
from sceau.institutions.models import Institution, Membership
from sceau.institutions.queries import standing
from sceau.institutions.roles import MAY, Right
from sceau.issuing.errors import NotNow, WrongValue
from sceau.issuing.models import Batch
from sceau.issuing.queries.settings import settings_of
from sceau.issuing.reasons import batches as reasons
from sceau.issuing.rights import require
from sceau.issuing.services.writing import held, move, require_state, write
from sceau.issuing.states import BatchState
from sceau.journal.models import Act
from sceau.keyring.documents import ref_of
from sceau.keyring.errors import NoActiveKey
from sceau.keyring.models import Purpose, SigningKey
from sceau.keyring.ports import KeyStore
from sceau.keyring.queries import active_key

LONGEST_AHEAD: Final = timedelta(days=90)
_PREPARING: Final = ("batch.prepared", "batch.lines_added")


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
) -> Batch:
    """Have a batch signed, with the key that is in service now.

    by:          None for the house, of what it prepared itself
    keys:        when given, whether the key can be opened is looked at first
    not_before:  when signing begins; None: at once
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


def has_prepared(user: User, batch: Batch) -> bool:
    """Whether somebody put lines into a batch."""
    acts = Act.objects.filter(subject=f"batch:{batch.uuid}", chain=batch.institution.uuid)
    return acts.filter(code__in=_PREPARING, actor=user.uuid).exists()


def others_may_release(user: User, institution: Institution, *, now: datetime) -> bool:
    """Whether anybody else may release what this person prepares."""
    roles = [role for role, rights in MAY.items() if Right.RELEASE_CREDENTIALS in rights]
    there = Membership.objects.filter(standing(now), institution=institution, unit__isnull=True, role__in=roles)
    return there.filter(user__is_active=True).exclude(user=user).exists()


def _require_two(batch: Batch, by: User, now: datetime) -> None:
    if not settings_of(batch.institution).two_people:
        return
    if has_prepared(by, batch):
        alone = not others_may_release(by, batch.institution, now=now)
        raise NotNow(reasons.NOBODY_ELSE if alone else reasons.TWO_PEOPLE)
    require_asked(batch)


def require_asked(batch: Batch) -> None:
    """raises: NotNow while the batch is still being prepared"""
    if batch.state != BatchState.ASKED:
        raise NotNow(reasons.ASK_FIRST)


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
