"""What a design asks of a candidate besides the conditions: fields of identity, checked as `people` keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.timezone import localdate

from sceau.assessment.errors import WrongValue
from sceau.assessment.reasons.candidates import FIELD_NEEDED
from sceau.people import civil, rules
from sceau.people.errors import PeopleError
from sceau.people.states import AddressKind

# the design's own names, and where `people` keeps each; what is always asked stands first
FIELDS: Final = {
    "prenom1": "given_name",
    "nom_naissance": "birth_name",
    "nom_usage": "used_name",
    "email": "email",
    "telephone": "phone",
    "sexe": "sex",
    "date_naissance": "birth_date",
    "lieu_naissance": "commune",
}
ALWAYS: Final = ("given_name", "birth_name", "email")
OPTIONAL: Final = ("used_name", "given_name")  # not everybody has one: a single name stands as the name at birth
_CIVIL: Final = ("sex", "birth_date", "commune")


def fields_asked(required: Sequence[str]) -> tuple[str, ...]:
    """Names of the values to ask for, in the order of a form.

    required:  of the design, see `AssessmentRules.required_fields`; names that we do not know are left out
    """
    named = {FIELDS[each] for each in required if each in FIELDS} | set(ALWAYS)
    return tuple(name for name in FIELDS.values() if name in named)


def checked(typed: Mapping[str, str], required: Sequence[str], *, now: datetime) -> dict[str, str]:
    """The values as they are kept.

    raises:  WrongValue at its field
    """
    asked = fields_asked(required)
    for name in asked:
        if name not in OPTIONAL and not typed.get(name, "").strip():
            raise WrongValue(FIELD_NEEDED, field=name)
    given = {name: typed.get(name, "") for name in asked}
    try:
        kept: dict[str, str] = {
            name: rules.name(given[name], field=name)
            for name in ("given_name", "birth_name", "used_name")
            if name in given
        }
        kept["email"] = rules.address(AddressKind.EMAIL, given["email"], field="email")
        if "phone" in given:
            kept["phone"] = rules.address(AddressKind.PHONE, given["phone"], field="phone")
        found = civil.checked(
            {name: given.get(name, "") for name in _CIVIL} | {"first_names": [kept["given_name"]]}, today=localdate(now)
        )
    except PeopleError as error:
        raise WrongValue(error.reason, field=error.field, **error.details) from error
    return kept | {name: getattr(found, name) for name in _CIVIL if name in given}


def civil_values(values: Mapping[str, str]) -> dict[str, Any]:
    """What of these values is civil status, as `people` takes it; {} when only names are known."""
    found = {name: values[name] for name in _CIVIL if values.get(name)}
    if not found:
        return {}
    given = values.get("given_name", "")
    return {
        **found,
        "first_names": [given] if given else [],
        "birth_name": values.get("birth_name", ""),
        "used_name": values.get("used_name", ""),
    }
