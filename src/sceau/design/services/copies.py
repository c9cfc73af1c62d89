"""One design from another."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sceau.accounts.models import User
from sceau.design.errors import NotEntitled, NotNow
from sceau.design.models import Design, DesignVersion
from sceau.design.reasons import DELETED, MAY_NOT, NOT_TO_BE_COPIED
from sceau.design.rights import has_right, require_in
from sceau.design.services.drafts import begin
from sceau.design.services.files import without_bodies
from sceau.engine.strict_json import JsonObject
from sceau.institutions.models import Institution, Unit
from sceau.institutions.roles import Right

OPEN: Final = ("CC-BY-4.0", "CC-BY-SA-4.0")  # licences under which another body may copy


def copy_design(
    *, source: Design | DesignVersion, institution: Institution, unit: Unit | None = None, by: User, now: datetime
) -> Design:
    """A new draft from a design of the institution, or from a version that another one published under an open licence.

    Its origin says which, and is shown.

    raises:  NotEntitled, NotNow
    """
    require_in(by, Right.EDIT_DESIGNS, institution, unit, now=now)
    design = source if isinstance(source, Design) else source.design
    document = source.draft if isinstance(source, Design) else source.document
    if design.institution_id != institution.pk:
        document = _of_another(source)
    elif not _sees(by, design, now):
        raise NotEntitled(MAY_NOT)
    elif design.deleted_at is not None:
        raise NotNow(DELETED)
    return begin(
        "design.copied",
        institution=institution,
        document=document,
        origin=_origin(source, design),
        unit=unit,
        by=by,
        now=now,
        source=str(design.uuid),
    )


def may_be_copied(version: DesignVersion) -> bool:
    """Whether the licence of a version allows another body to copy it."""
    return version.document.get("licence") in OPEN


def _sees(user: User, design: Design, now: datetime) -> bool:
    """A role in a unit shows the designs of the unit, and those of the institution as a whole."""
    if has_right(user, Right.SEE_DESIGNS, institution=design.institution, unit_id=design.unit_id, now=now):
        return True
    return design.unit_id is None  # whoever may write in some unit of it, which was asked before


def _of_another(source: Design | DesignVersion) -> JsonObject:
    if isinstance(source, Design):
        raise NotEntitled(MAY_NOT)
    if not may_be_copied(source):
        raise NotEntitled(NOT_TO_BE_COPIED)
    return without_bodies(source.document)


def _origin(source: Design | DesignVersion, design: Design) -> JsonObject:
    number = source.number if isinstance(source, DesignVersion) else 0
    # a draft made of somebody's work owes them what it owed when it began, however often it is copied
    licence = source.document.get("licence") if isinstance(source, DesignVersion) else design.origin.get("licence")
    told = {
        "kind": "design",
        "uuid": str(design.uuid),
        "number": number,
        "title": source.titles,
        "issuer": design.institution.did,
        "issuer_name": design.institution.name,
        "licence": licence,
    }
    return {name: value for name, value in told.items() if value}
