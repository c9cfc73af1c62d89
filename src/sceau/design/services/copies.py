"""One design from another."""

from __future__ import annotations

from datetime import datetime

from sceau.accounts.models import User
from sceau.design.models import Design, DesignVersion
from sceau.institutions.models import Institution, Unit


def copy_design(
    *, source: Design | DesignVersion, institution: Institution, unit: Unit | None = None, by: User, now: datetime
) -> Design:
    """A new draft from a design of the institution, or from a version that another one published."""
    raise NotImplementedError
