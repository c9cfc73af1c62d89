"""JSON Schemas, answered offline: ours stand for those that 1EdTech publishes at the addresses credentials name.

They are written from the information model of Open Badges 3.0 and say the same of a document as the published ones,
with these differences, meant: what the older strict revision accepts is accepted, and so are single values where it
wants lists, as in the current revision; what a machine compares (identifiers, types, codes, addresses, dates) must be
a plain string, where the current revision also takes a map of languages; a type must name its class even when it
stands alone, and among a hundred at most; the contexts must be listed in order; a credential's name and description
may be language values, as VC Data Model 2.0, §4.6, says. A credential of data model 1.1 is judged by the same schema
with the names of that model.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

import fastjsonschema
import orjson

from sceau.engine.errors import MalformedCredential, Reason
from sceau.engine.strict_json import JsonObject
from sceau.engine.vocabularies.contexts import VC_1_1

UNKNOWN_SCHEMA = Reason(
    "schema.unknown",
    fr="le schéma {url} n’est pas connu ici, et aucun n’est téléchargé",
    en="the schema {url} is not known here, and none is downloaded",
)
MISSING = Reason("schema.missing", fr="il manque « {name} »", en="“{name}” is missing")
WRONG_KIND = Reason(
    "schema.wrong_kind",
    fr="{expected_fr} est attendu ici, et non {found}",
    en="{expected_en} is expected here, not {found}",
)
NOT_THIS_VALUE = Reason(
    "schema.not_this_value",
    fr="{expected} est attendu ici, et non {found}",
    en="{expected} is expected here, not {found}",
)
NOT_AMONG = Reason(
    "schema.not_among",
    fr="{found} n’est pas une des valeurs possibles : {expected}",
    en="{found} is not one of the possible values: {expected}",
)
NOT_CONTAINED = Reason(
    "schema.not_contained", fr="la liste doit contenir {expected}", en="the list must contain {expected}"
)
WRONG_FORM = Reason(
    "schema.wrong_form", fr="{found} n’a pas la forme attendue", en="{found} does not have the expected form"
)
NOT_A_DATE = Reason(
    "schema.not_a_date",
    fr="{found} n’est pas une date complète, comme 2026-01-15T10:00:00Z",
    en="{found} is not a complete date, such as 2026-01-15T10:00:00Z",
)
NO_ADDITIONS = Reason(
    "schema.no_additions",
    fr="« {name} » n’est pas prévu ici, et rien ne peut y être ajouté",
    en="“{name}” is not foreseen here, and nothing may be added",
)
NOT_A_NAME = Reason(
    "schema.not_a_name", fr="« {name} » n’est pas un nom possible ici", en="“{name}” is not a possible name here"
)
TOO_FEW = Reason("schema.too_few", fr="il en faut au moins {expected}", en="at least {expected} is needed here")
TOO_MANY = Reason("schema.too_many", fr="il en faut au plus {expected}", en="at most {expected} is allowed here")
TOO_SMALL = Reason("schema.too_small", fr="le minimum est {expected}", en="the minimum is {expected}")
TOO_LARGE = Reason("schema.too_large", fr="le maximum est {expected}", en="the maximum is {expected}")
TWICE = Reason("schema.twice", fr="la même valeur est là deux fois", en="the same value is there twice")
NO_FORM_FITS = Reason(
    "schema.no_form_fits",
    fr="{found} n’a aucune des formes possibles ici",
    en="{found} has none of the forms that are possible here",
)
NOT_ALLOWED = Reason("schema.not_allowed", fr="{found} n’est pas permis ici", en="{found} is not allowed here")
TOO_DEEP = Reason("schema.too_deep", fr="trop d’objets imbriqués", en="too many nested objects")

_KINDS = {
    "string": ("un texte", "a text"),
    "object": ("un objet", "an object"),
    "array": ("une liste", "a list"),
    "number": ("un nombre", "a number"),
    "integer": ("un nombre entier", "a whole number"),
    "boolean": ("true ou false", "true or false"),
    "null": ("null", "null"),
}
_BY_RULE = {
    "const": NOT_THIS_VALUE,
    "enum": NOT_AMONG,
    "contains": NOT_CONTAINED,
    "pattern": WRONG_FORM,
    "format": NOT_A_DATE,
    "minItems": TOO_FEW,
    "minProperties": TOO_FEW,
    "minLength": TOO_FEW,
    "maxItems": TOO_MANY,
    "maxProperties": TOO_MANY,
    "maxLength": TOO_MANY,
    "minimum": TOO_SMALL,
    "exclusiveMinimum": TOO_SMALL,
    "maximum": TOO_LARGE,
    "exclusiveMaximum": TOO_LARGE,
    "uniqueItems": TWICE,
    "anyOf": NO_FORM_FITS,
    "oneOf": NO_FORM_FITS,
}

# XML Schema 1.1 part 2, §3.4.28; the calendar is the model's business
_DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?"
_ZONE = r"Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00)"
_FORMATS = {"date-time": rf"^{_DAY}T({_TIME})({_ZONE})\Z", "date": rf"^{_DAY}\Z"}
_USUAL_SIZE = 3_000  # values
_ENOUGH = 100  # faults of one kind in one place
_SHOWN = 80  # characters of a value that a sentence repeats


class _Validator(Protocol):
    def __call__(self, data: Any) -> Any: ...


def known_schema(url: str) -> bool:
    """Whether we can answer for the schema at this address."""
    return url in _addresses()


def check_json_schema(document: JsonObject, schema_url: str) -> None:
    """Refuse a document that the schema at this address does not accept.

    raises:  MalformedCredential with the pointer of the first fault, or when the schema is not known
    """
    for fault in _faults(document, schema_url, all_of_them=False):
        raise fault


def schema_faults(document: JsonObject, schema_url: str) -> list[MalformedCredential]:
    """Everything that the schema at this address has against a document; of a very large one, the first fault only.

    raises:  MalformedCredential when the schema is not known
    """
    return _faults(document, schema_url, all_of_them=_is_of_usual_size(document))


def _faults(document: JsonObject, schema_url: str, *, all_of_them: bool) -> list[MalformedCredential]:
    if schema_url not in _addresses():
        raise MalformedCredential(UNKNOWN_SCHEMA, url=schema_url)
    file, definition = _addresses()[schema_url]
    contexts = document.get("@context")
    if isinstance(contexts, list) and VC_1_1 in contexts[:1] and definition != "Profile":
        definition = f"{definition}-vc-1.1"
    try:
        _validator(file, definition, all_of_them)(document)
    except fastjsonschema.JsonSchemaValueException as error:
        return _errors_of(error, document)
    except fastjsonschema.JsonSchemaValuesException as several:
        return [fault for error in several.errors for fault in _errors_of(error, document)]
    except RecursionError:
        return [MalformedCredential(TOO_DEEP)]
    return []


def _is_of_usual_size(document: JsonObject) -> bool:
    """Whether there are few enough values to name every fault of each; the published example has a thousand."""
    left, pending = _USUAL_SIZE, [document]
    while pending and left > 0:
        value: Any = pending.pop()
        if isinstance(value, dict | list):
            left -= len(value)
            pending.extend(value.values() if isinstance(value, dict) else value)
    return left > 0


@cache
def _addresses() -> dict[str, tuple[str, str]]:
    rows = orjson.loads((files(__package__) / "schemas" / "index.json").read_bytes())
    return {row["url"]: (row["file"], row["definition"]) for row in rows}


@cache
def _validator(file: str, definition: str, all_of_them: bool) -> _Validator:
    schema = orjson.loads((files(__package__) / "schemas" / file).read_bytes())
    compiled: _Validator = fastjsonschema.compile(
        {**schema, "$ref": f"#/definitions/{definition}"},
        formats=_FORMATS,
        use_default=False,
        fast_fail=not all_of_them,
    )
    return compiled


def _errors_of(error: fastjsonschema.JsonSchemaValueException, document: JsonObject) -> list[MalformedCredential]:
    pointer, rule, expected, value = _pointer(error, document), error.rule, error.rule_definition, error.value
    if rule == "required":
        absent = [name for name in expected if name not in value]
        return [MalformedCredential(MISSING, pointer=f"{pointer}/{_escaped(name)}", name=name) for name in absent]
    if rule == "additionalProperties":
        extra = sorted(set(value) - set(error.definition.get("properties", ())))[:_ENOUGH]
        return [MalformedCredential(NO_ADDITIONS, pointer=f"{pointer}/{_escaped(name)}", name=name) for name in extra]
    if rule == "propertyNames":
        odd = [name for name in value if not re.search(expected.get("pattern", ""), name)][:_ENOUGH]
        return [MalformedCredential(NOT_A_NAME, pointer=f"{pointer}/{_escaped(name)}", name=name) for name in odd]
    if rule == "anyOf" and "enum" in expected[0]:
        return [MalformedCredential(NOT_AMONG, pointer=pointer, expected=_wanted(expected[0]), found=_shown(value))]
    if rule == "type":
        return [_wrong_kind(pointer, expected, value)]
    reason = _BY_RULE.get(rule or "", NOT_ALLOWED)
    return [MalformedCredential(reason, pointer=pointer, expected=_wanted(expected), found=_shown(value))]


def _wrong_kind(pointer: str, expected: str | list[str], value: object) -> MalformedCredential:
    kinds = [_KINDS[name] for name in ([expected] if isinstance(expected, str) else expected)]
    return MalformedCredential(
        WRONG_KIND,
        pointer=pointer,
        expected_fr=" ou ".join(french for french, _ in kinds),
        expected_en=" or ".join(english for _, english in kinds),
        found=_shown(value),
    )


def _pointer(error: fastjsonschema.JsonSchemaValueException, document: JsonObject) -> str:
    """fastjsonschema writes data.a.b[0]; a name with dots or brackets of its own is found by walking the document."""
    pointer, steps = "", error.path[1:]
    value: Any = document
    while steps:
        if isinstance(value, list) and steps[0].isdigit() and int(steps[0]) < len(value):
            pointer, value, steps = f"{pointer}/{steps[0]}", value[int(steps[0])], steps[1:]
            continue
        name, used = _longest_name(value, steps)
        pointer, steps = f"{pointer}/{_escaped(name)}", steps[used:]
        value = value.get(name) if isinstance(value, dict) else None
    return pointer


def _longest_name(value: object, steps: list[str]) -> tuple[str, int]:
    if isinstance(value, dict):
        for name in value:
            parts = [part for part in fastjsonschema.exceptions.SPLIT_RE.split(name) if part]
            if parts and parts == steps[: len(parts)]:
                return name, len(parts)
    return steps[0], 1


def _wanted(expected: object) -> str:
    if isinstance(expected, dict):
        expected = expected.get("const", expected.get("enum", expected))
    if isinstance(expected, list) and all(isinstance(item, str) for item in expected):
        return ", ".join(f"“{item}”" for item in expected)[:300]
    return _shown(expected)


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
