"""What an institution decides about issuing."""

from __future__ import annotations

from datetime import datetime
from typing import Final, TypedDict, Unpack

from django.db import transaction

from sceau.accounts.models import User
from sceau.institutions.models import Institution
from sceau.institutions.roles import Right
from sceau.issuing.errors import WrongValue
from sceau.issuing.models import IssuingSettings
from sceau.issuing.queries.settings import settings_of
from sceau.issuing.reasons import batches as reasons
from sceau.issuing.rights import require
from sceau.journal.services import record

LIFTED: Final = "issuing.two_people_lifted"


class Settings(TypedDict, total=False):
    """As `IssuingSettings` says; what is not given stays."""

    two_people: bool
    cancel_minutes: int
    letters_a_minute: int
    remind_days: int


# the least and the most of each number: a window of a week at most, as many letters as one mail server may take
BOUNDS: Final[dict[str, tuple[int, int]]] = {
    "cancel_minutes": (0, 10_080),
    "letters_a_minute": (1, 6_000),
    "remind_days": (0, 365),
}


def edit_settings(*, institution: Institution, by: User, now: datetime, **said: Unpack[Settings]) -> IssuingSettings:
    """Change some of them; what is not signed yet follows from now on, and a window that runs keeps its end.

    raises:  NotEntitled, WrongValue
    """
    require(by, Right.MANAGE_ISSUING_SETTINGS, institution, now=now)
    for name, value in said.items():
        least, most = BOUNDS.get(name, (False, True))
        if not isinstance(value, int) or isinstance(value, bool) != (name not in BOUNDS) or not least <= value <= most:
            raise WrongValue(reasons.WRONG_SETTING, field=name, least=int(least), most=int(most))
    with transaction.atomic():
        body = Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
        there = settings_of(body)
        changed = sorted(name for name, value in said.items() if getattr(there, name) != value)
        if not changed:
            return there
        before = {name: getattr(there, name) for name in changed}
        for name, value in said.items():
            setattr(there, name, value)
        there.changed_at, there.changed_by = now, by
        there.save()
        record(
            "issuing.settings_changed",
            subject=f"institution:{body.uuid}",
            by=by.uuid,
            at=now,
            institution=body.uuid,
            fields=changed,
            before=before,
            after={name: getattr(there, name) for name in changed},
        )
        if "two_people" in changed:  # by a name of its own: whoever reads the journal must not miss it
            record(
                "issuing.two_people_set" if there.two_people else LIFTED,
                subject=f"institution:{body.uuid}",
                by=by.uuid,
                at=now,
                institution=body.uuid,
            )
    return there
