"""Keys that are sealed: what opens, what does not, and what is refused as a key-encryption key."""

from __future__ import annotations

import base64
import secrets
from dataclasses import replace

import pytest

from sceau.engine.errors import MalformedKey
from sceau.engine.keys.private import generate
from sceau.outside.keystores.kek import EMPTY, MALFORMED, TWICE, WEAK, WRONG_LENGTH
from sceau.outside.keystores.sealed import (
    DOES_NOT_OPEN,
    NO_SUCH_KEK,
    NOT_SEALED,
    OTHER_KEY,
    OTHER_STORE,
    CannotOpen,
    KekRing,
    SealedBox,
    SealedStore,
    UnusableKek,
    new_kek,
)

LABEL = "5c2b0f1e-0000-4000-8000-000000000001"
ONE, TWO = secrets.token_bytes(32), secrets.token_bytes(32)


@pytest.fixture
def store():
    return SealedStore(KekRing({1: ONE}))


@pytest.mark.parametrize("algorithm", ["Ed25519", "P-256", "P-384"])
def test_a_key_that_was_made_signs_what_its_public_half_verifies(store, algorithm):
    ref = store.create(algorithm, LABEL)

    signature = store.signer(ref).sign(b"abc")

    assert ref.public_key.algorithm == algorithm
    assert ref.public_key.verify(signature, b"abc")
    assert not ref.public_key.verify(signature, b"abd")


def test_two_keys_are_never_the_same(store):
    assert store.create("Ed25519", LABEL).public_key != store.create("Ed25519", LABEL).public_key


def test_an_rsa_key_is_not_made_here(store):
    with pytest.raises(MalformedKey):
        store.create("RSA", LABEL)


def test_the_reference_does_not_hold_the_secret_in_clear():
    seed = bytes(range(100, 132))
    store = SealedStore(KekRing({1: ONE}), random=lambda count: seed[:count])

    ref = store.create("Ed25519", LABEL)

    assert ref.public_key == generate("Ed25519", seed).public_key
    sealed = base64.urlsafe_b64decode(ref.reference.partition(".")[2] + "==")
    assert seed not in sealed


def test_every_sign_of_a_reference_counts(store):
    ref = store.create("Ed25519", LABEL)
    body = ref.reference.partition(".")[2]

    for place in range(0, len(body), 7):
        other = "A" if body[place] != "A" else "B"
        altered = replace(ref, reference=f"1.{body[:place]}{other}{body[place + 1 :]}")
        with pytest.raises(CannotOpen) as refusal:
            store.signer(altered)
        assert refusal.value.reason is DOES_NOT_OPEN


def test_a_reference_moved_to_another_row_does_not_open(store):
    ref = store.create("Ed25519", LABEL)

    with pytest.raises(CannotOpen) as refusal:
        store.signer(replace(ref, label="5c2b0f1e-0000-4000-8000-000000000002"))

    assert refusal.value.reason is DOES_NOT_OPEN
    assert "déplacé" in refusal.value.sentence("fr")


def test_a_public_half_that_is_anothers_is_refused(store):
    ref, other = store.create("Ed25519", LABEL), store.create("Ed25519", LABEL)

    with pytest.raises(CannotOpen) as refusal:
        store.signer(replace(ref, public_key=other.public_key))

    assert refusal.value.reason is OTHER_KEY


def test_one_byte_of_the_kek_changed_opens_nothing(store):
    ref = store.create("Ed25519", LABEL)
    altered = bytes([ONE[0] ^ 1]) + ONE[1:]

    with pytest.raises(CannotOpen) as refusal:
        SealedStore(KekRing({1: altered})).signer(ref)

    assert refusal.value.reason is DOES_NOT_OPEN


def test_a_text_under_one_version_does_not_pass_for_another(store):
    ref = store.create("Ed25519", LABEL)
    both = SealedStore(KekRing({1: ONE, 2: TWO}))

    with pytest.raises(CannotOpen) as refusal:
        both.signer(replace(ref, reference="2" + ref.reference[1:]))

    assert refusal.value.reason is DOES_NOT_OPEN


