"""From a reviewed draft to a numbered version that never changes."""

from __future__ import annotations

from datetime import datetime

from sceau.accounts.models import User
from sceau.design.models import Design, DesignVersion
from sceau.engine.ports import Signer


def publish(*, design: Design, by: User, now: datetime, signer: Signer | None = None) -> DesignVersion:
    """Freeze the draft as the next version."""
    raise NotImplementedError
