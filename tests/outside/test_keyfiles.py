"""Private keys in files: for their owner alone, never over another file, read back as they were."""

from __future__ import annotations

import json
import os
import stat

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa

from sceau.engine.errors import EngineError, MalformedKey
from sceau.engine.keys import did_web
from sceau.engine.keys.did_web import PublishedKey
from sceau.engine.keys.multikey import decode_secret
from sceau.outside import keyfiles
from sceau.outside.keyfiles import UnusableKeyFile, document_beside, new_key, read_key, read_names, write_key

DID = "did:web:greta.example:i:greta"
METHOD = f"{DID}#key-1"
PASSPHRASE = "cheval correct pile agrafe"


@pytest.fixture(scope="module")
def rsa_key():
    return new_key("RSA")


@pytest.fixture(params=["Ed25519", "P-256", "P-384", "RSA"])
def key(request, rsa_key):
    return rsa_key if request.param == "RSA" else new_key(request.param)


@pytest.fixture(params=[None, PASSPHRASE], ids=["open", "encrypted"])
def passphrase(request):
    return request.param


@pytest.fixture
def path(tmp_path):
    return tmp_path / "greta.json"


def written(path, key, passphrase=None):
    write_key(path, key, method=METHOD, controller=DID, passphrase=passphrase)
    return path


def test_a_key_comes_back_as_it_was(path, key, passphrase):
    written(path, key, passphrase)

    held = read_key(path, lambda: PASSPHRASE)

    assert held.key.public_key == key.public_key
    assert held.key.signer().sign(b"x") == key.signer().sign(b"x")
    assert (held.method, held.controller, held.document) == (METHOD, DID, None)


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_only_the_owner_reads_a_key(path, key, passphrase):
    old = os.umask(0)
    try:
        written(path, key, passphrase)
    finally:
        os.umask(old)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not keyfiles.readable_by_others(path)
    path.chmod(0o640)
    assert keyfiles.readable_by_others(path)


def test_a_file_is_never_replaced(path, key, passphrase):
    path.write_text("something dear")

    with pytest.raises(FileExistsError):
        written(path, key, passphrase)

    assert path.read_text() == "something dear"


def test_a_link_is_not_followed(path, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    path.symlink_to(elsewhere)

    with pytest.raises(FileExistsError):
        written(path, new_key("Ed25519"))

    assert not elsewhere.exists()


def test_an_open_key_is_a_multikey(path):
    # the key pair of the W3C's vectors, vc-di-eddsa/keyPair.json
    key = decode_secret("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")
    whole = json.loads(written(path, key).read_bytes())

    assert whole == {
        "@context": "https://w3id.org/security/multikey/v1",
        "id": METHOD,
        "type": "Multikey",
        "controller": DID,
        "publicKeyMultibase": "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
        "secretKeyMultibase": "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq",
    }


def test_an_encrypted_key_shows_its_names_and_nothing_else(path, key):
    data = written(path, key, PASSPHRASE).read_bytes()

    assert data.startswith(f"id: {METHOD}\ncontroller: {DID}\n-----BEGIN ENCRYPTED PRIVATE KEY-----\n".encode())
    assert key.secret not in data
    assert read_names(path) == (METHOD, DID)
    serialization.load_pem_private_key(data, PASSPHRASE.encode())  # others read it, names included


def test_the_passphrase_is_asked_only_when_it_is_needed(path, tmp_path):
    def must_not_be_asked():
        raise AssertionError

    read_key(written(path, new_key("Ed25519")), must_not_be_asked)

    protected = written(tmp_path / "protected.pem", new_key("Ed25519"), PASSPHRASE)
    with pytest.raises(AssertionError):
        read_key(protected, must_not_be_asked)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (None, keyfiles.PASSPHRASE_NEEDED),
        (lambda: "", keyfiles.WRONG_PASSPHRASE),
        (lambda: PASSPHRASE + " ", keyfiles.WRONG_PASSPHRASE),
    ],
)
def test_without_its_passphrase_a_key_is_not_read(path, key, given, reason):
    written(path, key, PASSPHRASE)

    with pytest.raises(UnusableKeyFile) as refusal:
        read_key(path, given)

    assert refusal.value.reason is reason
    assert PASSPHRASE not in str(refusal.value)


