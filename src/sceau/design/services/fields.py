"""The fields that an institution adds to its designs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from sceau.accounts.models import User
from sceau.design.cleaning import clean
from sceau.design.errors import AlreadyThere, WrongValue
from sceau.design.models import CustomField
from sceau.design.reasons import CODE_TAKEN, NO_CHOICES, NO_LABEL, NO_SUCH_FIELD, NO_SUCH_KIND, NOT_A_CODE
from sceau.design.rights import require_in
from sceau.design.services.writing import write_of
from sceau.design.states import FieldKind
from sceau.institutions.models import Institution
from sceau.institutions.roles import Right

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LEAST_CHOICES = 2


def add_custom_field(
    *,
    institution: Institution,
    code: str,
    kind: str,
    labels: Mapping[str, str],
    helps: Mapping[str, str] | None = None,
    choices: Sequence[Mapping[str, Any]] = (),
    required: bool = False,
    public: bool = True,
    by: User,
    now: datetime,
) -> CustomField:
    """A new field, at the end of the list.

    code:     in documents, for ever
    labels:   by language, French at least
    choices:  for a choice: {"code", "label": by language} each
    raises:   NotEntitled, WrongValue, AlreadyThere
    """
    require_in(by, Right.MANAGE_DESIGN_SETTINGS, institution, None, now=now)
    if kind not in FieldKind.values:
        raise WrongValue(NO_SUCH_KIND, field="kind")
    if _CODE.fullmatch(code) is None:
        raise WrongValue(NOT_A_CODE, field="code")
    values = _checked(kind, labels, helps or {}, choices)
    try:
        with transaction.atomic():
            Institution.objects.select_for_update().get(pk=institution.pk)
            last = CustomField.objects.filter(institution=institution).aggregate(last=Max("position"))["last"] or 0
            field = CustomField.objects.create(
                institution=institution,
                code=code,
                kind=kind,
                required=required,
                public=public,
                position=last + 1,
                **values,
            )
            _note("design.field_added", field, by=by, now=now, field_code=code, kind=str(kind))
    except IntegrityError as error:
        raise AlreadyThere(CODE_TAKEN, field="code", code=code) from error
    return field


def edit_custom_field(
    *,
    field: CustomField,
    labels: Mapping[str, str],
    helps: Mapping[str, str] | None = None,
    choices: Sequence[Mapping[str, Any]] = (),
    required: bool,
    public: bool,
    by: User,
    now: datetime,
) -> CustomField:
    """Other words, choices or rules; its code and its kind stay.

    raises:  NotEntitled, WrongValue
    """
    require_in(by, Right.MANAGE_DESIGN_SETTINGS, field.institution, None, now=now)
    values = _checked(field.kind, labels, helps or {}, choices) | {"required": required, "public": public}
    with transaction.atomic():
        there = CustomField.objects.select_for_update().get(pk=field.pk)
        changed = sorted(name for name, value in values.items() if getattr(there, name) != value)
        if changed:
            for name in changed:
                setattr(there, name, values[name])
            there.save(update_fields=changed)
            _note("design.field_changed", there, by=by, now=now, field_code=there.code, fields=changed)
    return there


def remove_custom_field(*, field: CustomField, by: User, now: datetime) -> CustomField:
    """Ask it no more; drafts and versions keep what they hold.

    raises:  NotEntitled
    """
    return _turn("design.field_removed", field, now, by=by, now=now)


def restore_custom_field(*, field: CustomField, by: User, now: datetime) -> CustomField:
    """Ask it again.

    raises:  NotEntitled
    """
    return _turn("design.field_restored", field, None, by=by, now=now)


def order_custom_fields(*, institution: Institution, codes: Iterable[str], by: User, now: datetime) -> None:
    """Put the fields in this order; those that are not named come after.

    raises:  NotEntitled, WrongValue
    """
    require_in(by, Right.MANAGE_DESIGN_SETTINGS, institution, None, now=now)
    wanted = list(dict.fromkeys(codes))
    with transaction.atomic():
        fields = {each.code: each for each in CustomField.objects.select_for_update().filter(institution=institution)}
        for code in wanted:
            if code not in fields:
                raise WrongValue(NO_SUCH_FIELD, field="codes", code=code[:40])
        ordered = [*wanted, *(code for code in fields if code not in wanted)]
        moved = [fields[code] for place, code in enumerate(ordered, 1) if fields[code].position != place]
        if moved:
            for place, code in enumerate(ordered, 1):
                fields[code].position = place
            CustomField.objects.bulk_update(moved, ["position"])
            write_of("design.field_moved", institution, by=by, now=now)


def _turn(code: str, field: CustomField, removed_at: datetime | None, *, by: User, now: datetime) -> CustomField:
    require_in(by, Right.MANAGE_DESIGN_SETTINGS, field.institution, None, now=now)
    with transaction.atomic():
        there = CustomField.objects.select_for_update().get(pk=field.pk)
        if (there.removed_at is None) != (removed_at is None):
            there.removed_at = removed_at
            there.save(update_fields=["removed_at"])
            _note(code, there, by=by, now=now, field_code=there.code)
    return there


def _note(code: str, field: CustomField, *, by: User, now: datetime, **details: object) -> None:
    write_of(code, field.institution, by=by, now=now, subject=f"custom_field:{field.uuid}", **details)


def _checked(
    kind: str, labels: Mapping[str, str], helps: Mapping[str, str], choices: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    named = clean(dict(labels)) or {}
    if not named.get("fr"):
        raise WrongValue(NO_LABEL, field="labels")
    return {"labels": named, "helps": clean(dict(helps)) or {}, "choices": _choices(kind, choices)}


def _choices(kind: str, choices: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    if kind != FieldKind.CHOICE:
        return []
    found = [clean(dict(each)) or {} for each in choices]
    codes = [each.get("code") for each in found]
    whole = all(isinstance(code, str) and _CODE.fullmatch(code) for code in codes)
    if (
        len(found) < _LEAST_CHOICES
        or not whole
        or len(set(codes)) != len(codes)
        or not all(isinstance(each.get("label"), dict) and each["label"] for each in found)
    ):
        raise WrongValue(NO_CHOICES, field="choices")
    return found
