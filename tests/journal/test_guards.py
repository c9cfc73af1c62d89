"""The database refuses to change or delete an act, whoever asks, and it is seen when it no longer does."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from sceau.journal import guards
from sceau.journal.models import PLATFORM, Act, Chain, Pending, Why
from sceau.journal.services import Deed, record_all

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SUBJECT = f"unit:{UUID(int=9)}"

only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no such statement")
only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows no such statement")

pytestmark = pytest.mark.django_db


@pytest.fixture
def acts() -> list[Act]:
    return record_all(
        [Deed("unit.created", SUBJECT), Deed("unit.closed", SUBJECT, why="Déménagement")], by=UUID(int=7), at=NOW
    )


def everything() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Chain, Act, Why, Pending)]


def refused(statement: str, *values: object) -> str:
    """The statement is refused and nothing has changed; gives the words of the database."""
    before = everything()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    assert everything() == before
    return str(refusal.value)


@pytest.mark.parametrize(
    "column", ["id", "chain_id", "number", "at", "actor", "code", "subject", "details", "why", "digest"]
)
def test_no_column_of_an_act_is_changed(acts, column):
    assert "never changed" in refused(f"UPDATE journal_act SET {column} = {column} WHERE number = 1")


def test_no_act_is_deleted(acts):
    assert "never deleted" in refused("DELETE FROM journal_act WHERE number = 2")


def test_the_last_act_is_not_deleted_with_all_that_hangs_on_it(acts):
    Pending.objects.all().delete()
    Why.objects.all().delete()
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        Act.objects.filter(number=2).delete()
    assert Act.objects.count() == 2


@pytest.mark.parametrize("column", ["act_id", "salt", "text"])
def test_no_reason_is_changed(acts, column):
    assert "never changed" in refused(f"UPDATE journal_why SET {column} = {column}")


def test_a_reason_may_be_deleted(acts):
    assert Why.objects.all().delete()[0] == 1


@pytest.mark.parametrize(
    "change", ["length = length - 1", "length = 0", "head = salt", "length = length - 1, head = salt"]
)
def test_a_chain_never_shrinks_and_its_head_moves_only_with_it(acts, change):
    change = change.replace("salt", "(SELECT salt FROM journal_why)")
    assert "only ever grows" in refused(f"UPDATE journal_chain SET {change}")


def test_a_chain_keeps_its_name_and_is_not_deleted(acts):
    other = UUID(int=5).hex if connection.vendor == "sqlite" else str(UUID(int=5))
    assert "only ever grows" in refused("UPDATE journal_chain SET uuid = %s", other)
    assert "never deleted" in refused("DELETE FROM journal_chain")


@only_postgresql
@pytest.mark.parametrize("table", ["journal_act", "journal_chain", "journal_why"])
def test_no_table_is_emptied_at_one_stroke(acts, table):
    connection.check_constraints()  # those that PostgreSQL puts off to the end of the transaction

    refused(f"TRUNCATE {table} CASCADE")


@only_postgresql
def test_a_session_that_plays_the_replica_is_refused_too(acts):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
    assert "never changed" in refused("UPDATE journal_act SET code = 'unit.renamed'")


@only_sqlite
@pytest.mark.parametrize(
    ("table", "columns", "change"),
    [
        ("journal_act", "id, chain_id, number, at, actor, code, subject, details, why, digest", ("code", "'a.b'")),
        ("journal_act", "chain_id, number, at, actor, code, subject, details, why, digest", ("code", "'a.b'")),
        ("journal_why", "act_id, salt, text", ("text", "'autre'")),
        ("journal_chain", "uuid, length, head", ("length", "0")),
    ],
)
def test_nothing_is_replaced(acts, table, columns, change):
    values = columns.replace(*change)
    assert "never replaced" in refused(f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {values} FROM {table}")


def test_the_guards_stand_after_the_migrations():
    assert guards.missing(connection) == []


@pytest.mark.parametrize("name", guards.names(connection))
def test_a_guard_that_was_dropped_is_missed(name):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", [name])
            cursor.execute(f"DROP TRIGGER {name} ON {cursor.fetchone()[0]}")

    assert guards.missing(connection) == [name]


@only_postgresql
def test_a_guard_that_was_switched_off_or_emptied_is_missed():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_act DISABLE TRIGGER journal_act_is_not_changed")
        assert guards.missing(connection) == ["journal_act_is_not_changed"]
        cursor.execute(
            "CREATE OR REPLACE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
        )
        assert guards.missing(connection) == guards.names(connection)


@only_postgresql
@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("journal_act_is_not_changed", "BEFORE UPDATE ON journal_act FOR EACH ROW WHEN (false)"),
        ("journal_act_is_not_changed", "BEFORE UPDATE OF id ON journal_act FOR EACH ROW"),
        ("journal_act_is_not_changed", "BEFORE DELETE ON journal_act FOR EACH ROW"),
        ("journal_act_is_not_changed", "BEFORE UPDATE ON journal_act FOR EACH STATEMENT WHEN (false)"),
        ("journal_chain_only_grows", "BEFORE UPDATE ON journal_chain FOR EACH ROW WHEN (NEW.length < 0)"),
        (
            "journal_chain_only_grows",
            "BEFORE UPDATE ON journal_chain FOR EACH ROW WHEN ((NEW.uuid <> OLD.uuid OR NEW.length < OLD.length"
            " OR NEW.length = OLD.length) AND NEW.head <> OLD.head)",
        ),
    ],
)
def test_a_guard_that_looks_away_is_missed(name, instead):
    table = instead.partition(" ON ")[2].partition(" ")[0]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name} ON {table}")
        sentence = "a chain only ever grows" if "grows" in name else "an act is never changed"
        cursor.execute(f"CREATE TRIGGER {name} {instead} EXECUTE FUNCTION journal_refuses('{sentence}')")
        cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")

    assert guards.missing(connection) == [name]


@only_sqlite
def test_a_guard_of_the_same_name_that_does_nothing_is_missed():
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER journal_act_is_not_changed")
        cursor.execute("CREATE TRIGGER journal_act_is_not_changed BEFORE UPDATE ON journal_act BEGIN SELECT 1; END")

    assert guards.missing(connection) == ["journal_act_is_not_changed"]


def test_lifted_they_let_through_and_stand_again_even_after_a_fault(acts):
    with contextlib.suppress(ZeroDivisionError), guards.lifted(connection):
        assert guards.missing(connection) == guards.names(connection)
        Act.objects.filter(number=1).update(code="unit.renamed")
        1 / 0  # noqa: B018 -- the fault

    assert Act.objects.get(number=1).code == "unit.renamed"
    assert guards.missing(connection) == []
    assert Chain.objects.get().uuid == PLATFORM


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_the_journal_is_empty_again_after_a_test_that_commits(turn):
    assert not Act.objects.exists()
    record_all([Deed("unit.created", SUBJECT)], by=None, at=NOW)
