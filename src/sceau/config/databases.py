"""One database written to a file, and a file put in the place of a database; on SQLite and on PostgreSQL."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, connections

from sceau.config.archive import POSTGRESQL, SQLITE
from sceau.config.rescue import CANNOT_COPY, NO_TOOL, STILL_CONNECTED, TOOL_FAILED, CannotBackUp, CannotRestore

MEMBER = {SQLITE: "database.sqlite3", POSTGRESQL: "database.pgdump"}
A_MOMENT = 3.0  # seconds
LAST_LINES = 3  # of a tool that failed
SIDE_FILES = ("-wal", "-shm")
# who is signed in, and what may be forgotten: with a row of these whoever finds a backup would be signed in too
NOT_COPIED = ("usersessions_usersession", "django_session", "shared_cache")
VARIABLES = {  # PostgreSQL documentation, "Environment Variables" of libpq
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "service": "PGSERVICE",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}


def engine() -> str:
    """The kind of this house's database: SQLITE or POSTGRESQL."""
    return SQLITE if connection.vendor == "sqlite" else POSTGRESQL


def copy_out(target: Path) -> None:
    """Write the database as it is at one moment to a new file, while others go on writing.

    raises:  CannotBackUp
    """
    if engine() == SQLITE:
        _copy_sqlite(target)
    else:
        _dump(target)


def put_in_place(source: Path, now: datetime) -> Callable[[bool], str]:
    """Put the database of a file in the place of the one that is there, which is kept aside.

    returns:  to be called with True once the new one is found good: it tells where the former one is, "" when there was
              none; with False, to put the former one back
    raises:   CannotRestore, and then nothing was changed
    """
    return _replace_sqlite(source, now) if engine() == SQLITE else _replace_postgresql(source, now)


def _copy_sqlite(target: Path) -> None:
    path = str(connection.settings_dict["NAME"])
    with (
        contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as source,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        for table in NOT_COPIED:
            copy.execute(f"DELETE FROM {table}")  # noqa: S608 -- names of ours
        copy.commit()
        copy.execute("VACUUM")  # a row that is deleted stays in the file until its place is taken
        said = [row[0] for row in copy.execute("PRAGMA integrity_check")]
    if said != ["ok"]:
        raise CannotBackUp(CANNOT_COPY, said="; ".join(map(str, said[:LAST_LINES])))


def _replace_sqlite(source: Path, now: datetime) -> Callable[[bool], str]:
    connections.close_all()
    path = Path(str(connection.settings_dict["NAME"]))
    aside = path.with_name(f"{path.name}.before-{now:%Y%m%dT%H%M%SZ}")
    there = path.exists()
    for suffix in ("", *SIDE_FILES):
        if Path(f"{path}{suffix}").exists():
            Path(f"{path}{suffix}").replace(f"{aside}{suffix}")
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(source, path)
    path.chmod(0o600)

    def end(good: bool) -> str:
        if good:
            return str(aside) if there else ""
        connections.close_all()
        for suffix in ("", *SIDE_FILES):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
            if Path(f"{aside}{suffix}").exists():
                Path(f"{aside}{suffix}").replace(f"{path}{suffix}")
        return ""

    return end


def _dump(target: Path) -> None:
    left_out = [f"--exclude-table-data=public.{table}" for table in NOT_COPIED]
    fault = _run(
        "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--schema=public", *left_out, f"--file={target}"
    )
    if fault:
        raise CannotBackUp(TOOL_FAILED, tool="pg_dump", said=fault)


def _replace_postgresql(source: Path, now: datetime) -> Callable[[bool], str]:
    aside = f"before_{now:%Y%m%d_%H%M%S}"
    makes_schema = _makes_schema(source)
    _alone_or_refuse()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        there = bool(cursor.fetchone()[0])
        cursor.execute(f"ALTER SCHEMA public RENAME TO {aside}")  # the former one, whole, in one move
        if not makes_schema:
            cursor.execute("CREATE SCHEMA public")
    _close()

    def end(good: bool) -> str:
        _close()
        with connection.cursor() as cursor:
            if not good:
                cursor.execute("DROP SCHEMA IF EXISTS public CASCADE")
                cursor.execute(f"ALTER SCHEMA {aside} RENAME TO public")
                return ""
            if not there:
                cursor.execute(f"DROP SCHEMA {aside} CASCADE")
        return aside if there else ""

    fault = _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(source))
    if fault:
        end(False)
        raise CannotRestore(TOOL_FAILED, tool="pg_restore", said=fault)
    return end


def _makes_schema(source: Path) -> bool:
    """Whether a dump makes the schema itself: pg_dump says so only where its owner is not the default one.

    raises:  CannotRestore
    """
    found = shutil.which("pg_restore")
    if not found:
        raise CannotRestore(NO_TOOL, tool="pg_restore")
    listed = subprocess.run([found, "--list", str(source)], capture_output=True, text=True, check=False)
    return " SCHEMA - public " in listed.stdout


def _alone_or_refuse() -> None:
    """Go on only when nobody else is connected; our own connections, once closed, take a moment to be gone.

    It is asked by a connection beside Django's, whose pool may hold more than one.

    raises:  CannotRestore
    """
    _close()
    limit = time.monotonic() + A_MOMENT
    with psycopg.connect(**_plain_parameters(), autocommit=True) as door:
        while True:
            row = door.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            ).fetchone()
            others = int(row[0]) if row else 0
            if not others:
                return
            if time.monotonic() > limit:
                raise CannotRestore(STILL_CONNECTED, count=others)
            time.sleep(0.1)


def _plain_parameters() -> dict[str, Any]:
    """What psycopg needs to connect, without what Django adds for its own cursors."""
    told: dict[str, Any] = connection.get_connection_params()
    return {name: value for name, value in told.items() if name in VARIABLES or name == "dbname"}


def _close() -> None:
    """End every connection of this process, those that the pool keeps as well."""
    connections.close_all()
    close_pool = getattr(connection, "close_pool", None)
    if close_pool:
        close_pool()


def _run(tool: str, *words: str) -> str:
    """Run a tool of PostgreSQL on this house's database; gives what it said when it failed, "" otherwise.

    The password goes by the environment: the words of a command line are for everybody to read.
    """
    found = shutil.which(tool)
    if not found:
        raise (CannotBackUp if tool == "pg_dump" else CannotRestore)(NO_TOOL, tool=tool)
    asked = _parameters()
    words = (*words, f"--dbname={asked.pop('dbname')}") if tool == "pg_restore" else (*words, asked.pop("dbname"))
    outcome = subprocess.run(
        [found, "--no-password", *words],
        env={**os.environ, **asked, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if not outcome.returncode:
        return ""
    return " ".join(outcome.stderr.strip().splitlines()[-LAST_LINES:]) or str(outcome.returncode)


def _parameters() -> dict[str, str]:
    """The variables of libpq that lead to this house's database, and its name as "dbname"."""
    told: dict[str, Any] = connection.get_connection_params()
    found = {
        VARIABLES[name]: str(value) for name, value in told.items() if name in VARIABLES and value not in ("", None)
    }
    return found | {"dbname": str(told["dbname"])}
