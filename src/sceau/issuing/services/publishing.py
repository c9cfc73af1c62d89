"""Status lists: places are given out in them, bits of them change, and the two documents of each are published, signed.

They are signed when somebody first asks after a change, and anew before they lapse. Whoever asks while another signs is
served what stood before, as any cache would: a list is asked for again after a minute. Without a key that can sign, the
former documents are served as long as they hold, unless a compromised key signed them; then nothing is, and verifiers
say that they cannot tell. The locks leave the keys of rows alone: those who issue into a list wait for nobody here.
"""

from __future__ import annotations

import logging
import secrets
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import orjson
from django.db import transaction

from sceau.engine.errors import EngineError
from sceau.engine.ports import Signer
from sceau.engine.proofs.data_integrity import secure
from sceau.engine.status.bitstring import StatusList as Bits
from sceau.engine.status.documents import MESSAGE, REVOCATION, status_list_credential
from sceau.engine.status.notices import NOTICE_SIZE, Notice, new_notices, notices_url
from sceau.engine.strict_json import JsonObject
from sceau.engine.vocabularies.contexts import shipped
from sceau.institutions.models import Institution
from sceau.issuing.models import Credential, StatusList
from sceau.issuing.places import PLACES, place
from sceau.issuing.queries.lists import lists_to_sign
from sceau.issuing.services.snapshots import keep_snapshot
from sceau.issuing.states import CredentialState
from sceau.keyring.documents import method_of, ref_of
from sceau.keyring.errors import NoActiveKey
from sceau.keyring.models import KeyState, Purpose, SigningKey
from sceau.keyring.ports import KeyStore
from sceau.keyring.queries import active_key

VALIDITY = timedelta(days=3)  # an old list, from before a revocation, passes for the last one no longer than this
RENEWED_BEFORE = timedelta(days=1)  # so long the house may be closed, or without its keys, and still be believed
TTL = timedelta(minutes=1)  # a revocation is known everywhere after it

