"""The drill: a house is backed up while people use it, lost, and restored elsewhere; and everything that must be refused."""

from __future__ import annotations

import io
import json
import shutil
import stat
import tarfile
import threading
from pathlib import Path

import pytest

from sceau.config import archive, backup
from sceau.config.archive import read_archive
from sceau.config.rescue import CannotRestore

from .houses import SERVER, House, database

STATE = """
from sceau.journal.models import Act
from sceau.journal.verification import recheck_all
from sceau.institutions.models import Institution
from sceau.config.wiring import ports
from sceau.keyring.models import SigningKey
from sceau.keyring.selftest import faults
whole = all(result.is_whole for result in recheck_all())
print(Act.objects.count(), Institution.objects.count(), SigningKey.objects.count(), whole, len(faults(store=ports().keys)))
"""
PUT = """
from sceau.config.wiring import ports
print(ports().files.put(b"a quotation", limit=100))
"""
SIGN_IN = """
from importlib import import_module
from allauth.usersessions.models import UserSession
from django.conf import settings
from sceau.accounts.models import User
session = import_module(settings.SESSION_ENGINE).SessionStore()
session.create()
UserSession.objects.create(user=User.objects.first(), session_key=session.session_key, ip="192.0.2.1", user_agent="x")
print(session.session_key)
"""
SESSIONS = """
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
print(Session.objects.count(), UserSession.objects.count())
"""
WRITE = """
from datetime import UTC, datetime
from sceau.journal.services import record
for _ in range(300):
    record("unit.created", subject="unit:00000000-0000-0000-0000-000000000001", by=None, at=datetime.now(UTC))
"""


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory):
    """A house with the demonstration and something published, and its backup."""
    folder = tmp_path_factory.mktemp("lived-in")
    with database("lived_in") as variables:
        house = House(folder / "house", variables)
        house.folder.mkdir()
        house.seeded()
        published = house.folder / "published" / "alpes-numerique"
        published.mkdir(parents=True)
        (published / "status.json").write_text('{"a": 1}')
        house.python(PUT)
        yield house


@pytest.fixture(scope="module")
def saved(lived_in, tmp_path_factory):
    """A backup of that house, and its key-encryption key apart."""
    folder = tmp_path_factory.mktemp("saved")
    done = lived_in.sceau("backup", folder / "all.sceau", "--with-kek", folder / "kek")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def empty(tmp_path):
    """Another machine: an empty folder, an empty database."""
    with database("empty") as variables:
        folder = tmp_path / "other"
        folder.mkdir()
        yield House(folder, variables)


def with_kek(house: House, saved: Path) -> House:
    shutil.copy(saved / "kek", house.folder / "kek")
    return house


def test_a_house_is_restored_elsewhere_whole_with_keys_that_open(lived_in, saved, empty):
    before = lived_in.python(STATE)

    done = with_kek(empty, saved).sceau("restore", saved / "all.sceau")

    assert done.returncode == 0, done.stderr
    assert "tous revérifiés" in done.stdout.replace("\n", " ")
    assert empty.python(STATE) == before
    assert before.endswith("True 0")
    assert (empty.folder / "published/alpes-numerique/status.json").read_text() == '{"a": 1}'
    assert (empty.folder / "secret-key").read_text() == (lived_in.folder / "secret-key").read_text()
    files = {path.read_bytes(): path for path in (empty.folder / "files").glob("??/??/*")}
    kept = files[b"a quotation"]
    assert [stat.S_IMODE(each.stat().st_mode) for each in (kept, kept.parent, empty.folder / "files")] == [
        0o600,
        0o700,
        0o700,
    ]


def test_the_backup_is_for_its_owner_alone_and_does_not_hold_the_key_encryption_key(lived_in, saved):
    kek = (lived_in.folder / "kek").read_text().strip().partition(":")[2]
    with tarfile.open(saved / "all.sceau") as members:
        content = b"".join(members.extractfile(member).read() for member in members)

    assert stat.S_IMODE((saved / "all.sceau").stat().st_mode) == 0o600
    assert stat.S_IMODE((saved / "kek").stat().st_mode) == 0o600
    assert kek.encode() not in content
    assert kek in (saved / "kek").read_text()
    assert not list(saved.glob(".*"))


