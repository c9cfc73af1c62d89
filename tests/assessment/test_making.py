"""What the other tests stand on."""

from __future__ import annotations

import pytest

from assessment.making import a_session, assessor, body, candidates, version
from sceau.assessment.models import Attempt, Control


@pytest.mark.django_db
def test_a_session_with_people_in_it():
    session = a_session()
    first, second = candidates(session, 2)
    mona = assessor(session)

    assert (first.number, second.number) == (1, 2)
    assert Attempt.objects.count() == 2
    assert Control.objects.count() == 2 * len(session.version.document["assessment"]["events"])
    assert mona.session == session
    assert version(institution=body()) == session.version
    assert a_session().code != session.code
