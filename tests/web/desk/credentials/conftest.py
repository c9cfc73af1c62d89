"""People of these tests: Amina heads the institution, Sonia manages sessions, Bruno heads another, Aude designs."""

from __future__ import annotations

import pytest

from issuing.making import a_preparer, body, colleague, head, the_store
from sceau.config.wiring import World
from signing_in import prove_now


@pytest.fixture(autouse=True)
def _store_of_the_tests(monkeypatch):
    monkeypatch.setattr(World, "keys", property(lambda world: the_store()))


@pytest.fixture
def amina(db):
    return head(body())


@pytest.fixture
def sonia(db):
    return a_preparer()


@pytest.fixture
def bruno(db):
    return head(body("certif-occitanie"))


@pytest.fixture
def aude(db):
    return colleague(body(), "Aude Itrice", "designer")


@pytest.fixture
def as_amina(client, amina):
    prove_now(client, amina)
    return client


@pytest.fixture
def as_sonia(client, sonia):
    prove_now(client, sonia)
    return client
