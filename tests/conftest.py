"""What every test shares: how hard hypothesis tries, and a command that speaks French unless a test says otherwise."""

from __future__ import annotations

import gc
import os

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from sceau.assessment.guards import GUARDS as OF_DECISIONS
from sceau.cli import arguments, language
from sceau.design import guards as guards_of_designs
from sceau.issuing.guards import GUARDS as OF_CREDENTIALS
from sceau.issuing.guards import OF_PATTERNS
from sceau.journal import guards
from sceau.ledger.guards import GUARDS as OF_DIGESTS

_SLOW = [HealthCheck.too_slow]
# new examples at every turn for people, the same ones for a machine that only says yes or no
settings.register_profile(
    "gate", max_examples=100, deadline=None, suppress_health_check=_SLOW, derandomize="CI" in os.environ
)
settings.register_profile("long", max_examples=5000, deadline=None, suppress_health_check=_SLOW)
settings.load_profile(os.environ.get("SCEAU_HYPOTHESIS", "gate"))


def pytest_configure(config):
    config.addinivalue_line("markers", "database: meets the database that is under test (every such test bears it)")


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items):
    """The mark by which the gate chooses what is passed on PostgreSQL too.

    pytest-django lets no other test reach a database; those of `config.houses` make their own, in other processes.
    """
    for item in items:
        if (
            item.get_closest_marker("django_db")
            or {"db", "transactional_db", "own_database"} & set(item.fixturenames)
            or (item.cls and issubclass(item.cls, TransactionTestCase))
            or {"SERVER", "database"} & set(vars(item.module))
        ):
            item.add_marker("database")


def pytest_collection_finish(session):
    """What is loaded by now stays: looking through it again and again for garbage finds none."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)  # a page makes thousands of things, nearly all of which go by themselves


@pytest.fixture(autouse=True)
def _french(monkeypatch):
    """The language of whoever runs the tests changes nothing, and none outlives its test."""
    for variable in language.LOCALE_VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("SCEAU_LANG", "fr")
    monkeypatch.delenv("SCEAU_DEBUG", raising=False)
    language.use("fr")
    arguments.speak()


# What migrations wrote, which no test changes: emptied and written anew, they would take most of the time of a test.
_WRITTEN_ONCE = {"django_content_type", "auth_permission", "django_site"}


@pytest.fixture(autouse=True, scope="session")
def _the_journal_may_be_emptied_between_tests():
    """The database refuses to empty the journal, what was published and what was decided: guards are lifted for it.

    Only tables that hold something are emptied: after most tests these are ten of a hundred and fifty.
    """

    def empty(_case: TransactionTestCase) -> None:
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
        quoted = [connection.ops.quote_name(name) for name in sorted(tables - _WRITTEN_ONCE)]
        one_row_each = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in quoted)
        with (
            guards.lifted(connection),
            guards_of_designs.lifted(connection),
            OF_DECISIONS.lifted(connection),
            OF_CREDENTIALS.lifted(connection),
            OF_PATTERNS.lifted(connection),
            OF_DIGESTS.lifted(connection),
            transaction.atomic(),  # at its end only are the references between tables looked at
            connection.cursor() as cursor,
        ):
            cursor.execute(one_row_each)
            for (name,) in cursor.fetchall():
                cursor.execute(f"DELETE FROM {name}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield
