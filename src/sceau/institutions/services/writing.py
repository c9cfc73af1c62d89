"""What the services of this room share."""

from __future__ import annotations

from datetime import datetime

from sceau.accounts.models import User
from sceau.institutions.models import Institution
from sceau.journal.services import record


def write(
    code: str, subject: str, *, institution: Institution, by: User, now: datetime, why: str = "", **details: object
) -> None:
    """One act in the institution's chain."""
    record(code, subject=subject, by=by.uuid, at=now, institution=institution.uuid, why=why, **details)


def held(institution: Institution) -> Institution:
    """The institution as it stands, its row kept from others until the transaction ends."""
    return Institution.objects.select_for_update().get(pk=institution.pk)
