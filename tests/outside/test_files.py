"""The store of files: whole or not there, checked when read, for its owner alone."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from sceau.outside.files import DamagedFile, DiskFiles, FileTooLarge, NoSuchFile, NotKept

SOURCE = Path(__file__).resolve().parents[2] / "src"
KILLED = """
import os, signal, sys
from pathlib import Path
from sceau.outside.files import DiskFiles
def pieces():
    yield b"half"
    os.kill(os.getpid(), signal.SIGKILL)
DiskFiles(Path(sys.argv[1])).put(pieces(), limit=100)
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def store(folder) -> DiskFiles:
    return DiskFiles(folder)


def place(folder: Path, digest: str) -> Path:
    return folder / digest[:2] / digest[2:4] / digest


def age(path: Path, **by: float) -> None:
    then = (datetime.now(UTC) - timedelta(**by)).timestamp()
    os.utime(path, (then, then))


def test_what_is_put_is_found_under_its_digest(store):
    digest = store.put(b"un devis", limit=100)

    assert digest == sha256(b"un devis").hexdigest()
    assert store.has(digest)
    assert store.read(digest) == b"un devis"
    with store.open(digest) as file:
        assert file.read(2) == b"un"


def test_pieces_make_one_file(store):
    assert store.read(store.put(iter([b"un ", b"devis"]), limit=100)) == b"un devis"


def test_twice_the_same_is_one_file(store, folder):
    assert store.put(b"x", limit=1) == store.put(b"x", limit=1)
    assert sum(path.is_file() for path in folder.glob("??/??/*")) == 1


def test_only_the_account_of_sceau_reads(store, folder):
    path = place(folder, store.put(b"x", limit=1))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for each in (path.parent, path.parent.parent, folder):
        assert stat.S_IMODE(each.stat().st_mode) == 0o700


@pytest.mark.parametrize("content", [b"12345", iter([b"123", b"45"])])
def test_more_than_the_limit_is_refused_and_nothing_stays(store, folder, content):
    with pytest.raises(FileTooLarge) as refused:
        store.put(content, limit=4)

    assert "Mo" in refused.value.sentence("fr")
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_a_source_that_breaks_off_leaves_nothing(store, folder):
    def broken():
        yield b"half"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.put(broken(), limit=100)
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_a_process_killed_while_it_writes_leaves_no_file_and_the_next_one_works(store, folder):
    done = subprocess.run(
        [sys.executable, "-P", "-c", KILLED, folder], env={**os.environ, "PYTHONPATH": str(SOURCE)}, check=False
    )
    assert done.returncode == -signal.SIGKILL
    left = list((folder / ".coming").iterdir())
    assert len(left) == 1
    assert not list(folder.glob("??/??/*"))

    digest = store.put(b"half", limit=100)
    age(left[0], days=3)
    assert store.sweep({digest}, older_than=datetime.now(UTC)) == 1
    assert not left[0].exists()
    assert store.read(digest) == b"half"


def test_a_file_that_was_altered_is_not_given(store, folder):
    digest = store.put(b"un devis", limit=100)
    place(folder, digest).write_bytes(b"un DEVIS")

    with pytest.raises(DamagedFile):
        store.open(digest)
    store.put(b"un devis", limit=100)
    assert store.read(digest) == b"un devis"


@pytest.mark.parametrize("digest", ["0" * 64, "", "../../etc/passwd", "A" * 64, "0" * 64 + "\n"])
def test_what_is_no_digest_of_a_file_is_not_found(store, digest):
    assert not store.has(digest)
    with pytest.raises(NoSuchFile):
        store.read(digest)
    store.remove(digest)


def test_what_is_removed_is_gone(store):
    digest = store.put(b"x", limit=1)
    store.remove(digest)

    assert not store.has(digest)


def test_a_sweep_takes_old_files_that_no_row_names_and_no_others(store, folder):
    known, old, fresh = (store.put(text, limit=9) for text in (b"known", b"old", b"fresh"))
    for digest in (known, old):
        age(place(folder, digest), days=2)

    assert store.sweep({known}, older_than=datetime.now(UTC) - timedelta(days=1)) == 1
    assert [store.has(digest) for digest in (known, old, fresh)] == [True, False, True]


def test_what_is_put_again_is_young_again(store, folder):
    digest = store.put(b"x", limit=1)
    age(place(folder, digest), days=2)
    store.put(b"x", limit=1)

    assert store.sweep(set(), older_than=datetime.now(UTC) - timedelta(days=1)) == 0


def test_many_at_once_find_all_their_files(store):
    content = [bytes([place % 5]) * 1000 for place in range(40)]
    threads = [threading.Thread(target=store.put, args=(each,), kwargs={"limit": 1000}) for each in content]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(store.read(sha256(each).hexdigest()) == each for each in content)


def test_a_disk_that_takes_nothing_is_told(tmp_path):
    (tmp_path / "files").write_text("no folder")

    with pytest.raises(NotKept) as refused:
        DiskFiles(tmp_path / "files").put(b"x", limit=1)
    assert "rien n’est perdu" in refused.value.sentence("fr")
