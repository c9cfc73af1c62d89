"""An institution with two people who answer for it, for the tests of what follows acts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sceau.accounts.models import User
from sceau.institutions.models import Institution, Membership
from sceau.jobs.loading import load_all

load_all()
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def person(name: str, language: str = "fr") -> User:
    return User.objects.create_user(f"{name.split(maxsplit=1)[0].lower()}@example.org", name=name, language=language)


@pytest.fixture
def institution(db) -> Institution:
    return Institution.objects.create(
        slug="alpes",
        legal_name="Institut Alpes",
        name="Institut Alpes",
        did="did:web:sceau.example:i:alpes",
        created_at=NOW,
    )


def head(institution: Institution, user: User) -> User:
    Membership.objects.create(institution=institution, user=user, role="head", since=NOW)
    return user


@pytest.fixture
def amina(institution) -> User:
    return head(institution, person("Amina Benali"))


@pytest.fixture
def bruno(institution) -> User:
    return head(institution, person("Bruno O’Neil & fils", "en"))
