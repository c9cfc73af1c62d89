"""Mona and Nadia assess in a session of two candidates; Oscar assesses elsewhere."""

from __future__ import annotations

import pytest

from assessment.grids import attempts, given, marking_session
from signing_in import prove_now


@pytest.fixture
def session(db):
    return marking_session()


@pytest.fixture
def there(session):
    """The attempts of the two candidates."""
    return attempts(session, 2)


@pytest.fixture
def marking(there):
    """Mona's grid of the first candidate."""
    return given(there[0])


@pytest.fixture
def mona(client, marking):
    """Signed in as Mona."""
    prove_now(client, marking.assessor)
    return client