def test_a_lost_version_is_named(store):
    ref = store.create("Ed25519", LABEL)

    with pytest.raises(CannotOpen) as refusal:
        SealedStore(KekRing({2: TWO, 3: secrets.token_bytes(32)})).signer(ref)

    assert refusal.value.reason is NO_SUCH_KEK
    assert "n° 1" in refusal.value.sentence("fr")
    assert "2, 3" in refusal.value.sentence("en")


@pytest.mark.parametrize("reference", ["", "1", "1.", "x.AAAA", "1.AAAA", "0.AAAAAAAA", "1.é", "1." + "A" * 70_000])
def test_what_is_no_sealed_text_is_refused(store, reference):
    ref = replace(store.create("Ed25519", LABEL), reference=reference)

    with pytest.raises(CannotOpen) as refusal:
        store.signer(ref)

    assert refusal.value.reason in (NOT_SEALED, DOES_NOT_OPEN)


def test_a_key_of_another_store_is_refused(store):
    ref = replace(store.create("Ed25519", LABEL), store="pkcs11")

    with pytest.raises(CannotOpen) as refusal:
        store.signer(ref)

    assert refusal.value.reason is OTHER_STORE


def test_a_key_is_sealed_anew_under_the_greatest_version_and_the_old_one_may_go(store):
    ref = store.create("P-256", LABEL)
    both = SealedStore(KekRing({1: ONE, 2: TWO}))
    assert not both.is_current(ref)

    anew = both.reseal(ref)

    assert both.is_current(anew)
    assert both.reseal(anew) == anew
    assert anew.public_key == ref.public_key
    assert ref.public_key.verify(SealedStore(KekRing({2: TWO})).signer(anew).sign(b"x"), b"x")
    with pytest.raises(CannotOpen):
        store.signer(anew)


def test_a_box_opens_where_it_was_sealed_and_nowhere_else():
    box = SealedBox(KekRing({1: ONE}))
    sealed = box.seal(b"secret", context="directory:1")

    assert box.open(sealed, context="directory:1") == b"secret"
    with pytest.raises(CannotOpen):
        box.open(sealed, context="directory:2")
    with pytest.raises(CannotOpen):
        box.open(sealed, context="")


def test_a_new_kek_is_a_ring():
    ring = KekRing.read(f"# the keys\n\n{new_kek()}{new_kek(12)}")

    assert ring.versions == (1, 12)
    assert ring.current == 12
    assert ring.key(5) is None
    assert KekRing.read(f"{new_kek().strip()},{new_kek(2).strip()}").versions == (1, 2)
    assert repr(ring) == "KekRing((1, 12))"


def _line(key: bytes, version: object = 1) -> str:
    return f"{version}:{base64.urlsafe_b64encode(key).decode().rstrip('=')}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", EMPTY),
        ("# nothing\n", EMPTY),
        ("not-a-line", MALFORMED),
        (_line(ONE, 0), MALFORMED),
        (_line(ONE, "-1"), MALFORMED),
        ("1:A", MALFORMED),
        ("1:" + "A" * 20_000, MALFORMED),
        (_line(ONE[:31]), WRONG_LENGTH),
        (_line(ONE[:16]), WRONG_LENGTH),
        (_line(ONE + b"\x00"), WRONG_LENGTH),
        (_line(bytes(32)), WEAK),
        (_line(b"\xff" * 32), WEAK),
        (_line(b"\x01\x02" * 16), WEAK),
        (_line(bytes(range(32))), WEAK),
        (_line(bytes(range(31, -1, -1))), WEAK),
        (_line(bytes(range(0, 96, 3))), WEAK),
        (_line(b"changeme-changeme-changeme-12345"), WEAK),
        (_line(b"0123456789abcdef0123456789abcdef"), WEAK),
        (f"{_line(ONE)}\n{_line(TWO)}", TWICE),
        (f"{_line(ONE)}\n{_line(ONE, 2)}", TWICE),
    ],
)
def test_a_ring_that_is_wrong_or_weak_is_refused_and_never_repeated(text, reason):
    with pytest.raises(UnusableKek) as refusal:
        KekRing.read(text)

    assert refusal.value.reason is reason
    for language in ("fr", "en"):
        sentence = refusal.value.sentence(language)
        assert not any(len(part) > 8 and part in sentence for part in text.replace(":", "\n").split())


def test_random_keys_are_never_called_weak():
    for _ in range(3000):
        new_kek()
