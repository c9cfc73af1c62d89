"""The rules of an institution for its designs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from sceau.accounts.models import User
from sceau.design.errors import WrongValue
from sceau.design.models import DesignSettings
from sceau.design.models.settings import LICENCES
from sceau.design.reasons import WRONG_LANGUAGES, WRONG_LICENCE
from sceau.design.rights import require_in
from sceau.design.rules import settings_of
from sceau.design.services.writing import write_of
from sceau.institutions.models import Institution
from sceau.institutions.roles import Right
from sceau.institutions.rules import LANGUAGES


def edit_settings(
    *,
    institution: Institution,
    languages: Iterable[str],
    review_required: bool,
    licence: str,
    by: User,
    now: datetime,
) -> DesignSettings:
    """Languages, whether somebody else reads before publication, licence of what is begun from now on.

    languages:  the main one first
    raises:     NotEntitled, WrongValue
    """
    chosen = list(dict.fromkeys(languages))
    if not chosen or set(chosen) - set(LANGUAGES):
        raise WrongValue(WRONG_LANGUAGES, field="languages", known=", ".join(LANGUAGES))
    if licence not in LICENCES:
        raise WrongValue(WRONG_LICENCE, field="licence", known=", ".join(LICENCES))
    values = {"languages": chosen, "review_required": review_required, "licence": licence}
    with transaction.atomic():
        Institution.objects.select_for_update().get(pk=institution.pk)
        require_in(by, Right.MANAGE_DESIGN_SETTINGS, institution, None, now=now)
        there = settings_of(institution)
        changed = sorted(field for field, value in values.items() if getattr(there, field) != value)
        if not changed:
            return there
        for field, value in values.items():
            setattr(there, field, value)
        there.save()
        write_of("design.settings_changed", institution, by=by, now=now, fields=changed)
    return there
