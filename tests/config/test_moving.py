"""A house leaves SQLite for PostgreSQL: killed half-way, moved, lived in there; and everything that must be refused."""

from __future__ import annotations

import json
import shutil
import sqlite3
from hashlib import sha256

import psycopg
import pytest
from filelock import FileLock

from sceau.config import leaving
from sceau.config.leaving import CannotMove
from sceau.config.transcribing import PLAIN, WRITTEN, Sum

from .houses import SERVER, House, database

of_postgresql = pytest.mark.skipif(not SERVER, reason="of PostgreSQL alone")
MARKED = "SELECT count(*) FROM pg_views WHERE viewname = 'sceau_move_is_unfinished'"
TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
OF_THE_DATABASE = ("sqlite_", "django_tasks_", "django_migrations")
LIVE = """
import json
from datetime import timedelta
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils.timezone import now
from sceau.config.wiring import ports
from sceau.issuing.models import Batch, Credential
from sceau.issuing.queries.batches import releasers_of
from sceau.issuing.services.releasing import release_batch
from sceau.issuing.states import BatchState
from sceau.jobs import issuing
from sceau.journal.verification import recheck_all
from sceau.keyring.selftest import faults

def value(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]

def refused(statement):
    try:
        with transaction.atomic():
            value(statement + " RETURNING 1")
    except IntegrityError as refusal:
        return str(refusal).startswith("sceau: ")

found = {"rows": {name: value(f"SELECT count(*) FROM {name}") for name in NAMES}}
found["keys"] = len(faults(store=ports().keys))
found["page"] = Client().get("/catalogue", headers={"host": "localhost"}).status_code
before = Credential.objects.count()
batch = Batch.objects.filter(state=BatchState.ASKED).first()
by = next(user for user in releasers_of(batch, now=now()) if user != batch.prepared_by)
release_batch(batch=batch, by=by, now=now(), keys=ports().keys)
issuing.sign(clock=now, at_most=timedelta(seconds=20))
batch.refresh_from_db()
found["signed"] = [Credential.objects.count() - before, batch.lines_total]
found["bytes"] = all(
    __import__("hashlib").sha256(bytes(each.content.body)).hexdigest() == each.digest
    for each in Credential.objects.select_related("content")[:200]
)
found["whole"] = all(result.is_whole for result in recheck_all())
found["guards"] = [
    refused("UPDATE issuing_content SET body = ''"),
    refused("DELETE FROM journal_act"),
    refused("UPDATE ledger_leaf SET digest = ''"),
    refused("DELETE FROM issuing_pattern"),
]
found["references"] = value("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated")
print(json.dumps(found))
"""
ALTERED = """
from pathlib import Path
from sceau.config import moving
there = moving.sum_up
def altered(connection, table, tell):
    moving._run("UPDATE search_word SET shown = 'other' WHERE id = (SELECT min(id) FROM search_word)")
    return there(connection, table, tell)
moving.sum_up = altered
try:
    moving.move(Path(SOURCE), lambda *_: None)
except moving.CannotMove as refusal:
    print(refusal.reason.code, refusal.details["table"])
"""


def rows_of(house):
    """How many rows each table of the house on SQLite has."""
    with sqlite3.connect(house.folder / "sceau.sqlite3") as there:
        names = [name for (name,) in there.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: there.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in names
            if not name.startswith(OF_THE_DATABASE)
        }


def bytes_of(house):
    return sha256((house.folder / "sceau.sqlite3").read_bytes()).hexdigest()


def asked(url, query):
    with psycopg.connect(url) as door:
        return door.execute(query).fetchone()[0]


@pytest.fixture(scope="module")
def left(tmp_path_factory):
    """A house on SQLite with the demonstration in it."""
    folder = tmp_path_factory.mktemp("left")
    return House(folder).seeded()


@pytest.fixture(scope="module")
def there(left):
    """That house on PostgreSQL, where a first move was killed; with what the second one said."""
    with database("moved") as variables:
        url = variables["SCEAU_DATABASE_URL"]
        before = bytes_of(left)
        first = left.start("move", url)
        assert any("copie 10" in line for line in first.stderr)
        first.kill()
        first.wait()
        first.stdout.close()
        first.stderr.close()
        cut = asked(url, MARKED), asked(url, "SELECT count(*) FROM journal_act")

        done = left.sceau("move", url)

        assert done.returncode == 0, done.stderr
        # in development pages ask for no gathered static files, which take long
        yield House(left.folder, variables | {"SCEAU_MODE": "development"}), done, cut, before


@of_postgresql
def test_a_move_that_was_killed_leaves_a_mark_and_no_row_and_begins_again(there):
    house, done, cut, _ = there

    assert cut == (1, 0)
    assert asked(house.variables["SCEAU_DATABASE_URL"], MARKED) == 0
    assert "comparaison 100" in done.stderr


