"""Each hour the status lists that are about to lapse are signed anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from issuing.making import NOW, a_key, body, the_store
from sceau.config.wiring import World
from sceau.issuing.models import StatusList
from sceau.issuing.services.publishing import VALIDITY, allocate
from sceau.jobs import regular, rounds


@pytest.mark.django_db
def test_a_list_that_nobody_asks_for_never_lapses(monkeypatch):
    monkeypatch.setattr(World, "keys", property(lambda world: the_store()))
    a_key(body())
    allocate(body(), 1)

    for hours in range(0, 24 * 7, 12):
        moment = NOW + timedelta(hours=hours)
        regular.status_lists(moment)
        listed = StatusList.objects.get()
        assert timedelta(days=1) < listed.valid_until - moment <= VALIDITY

    assert rounds.ROUNDS["status_lists"].every == timedelta(hours=1)
