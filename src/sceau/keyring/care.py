"""What whoever runs the installation does to keys: sealing them anew, and giving up those that are lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sceau.engine.errors import EngineError
from sceau.institutions.models import Institution
from sceau.keyring.acts import note_key
from sceau.keyring.documents import ref_of
from sceau.keyring.house import reseal_house_keys
from sceau.keyring.models import KeyState, SigningKey
from sceau.keyring.ports import KeyStore, SealingStore


@dataclass(frozen=True, slots=True)
class Resealed:
    """What came of sealing anew.

    done, already:  how many keys
    failed:         uuid → why, for those that could not be opened
    """

    done: int
    already: int
    failed: dict[UUID, EngineError]


def reseal_all(*, store: SealingStore, now: datetime) -> Resealed:
    """Seal every key anew under the key-encryption key in use, each in a transaction of its own.

    May be cut short and called again. Former keys too: nobody signs with them, but nothing must need an old key.
    Those of the installation are counted with them; one that does not open is made anew when it is needed.
    """
    done = already = 0
    failed: dict[UUID, EngineError] = {}
    for pk in list(SigningKey.objects.filter(store=store.name).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            key = SigningKey.objects.select_for_update().select_related("institution").get(pk=pk)
            try:
                ref = ref_of(key)
                anew = store.reseal(ref)
            except EngineError as error:
                failed[key.uuid] = error
                continue
            if anew == ref:
                already += 1
                continue
            key.reference = anew.reference
            key.save(update_fields=["reference"])
            note_key("key.sealed_anew", key, None, now)
            done += 1
    of_house, of_house_already = reseal_house_keys(store=store)
    return Resealed(done + of_house, already + of_house_already, failed)


def lost_keys(*, store: KeyStore) -> Iterator[tuple[SigningKey, EngineError]]:
    """The keys in service that the store cannot open, with why."""
    keys = SigningKey.objects.filter(state=KeyState.ACTIVE, store=store.name).select_related("institution", "holder")
    for key in keys.order_by("institution__slug", "number"):
        try:
            store.signer(ref_of(key))
        except EngineError as error:
            yield key, error


def retire_lost(*, store: KeyStore, now: datetime) -> list[SigningKey]:
    """Take the keys out of service that nobody can open any more.

    What they signed stays valid: a key that is lost is in nobody's hands. Each institution then asks for a new one.
    """
    retired = []
    for found, _why in list(lost_keys(store=store)):
        with transaction.atomic():
            Institution.objects.select_for_update().get(pk=found.institution_id)
            key = SigningKey.objects.select_related("institution").get(pk=found.pk)
            if key.state != KeyState.ACTIVE:
                continue
            key.state, key.retired_at = KeyState.RETIRED, now
            key.save(update_fields=["state", "retired_at"])
            note_key("key.lost", key, None, now, number=key.number, purpose=key.purpose)
            retired.append(key)
    return retired