@of_postgresql
def test_a_house_is_moved_whole_and_lives_on(left, there):
    house, done, _, before = there
    rows = rows_of(left)
    assert bytes_of(left) == before
    assert "les mêmes des deux côtés" in done.stdout
    assert "SCEAU_DATABASE_URL=postgresql://" in done.stdout

    found = json.loads(house.python(f"NAMES = {sorted(rows)}\n{LIVE}"))

    # the queue of the other database adds the words that Django has for its tables
    words = {name: (rows.pop(name), found["rows"].pop(name)) for name in ("django_content_type", "auth_permission")}
    assert found["rows"] == rows
    assert all(after >= before for before, after in words.values())
    assert found["page"] == 200
    assert found["keys"] == 0
    assert found["signed"][0] == found["signed"][1] > 0
    assert found["bytes"]
    assert found["whole"]
    assert found["guards"] == [True] * 4
    assert found["references"] > 100


@of_postgresql
def test_nothing_is_written_over(left, there):
    house, *_ = there
    url = house.variables["SCEAU_DATABASE_URL"]

    refused = left.sceau("move", url)
    assert refused.returncode == 1
    assert "n’est pas vide" in refused.stderr

    refused = house.sceau("move", url)
    assert refused.returncode == 1
    assert "déjà sur PostgreSQL" in refused.stderr


@of_postgresql
@pytest.mark.parametrize("lock", ["server.lock", "worker.lock"])
def test_an_open_house_is_not_moved(left, lock):
    with database("open") as variables, FileLock(left.folder / lock):
        refused = left.sceau("move", variables["SCEAU_DATABASE_URL"])

        assert refused.returncode == 1
        assert "Sceau est ouvert sur ces données" in refused.stderr
        assert asked(variables["SCEAU_DATABASE_URL"], TABLES) == 0


@of_postgresql
def test_one_row_that_differs_and_nothing_stays(left):
    with database("differs") as variables:
        source = str(left.folder / "sceau.sqlite3")
        said = House(left.folder, variables).python(f"SOURCE = {source!r}\n{ALTERED}")

        assert said.splitlines()[-1] == "move.differs search_word"
        assert [asked(variables["SCEAU_DATABASE_URL"], each) for each in (TABLES, MARKED)] == [0, 0]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("postgresql:///nothing?host=/nowhere/at/all", "move.out_of_reach"),
        ("postgresql://localhost:5432", "move.not_postgresql"),
        ("sqlite:////tmp/other.sqlite3", "move.not_postgresql"),
        ("mysql://localhost/sceau", "move.not_postgresql"),
        ("sceau", "move.not_postgresql"),
        ("", "move.not_postgresql"),
    ],
)
def test_an_address_where_no_database_of_postgresql_answers(url, code, tmp_path, monkeypatch):
    for name, value in House(tmp_path).environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("SCEAU_DATABASE_URL", raising=False)
    with pytest.raises(CannotMove) as refusal:
        leaving.leave_for(url)
    assert refusal.value.reason.code == "move.no_house"

    (tmp_path / "sceau.sqlite3").touch()
    with pytest.raises(CannotMove) as refusal:
        leaving.leave_for(url)
    assert refusal.value.reason.code == code
    assert refusal.value.sentence("fr") != refusal.value.sentence("en")
    shutil.rmtree(tmp_path)


def test_a_value_is_the_same_however_each_database_writes_it():
    of_json, of_moments = PLAIN["jsonb"], PLAIN["timestamptz"]
    moment = WRITTEN["timestamptz"]

    assert of_json('{"b":[1.0,-0.0,null,true],"a":1e5}') == of_json('{"a": 100000, "b": [1, 0, null, true]}')
    assert of_json("[1]") != of_json("[true]")
    assert of_json('["1"]') != of_json("[1]")
    assert of_json("0.12345678901234567890123456789012345") != of_json("0.12345678901234567890123456789012346")
    assert of_moments(moment("2026-11-22 20:48:02")) == of_moments(moment("2026-11-22 21:48:02.000000+01:00"))
    assert of_moments(moment("2026-11-22 20:48:02.000001")) != of_moments(moment("2026-11-22 20:48:02"))


def test_a_sum_tells_a_row_that_changed_and_one_that_is_there_twice():
    one, other, twice = Sum(), Sum(), Sum()
    for row in ((1, "a"), (2, None)):
        one.add(row)
    for row in ((2, None), (1, "a")):
        other.add(row)
    for row in ((1, "a"), (1, "a")):
        twice.add(row)

    assert one == other
    assert one != twice
