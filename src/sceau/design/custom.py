"""What may stand in a field that an institution added."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.parse import urlsplit

from sceau.design.cleaning import clean
from sceau.design.errors import WrongValue
from sceau.design.models import CustomField
from sceau.design.reasons import NO_SUCH_CHOICE, NOT_OF_THE_KIND
from sceau.design.states import FieldKind
from sceau.engine.strict_json import JsonObject

LONGEST_LINE: Final = 250  # signs
_KINDS: Final = {
    FieldKind.TEXT: ("un texte d’une ligne, 250 signes au plus", "one line of text, 250 characters at most"),
    FieldKind.LONG_TEXT: ("un texte", "a text"),
    FieldKind.NUMBER: ("un nombre", "a number"),
    FieldKind.DATE: ("une date, comme 2026-11-30", "a date, such as 2026-11-30"),
    FieldKind.CHOICE: ("un choix de la liste", "a choice of the list"),
    FieldKind.URL: ("une adresse qui commence par https://", "an address that begins with https://"),
    FieldKind.YES_NO: ("oui ou non", "yes or no"),
}


def checked_value(field: CustomField, value: Any) -> Any:
    """The value as a draft keeps it; None for nothing.

    A text may be written per language; a number may be typed with a comma.

    raises:  WrongValue
    """
    cleaned = clean(value)
    if cleaned is None:
        return None
    found = _READERS[FieldKind(field.kind)](cleaned)
    if found is None:
        french, english = _KINDS[FieldKind(field.kind)]
        raise _refusal(NOT_OF_THE_KIND, field, cleaned, kind=french, kind_en=english)
    if field.kind == FieldKind.CHOICE and found not in {choice["code"] for choice in field.choices}:
        raise _refusal(NO_SUCH_CHOICE, field, cleaned)
    return found


def described(field: CustomField) -> JsonObject:
    """The field as a version says it, without its value."""
    return {"code": field.code, "label": field.labels, "kind": str(field.kind)}


def value_in_version(field: CustomField, value: Any) -> Any:
    """The value as a version says it: a choice by its label as well as by its code."""
    if field.kind != FieldKind.CHOICE:
        return value
    label = next((choice["label"] for choice in field.choices if choice["code"] == value), None)
    return label or value


def told(fields: Iterable[CustomField], entries: Any) -> list[JsonObject]:
    """The public fields that have a value, as a version says them, in the order of the institution."""
    values = values_of(entries)
    return [
        {**described(field), "value": value_in_version(field, values[field.code])}
        for field in fields
        if field.public and field.code in values
    ]


def values_of(entries: Any) -> dict[str, Any]:
    """The values of custom fields by code, as a draft holds them."""
    found = entries if isinstance(entries, list) else []
    return {
        each["code"]: each["value"]
        for each in found
        if isinstance(each, dict) and isinstance(each.get("code"), str) and each.get("value") not in (None, "")
    }


def missing_fields(fields: Iterable[CustomField], values: dict[str, Any]) -> list[CustomField]:
    """Those that are required and have no value."""
    return [field for field in fields if field.required and values.get(field.code) in (None, "")]


def _refusal(reason: Any, field: CustomField, found: Any, **details: str) -> WrongValue:
    french = field.labels.get("fr", field.code)
    shown = found if isinstance(found, str) else str(found)
    return WrongValue(
        reason, pointer="/custom", field=field.code, found=shown[:60], label=french,
        label_en=field.labels.get("en", french), **details,
    )  # fmt: skip


def _line(value: Any) -> Any:
    words = value.values() if isinstance(value, dict) else [value]
    good = all(isinstance(each, str) and "\n" not in each and len(each) <= LONGEST_LINE for each in words)
    return value if good else None


def _paragraphs(value: Any) -> Any:
    words = value.values() if isinstance(value, dict) else [value]
    return value if all(isinstance(each, str) for each in words) else None


def _number(value: Any) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = re.sub(r"[\s\u00a0\u202f]", "", value).replace(",", ".") if isinstance(value, str) else ""
    if re.fullmatch(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?", text) is None:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def _day(value: Any) -> str | None:
    try:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) else None
    except ValueError:
        return None


def _code(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _address(value: Any) -> str | None:
    if not isinstance(value, str) or any(sign in value for sign in ' <>"\\\n\t'):
        return None
    try:
        parts = urlsplit(value)
        return value if parts.scheme == "https" and parts.hostname and "@" not in parts.netloc else None
    except ValueError:
        return None


def _yes_no(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


_READERS = {
    FieldKind.TEXT: _line,
    FieldKind.LONG_TEXT: _paragraphs,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _day,
    FieldKind.CHOICE: _code,
    FieldKind.URL: _address,
    FieldKind.YES_NO: _yes_no,
}
