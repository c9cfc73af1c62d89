"""Keys made by two people, or by one after a delay; one after the other; never twice."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from sceau.engine.keys.multikey import encode_public
from sceau.engine.keys.private import PrivateKey, generate
from sceau.engine.ports import KeyRef
from sceau.institutions.models import Membership, Unit
from sceau.journal.models import Act
from sceau.keyring import reasons
from sceau.keyring.care import reseal_all
from sceau.keyring.documents import MOST_KEYS, ref_of
from sceau.keyring.errors import (
    AskedAlready,
    CeremonyOver,
    KeyringError,
    NoActiveKey,
    NotEntitled,
    NotYet,
    UnusableStore,
    WrongReport,
)
from sceau.keyring.models import Ceremony, KeyState, Purpose, SigningKey
from sceau.keyring.queries import active_key, keys_in_care_of, keys_of, open_ceremonies, waiting
from sceau.keyring.services import (
    agree,
    ask_for_key,
    make_alone,
    report_compromise,
    stop_ceremony,
)
from sceau.outside.keystores.sealed import CannotOpen, KekRing, SealedStore

DELAY = timedelta(hours=48)


class FakeToken:
    """A store as an HSM is one: it keeps keys by handle, and gives no secret in any form."""

    name = "pkcs11-fake"

    def __init__(self, keys=()):
        self._slots: dict[str, PrivateKey] = {}
        self._next = iter(keys)

    def create(self, algorithm, label):
        import secrets

        key = next(self._next, None) or generate(algorithm, secrets.token_bytes(64))
        handle = f"slot-{len(self._slots)}"
        self._slots[handle] = key
        return KeyRef(self.name, handle, label, key.public_key)

    def signer(self, ref):
        return self._slots[ref.reference].signer()


def _asked(greta, by, now, purpose=Purpose.CREDENTIALS, holder=None):
    return ask_for_key(institution=greta, purpose=purpose, by=by, now=now, delay=DELAY, holder=holder)


def _codes():
    return list(Act.objects.order_by("pk").values_list("code", flat=True))


@pytest.mark.parametrize(("purpose", "algorithm"), [(Purpose.CREDENTIALS, "Ed25519"), (Purpose.DOCUMENTS, "P-256")])
def test_two_people_make_a_key_that_signs(greta, amina, benoit, store, now, purpose, algorithm):
    ceremony = _asked(greta, amina, now, purpose)

    key = agree(ceremony=ceremony, by=benoit, store=store, now=now)

    ceremony.refresh_from_db()
    assert (ceremony.key, ceremony.agreed_by, ceremony.ended_at) == (key, benoit, now)
    assert (key.number, key.algorithm, key.state, key.created_at) == (1, algorithm, KeyState.ACTIVE, now)
    assert active_key(greta, purpose) == key
    ref = ref_of(key)
    assert ref.public_key.verify(store.signer(ref).sign(b"x"), b"x")
    assert bool(key.certificate) == (purpose == Purpose.DOCUMENTS)
    assert _codes() == ["key.asked", "key.made"]


def test_a_store_that_gives_no_secret_is_enough_for_everything(greta, amina, benoit, now):
    token = FakeToken()

    for purpose in (Purpose.CREDENTIALS, Purpose.DOCUMENTS):
        key = agree(ceremony=_asked(greta, amina, now, purpose), by=benoit, store=token, now=now)
        assert key.store == "pkcs11-fake"
        assert key.reference.startswith("slot-")


def test_the_one_who_asked_does_not_agree_with_herself(greta, amina, store, now):
    ceremony = _asked(greta, amina, now)

    with pytest.raises(NotYet) as refusal:
        agree(ceremony=ceremony, by=amina, store=store, now=now)

    assert refusal.value.reason is reasons.SAME_PERSON
    assert not SigningKey.objects.exists()


def test_alone_one_waits_for_the_end_of_the_delay(greta, amina, benoit, store, now):
    ceremony = _asked(greta, amina, now)

    with pytest.raises(NotYet) as refusal:
        make_alone(ceremony=ceremony, by=amina, store=store, now=now + DELAY - timedelta(seconds=1))
    assert refusal.value.reason is reasons.TOO_EARLY
    with pytest.raises(NotEntitled):
        make_alone(ceremony=ceremony, by=benoit, store=store, now=now + DELAY)

    key = make_alone(ceremony=ceremony, by=amina, store=store, now=now + DELAY)

    ceremony.refresh_from_db()
    assert (ceremony.key, ceremony.agreed_by) == (key, None)
    assert '"alone":true' in Act.objects.get(code="key.made").details


def test_a_ceremony_that_was_stopped_makes_nothing(greta, amina, benoit, store, now):
    ceremony = _asked(greta, amina, now)

    stop_ceremony(ceremony=ceremony, by=benoit, now=now, why="je n’étais pas prévenu")

    for act in (
        lambda: agree(ceremony=ceremony, by=benoit, store=store, now=now),
        lambda: make_alone(ceremony=ceremony, by=amina, store=store, now=now + DELAY),
        lambda: stop_ceremony(ceremony=ceremony, by=amina, now=now),
    ):
        with pytest.raises(CeremonyOver):
            act()
    assert not SigningKey.objects.exists()
    assert not waiting(greta).exists()
    assert _codes() == ["key.asked", "key.ceremony_stopped"]


def test_one_ceremony_at_a_time_for_a_purpose(greta, amina, benoit, now):
    _asked(greta, amina, now)

    with pytest.raises(AskedAlready):
        _asked(greta, benoit, now)
    _asked(greta, benoit, now, Purpose.DOCUMENTS)

    assert Ceremony.objects.count() == 2


def test_strangers_assessors_and_heads_of_one_unit_make_no_key_of_the_institution(
    greta, amina, bruno, chloe, store, now
):
    unit = Unit.objects.create(institution=greta, name="Site nord")
    Membership.objects.create(institution=greta, user=chloe, role="head", unit=unit, since=now)
    ceremony = _asked(greta, amina, now)

    for person in (bruno, chloe):
        for act in (
            lambda who=person: _asked(greta, who, now, Purpose.DOCUMENTS),
            lambda who=person: agree(ceremony=ceremony, by=who, store=store, now=now),
            lambda who=person: stop_ceremony(ceremony=ceremony, by=who, now=now),
        ):
            with pytest.raises(NotEntitled) as refusal:
                act()
            assert "organisme entier" in refusal.value.sentence("fr")


def test_a_role_taken_away_in_the_meantime_gives_no_key(greta, amina, benoit, store, now):
    ceremony = _asked(greta, amina, now)
    Membership.objects.filter(user=amina).update(ended_at=now)

    with pytest.raises(NotEntitled) as refusal:
        agree(ceremony=ceremony, by=benoit, store=store, now=now + timedelta(minutes=1))
    assert refusal.value.reason is reasons.ASKER_GONE
    with pytest.raises(NotEntitled):
        make_alone(ceremony=ceremony, by=amina, store=store, now=now + DELAY)

    assert not SigningKey.objects.exists()


def test_a_person_has_a_key_of_her_own(greta, amina, chloe, store, now):
    ceremony = _asked(greta, chloe, now, Purpose.PERSON, holder=chloe)

    key = agree(ceremony=ceremony, by=amina, store=store, now=now)

    assert (key.holder, key.purpose, key.algorithm) == (chloe, Purpose.PERSON, "Ed25519")
    assert active_key(greta, Purpose.PERSON, holder=chloe) == key
    with pytest.raises(NoActiveKey):
        active_key(greta, Purpose.PERSON, holder=amina)


def test_nobody_asks_for_the_key_of_somebody_else(greta, amina, chloe, bruno, now):
    for by, holder in ((amina, chloe), (chloe, amina), (bruno, bruno), (chloe, None)):
        with pytest.raises(NotEntitled):
            _asked(greta, by, now, Purpose.PERSON, holder=holder)
    with pytest.raises(NotEntitled):
        _asked(greta, amina, now, Purpose.CREDENTIALS, holder=amina)


def test_a_new_key_retires_the_former_at_the_same_moment_and_numbers_go_on(greta, make_key, now):
    first, documents = make_key(), make_key(Purpose.DOCUMENTS, now + timedelta(days=1))
    second = make_key(at=now + timedelta(days=400))

    first.refresh_from_db()
    assert (first.state, first.retired_at) == (KeyState.RETIRED, second.created_at)
    assert [key.number for key in keys_of(greta)] == [3, 2, 1]
    assert (documents.number, second.number) == (2, 3)
    assert active_key(greta, Purpose.CREDENTIALS) == second
    assert _codes()[-3:] == ["key.asked", "key.retired", "key.made"]


def test_a_key_that_somebody_else_has_is_not_taken(greta, amina, benoit, cfa, bruno, now):
    shared = generate("Ed25519", bytes(range(7, 39)))
    dora = Membership.objects.create(institution=cfa, user=amina, role="head", since=now).user
    agree(ceremony=_asked(greta, amina, now), by=benoit, store=FakeToken([shared]), now=now)

    with pytest.raises(UnusableStore) as refusal:
        agree(ceremony=_asked(cfa, bruno, now), by=dora, store=FakeToken([shared]), now=now)

    assert refusal.value.reason is reasons.NOT_NEW
    assert SigningKey.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        SigningKey.objects.create(
            institution=cfa,
            purpose=Purpose.CREDENTIALS,
            number=1,
            algorithm="Ed25519",
            public_key=encode_public(shared.public_key),
            store="x",
            reference="y",
            created_at=now,
        )


@pytest.mark.parametrize("seed", [bytes(32), bytes(range(32)), bytes([7]) * 32])
def test_a_key_that_everybody_knows_is_not_taken(greta, amina, benoit, now, seed):
    token = FakeToken([PrivateKey.from_secret("Ed25519", seed)])

    with pytest.raises(UnusableStore) as refusal:
        agree(ceremony=_asked(greta, amina, now), by=benoit, store=token, now=now)

    assert refusal.value.reason is reasons.NOT_NEW


def test_a_store_that_gives_another_kind_of_key_or_does_not_sign_is_found_out(greta, amina, benoit, now):
    ceremony = _asked(greta, amina, now)
    other_kind = FakeToken([generate("P-256", bytes(range(3, 43)))])
    with pytest.raises(UnusableStore) as refusal:
        agree(ceremony=ceremony, by=benoit, store=other_kind, now=now)
    assert refusal.value.reason is reasons.DOES_NOT_SIGN

    class Crossed(FakeToken):
        def signer(self, ref):
            return generate("Ed25519", bytes(range(5, 37))).signer()

    with pytest.raises(UnusableStore):
        agree(ceremony=ceremony, by=benoit, store=Crossed(), now=now)
    assert not SigningKey.objects.exists()


def test_there_is_an_end_to_the_keys_of_one_document(greta, make_key, now, monkeypatch):
    monkeypatch.setattr("sceau.keyring.services.MOST_KEYS", 2)
    make_key()
    make_key(at=now + timedelta(days=1))

    with pytest.raises(UnusableStore) as refusal:
        make_key(at=now + timedelta(days=2))

    assert refusal.value.reason is reasons.TOO_MANY
    assert active_key(greta, Purpose.CREDENTIALS).number == 2
    assert MOST_KEYS == 99


# Withdrawal


def test_a_key_that_is_reported_signs_nothing_any_more(greta, amina, make_key, now):
    key = make_key()
    since, later = now + timedelta(days=3), now + timedelta(days=5)

    report_compromise(key=key, since=since, by=amina, now=later, why="portable volé")

    key.refresh_from_db()
    assert (key.state, key.compromised_from, key.retired_at) == (KeyState.COMPROMISED, since, later)
    with pytest.raises(NoActiveKey):
        active_key(greta, Purpose.CREDENTIALS)
    act = Act.objects.get(code="key.compromised")
    assert act.reason.text == "portable volé"


def test_a_former_key_is_reported_too_and_keeps_its_end(amina, make_key, now):
    first = make_key()
    make_key(at=now + timedelta(days=10))

    report_compromise(key=first, since=now + timedelta(days=2), by=amina, now=now + timedelta(days=20), why="fuite")

    first.refresh_from_db()
    assert first.retired_at == now + timedelta(days=10)
    assert first.compromised_from == now + timedelta(days=2)


def test_a_report_may_only_go_further_back(amina, make_key, now):
    key = make_key()
    at = now + timedelta(days=30)
    report_compromise(key=key, since=now + timedelta(days=9), by=amina, now=at, why="fuite")

    for since in (now + timedelta(days=9), now + timedelta(days=10)):
        with pytest.raises(WrongReport) as refusal:
            report_compromise(key=key, since=since, by=amina, now=at, why="fuite")
        assert refusal.value.reason is reasons.WITHDRAWN_EARLIER
    key = report_compromise(key=key, since=now - timedelta(days=100), by=amina, now=at, why="pire encore")

    assert key.compromised_from == key.created_at


@pytest.mark.parametrize(("days", "why"), [(1, "vol"), (-1, "  ")])
def test_a_report_of_the_future_or_without_a_reason_is_refused(amina, make_key, now, days, why):
    key = make_key(at=now - timedelta(days=5))

    with pytest.raises(WrongReport):
        report_compromise(key=key, since=now + timedelta(days=days), by=amina, now=now, why=why)

    key.refresh_from_db()
    assert key.state == KeyState.ACTIVE


def test_whose_key_it_is_may_report_it_and_nobody_else(greta, amina, chloe, bruno, make_key, store, now):
    key = make_key()
    for person in (chloe, bruno):
        with pytest.raises(NotEntitled):
            report_compromise(key=key, since=now, by=person, now=now, why="x")

    ceremony = _asked(greta, chloe, now, Purpose.PERSON, holder=chloe)
    assert list(open_ceremonies(chloe, greta, now=now)) == [ceremony]
    own = agree(ceremony=ceremony, by=amina, store=store, now=now)
    assert list(keys_in_care_of(chloe, greta, now=now)) == [own]
    assert set(keys_in_care_of(amina, greta, now=now)) == {own, key}

    report_compromise(key=own, since=now, by=chloe, now=now, why="perdue")

    assert not keys_in_care_of(bruno, greta, now=now).exists()


# The key-encryption key


def test_keys_are_sealed_anew_and_the_old_kek_may_go(greta, make_key, store, now):
    import secrets

    one, two = store._box.ring.key(1), secrets.token_bytes(32)
    keys = [make_key(), make_key(Purpose.DOCUMENTS)]
    make_key(at=now + timedelta(days=1))
    both = SealedStore(KekRing({1: one, 2: two}))

    first, again = reseal_all(store=both, now=now), reseal_all(store=both, now=now)

    assert (first.done, first.already, first.failed) == (3, 0, {})
    assert (again.done, again.already) == (0, 3)
    only_new = SealedStore(KekRing({2: two}))
    for key in SigningKey.objects.all():
        assert ref_of(key).public_key.verify(only_new.signer(ref_of(key)).sign(b"x"), b"x")
    keys[0].refresh_from_db()
    with pytest.raises(CannotOpen):
        store.signer(ref_of(keys[0]))
    assert _codes().count("key.sealed_anew") == 3


def test_a_key_that_does_not_open_does_not_keep_the_others_from_being_sealed_anew(make_key, store, now):
    import secrets

    lost, kept = make_key(), make_key(Purpose.DOCUMENTS)
    SigningKey.objects.filter(pk=lost.pk).update(reference=kept.reference)
    both = SealedStore(KekRing({1: store._box.ring.key(1), 2: secrets.token_bytes(32)}))

    result = reseal_all(store=both, now=now)

    assert result.done == 1
    assert list(result.failed) == [lost.uuid]


# Two at once


def test_one_who_agrees_while_another_does_finds_it_over(greta, amina, benoit, bruno, store, now):
    Membership.objects.create(institution=greta, user=bruno, role="head", since=now)
    ceremony = _asked(greta, amina, now)

    class Slow(FakeToken):
        def create(self, algorithm, label):
            if not SigningKey.objects.exists():
                agree(ceremony=ceremony, by=bruno, store=store, now=now)
            return super().create(algorithm, label)

    with pytest.raises(CeremonyOver):
        agree(ceremony=ceremony, by=benoit, store=Slow(), now=now)

    ceremony.refresh_from_db()
    assert ceremony.agreed_by == bruno
    assert [key.number for key in keys_of(greta)] == [1]
    assert _codes() == ["key.asked", "key.made"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory has one writer, and refuses the others")
def test_of_two_who_agree_at_the_same_moment_one_makes_the_key(greta, amina, benoit, store, now):
    third = Membership.objects.create(
        institution=greta, user=type(amina).objects.create_user("d@greta.example", name="D"), role="head", since=now
    ).user
    ceremony = _asked(greta, amina, now)
    both_ready, results = threading.Barrier(2), []

    class Waiting(FakeToken):
        def create(self, algorithm, label):
            ref = super().create(algorithm, label)
            both_ready.wait(timeout=20)
            return ref

    token = Waiting()

    def click(person):
        try:
            results.append(agree(ceremony=ceremony, by=person, store=token, now=now).number)
        except KeyringError as refusal:
            results.append(type(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=[person]) for person in (benoit, third)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(results, key=str) == sorted([1, CeremonyOver], key=str)
    assert SigningKey.objects.count() == 1
