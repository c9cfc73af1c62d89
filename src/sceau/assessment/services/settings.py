"""What an institution decides about its assessments."""

from __future__ import annotations

from datetime import datetime
from typing import Final, TypedDict, Unpack

from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment.errors import NotEntitled, WrongValue
from sceau.assessment.models import AssessmentSettings
from sceau.assessment.queries.sessions import settings_of
from sceau.assessment.reasons import sessions as reasons
from sceau.assessment.reasons.common import MAY_NOT
from sceau.institutions.models import Institution
from sceau.institutions.queries import memberships_of, reach
from sceau.institutions.roles import Right
from sceau.journal.services import record


class Settings(TypedDict, total=False):
    """As `AssessmentSettings` says; what is not given stays."""

    gap_limit: int
    trainer_may_assess: bool
    appeal_days: int
    quorum_percent: int
    proxies_count: bool
    externals_minimum: int
    seats_minimum: int
    results_in_credential: bool
    link_days: int
    piece_megabytes: int
    pieces_most: int


# the least and the most of each number, the limits of what makes sense or of what the machine carries
BOUNDS: Final[dict[str, tuple[int, int]]] = {
    "gap_limit": (0, 10),
    "appeal_days": (0, 365),
    "quorum_percent": (1, 100),
    "externals_minimum": (0, 30),
    "seats_minimum": (1, 30),
    "link_days": (1, 365),
    "piece_megabytes": (1, 100),
    "pieces_most": (1, 200),
}


def edit_settings(*, institution: Institution, by: User, now: datetime, **said: Unpack[Settings]) -> AssessmentSettings:
    """Change some of them; sessions that are open follow from now on.

    raises:  NotEntitled, WrongValue
    """
    for name, value in said.items():
        least, most = BOUNDS.get(name, (False, True))
        if not isinstance(value, int) or not least <= value <= most:
            raise WrongValue(reasons.WRONG_SETTING, field=name, least=least, most=most)
    with transaction.atomic():
        body = Institution.objects.select_for_update().get(pk=institution.pk)
        held = memberships_of(by, now=now).filter(institution=body) if by.is_active else []
        if reach(held, Right.MANAGE_ASSESSMENT_SETTINGS) is not None:
            raise NotEntitled(MAY_NOT)
        there = settings_of(body)
        changed = sorted(name for name, value in said.items() if getattr(there, name) != value)
        if not changed:
            return there
        for name, value in said.items():
            setattr(there, name, value)
        if there.externals_minimum > there.seats_minimum:
            raise WrongValue(reasons.EXTERNALS_ABOVE_SEATS, field="externals_minimum")
        there.changed_at, there.changed_by = now, by
        there.save()
        record(
            "assessment.settings_changed",
            subject=f"institution:{body.uuid}",
            by=by.uuid,
            at=now,
            institution=body.uuid,
            fields=changed,
        )
    return there
