"""base58, base64url, Multikey: one text for one value."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from published import published
from sceau.engine.errors import MalformedKey
from sceau.engine.keys import multibase, multikey, reasons
from sceau.engine.keys.private import SEED_LENGTH, generate
from sceau.engine.keys.public import PublicKey

# Keys published with the test vectors of vc-di-eddsa and vc-di-ecdsa: (algorithm, file, member of the secret)
PUBLISHED = [
    ("Ed25519", "vectors/vc-di-eddsa/keyPair.json", "privateKeyMultibase"),
    ("P-256", "vectors/vc-di-ecdsa/p256KeyPair.json", "secretKeyMultibase"),
    ("P-384", "vectors/vc-di-ecdsa/p384KeyPair.json", "secretKeyMultibase"),
]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        # draft-msporny-base58-03, §5 "Test Vectors"
        (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
        (
            b"The quick brown fox jumps over the lazy dog.",
            "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
        ),
        (bytes.fromhex("0000287fb4cd"), "11233QC4"),
        (b"", ""),
        (bytes(3), "111"),
    ],
)
def test_the_published_base58_texts(data, text):
    assert multibase.encode_base58(data) == text
    assert multibase.decode_base58(text, 64) == data


@given(st.binary(max_size=128))
def test_base58_comes_back(data):
    text = multibase.encode_base58(data)

    assert set(text) <= set(multibase.ALPHABET)
    assert multibase.decode_base58(text, 128) == data


@given(st.binary(min_size=1, max_size=128), st.data())
def test_base58_longer_than_allowed_is_refused(data, draw):
    limit = draw.draw(st.integers(0, len(data) - 1))

    with pytest.raises(MalformedKey) as refusal:
        multibase.decode_base58(multibase.encode_base58(data), limit)

    assert refusal.value.reason is reasons.TOO_LONG


@pytest.mark.parametrize("text", ["0", "O", "I", "l", "a b", "é", "-", "11l", "\x00", "🙂"])
def test_other_characters_are_not_base58(text):
    with pytest.raises(MalformedKey):
        multibase.decode_base58(text, 64)


@given(st.binary(max_size=200))
def test_base64url_comes_back(data):
    text = multibase.encode_base64url(data)

    assert not set(text) & set("+/=")
    assert multibase.decode_base64url(text) == data


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= \n", max_size=9))
def test_base64url_has_one_text_per_value(text):
    try:
        data = multibase.decode_base64url(text)
    except MalformedKey:
        return
    assert multibase.encode_base64url(data) == text


@pytest.mark.parametrize(
    "text", ["QQ==", "QR", "QQA+", "QQA/", "Q", "QQ\n", " QQ", "é", "QQ.", "QUJD=", "=QUI", "QU=I"]
)
def test_other_spellings_are_not_base64url(text):
    with pytest.raises(MalformedKey):
        multibase.decode_base64url(text)


@pytest.mark.parametrize(("text", "data"), [("z2g", b"a"), ("uYQ", b"a"), ("z", b""), ("u", b"")])
def test_multibase_knows_two_bases(text, data):
    assert multibase.decode_multibase(text, 8) == data


@pytest.mark.parametrize("text", ["", "mYQ==", "f61", "Z2g", "U", "u" + "A" * 400])
def test_other_bases_are_refused(text):
    with pytest.raises(MalformedKey):
        multibase.decode_multibase(text, 8)


@pytest.mark.parametrize(("algorithm", "path", "member"), PUBLISHED)
def test_the_published_multikeys(algorithm, path, member):
    pair = json.loads(published(path).read_bytes())

    private = multikey.decode_secret(pair[member])
    public = multikey.decode_public(pair["publicKeyMultibase"])

    assert private.algorithm == public.algorithm == algorithm
    assert private.public_key == public
    assert multikey.encode_public(public) == pair["publicKeyMultibase"]
    assert multikey.encode_secret(private) == private.secret_multibase == pair[member]


@pytest.mark.parametrize(("algorithm", "beginning"), [("Ed25519", "z6Mk"), ("P-256", "zDn"), ("P-384", "z82")])
@given(seed=st.binary(min_size=56, max_size=64))
def test_a_multikey_tells_its_algorithm_by_its_beginning(algorithm, beginning, seed):
    key = generate(algorithm, seed)
    text = multikey.encode_public(key.public_key)

    assert text.startswith(beginning)
    assert multikey.decode_public(text) == key.public_key
    assert multikey.decode_secret(multikey.encode_secret(key)) == key


def _word(codec, data):
    return "z" + multibase.encode_base58(bytes.fromhex(codec) + data)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", reasons.NOT_MULTIBASE),
        ("u7QGwDY2Tjn93PVFVq602piP1NE9_XRlg-c8-jhJiDqKBDw", reasons.NOT_MULTIBASE),
        ("z", reasons.UNKNOWN_CODEC),
        (_word("1205", bytes(32)), reasons.UNKNOWN_CODEC),  # rsa-pub
        (_word("e701", bytes(33)), reasons.UNKNOWN_CODEC),  # secp256k1-pub
        (_word("8026", bytes(range(32))), reasons.UNKNOWN_CODEC),  # a private key where a public one is due
        (_word("ed01", bytes(range(1, 32))), reasons.WRONG_LENGTH),
        (_word("ed01", bytes(range(1, 34))), reasons.WRONG_LENGTH),
        (_word("8024", b"\x02" + bytes(31)), reasons.WRONG_LENGTH),
        (_word("8024", b"\x04" + bytes(32)), reasons.NOT_A_POINT),
        (_word("8024", b"\x02" + b"\xff" * 32), reasons.NOT_A_POINT),
        (_word("ed01", bytes(32)), reasons.NOT_A_POINT),
        ("z6Mk" + "1" * 500, reasons.TOO_LONG),
        ("z6Mk0", reasons.NOT_BASE58),
    ],
)
def test_what_is_not_a_public_multikey_is_refused_with_the_reason(text, reason):
    with pytest.raises(MalformedKey) as refusal:
        multikey.decode_public(text)

    assert refusal.value.reason is reason
    assert refusal.value.sentence("fr") != refusal.value.sentence("en")


def test_rsa_has_no_multikey(rsa_key):
    for encode in (lambda: multikey.encode_public(rsa_key.public_key), lambda: multikey.encode_secret(rsa_key)):
        with pytest.raises(MalformedKey) as refusal:
            encode()
        assert refusal.value.reason is reasons.NO_MULTIKEY


def test_a_private_key_is_not_shown():
    key = generate("Ed25519", bytes(range(SEED_LENGTH["Ed25519"])))

    assert key.secret.hex() not in repr(key)
    assert repr(key.secret) not in repr(key)


def test_a_key_is_a_value():
    word = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"  # of vc-di-eddsa
    key = multikey.decode_public(word)

    assert key == PublicKey("Ed25519", key.raw)
    assert len({key, PublicKey("Ed25519", bytes(key.raw))}) == 1
