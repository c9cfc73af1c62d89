"""Refusals as the W3C's standards name them.

source:  VC Data Model 2.0, §7.1; Data Integrity 1.0, §4.7; Bitstring Status List 1.0, §3.5; RFC 9457
"""

from __future__ import annotations

from typing import Final

from sceau.engine.checks import ids
from sceau.engine.checks.report import Check
from sceau.engine.checks.status import OUT_OF_REACH
from sceau.engine.errors import EngineError
from sceau.engine.status.reasons import problem_type
from sceau.engine.strict_json import JsonObject

_DATA_MODEL: Final = "https://www.w3.org/TR/vc-data-model#"
_SECURITY: Final = "https://w3id.org/security#"
_STATUS: Final = "https://www.w3.org/ns/credentials/status-list#"

PARSING: Final = f"{_DATA_MODEL}PARSING_ERROR"
MALFORMED: Final = f"{_DATA_MODEL}MALFORMED_VALUE_ERROR"
_OF_QUESTIONS: Final = {
    ids.READABLE: PARSING,
    ids.FORMAT: MALFORMED,
    ids.CONTEXT: f"{_SECURITY}DATA_LOSS_DETECTION_ERROR",
    ids.RESOURCES: f"{_DATA_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR",
    ids.PURPOSE: f"{_SECURITY}INVALID_PROOF_PURPOSE_FOR_VERIFICATION_METHOD",
    ids.KEY: f"{_SECURITY}INVALID_VERIFICATION_METHOD",
    ids.STATUS: f"{_STATUS}STATUS_VERIFICATION_ERROR",
}


def problem_of(check: Check) -> JsonObject:
    """A check that is not passed, as problem details."""
    kind = _OF_QUESTIONS.get(check.question, f"{_SECURITY}PROOF_VERIFICATION_ERROR")
    if check.question is ids.STATUS and check.reason.code.startswith("status."):
        kind = f"{_STATUS}STATUS_RETRIEVAL_ERROR" if check.reason is OUT_OF_REACH else problem_type(check.reason)
    elif check.question not in _OF_QUESTIONS and check.weight is ids.Weight.ATTENTION:
        kind = f"{_DATA_MODEL}MALFORMED_VALUE_ERROR" if check.question is ids.SCHEMA else f"{_DATA_MODEL}{check.id}"
    return _details(kind, check.question.en, check.message["en"], check.reason.code, check.pointer)


def problem_with(error: EngineError) -> JsonObject:
    """A request that was refused, as problem details."""
    return _details(MALFORMED, "Malformed", error.sentence("en"), error.reason.code, error.pointer)


def _details(kind: str, title: str, detail: str, code: str, pointer: str) -> JsonObject:
    return {"type": kind, "title": title, "detail": detail, "code": code, "pointer": pointer}