_BITS: Final = ("revocations", "notices")
_REVOKED: Final = frozenset({CredentialState.REVOKED, CredentialState.CANCELLED})
_NOTICES: Final[dict[str, int]] = {
    CredentialState.VALID: Notice.NONE,
    CredentialState.SUSPENDED: Notice.SUSPENDED,
    CredentialState.REPLACED: Notice.REPLACED,
    CredentialState.REVOKED: Notice.NONE,  # the other list says all there is to say
    CredentialState.CANCELLED: Notice.NONE,
}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a credential stands in the lists: its primary key and uuid, and the index."""

    list_id: int
    uuid: str
    index: int


@dataclass(frozen=True, slots=True)
class Published:
    """The two documents of a list, as they are served."""

    revocations: bytes
    notices: bytes


def list_url(base: str, uuid: object) -> str:
    """The address of a list."""
    return f"{base}/status/{uuid}"


def allocate(institution: Institution, count: int) -> list[Place]:
    """Give out so many places, in lists that are made as they are needed: one of each institution is open at a time.

    In a transaction of its own two who issue at once do not wait for each other; places that nobody took afterwards
    stay empty, which harms nobody.
    """
    places: list[Place] = []
    with transaction.atomic():
        Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
        while len(places) < count:
            current = _open_list(institution)
            taken = range(current.given, min(current.given + count - len(places), PLACES))
            seed, uuid = bytes(current.seed), str(current.uuid)
            places += [Place(current.pk, uuid, place(seed, number)) for number in taken]
            StatusList.objects.filter(pk=current.pk).update(given=taken.stop)
    return places


def set_bits(credentials: Iterable[Credential], state: str, *, now: datetime) -> None:
    """Make the lists say how these credentials stand, in the caller's transaction; their own rows are the caller's.

    A revocation is never taken back, and an erasure changes no bit.

    credentials:  at any number of places, of one or several lists
    """
    if state not in _NOTICES:
        return
    indices = defaultdict(list)
    for each in credentials:
        indices[each.list_id].append(each.index)
    with transaction.atomic():
        held = StatusList.objects.select_for_update(no_key=True).filter(pk__in=indices).order_by("pk")
        for there in held.only("revision", *_BITS):
            before = bytes(there.revocations), bytes(there.notices)
            revocations, notices = _bits_of(there)
            for index in indices[there.pk]:
                if state in _REVOKED:
                    revocations.set(index)
                notices.set(index, _NOTICES[state])
            if (bytes(revocations.bits), bytes(notices.bits)) == before:
                continue
            there.revocations, there.notices = bytes(revocations.bits), bytes(notices.bits)
            there.revision, there.changed_at = there.revision + 1, now
            there.save(update_fields=["revision", "changed_at", *_BITS])


def published(listed: StatusList, *, base: str, keys: KeyStore, now: datetime) -> Published:
    """The two documents of a list, signed anew when they no longer say what stands or are about to lapse.

    listed:  of `queries.lists.list_at`
    raises:  NoActiveKey, EngineError of the store, when there is nothing that may be served
    """
    if _is_fresh(listed, now):
        return _documents(listed)
    try:
        return _sign(listed, base=base, keys=keys, now=now)
    except (NoActiveKey, EngineError) as fault:
        log.error("the status list %s could not be signed: %s", listed.uuid, type(fault).__qualname__)
        if _may_be_served(listed, now):
            return _documents(listed)
        raise


def sign_due(*, base: str, keys: KeyStore, now: datetime) -> None:
    """Sign all that is due. A list that cannot be signed is noted, and keeps none of the others from it."""
    for listed in lists_to_sign(before=now + RENEWED_BEFORE):
        with suppress(NoActiveKey, EngineError):
            published(listed, base=base, keys=keys, now=now)


def _sign(listed: StatusList, *, base: str, keys: KeyStore, now: datetime) -> Published:
    """One signs; those who ask meanwhile are served what stood before while it holds, and wait when it does not."""
    with transaction.atomic():
        row = StatusList.objects.filter(pk=listed.pk)
        free = row.select_for_update(no_key=True, skip_locked=_may_be_served(listed, now))
        if free.values_list("pk").first() is None:
            return _documents(listed)
        # read after the wait: a row that was waited for comes with the key that stood beside it before
        there = row.select_related("institution", "key").get()
        if _is_fresh(there, now):
            return _documents(there)
        key = active_key(there.institution, Purpose.CREDENTIALS)
        signed = _signed(there, key, keys.signer(ref_of(key)), base=base, now=now)
        StatusList.objects.filter(pk=there.pk).update(
            signed_revision=there.revision,
            signed_at=now,
            valid_until=now.replace(microsecond=0) + VALIDITY,
            signed_revocations=signed.revocations,
            signed_notices=signed.notices,
            key=key,
        )
        keep_snapshot(there, signed.revocations, signed.notices, at=now)
    return signed


def _signed(there: StatusList, key: SigningKey, signer: Signer, *, base: str, now: datetime) -> Published:
    created, url, did = now.replace(microsecond=0), list_url(base, there.uuid), there.institution.did

    def document(address: str, bits: Bits, purpose: str) -> bytes:
        unsigned: JsonObject = status_list_credential(
            address,
            did,
            bits,
            purpose=purpose,
            valid_from=created,
            valid_until=created + VALIDITY,
            ttl=TTL // timedelta(milliseconds=1),
        )
        method = method_of(did, key)
        return orjson.dumps(
            secure(unsigned, signer=signer, verification_method=method, created=created, contexts=shipped())
        )

    revocations, notices = _bits_of(there)
    return Published(document(url, revocations, REVOCATION), document(notices_url(url), notices, MESSAGE))


def _open_list(institution: Institution) -> StatusList:
    """The list of an institution that has room, made when there is none; its row of institutions is held."""
    there = StatusList.objects.filter(institution=institution, given__lt=PLACES).order_by("pk").defer(*_BITS).first()
    if there is not None:
        return there
    return StatusList.objects.create(
        institution=institution,
        seed=secrets.token_bytes(32),
        revocations=bytes(Bits.new().bits),
        notices=bytes(new_notices().bits),
    )


def _bits_of(there: StatusList) -> tuple[Bits, Bits]:
    return Bits(bytearray(there.revocations)), Bits(bytearray(there.notices), NOTICE_SIZE)


def _documents(there: StatusList) -> Published:
    return Published(bytes(there.signed_revocations), bytes(there.signed_notices))


def _is_fresh(there: StatusList, now: datetime) -> bool:
    """Whether what was signed says what stands, and for long enough."""
    return there.signed_revision == there.revision and _may_be_served(there, now + RENEWED_BEFORE)


def _may_be_served(there: StatusList, now: datetime) -> bool:
    """Whether what was signed still holds at a moment, even if it is not the last word."""
    holds = there.valid_until is not None and now < there.valid_until
    return holds and there.key is not None and there.key.state != KeyState.COMPROMISED
