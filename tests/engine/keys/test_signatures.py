"""Making and verifying signatures with each kind of key."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from sceau.engine.errors import MalformedKey
from sceau.engine.keys import reasons
from sceau.engine.keys.private import SEED_LENGTH, PrivateKey, generate
from sceau.engine.keys.public import PublicKey, public_key_of

CURVE_KEYS = {algorithm: generate(algorithm, bytes(range(1, 1 + length))) for algorithm, length in SEED_LENGTH.items()}

# RFC 8032, §7.1, tests 1 to 3: secret, public key, message, signature
ED25519 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe2"
        "4655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302ae"
        "eb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28"
        "dc027beceea1ec40a",
    ),
]

# RFC 6979, A.2.5 and A.2.6: the message "sample", the curve's own hash: secret, r, s
ECDSA = {
    "P-256": (
        "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
        "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
    ),
    "P-384": (
        "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5",
        "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46",
        "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8",
    ),
}


@pytest.mark.parametrize(("secret", "public", "message", "signature"), ED25519)
def test_the_published_ed25519_signatures(secret, public, message, signature):
    key = PrivateKey.from_secret("Ed25519", bytes.fromhex(secret))

    assert key.public_key == PublicKey("Ed25519", bytes.fromhex(public))
    assert key.signer().sign(bytes.fromhex(message)).hex() == signature
    assert key.public_key.verify(bytes.fromhex(signature), bytes.fromhex(message))


@pytest.mark.parametrize("algorithm", ECDSA)
def test_the_published_deterministic_ecdsa_signatures(algorithm):
    secret, r, s = ECDSA[algorithm]
    key = PrivateKey.from_secret(algorithm, bytes.fromhex(secret))

    assert key.signer().sign(b"sample").hex() == r + s
    assert key.public_key.verify(bytes.fromhex(r + s), b"sample")


@pytest.fixture(params=["Ed25519", "P-256", "P-384", "RSA"])
def key(request, rsa_key):
    return CURVE_KEYS.get(request.param, rsa_key)


def test_a_signature_verifies_and_one_changed_bit_anywhere_does_not(key):
    signature = key.signer().sign(b"a credential")

    assert key.public_key.verify(signature, b"a credential")
    assert not key.public_key.verify(signature, b"a credentiam")
    for place in range(len(signature)):
        forged = bytearray(signature)
        forged[place] ^= 1
        assert not key.public_key.verify(bytes(forged), b"a credential"), place


def test_a_signature_of_another_length_does_not_verify(key):
    signature = key.signer().sign(b"a credential")

    for other in (b"", signature[:-1], signature + b"\0", b"\0" + signature, signature * 2, bytes(len(signature))):
        assert not key.public_key.verify(other, b"a credential")


def test_a_signature_of_somebody_else_does_not_verify():
    for algorithm, length in SEED_LENGTH.items():
        mine, other = (generate(algorithm, bytes([first]) * length) for first in (1, 2))
        assert not mine.public_key.verify(other.signer().sign(b"x"), b"x")


def test_the_signer_says_what_it_is(key):
    signer = key.signer()

    assert (signer.algorithm, signer.public_key) == (key.algorithm, key.public_key)
    assert signer.sign(b"x") == signer.sign(b"x")


@pytest.mark.parametrize("algorithm", ["P-256", "P-384"])
def test_an_ecdsa_signature_in_der_is_refused(algorithm):
    key = CURVE_KEYS[algorithm]
    raw = key.signer().sign(b"x")
    half = len(raw) // 2
    der = encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))

    assert not key.public_key.verify(der, b"x")


@pytest.mark.parametrize(("algorithm", "head"), [("P-256", 32), ("P-384", 48)])
def test_signatures_with_zero_or_too_large_halves_are_refused(algorithm, head):
    key = CURVE_KEYS[algorithm]
    raw = key.signer().sign(b"x")

    for forged in (bytes(2 * head), bytes(head) + raw[head:], raw[:head] + bytes(head), b"\xff" * 2 * head):
        assert not key.public_key.verify(forged, b"x")


@given(st.binary(max_size=100))
def test_bytes_at_random_are_no_signature(signature):
    for key in CURVE_KEYS.values():
        assert not key.public_key.verify(signature, b"x")


def test_points_of_small_order_are_not_keys():
    # y = 1, the neutral element: under it, R = B, S = 1 would sign everything
    for raw in (b"\x01" + bytes(31), b"\x01" + bytes(30) + b"\x80", bytes(32), bytes(31) + b"\x80"):
        with pytest.raises(MalformedKey) as refusal:
            PublicKey("Ed25519", raw)
        assert refusal.value.reason is reasons.NOT_A_POINT


def test_every_refused_point_is_of_small_order():
    from sceau.engine.keys.public import _WEAK_POINTS

    assert len(_WEAK_POINTS) == 14
    for raw in _WEAK_POINTS:
        point = _decoded(raw)
        for _ in range(3):
            point = _sum(point, point)
        assert point == (0, 1)


@pytest.mark.parametrize(
    ("algorithm", "raw"),
    [
        ("Ed448", bytes(57)),
        ("", b""),
        ("Ed25519", b""),
        ("P-256", bytes(33)),
        ("P-256", b"\x04" + bytes(64)),
        ("P-384", b"\x02" + bytes(32)),
        ("RSA", b"not DER"),
    ],
)
def test_bytes_that_are_no_public_key_are_refused(algorithm, raw):
    with pytest.raises(MalformedKey):
        PublicKey(algorithm, raw)


@pytest.mark.parametrize(
    ("algorithm", "secret"),
    [
        ("Ed448", bytes(57)),
        ("Ed25519", bytes(31)),
        ("Ed25519", bytes(64)),
        ("P-256", bytes(32)),
        ("P-256", b"\xff" * 32),
        ("P-384", bytes(32)),
        ("RSA", b"not DER"),
    ],
)
def test_bytes_that_are_no_private_key_are_refused(algorithm, secret):
    with pytest.raises(MalformedKey):
        PrivateKey.from_secret(algorithm, secret)


def test_a_key_of_another_kind_in_the_place_of_an_rsa_key_is_refused():
    public = CURVE_KEYS["P-256"].public_key.native()
    der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)

    with pytest.raises(MalformedKey):
        PublicKey("RSA", der)


def test_small_rsa_keys_and_other_curves_are_refused():
    small = rsa.generate_private_key(65537, 1024)
    other = ec.generate_private_key(ec.SECP256K1())

    for native in (small.public_key(), other.public_key()):
        with pytest.raises(MalformedKey):
            public_key_of(native)


def test_an_rsa_key_comes_back_from_its_bytes(rsa_key):
    again = PrivateKey.from_secret("RSA", rsa_key.secret)

    assert again.public_key == rsa_key.public_key
    assert rsa_key.public_key.verify(again.signer().sign(b"x"), b"x")


def test_keys_come_back_from_the_library_that_holds_them():
    for key in CURVE_KEYS.values():
        assert PrivateKey.from_native(key.native()) == key
        assert public_key_of(key.public_key.native()) == key.public_key


@pytest.mark.parametrize("algorithm", SEED_LENGTH)
def test_a_key_is_determined_by_its_seed(algorithm):
    length = SEED_LENGTH[algorithm]

    assert generate(algorithm, bytes(length)) == generate(algorithm, bytes(length))
    assert generate(algorithm, bytes(length)) != generate(algorithm, bytes(length - 1) + b"\1")
    with pytest.raises(MalformedKey) as refusal:
        generate(algorithm, bytes(length - 1))
    assert refusal.value.reason is reasons.SEED_TOO_SHORT


@pytest.mark.parametrize(("algorithm", "curve"), [("P-256", ec.SECP256R1()), ("P-384", ec.SECP384R1())])
def test_the_largest_seed_still_gives_a_key_of_the_curve(algorithm, curve):
    key = generate(algorithm, b"\xff" * SEED_LENGTH[algorithm])

    ec.derive_private_key(int.from_bytes(key.secret, "big"), curve).sign(b"x", ec.ECDSA(hashes.SHA256()))


def test_an_rsa_key_is_not_made_from_a_seed():
    with pytest.raises(MalformedKey) as refusal:
        generate("RSA", bytes(64))
    assert refusal.value.reason is reasons.NOT_DERIVED
    with pytest.raises(MalformedKey):
        generate("secp256k1", bytes(64))


# The group of RFC 8032, §5.1, written out for the test of small orders.
_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P


def _decoded(raw):
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, (number & (2**255 - 1)) % _P
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * pow(2, (_P - 1) // 4, _P) % _P
    return (_P - x if x % 2 != sign else x) % _P, y


def _sum(first, second):
    (x1, y1), (x2, y2) = first, second
    k = _D * x1 * x2 * y1 * y2 % _P
    return (
        (x1 * y2 + x2 * y1) * pow(1 + k, -1, _P) % _P,
        (y1 * y2 + x1 * x2) * pow(1 - k, -1, _P) % _P,
    )
