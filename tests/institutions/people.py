"""People of the tests, made in one line."""

from __future__ import annotations

from datetime import UTC, datetime

from sceau.accounts.models import User
from sceau.institutions.models import Institution, Membership, Unit

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def person(name: str, **fields) -> User:
    return User.objects.create_user(f"{name.split(maxsplit=1)[0].lower()}@example.org", name=name, **fields)


def member(user: User, institution: Institution, role: str, *, unit: Unit | None = None, until=None) -> Membership:
    return Membership.objects.create(
        institution=institution, user=user, role=role, unit=unit, since=datetime(2026, 1, 1, tzinfo=UTC), until=until
    )
