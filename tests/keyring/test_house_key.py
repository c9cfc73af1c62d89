"""The key of the installation: made once, kept, sealed anew with the others, and made anew before its end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography import x509

from assessment.juries import the_store
from institutions.people import NOW
from sceau.engine.keys.multikey import encode_public
from sceau.keyring.house import house_key, reseal_house_keys
from sceau.keyring.models import HouseKey
from sceau.outside.keystores.sealed import KekRing, SealedStore, new_kek

pytestmark = pytest.mark.django_db
HOST = "badges.example"


def test_it_is_made_once_and_signs():
    key, signer = house_key(host=HOST, store=the_store(), now=NOW)
    again, _ = house_key(host=HOST, store=the_store(), now=NOW + timedelta(days=200))
    certificate = x509.load_pem_x509_certificate(key.certificate.encode())

    assert again.pk == key.pk
    assert encode_public(signer.public_key) == key.public_key
    assert certificate.subject.rfc4514_string() == "CN=badges.example,O=Sceau"
    assert certificate.public_key() == signer.public_key.native()


def test_before_its_certificate_ends_another_takes_over():
    key, _ = house_key(host=HOST, store=the_store(), now=NOW)
    later, _ = house_key(host=HOST, store=the_store(), now=NOW + timedelta(days=3 * 365 - 10))

    assert [key.number, later.number] == [1, 2]


def store(*lines):
    return SealedStore(KekRing.read("".join(lines)))


def test_it_is_sealed_anew_and_opens_under_the_new_key_alone():
    first, second = new_kek(1), new_kek(2)
    key, _ = house_key(host=HOST, store=store(first), now=NOW)

    assert reseal_house_keys(store=store(first, second)) == (1, 0)
    assert reseal_house_keys(store=store(first, second)) == (0, 1)
    there, _ = house_key(host=HOST, store=store(second), now=NOW)
    assert there.pk == key.pk


def test_one_that_is_lost_is_made_anew():
    house_key(host=HOST, store=store(new_kek()), now=NOW)
    another, _ = house_key(host=HOST, store=store(new_kek()), now=NOW)

    assert another.number == 2
    assert HouseKey.objects.count() == 2
