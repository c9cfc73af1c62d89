"""The JSON Schema of ``sceau.design/1``, and its faults in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import fastjsonschema
import orjson

from sceau.engine.errors import MalformedDesign, Reason
from sceau.engine.strict_json import JsonObject

LONGEST_SHOWN = 60  # characters of a wrong value that a message repeats

ANOTHER_FORMAT = Reason(
    "design.another_format",
    fr="ce fichier ne dit pas qu’il est une micro-certification\u00a0: "
    "«\u00a0schema\u00a0» y vaut {found} et non «\u00a0sceau.design/1\u00a0»",
    en="this file does not say that it is a design: its “schema” is {found}, not “sceau.design/1”",
)
MISSING = Reason("design.missing", fr="il manque «\u00a0{name}\u00a0»", en="“{name}” is missing")
NOT_A_TEXT = Reason(
    "design.not_a_text",
    fr="il faut ici un texte, ou un texte par langue, et non {found}",
    en="this must be a text, or one text per language, not {found}",
)
NOT_A_CHOICE = Reason(
    "design.not_a_choice", fr="{found} n’est pas l’un de\u00a0: {choices}", en="{found} is not one of: {choices}"
)
WRONG_FORM = Reason(
    "design.wrong_form",
    fr="{found} n’a pas la forme attendue ({form})",
    en="{found} has not the expected form ({form})",
)
EMPTY = Reason("design.empty", fr="rien n’est écrit ici", en="nothing is written here")
OUT_OF_BOUNDS = Reason(
    "design.out_of_bounds", fr="{found} est hors des limites ({limit})", en="{found} is out of bounds ({limit})"
)
NOT_AS_DESCRIBED = Reason(
    "design.not_as_described",
    fr="{found} ne suit pas le schéma sceau.design/1",
    en="{found} does not follow the sceau.design/1 schema",
)
_WRONG_TYPES = {
    kind: Reason(f"design.not_{code}", fr=f"il faut ici {fr}, et non {{found}}", en=f"this must be {en}, not {{found}}")
    for kind, code, fr, en in (
        ("string", "a_string", "un texte", "a text"),
        ("object", "an_object", "un objet", "an object"),
        ("array", "a_list", "une liste", "a list"),
        ("integer", "an_integer", "un nombre entier", "a whole number"),
        ("number", "a_number", "un nombre", "a number"),
        ("boolean", "a_boolean", "vrai ou faux (true, false)", "true or false"),
        ("null", "null", "rien (null)", "nothing (null)"),
    )
}
_BOUND_RULES = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})


@cache
def design_schema() -> JsonObject:
    """The published schema, draft 07."""
    source = files("sceau.engine.vocabularies") / "schemas" / "sceau-design-1.schema.json"
    schema: JsonObject = orjson.loads(source.read_bytes())
    return schema


def check_design(document: JsonObject) -> None:
    """raises: MalformedDesign, with the pointer of the first place that does not follow the schema"""
    if document.get("schema") != "sceau.design/1":
        raise MalformedDesign(ANOTHER_FORMAT, pointer="/schema", found=_shown(document.get("schema")))
    try:
        _validator()(document)
    except fastjsonschema.JsonSchemaValueException as fault:
        raise _in_words(fault) from fault


@cache
def _validator() -> Callable[[Any], Any]:
    check: Callable[[Any], Any] = fastjsonschema.compile(design_schema(), use_default=False)
    return check


def _in_words(fault: Any) -> MalformedDesign:
    pointer = "".join(f"/{name}" for name in fault.path[1:])
    rule, expected, found = fault.rule, fault.rule_definition, _shown(fault.value)
    if rule == "required":
        name = next(name for name in expected if name not in fault.value)
        return MalformedDesign(MISSING, pointer=f"{pointer}/{name}", name=name)
    if rule == "type":
        return MalformedDesign(_wrong_type(expected), pointer=pointer, found=found)
    if rule in ("enum", "const"):
        choices = ", ".join(map(str, expected)) if rule == "enum" else str(expected)
        return MalformedDesign(NOT_A_CHOICE, pointer=pointer, found=found, choices=choices)
    if rule == "pattern":
        return MalformedDesign(WRONG_FORM, pointer=pointer, found=found, form=expected)
    if rule in ("minLength", "minItems", "minProperties"):
        return MalformedDesign(EMPTY, pointer=pointer)
    if rule in _BOUND_RULES:
        return MalformedDesign(OUT_OF_BOUNDS, pointer=pointer, found=found, limit=f"{rule} {expected}")
    return MalformedDesign(NOT_AS_DESCRIBED, pointer=pointer, found=found)


def _wrong_type(expected: str | list[str]) -> Reason:
    if expected == ["string", "object"]:
        return NOT_A_TEXT
    return _WRONG_TYPES[expected if isinstance(expected, str) else expected[0]]


def _shown(value: Any) -> str:
    """The value as its author wrote it, cut when it is long."""
    text = orjson.dumps(value).decode()
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
