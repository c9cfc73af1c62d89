"""The procedure as data: questions, verdicts and every sentence, for verifiers in other languages than Python."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import sceau.engine
from sceau.engine.checks import report
from sceau.engine.checks.ids import NUMBER_OF, QUESTIONS
from sceau.engine.errors import Reason
from sceau.engine.strict_json import JsonObject

VERDICTS = {
    "valid": report.AUTHENTIC_AND_VALID,
    "revoked": report.AUTHENTIC_BUT_REVOKED,
    "revoked_unestablished": report.REVOKED,
    "check": report.AUTHENTIC_TO_CHECK,
    "check_unestablished": report.CANNOT_BE_VERIFIED,
    "check_handed": report.INTACT_TO_CONFIRM,
    "invalid": report.NOT_AUTHENTIC,
}


def procedure() -> JsonObject:
    """Checks by number, sentences of verdicts, reasons by code; a check's details fill the {named} places."""
    return {
        "version": 1,
        "checks": [
            {
                "id": question.id,
                "number": NUMBER_OF[question.id],
                "weight": str(question.weight),
                "title": {"fr": question.fr, "en": question.en},
            }
            for question in QUESTIONS
        ],
        "verdicts": {name: dict(sentence) for name, sentence in VERDICTS.items()},
        "reasons": {reason.code: {"fr": reason.fr, "en": reason.en} for _, reason in reasons()},
    }


def reasons() -> Iterator[tuple[str, Reason]]:
    """Every reason of the engine, with the full name under which it is written."""
    for module in pkgutil.walk_packages(sceau.engine.__path__, "sceau.engine."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Reason):
                yield f"{module.name}.{name}", value
