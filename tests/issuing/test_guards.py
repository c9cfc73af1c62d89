"""Everything of a credential but how it stands and how its page is opened is kept by the database itself."""

from __future__ import annotations

import pytest
from django.db import connection

from sceau.issuing import guards
from sceau.issuing.guards import GUARDS, OF_PATTERNS
from sceau.issuing.models import Credential


def test_every_column_of_a_credential_is_kept_but_those_that_have_a_life():
    columns = {field.column for field in Credential._meta.concrete_fields}

    assert columns - set(guards.FROZEN) == {"state", "state_at", "state_by_id", "why", "opening"}


@pytest.mark.django_db
def test_the_guards_stand_in_a_new_database():
    assert GUARDS.names(connection)
    assert OF_PATTERNS.names(connection)
    assert GUARDS.missing(connection) == OF_PATTERNS.missing(connection) == []
