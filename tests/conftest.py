"""What every test shares: how hard hypothesis tries, and a command that speaks French unless a test says otherwise."""

from __future__ import annotations

import os

import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from sceau.cli import arguments, language
from sceau.design import guards as guards_of_designs
from sceau.journal import guards

_SLOW = [HealthCheck.too_slow]
# new examples at every turn for people, the same ones for a machine that only says yes or no
settings.register_profile(
    "gate", max_examples=100, deadline=None, suppress_health_check=_SLOW, derandomize="CI" in os.environ
)
settings.register_profile("long", max_examples=5000, deadline=None, suppress_health_check=_SLOW)
settings.load_profile(os.environ.get("SCEAU_HYPOTHESIS", "gate"))


@pytest.fixture(autouse=True)
def _french(monkeypatch):
    """The language of whoever runs the tests changes nothing, and none outlives its test."""
    for variable in language.LOCALE_VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("SCEAU_LANG", "fr")
    monkeypatch.delenv("SCEAU_DEBUG", raising=False)
    language.use("fr")
    arguments.speak()


@pytest.fixture(autouse=True, scope="session")
def _the_journal_may_be_emptied_between_tests():
    """The database refuses to empty the journal and what was published: its guards are lifted while Django flushes."""
    flush = TransactionTestCase._fixture_teardown

    def flush_without_guards(case: TransactionTestCase) -> None:
        with guards.lifted(connection), guards_of_designs.lifted(connection):
            flush(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_without_guards)
        yield