def test_a_backup_taken_while_acts_are_written_is_sound(lived_in, tmp_path, empty, saved):
    writing = threading.Thread(target=lived_in.python, args=[WRITE])
    writing.start()
    try:
        done = lived_in.sceau("backup", tmp_path / "busy.sceau")
    finally:
        writing.join()
    assert done.returncode == 0, done.stderr

    done = with_kek(empty, saved).sceau("restore", tmp_path / "busy.sceau")
    assert done.returncode == 0, done.stderr


def test_a_house_that_holds_something_is_not_replaced_unasked(lived_in, saved, empty):
    with_kek(empty, saved).sceau("restore", saved / "all.sceau")
    before = empty.python(WRITE + STATE)

    refused = empty.sceau("restore", saved / "all.sceau")
    assert refused.returncode == 1
    assert "contient déjà des données" in refused.stderr
    assert empty.python(STATE) == before

    done = empty.sceau("restore", "--replace", saved / "all.sceau")
    assert done.returncode == 0, done.stderr
    assert "L’ancienne base est gardée" in done.stdout
    assert empty.python(STATE) != before
    if not SERVER:
        assert list(empty.folder.glob("sceau.sqlite3.before-*"))


def test_without_the_key_encryption_key_it_is_refused_unless_told(saved, empty):
    empty.python("")  # makes a key-encryption key of its own

    refused = empty.sceau("restore", saved / "all.sceau")
    assert refused.returncode == 1
    assert "n’est pas celle de la sauvegarde" in refused.stderr
    assert str(empty.folder / "kek") in refused.stderr

    done = empty.sceau("restore", "--without-kek", saved / "all.sceau")
    assert done.returncode == 0, done.stderr
    assert "ne s’ouvrent pas" in done.stdout.replace("\n", " ")
    assert empty.python(STATE).split()[-1] != "0"


def test_an_open_house_is_not_restored(saved, empty):
    from filelock import FileLock

    with FileLock(empty.folder / "server.lock"):
        refused = with_kek(empty, saved).sceau("restore", saved / "all.sceau")

    assert refused.returncode == 1
    assert "Sceau est ouvert sur ces données" in refused.stderr


def rewrite(source: Path, target: Path, change) -> Path:
    """A backup whose members were changed by a function of (name, content)."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            content = change(member.name, old.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return target


def one_byte(name: str, content: bytes) -> bytes:
    if name != "secrets/secret-key.sealed":
        return content
    return bytes([content[0] ^ 1]) + content[1:]


def without_database(name: str, content: bytes) -> bytes | None:
    return None if name.startswith("database") else content


def from_the_future(name: str, content: bytes) -> bytes:
    return (
        json.dumps(json.loads(content) | {"format": 2, "sceau": "9.9"}).encode() if name == "manifest.json" else content
    )


def other_engine(name: str, content: bytes) -> bytes:
    return json.dumps(json.loads(content) | {"engine": "oracle"}).encode() if name == "manifest.json" else content


@pytest.mark.parametrize(
    ("change", "code"),
    [(one_byte, "rescue.unsound"), (without_database, "rescue.cut_short"), (from_the_future, "rescue.too_new")],
)
def test_what_was_altered_is_refused(saved, tmp_path, change, code):
    wrong = rewrite(saved / "all.sceau", tmp_path / "wrong.sceau", change)
    (tmp_path / "into").mkdir()

    with pytest.raises(CannotRestore) as refusal:
        read_archive(wrong, tmp_path / "into")
    assert refusal.value.reason.code == code
    assert refusal.value.sentence("fr") != refusal.value.sentence("en")


def test_a_refused_backup_changes_nothing(saved, empty, tmp_path):
    wrong = rewrite(saved / "all.sceau", tmp_path / "wrong.sceau", other_engine)

    refused = with_kek(empty, saved).sceau("restore", wrong)

    assert refused.returncode == 1
    assert "vient d’une base oracle" in refused.stderr
    assert not (empty.folder / "published").exists()
    assert not list(empty.folder.glob(".restore-*"))


def forged(name: str, content: bytes) -> bytes:
    """The manifest speaks of a journal that goes on where the database stops: an act was cut off, digests made again."""
    if name != "manifest.json":
        return content
    told = json.loads(content)
    told["heads"] = {chain: [length + 1, "00" * 32] for chain, (length, _) in told["heads"].items()}
    return json.dumps(told).encode()


def test_a_journal_that_does_not_hold_puts_everything_back(lived_in, saved, empty, tmp_path):
    with_kek(empty, saved).sceau("restore", saved / "all.sceau")
    before = empty.python(WRITE + STATE)
    wrong = rewrite(saved / "all.sceau", tmp_path / "forged.sceau", forged)

    refused = empty.sceau("restore", "--replace", wrong)

    assert refused.returncode == 1
    assert "ne se vérifie pas" in refused.stderr
    assert empty.python(STATE) == before


@pytest.mark.parametrize("content", [b"", b"not a backup", b"\x1f\x8b\x08\x00broken"])
def test_any_other_file_is_no_backup(tmp_path, content):
    file = tmp_path / "any.sceau"
    file.write_bytes(content)

    with pytest.raises(CannotRestore) as refusal:
        read_archive(file, tmp_path)
    assert refusal.value.reason.code == "rescue.not_a_backup"


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "a/../../outside"])
def test_no_member_leaves_the_folder(tmp_path, saved, name):
    def escape(member: str, content: bytes) -> bytes:
        if member != "manifest.json":
            return content
        told = json.loads(content)
        told["files"][name] = "0" * 64
        return json.dumps(told).encode()

    wrong = rewrite(saved / "all.sceau", tmp_path / "wrong.sceau", escape)
    (tmp_path / "into").mkdir()

    with pytest.raises(CannotRestore) as refusal:
        read_archive(wrong, tmp_path / "into")
    assert refusal.value.reason.code == "rescue.not_a_backup"


def test_a_link_in_the_place_of_a_file_is_refused(tmp_path, saved):
    wrong = tmp_path / "wrong.sceau"
    with tarfile.open(saved / "all.sceau") as old, tarfile.open(wrong, "w:gz") as new:
        for member in old:
            if member.name == "secrets/secret-key.sealed":
                link = tarfile.TarInfo(member.name)
                link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
                new.addfile(link)
            else:
                new.addfile(member, old.extractfile(member))
    (tmp_path / "into").mkdir()

    with pytest.raises(CannotRestore) as refusal:
        read_archive(wrong, tmp_path / "into")
    assert refusal.value.reason.code == "rescue.unsound"


def test_nothing_is_overwritten_and_nothing_is_put_beside_the_data(lived_in, saved):
    there = lived_in.sceau("backup", saved / "all.sceau")
    assert there.returncode == 1
    assert "existe déjà" in there.stderr

    inside = lived_in.sceau("backup", lived_in.folder / "all.sceau")
    assert inside.returncode == 1
    assert "dans le dossier des données" in inside.stderr
    assert not (lived_in.folder / "all.sceau").exists()


def test_a_file_that_is_not_there_is_named(empty):
    refused = empty.sceau("restore", "/nowhere/at/all.sceau")

    assert refused.returncode == 1
    assert "/nowhere/at" in refused.stderr


@pytest.mark.skipif(not SERVER, reason="of PostgreSQL alone")
def test_without_the_tools_of_postgresql_one_is_told_which(lived_in, tmp_path):
    lived_in.variables["PATH"] = str(tmp_path)
    try:
        refused = lived_in.sceau("backup", tmp_path / "all.sceau")
    finally:
        del lived_in.variables["PATH"]

    assert refused.returncode == 1
    assert "il manque le programme pg_dump" in refused.stderr.lower()


def test_whoever_finds_a_backup_has_neither_the_secret_key_nor_anybodys_session(lived_in, tmp_path, empty, saved):
    """With the one they would make the links of invitation again, with the other they would be signed in."""
    session = lived_in.python(SIGN_IN).strip()
    assert len(session) == 32
    done = lived_in.sceau("backup", tmp_path / "found.sceau")
    assert done.returncode == 0, done.stderr

    with tarfile.open(tmp_path / "found.sceau") as members:
        files = {member.name: members.extractfile(member).read() for member in members}
    assert backup.SEALED_SECRET in json.loads(files[archive.MANIFEST])["files"]
    secret = (lived_in.folder / "secret-key").read_bytes().strip()
    for content in files.values():
        assert secret not in content
        assert session.encode() not in content

    with_kek(empty, saved).sceau("restore", tmp_path / "found.sceau")
    assert empty.python(SESSIONS).strip() == "0 0"
    assert lived_in.python(SESSIONS).strip() == "1 1"


def test_without_the_key_encryption_key_the_secret_key_stays_closed(saved, empty):
    done = empty.sceau("restore", "--without-kek", saved / "all.sceau")

    assert done.returncode == 0, done.stderr
    assert "SCEAU_SECRET_KEY n’est pas celui de la sauvegarde" in " ".join(done.stdout.split())