@pytest.mark.parametrize("short", ["", "onze caract"])
def test_a_short_passphrase_is_refused_before_anything_is_written(path, short):
    with pytest.raises(UnusableKeyFile) as refusal:
        written(path, new_key("Ed25519"), short)

    assert refusal.value.reason is keyfiles.SHORT_PASSPHRASE
    assert not path.exists()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"secretKeyMultibase": None}, keyfiles.NOT_A_KEY_FILE),
        ({"id": 5}, keyfiles.NOT_A_KEY_FILE),
        ({"controller": None}, keyfiles.NOT_A_KEY_FILE),
        ({"publicKeyMultibase": "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"}, keyfiles.OTHER_PUBLIC_KEY),
        ({"publicKeyMultibase": None}, keyfiles.OTHER_PUBLIC_KEY),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(path, changes, reason):
    whole = json.loads(written(path, new_key("P-256")).read_bytes())
    path.write_text(json.dumps(whole | changes))

    with pytest.raises(UnusableKeyFile) as refusal:
        read_key(path)

    assert refusal.value.reason is reason


def _pem_of_another_kind():
    native = dsa.generate_private_key(1024)
    return native.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff",
        b"[]",
        b"{}",
        b'{"secretKeyMultibase":"z6Mk","id":"a","controller":"b"}',
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        b"-----BEGIN ",
        b" " * 100_000,
        _pem_of_another_kind(),
    ],
)
def test_whatever_the_file_holds_there_is_a_reason_and_no_traceback(path, data):
    path.write_bytes(data)

    with pytest.raises(EngineError):
        read_key(path, lambda: PASSPHRASE)


def test_a_key_made_elsewhere_is_named_by_the_document_beside_it(tmp_path):
    path = tmp_path / "openssl.pem"
    key = new_key("P-256")
    path.write_bytes(
        key.native().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    assert read_names(path) is None
    with pytest.raises(UnusableKeyFile) as refusal:
        read_key(path)
    assert refusal.value.reason is keyfiles.NAMELESS

    document = did_web.build_document(DID, [PublishedKey(3, key.public_key)])
    keyfiles.write_document(document_beside(path), document)

    held = read_key(path)
    assert (held.method, held.controller, held.document) == (f"{DID}#key-3", DID, document)


def test_the_document_lies_beside_the_key(tmp_path):
    assert document_beside(tmp_path / "greta.json") == tmp_path / "greta.did.json"
    assert document_beside(tmp_path / "greta.2026.pem") == tmp_path / "greta.2026.did.json"
    assert document_beside(tmp_path / "greta") == tmp_path / "greta.did.json"


def test_a_document_is_replaced_only_when_asked_and_whole(tmp_path):
    path = tmp_path / "did.json"
    keyfiles.write_document(path, {"id": "é"})
    with pytest.raises(FileExistsError):
        keyfiles.write_document(path, {"id": "other"})
    assert json.loads(path.read_bytes()) == {"id": "é"}

    path.chmod(0o644)
    keyfiles.write_document(path, {"id": "other"}, replace=True)

    assert json.loads(path.read_bytes()) == {"id": "other"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [file.name for file in tmp_path.iterdir()] == ["did.json"]


def test_two_new_keys_are_never_the_same():
    assert len({new_key(algorithm).secret for algorithm in ("Ed25519", "P-256", "P-384") for _ in range(4)}) == 12


def test_an_rsa_key_is_long_enough(rsa_key):
    assert rsa_key.public_key.native().key_size == 3072


def test_an_unknown_algorithm_is_refused():
    with pytest.raises(MalformedKey):
        new_key("secp256k1")
