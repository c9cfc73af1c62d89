"""The JSON Schema of ``sceau.design/1``."""

from __future__ import annotations

from sceau.engine.errors import MalformedCredential, MalformedDesign, Reason
from sceau.engine.strict_json import JsonObject
from sceau.engine.vocabularies.schemas import check_json_schema

SCHEMA_URL = "urn:sceau:design:1"

ANOTHER_FORMAT = Reason(
    "design.another_format",
    fr="ce fichier ne dit pas qu’il est une micro-certification\u00a0: "
    "il lui faut «\u00a0schema\u00a0»\u00a0: «\u00a0sceau.design/1\u00a0»",
    en="this file does not say that it is a design: it needs “schema”: “sceau.design/1”",
)


def check_design(document: JsonObject) -> None:
    """raises: MalformedDesign, with the pointer of the first place that does not follow the schema"""
    if document.get("schema") != "sceau.design/1":
        raise MalformedDesign(ANOTHER_FORMAT, pointer="/schema")
    try:
        check_json_schema(document, SCHEMA_URL)
    except MalformedCredential as fault:
        raise MalformedDesign(fault.reason, pointer=fault.pointer, **fault.details) from fault
