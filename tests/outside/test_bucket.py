"""Files in a bucket: the same promises as on a disk, and a storage that fails is told as such."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from outside.buckets import BUCKET, KEY, REGION, SECRET, Storage
from sceau.config.bucket import bucket_place
from sceau.outside.bucket import BucketFiles, StorageOutOfReach
from sceau.outside.files import DamagedFile, FileTooLarge, NoSuchFile, NotKept

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]
ADDRESS = "s3+clear://cle:secret%2B%2Fde%20essai@{host}/espace/un/dossier?region=fr-par"


@pytest.fixture
def storage():
    there = Storage()
    yield there
    there.stop()


@pytest.fixture
def place(storage):
    return bucket_place(ADDRESS.format(host=storage.endpoint.removeprefix("http://")))


@pytest.fixture
def store(place):
    return BucketFiles(place)


def name_of(content: bytes) -> str:
    digest = sha256(content).hexdigest()
    return f"un/dossier/{digest[:2]}/{digest[2:4]}/{digest}"


def test_the_address_says_all(storage, place):
    assert (place.endpoint, place.bucket, place.prefix) == (storage.endpoint, BUCKET, "un/dossier")
    assert (place.region, place.key, place.secret) == (REGION, KEY, SECRET)
    assert SECRET not in repr(place)


@pytest.mark.parametrize("length", [0, 10, 12_000_000])
def test_what_is_put_is_found_under_its_digest(store, storage, length):
    content = b"x" * length

    digest = store.put(content, limit=20_000_000)

    assert digest == sha256(content).hexdigest()
    assert list(storage.objects) == [name_of(content)]
    assert store.has(digest)
    assert store.read(digest) == content
    with store.open(digest) as file:
        assert file.read(2) == content[:2]


def test_pieces_make_one_file_and_twice_the_same_is_once(store, storage):
    first = store.put([b"un ", b"devis"], limit=100)

    assert store.put(b"un devis", limit=100) == first
    assert list(storage.objects) == [name_of(b"un devis")]


def test_what_is_too_large_is_never_sent(store, storage):
    with pytest.raises(FileTooLarge):
        store.put([b"x" * 60, b"x" * 60], limit=100)
    assert storage.asked == []


def test_another_content_under_a_digest_is_not_given(store, storage):
    digest = store.put(b"un devis", limit=100)
    storage.objects[name_of(b"un devis")] = (b"un autre", datetime.now(UTC))

    with pytest.raises(DamagedFile):
        store.read(digest)


def test_what_is_not_there_is_told_and_what_is_no_digest_is_never_asked(store, storage):
    absent = "a" * 64
    assert not store.has(absent)
    with pytest.raises(NoSuchFile):
        store.read(absent)
    store.remove(absent)
    storage.asked.clear()

    assert not store.has("../../etc/passwd")
    with pytest.raises(NoSuchFile):
        store.open("../../etc/passwd")
    store.remove("../../etc/passwd")
    assert storage.asked == []


def test_a_file_is_forgotten(store, storage):
    store.remove(store.put(b"un devis", limit=100))

    assert storage.objects == {}


def test_a_sweep_forgets_what_is_old_and_unknown_and_ours(store, storage):
    known, unknown, young = (store.put(each, limit=100) for each in (b"connu", b"inconnu", b"jeune"))
    old = datetime.now(UTC) - timedelta(days=3)
    for each in (b"connu", b"inconnu"):
        storage.objects[name_of(each)] = (each, old)
    storage.objects["un/dossier/autre.txt"] = (b"?", old)
    storage.objects["ailleurs/chose"] = (b"?", old)

    assert store.sweep({known}, older_than=datetime.now(UTC) - timedelta(days=1)) == 1

    assert [store.has(each) for each in (known, unknown, young)] == [True, False, True]
    assert {"un/dossier/autre.txt", "ailleurs/chose"} < storage.objects.keys()


def test_a_wrong_secret_and_a_storage_that_fails_are_told(storage, place):
    stranger = BucketFiles(replace(place, secret="autre"))
    with pytest.raises(NotKept):
        stranger.put(b"un devis", limit=100)
    with pytest.raises(StorageOutOfReach):
        stranger.try_out()
    store = BucketFiles(place)
    store.try_out()
    assert storage.objects == {}

    digest = store.put(b"un devis", limit=100)
    storage.broken = True
    for act in (lambda: store.read(digest), lambda: store.has(digest), lambda: store.remove(digest), store.try_out):
        with pytest.raises(StorageOutOfReach):
            act()
    with pytest.raises(NotKept):
        store.put(b"un autre", limit=100)
    with pytest.raises(StorageOutOfReach):
        store.sweep(set(), older_than=datetime.now(UTC))


@pytest.mark.parametrize(
    "address",
    [
        "https://cle:secret@s3.exemple.fr/espace",
        "s3://s3.exemple.fr/espace",
        "s3://cle@s3.exemple.fr/espace",
        "s3://cle:secret@s3.exemple.fr",
        "s3://cle:secret@s3.exemple.fr/Espace_1",
        "s3://cle:secret@s3.exemple.fr/espace?zone=a",
        "s3://cle:secret@s3.exemple.fr/espace#a",
        "s3://cle:secret@s3.exemple.fr:port/espace",
    ],
)
def test_an_address_that_does_not_say_all_is_refused(address):
    with pytest.raises(ValueError, match=r"|port"):
        bucket_place(address)
