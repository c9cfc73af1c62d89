"""What is published, looked at again when the rules or the registers change."""

from __future__ import annotations

from datetime import datetime


def reassess(now: datetime) -> int:
    """Ask the gate again where its rules or the registers have changed; gives how many versions it asked about."""
    return 0
