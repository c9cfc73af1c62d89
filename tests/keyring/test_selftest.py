"""The house does not open on keys that are shared, known, lost or missing."""

from __future__ import annotations

import copy
import secrets
from datetime import timedelta

import pytest

from sceau.engine.keys.multikey import encode_public
from sceau.engine.keys.private import PrivateKey
from sceau.keyring import selftest
from sceau.keyring.acts import note_key
from sceau.keyring.known import _RFC_8032, is_known_to_all
from sceau.keyring.models import KeyState, Purpose, SigningKey
from sceau.keyring.selftest import faults, faults_among
from sceau.keyring.services import report_compromise
from sceau.outside.keystores.sealed import KekRing, SealedStore


def _reasons(found):
    for fault in found:
        assert fault.sentence("fr")
        assert fault.sentence("en")
    return [fault.reason for fault in found]


def test_good_keys_open_the_house(make_key, store, now, django_assert_num_queries):
    make_key()
    make_key(Purpose.DOCUMENTS)
    make_key(at=now + timedelta(days=1))

    with django_assert_num_queries(2):
        assert faults(store=store) == []


def test_no_key_at_all_opens_the_house(db, store):
    assert faults(store=store) == []


def test_a_kek_with_one_byte_changed_is_found_at_the_start(make_key, store):
    make_key()
    one = store._box.ring.key(1)
    altered = SealedStore(KekRing({1: one[:-1] + bytes([one[-1] ^ 0x80])}))

    found = faults(store=altered)

    assert _reasons(found) == [selftest.DOES_NOT_OPEN]
    assert "greta #key-1" in found[0].sentence("fr")


def test_a_lost_kek_is_told_with_what_to_do(make_key):
    make_key()

    (fault,) = faults(store=SealedStore(KekRing({2: secrets.token_bytes(32)})))

    assert "SCEAU_KEK_FILE" in fault.sentence("fr")


def test_a_blob_moved_to_another_row_is_found(make_key, store):
    one, other = make_key(), make_key(Purpose.DOCUMENTS)
    SigningKey.objects.filter(pk=one.pk).update(reference=other.reference)

    assert _reasons(faults(store=store)) == [selftest.DOES_NOT_OPEN]


def test_a_former_key_need_not_open(make_key, store, now):
    first = make_key()
    make_key(at=now + timedelta(days=1))
    SigningKey.objects.filter(pk=first.pk).update(reference="gone")

    assert faults(store=store) == []


def test_two_institutions_that_share_a_key_are_found(make_key, store, cfa):
    key = make_key()
    same = copy.copy(key)
    same.institution = cfa

    found = faults_among([key, same], store=store)

    assert selftest.SHARED in _reasons(found)
    assert "greta #key-1, cfa #key-1" in found[0].sentence("fr")


@pytest.mark.parametrize("state", [KeyState.ACTIVE, KeyState.RETIRED])
def test_a_key_of_published_examples_is_found(make_key, store, now, state):
    key = make_key()
    key.public_key = encode_public(PrivateKey.from_secret("Ed25519", bytes.fromhex(_RFC_8032[0])).public_key)
    key.state = state

    assert selftest.KNOWN in _reasons(faults_among([key], store=store))


def test_a_key_of_published_examples_that_was_withdrawn_is_no_fault(make_key, store, amina, now):
    key = report_compromise(key=make_key(), since=now, by=amina, now=now, why="exemple")
    key.public_key = encode_public(PrivateKey.from_secret("Ed25519", bytes(32)).public_key)

    assert faults_among([key], store=store) == []


def test_a_key_of_another_store_and_one_that_cannot_be_read_are_found(make_key, store):
    key, other = make_key(), make_key(Purpose.DOCUMENTS)
    SigningKey.objects.filter(pk=key.pk).update(store="pkcs11")
    SigningKey.objects.filter(pk=other.pk).update(public_key="z-nothing")

    assert _reasons(faults(store=store)) == [selftest.OTHER_STORE, selftest.UNREADABLE, selftest.OTHER_HALF]


def test_a_number_that_is_missing_and_a_key_that_the_journal_knows_are_found(make_key, store, now):
    first = make_key()
    make_key(at=now + timedelta(days=1))
    first.ceremony.delete()
    first.delete()

    found = faults(store=store)

    assert _reasons(found) == [selftest.GAP, selftest.LOST]
    assert "n° 1" in found[0].sentence("fr")
    assert _reasons(faults(store=store, with_journal=False)) == [selftest.GAP]


def test_a_key_of_a_stranger_written_among_the_former_ones_is_found(make_key, store, greta, now):
    """Whoever can write the database, and not open it, would sign with a date of the past."""
    make_key()
    theirs = PrivateKey.from_secret("Ed25519", secrets.token_bytes(32)).public_key
    SigningKey.objects.create(
        institution=greta,
        purpose=Purpose.CREDENTIALS,
        number=2,
        algorithm="Ed25519",
        public_key=encode_public(theirs),
        store=store.name,
        reference="1.AAAA",
        state=KeyState.RETIRED,
        created_at=now,
        retired_at=now + timedelta(hours=1),
    )

    found = faults(store=store, with_journal=False)

    assert _reasons(found) == [selftest.UNTOLD]
    assert faults(store=store) == found
    assert "greta #key-2" in found[0].sentence("fr")


def test_a_former_key_whose_public_half_was_replaced_is_found(make_key, store, now):
    first = make_key()
    make_key(at=now + timedelta(days=1))
    theirs = PrivateKey.from_secret("Ed25519", secrets.token_bytes(32)).public_key
    SigningKey.objects.filter(pk=first.pk).update(public_key=encode_public(theirs))

    assert _reasons(faults(store=store)) == [selftest.OTHER_HALF]


def test_a_key_that_was_moved_to_another_institution_is_found(make_key, store, cfa):
    SigningKey.objects.filter(pk=make_key().pk).update(institution=cfa)

    assert _reasons(faults(store=store)) == [selftest.UNTOLD]


def test_a_compromise_that_was_taken_back_in_the_database_is_found(make_key, store, amina, now):
    key = report_compromise(key=make_key(), since=now, by=amina, now=now, why="ordinateur volé")
    assert faults(store=store) == []
    SigningKey.objects.filter(pk=key.pk).update(state=KeyState.RETIRED, compromised_from=None)

    assert _reasons(faults(store=store)) == [selftest.FORGIVEN]


def test_keys_made_before_the_journal_said_their_public_half_are_good(make_key, store, monkeypatch):
    monkeypatch.setattr("sceau.keyring.services.note_key", _note_as_before)
    make_key()

    assert faults(store=store) == []


def _note_as_before(code, key, by, now, *, why="", public="", **details):
    note_key(code, key, by, now, why=why, **details)


def test_the_known_keys_are_those_that_were_published():
    # RFC 8032, §7.1, test 1, the public key
    published = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    one = PrivateKey.from_secret("Ed25519", bytes.fromhex(_RFC_8032[0])).public_key

    assert one.raw.hex() == published
    assert is_known_to_all(one)
    assert is_known_to_all(PrivateKey.from_secret("P-256", (1).to_bytes(32, "big")).public_key)
    assert not is_known_to_all(PrivateKey.from_secret("Ed25519", secrets.token_bytes(32)).public_key)
