"""Processes that are killed at each moment at which something lasting may have happened, and what they leave.

house = House(folder)                 # a copy of what the test has put into the database, on the same kind of database
for left in house.killed(work): …     # once for each moment; what is lasting stands as the dead process left it
house.within(question)                # asked there by a process of its own

A moment: before each statement that writes, before and after each commit, before and after a file takes its place or a
letter leaves. Between two of them nothing lasting happens, so that these are all moments.
"""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from django.core.mail import EmailMessage
from django.db import connection
from django.urls import get_resolver
from django.utils import translation

from sceau.jobs.loading import load_all

READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "BEGIN", "EXPLAIN")
_MARKS = "SELECT md5(string_agg(t::text, '/' ORDER BY t::text)) FROM {} AS t"


class House:
    """A copy of the database of the test, and a folder for files and letters, put back whenever they were changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "house"
        self.letters_file = folder / "letters"
        self._model, self._file = folder / "model.sqlite3", folder / "house.sqlite3"
        self._tables = sorted(connection.introspection.table_names())
        self._name = f"sceau_killed_{os.getpid()}"
        self._given = dict(connection.get_connection_params()) if connection.vendor != "sqlite" else {}
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with closing(sqlite3.connect(self._model)) as copy:
                connection.connection.backup(copy)
        _load()
        self.renew()

    def killed(self, work: Callable[[], object], *, every: int = 1) -> Iterator[tuple[int, bool]]:
        """Do the work once for each moment, killed there; gives the moment, and whether anything lasting is new.

        every:  one moment in so many
        """
        before, moment = self.state(), 0
        while self._dies(work, moment):
            is_new = self.state() != before
            yield moment, is_new
            if is_new:
                self.renew()
            moment += every

    def within(self, question: Callable[[], Any]) -> Any:
        """What a process of its own answers, which lives on this copy and goes to its end."""
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            self._live(lambda: os.write(writer, pickle.dumps(self._answer(question))))
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            told = pipe.read()
        os.waitpid(child, 0)
        is_good, answer = pickle.loads(told)
        assert is_good, answer
        return answer

    def letters(self) -> list[str]:
        """The Message-ID of each letter that left, in their order."""
        return self.letters_file.read_text().split() if self.letters_file.exists() else []

    def state(self) -> str:
        """A digest of every row of every table and of the letters; files that no row names say nothing."""
        rows = self._rows_of_sqlite() if connection.vendor == "sqlite" else self._rows_of_postgresql()
        return sha256("\n".join([*rows, *self.letters()]).encode()).hexdigest()

    def renew(self) -> None:
        """Put back all that was there when this was made."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.letters_file.unlink(missing_ok=True)
        if connection.vendor == "sqlite":
            for end in ("", "-wal", "-shm"):
                Path(f"{self._file}{end}").unlink(missing_ok=True)
            shutil.copy(self._model, self._file)
            return
        model = connection.settings_dict["NAME"]
        connection.close()
        connection.close_pool()
        with self._server("postgres") as server:
            server.execute(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {self._name} TEMPLATE {model}")

    def close(self) -> None:
        """Leave nothing on the server of databases."""
        if connection.vendor != "sqlite":
            with self._server("postgres") as server:
                server.execute(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")

    def _dies(self, work: Callable[[], object], moment: int) -> bool:
        child = os.fork()
        if child == 0:
            self._live(work, Death(moment))
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0, "the work failed by itself"
        return os.WIFSIGNALED(status)

    def _live(self, work: Callable[[], object], death: Death | None = None) -> None:
        """What a child does: the work, on the copy of the database; it never comes back from here."""
        try:
            self._enter()
            (death or Death(-1)).watch(self.letters_file)
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)

    @staticmethod
    def _answer(question: Callable[[], Any]) -> tuple[bool, Any]:
        try:
            return True, question()
        except BaseException:
            return False, traceback.format_exc()

    def _enter(self) -> None:
        """Leave the connection of the parent alone, and have one to the copy."""
        self._of_the_parent = connection.connection, getattr(connection, "pool", None)
        connection.connection = None
        connection.settings_dict["CONN_MAX_AGE"] = None
        if connection.vendor == "sqlite":
            connection.settings_dict["NAME"] = str(self._file)
            # what a process wrote outlives it without a disk being waited for: it is no power cut
            connection.settings_dict["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
            return
        connection.settings_dict["NAME"] = self._name
        connection.settings_dict["OPTIONS"].pop("pool", None)

    def _rows_of_sqlite(self) -> list[str]:
        with closing(sqlite3.connect(self._file)) as there:
            return [repr(row) for name in self._tables for row in there.execute(f'SELECT * FROM "{name}"')]

    def _rows_of_postgresql(self) -> list[str]:
        asked = " UNION ALL ".join(f"({_MARKS.format(name)})" for name in self._tables)
        with self._server(self._name) as there:
            return [repr(row) for row in there.execute(asked).fetchall()]

    def _server(self, name: str) -> psycopg.Connection[Any]:
        wanted = ("host", "port", "user", "password")
        given = {key: value for key, value in self._given.items() if key in wanted and value}
        return psycopg.connect(**given, dbname=name, autocommit=True)


def _load() -> None:
    """Read once what letters need, with the addresses of all pages: each child would otherwise, a second a time."""
    load_all()
    for language in ("fr", "en"):
        with translation.override(language):
            assert get_resolver().reverse_dict


class Death:
    """Kills its process at the moment of this number; -1 for never."""

    def __init__(self, moment: int) -> None:
        self._moment, self._passed = moment, 0

    def watch(self, letters: Path) -> None:
        """Be told of all that lasts in this process; letters leave into a file."""
        connection.execute_wrappers.append(self._statement)
        connection._commit = self._around(connection._commit)
        Path.replace = self._around(Path.replace)

        def leave(letter: EmailMessage, *_: object) -> int:
            with letters.open("a", encoding="utf-8") as file:
                file.write(f"{letter.extra_headers['Message-ID']}\n")
            return 1

        EmailMessage.send = self._around(leave)

    def step(self) -> None:
        """One moment more."""
        if self._passed == self._moment:
            os.kill(os.getpid(), signal.SIGKILL)
        self._passed += 1

    def _statement(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.lstrip("( ").upper().startswith(READS):
            self.step()
        return execute(sql, params, many, context)

    def _around(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def done(*args: Any, **options: Any) -> Any:
            self.step()
            result = act(*args, **options)
            self.step()
            return result

        return done
