"""What the tests of directories share: the fake provider, a world that reaches only it, a directory in service."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils.timezone import now

from institutions.fake_idp import CLIENT, ISSUER, SECRET, FakeIdp, InProcess
from sceau.institutions.directories.services import put_into_service, set_up_directory, try_connection, vouch_for
from sceau.institutions.models import Evidence
from sceau.outside.keystores.sealed import KekRing, SealedBox, new_kek

RING = KekRing.read(new_kek())
REDIRECT = "https://sceau.example/account/directory/alpes-numerique/callback/"


def prove_domain(institution, domain, state="confirmed", kind="dns"):
    moment = now()
    return Evidence.objects.create(
        institution=institution, kind=kind, subject=domain, state=state, created_at=moment, confirmed_at=moment
    )


@pytest.fixture
def idp():
    return FakeIdp()


@pytest.fixture
def box():
    return SealedBox(RING)


@pytest.fixture
def web(idp):
    return InProcess(idp)


@pytest.fixture
def world(web, box, monkeypatch):
    """What pages reach: the fake and nothing else."""
    made = SimpleNamespace(web=web, box=box)
    monkeypatch.setattr("sceau.config.wiring.ports", lambda: made)
    return made


@pytest.fixture
def draft(alpes, amina, box):
    """Set up and not tested yet."""
    return set_up_directory(
        institution=alpes,
        name="Annuaire Alpes",
        issuer=ISSUER,
        client_id=CLIENT,
        client_secret=SECRET,
        box=box,
        by=amina,
        now=now(),
    )


@pytest.fixture
def directory(draft, alpes, amina, web, box):
    """In service, for the addresses of alpes.example."""
    prove_domain(alpes, "alpes.example")
    vouch_for(directory=draft, domain="alpes.example", by=amina, now=now())
    found = try_connection(
        directory=draft, web=web, box=box, redirect_uri=REDIRECT, verifier="v" * 64, by=amina, now=now()
    )
    assert found.faults == ()
    put_into_service(directory=draft, by=amina, now=now())
    draft.refresh_from_db()
    return draft
