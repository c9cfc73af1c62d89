"""Two institutions with their people, and a place for their keys.

amina and benoit are heads of certification of `greta`, chloe an assessor there; bruno is head elsewhere, at `cfa`.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

import pytest

from sceau.accounts.models import User
from sceau.institutions.models import Institution, Membership
from sceau.institutions.roles import Role
from sceau.keyring.models import Purpose
from sceau.keyring.services import agree, ask_for_key
from sceau.outside.keystores.sealed import KekRing, SealedStore

NOW = datetime(2026, 11, 22, 9, 30, 15, 250_000, tzinfo=UTC)
DELAY = timedelta(hours=48)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def store():
    return SealedStore(KekRing({1: secrets.token_bytes(32)}))


def _institution(slug: str, name: str, siren: str) -> Institution:
    return Institution.objects.create(
        slug=slug,
        legal_name=name,
        name=name,
        siren=siren,
        did=f"did:web:sceau.example:i:{slug}",
        created_at=NOW,
        languages=["fr"],
    )


def _member(institution: Institution, name: str, role: Role) -> User:
    user = User.objects.create_user(f"{name.lower()}@{institution.slug}.example", name=name)
    Membership.objects.create(institution=institution, user=user, role=role, since=NOW - timedelta(days=30))
    return user


@pytest.fixture
def greta(db):
    return _institution("greta", "GRETA du Val d’Essai", "732829320")


@pytest.fixture
def cfa(db):
    return _institution("cfa", "CFA des Trois Rives", "404833048")


@pytest.fixture
def amina(greta):
    return _member(greta, "Amina", Role.HEAD)


@pytest.fixture
def benoit(greta):
    return _member(greta, "Benoit", Role.HEAD)


@pytest.fixture
def chloe(greta):
    return _member(greta, "Chloe", Role.ASSESSOR)


@pytest.fixture
def bruno(cfa):
    return _member(cfa, "Bruno", Role.HEAD)


@pytest.fixture
def make_key(greta, amina, benoit, store):
    """A key made by two people at a moment."""

    def make(purpose=Purpose.CREDENTIALS, at=NOW):
        ceremony = ask_for_key(institution=greta, purpose=purpose, by=amina, now=at, delay=DELAY)
        return agree(ceremony=ceremony, by=benoit, store=store, now=at)

    return make
