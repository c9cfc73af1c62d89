"""The key of the installation itself: it seals reports, in nobody else's name, and no credential ever.

It is made when something is sealed for the first time, without ceremony: it binds no institution. Its certificate is
its own; whoever wants to know that a report is of this house compares it with the one that the house shows.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from cryptography import x509
from django.db import IntegrityError, transaction

from sceau.engine.errors import EngineError
from sceau.engine.keys.multikey import decode_public, encode_public
from sceau.engine.ports import KeyRef, Signer
from sceau.keyring.certificates import self_signed_of_house
from sceau.keyring.models import HouseKey
from sceau.keyring.ports import KeyStore, SealingStore

RENEWED_BEFORE: Final = timedelta(days=30)  # the end of its certificate
ALGORITHM: Final = "P-256"


def house_key(*, host: str, store: KeyStore, now: datetime) -> tuple[HouseKey, Signer]:
    """The key in service and what signs with it; another one where there is none, where its certificate ends, and
    where the store cannot open it any more.

    host:    by which the installation is known
    raises:  EngineError of the store: then nothing is made
    """
    current = HouseKey.objects.order_by("-number").first()
    if current is not None and now < _end(current) - RENEWED_BEFORE:
        try:
            return current, store.signer(_ref(current))
        except EngineError:
            pass
    return _made(current, host=host, store=store, now=now)


def reseal_house_keys(*, store: SealingStore) -> tuple[int, int]:
    """Seal them under the key-encryption key in use; gives how many, and how many were so. One that is lost is left."""
    done = already = 0
    for pk in list(HouseKey.objects.filter(store=store.name).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            key = HouseKey.objects.select_for_update().get(pk=pk)
            try:
                anew = store.reseal(_ref(key))
            except EngineError:
                continue
            if anew.reference == key.reference:
                already += 1
                continue
            key.reference = anew.reference
            key.save(update_fields=["reference"])
            done += 1
    return done, already


def _made(former: HouseKey | None, *, host: str, store: KeyStore, now: datetime) -> tuple[HouseKey, Signer]:
    label = uuid4()
    ref = store.create(ALGORITHM, str(label))
    signer = store.signer(ref)
    made = HouseKey(
        uuid=label,
        number=former.number + 1 if former else 1,
        public_key=encode_public(ref.public_key),
        certificate=self_signed_of_house(host, signer, now=now),
        store=ref.store,
        reference=ref.reference,
        created_at=now,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # somebody else made the same number meanwhile
        there = HouseKey.objects.get(number=made.number)
        return there, store.signer(_ref(there))
    return made, signer


def _ref(key: HouseKey) -> KeyRef:
    return KeyRef(key.store, key.reference, str(key.uuid), decode_public(key.public_key))


def _end(key: HouseKey) -> datetime:
    return x509.load_pem_x509_certificate(key.certificate.encode("ascii")).not_valid_after_utc
