"""A fixture: the reference data that ship with Sceau, loaded once for the tests of a module and taken away after them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction

from sceau.frameworks import small_set

NOW = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        small_set.load(now=NOW)
        yield
        transaction.set_rollback(True)
