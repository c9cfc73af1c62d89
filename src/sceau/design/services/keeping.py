"""After publication: retired, archived, taken out again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sceau.accounts.models import User
from sceau.design.cleaning import clean
from sceau.design.errors import NotNow, WrongValue
from sceau.design.models import Design, DesignVersion
from sceau.design.reasons import IN_REVIEW, NO_REASON, RETIRED_ALREADY, STILL_OFFERED
from sceau.design.rights import require
from sceau.design.services.catalogue import refresh_entry
from sceau.design.services.writing import held, require_alive, write
from sceau.design.states import State
from sceau.institutions.roles import Right

LONGEST_WHY = 500  # signs


def retire_version(*, version: DesignVersion, why: str, by: User, now: datetime) -> DesignVersion:
    """No new session on this version, and it is no longer offered; what was awarded on it stays.

    why:     shown with the version, and kept
    raises:  NotEntitled, NotNow, WrongValue
    """
    reason = str(clean(why) or "")[:LONGEST_WHY]
    if not reason:
        raise WrongValue(NO_REASON, field="why")
    with transaction.atomic():
        design = held(version.design)
        require(by, Right.PUBLISH_DESIGNS, design, now=now)
        require_alive(design)
        there = DesignVersion.objects.select_related("design", "design__institution").get(pk=version.pk)
        if there.retired_at is not None:
            raise NotNow(RETIRED_ALREADY)
        there.retired_at, there.retired_by, there.retired_why = now, by, reason
        there.save(update_fields=["retired_at", "retired_by", "retired_why"])
        refresh_entry(design)
        write("design.retired", design, by=by, now=now, why=reason, number=there.number)
    return there


def archive_design(*, design: Design, by: User, now: datetime) -> Design:
    """Put a design away, with its versions: nothing happens to it any more until it is taken out.

    raises:  NotEntitled, NotNow while it is offered or in review
    """
    with transaction.atomic():
        there = held(design)
        require(by, Right.PUBLISH_DESIGNS if there.last_number else Right.EDIT_DESIGNS, there, now=now)
        require_alive(there)
        if there.state == State.IN_REVIEW:
            raise NotNow(IN_REVIEW)
        offered = DesignVersion.objects.filter(design=there, entry__isnull=False).first()
        if offered is not None:
            raise NotNow(STILL_OFFERED, number=offered.number)
        there.archived_at = now
        there.save(update_fields=["archived_at"])
        DesignVersion.objects.filter(design=there, archived_at__isnull=True).update(archived_at=now)
        write("design.archived", there, by=by, now=now)
    return there


def unarchive_design(*, design: Design, by: User, now: datetime) -> Design:
    """Take a design out of the archive, as it was; what was retired stays so.

    raises:  NotEntitled
    """
    with transaction.atomic():
        there = held(design)
        require(by, Right.PUBLISH_DESIGNS if there.last_number else Right.EDIT_DESIGNS, there, now=now)
        if there.archived_at is None:
            return there
        there.archived_at = None
        there.save(update_fields=["archived_at"])
        DesignVersion.objects.filter(design=there).update(archived_at=None)
        write("design.unarchived", there, by=by, now=now)
    return there
