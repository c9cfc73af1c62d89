"""Acts on keys, as the journal has them."""

from __future__ import annotations

from datetime import datetime

from sceau.accounts.models import User
from sceau.journal.services import record
from sceau.keyring.models import SigningKey


def note_key(code: str, key: SigningKey, by: User | None, now: datetime, *, why: str = "", **details: object) -> None:
    """Write one act in the chain of the key's institution. by: None for whoever runs the installation."""
    record(
        code,
        subject=f"key:{key.uuid}",
        by=by.uuid if by else None,
        at=now,
        institution=key.institution.uuid,
        why=why,
        **details,
    )
