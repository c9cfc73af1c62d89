"""``sceau.sample.design/1``, the first draft of the design format, rewritten as ``sceau.design/1``.

Nothing is refused here: what cannot be rewritten is left as it is, for the schema to name.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

from sceau.engine.strict_json import JsonObject

SAMPLE_SCHEMA = "sceau.sample.design/1"
# a design without a uuid always gets the same one from its local name
DESIGNS_WITHOUT_UUID = uuid.UUID("2e09676d-5ca6-4278-97b0-f494cb387e6c")
_COUNTRY_AUTHORITY = "http://publications.europa.eu/resource/authority/country/"
_ALPHA_2 = dict(
    pair.split(":")
    for pair in (
        "AUT:AT BEL:BE BGR:BG HRV:HR CYP:CY CZE:CZ DNK:DK EST:EE FIN:FI FRA:FR DEU:DE GRC:GR HUN:HU IRL:IE ITA:IT "
        "LVA:LV LTU:LT LUX:LU MLT:MT NLD:NL POL:PL PRT:PT ROU:RO SVK:SK SVN:SI ESP:ES SWE:SE ISL:IS LIE:LI NOR:NO "
        "CHE:CH GBR:GB MCO:MC AND:AD BRA:BR CAN:CA MAR:MA TUN:TN DZA:DZ SEN:SN CIV:CI"
    ).split()
)
_LABELS = re.compile(r"label_([a-z]{2,3})")


def modernise(document: JsonObject) -> JsonObject:
    """The same design as a new ``sceau.design/1`` document; any other document comes back as it is.

    Its uuid is derived from its id, its version number from its label: 1.0.0 is version 1, and any other label
    a number that no other label gives (see docs/decisions).
    """
    if document.get("schema") != SAMPLE_SCHEMA:
        return document
    renewed = {"schema": "sceau.design/1", **_identity(document)}
    renewed |= {name: _renew(value) for name, value in document.items() if name not in renewed}
    mandatory = _object(_object(renewed.get("annex1")).get("mandatory"))
    mandatory.pop("title_of_the_micro_credential", None)  # says again what `title` says
    for place in mandatory.get("country_region_of_the_issuer") or []:
        _shorten_country(place)
    _tie_to_registration(renewed)
    return renewed


def number_of_label(label: str) -> int | None:
    """The version number that stands for a label of three numbers; None when it is not one.

    1.0.0, 2.0.0… give 1, 2…; other labels give a number beyond a million, each its own.
    """
    parts = re.fullmatch(r"(\d{1,3})\.(\d{1,3})\.(\d{1,3})", label)
    if parts is None:
        return None
    major, minor, patch = (int(part) for part in parts.groups())
    if minor == patch == 0 and major:
        return major
    return 1_000_000_000 + major * 1_000_000 + minor * 1_000 + patch


def _identity(document: JsonObject) -> JsonObject:
    found: JsonObject = {}
    if "uuid" not in document and isinstance(document.get("id"), str):
        found["uuid"] = str(uuid.uuid5(DESIGNS_WITHOUT_UUID, document["id"]))
    label = document.get("version")
    if isinstance(label, str) and (number := number_of_label(label)) is not None:
        found |= {"version": number, "version_label": label}
    return found


def _renew(value: Any) -> Any:
    """A copy in which label_fr and label_en have become one label."""
    if isinstance(value, list):
        return [_renew(item) for item in value]
    if not isinstance(value, dict):
        return value
    labels = {found[1]: value[name] for name in value if (found := _LABELS.fullmatch(name))}
    others = {name: _renew(item) for name, item in value.items() if not _LABELS.fullmatch(name)}
    return {**others, "label": labels} if labels and "label" not in value else others


def _shorten_country(place: Any) -> None:
    """http://publications.europa.eu/resource/authority/country/FRA → FR."""
    country = _object(place).get("country")
    if isinstance(country, str) and country.startswith(_COUNTRY_AUTHORITY):
        place["country"] = _ALPHA_2.get(country.removeprefix(_COUNTRY_AUTHORITY), country)


def _tie_to_registration(document: JsonObject) -> None:
    """A stack that is named after the registered certification counts only while that is registered."""
    registration, optional = (
        _object(document.get("registration")),
        _object(_object(document.get("annex1")).get("optional")),
    )
    names = [registration.get("code"), registration.get("parent")]
    codes = [name.lower() for name in names if isinstance(name, str) and name]
    for rule in _object(optional.get("integration_stackability_options")).get("rules") or []:
        if any(code in str(_object(rule).get("stack_id")).lower() for code in codes):
            rule["only_if_registered"] = True


def _object(value: Any) -> JsonObject:
    return value if isinstance(value, dict) else {}
