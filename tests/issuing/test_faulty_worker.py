"""A real worker over a batch while its disk is full, or its database goes away: it waits, and finishes all of it."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from issuing.test_killed_worker import HERE, SIGNED, TOLD, House, database, wait_until

LINES = 240
A_WHILE = 0.8  # seconds that the fault lasts
WORK = """
import time, django
django.setup()
from datetime import timedelta
from sceau.config.working import work
from django.db import connection
from sceau.jobs import issuing, loading, rounds
issuing.LOT, issuing.AFTER_FAULTS = 40, timedelta(seconds=0.5)  # sooner here, for the test
issue = issuing.Desk.issue
issuing.Desk.issue = lambda *args, **options: time.sleep(0.2) or issue(*args, **options)  # and slower
if connection.vendor == "sqlite":
    from sceau.jobs import embedded
    embedded.AFTER_A_FAULT = 0.5
loading.load_all()
rounds.ROUNDS["batches"] = rounds.Round(timedelta(seconds=1), rounds.ROUNDS["batches"].work)
work()
"""
FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON issuing_content FOR EACH STATEMENT EXECUTE FUNCTION full_disk();
"""
ROOM_AGAIN = "DROP FUNCTION full_disk CASCADE"
HANG_UP = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(tmp_path):
    """With the tables of the test, which are made already."""
    with database() as url:
        made = House(tmp_path, url)
        if url:
            copy_tables_to(url)
        else:
            connection.ensure_connection()
            with closing(sqlite3.connect(tmp_path / "sceau.sqlite3")) as copy:
                connection.connection.backup(copy)
        made.run(str(HERE / "filling.py"), "fill", str(LINES))
        yield made


def copy_tables_to(url: str) -> None:
    name, model = urlsplit(url).path[1:], connection.settings_dict["NAME"]
    connection.close()
    connection.close_pool()
    with psycopg.connect(os.environ["SCEAU_TEST_DATABASE_URL"], autocommit=True) as server:
        server.execute(f"DROP DATABASE {name}")
        server.execute(f"CREATE DATABASE {name} TEMPLATE {model}")


@contextmanager
def no_room(house: House, pid: int) -> Iterator[None]:
    """No file of the worker may grow, or the server of databases says so."""
    if house.url:
        with psycopg.connect(house.url, autocommit=True) as there:
            there.execute(FULL)
            yield
            there.execute(ROOM_AGAIN)
        return
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    yield
    resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


def hang_up(house: House) -> None:
    """Every connection of the worker ends, the one that signs among them; a file has none."""
    if house.url:
        with psycopg.connect(house.url, autocommit=True) as there:
            there.execute(HANG_UP)


def test_a_disk_that_is_full_and_a_database_that_goes_away_lose_nothing_and_end_nothing(house):
    worker = subprocess.Popen([sys.executable, "-P", "-c", WORK], env=house.variables)
    try:
        wait_until(lambda: house.count(SIGNED), [worker])
        with no_room(house, worker.pid):
            time.sleep(A_WHILE)  # what is in hand ends
            signed = house.count(SIGNED)
            time.sleep(A_WHILE)
            assert house.count(SIGNED) == signed < LINES
        hang_up(house)
        wait_until(lambda: house.count(SIGNED) > signed, [worker])
        hang_up(house)
        wait_until(lambda: house.count(TOLD) == LINES, [worker])
    finally:
        worker.kill()
        worker.wait()

    told = json.loads(house.run(str(HERE / "filling.py"), "check"))
    one_each = ("right", "holders", "places", "leaves", "signed", "counted", "acts", "letters", "written_to")
    assert {told[name] for name in one_each} == {LINES}
    assert told["journal_is_whole"]
    assert told["without_a_gap"]
    assert told["told_of_the_batch"] == 2
