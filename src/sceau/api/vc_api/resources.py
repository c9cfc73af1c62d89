"""Related documents of a credential: contexts that come with the program, and what their addresses give."""

from __future__ import annotations

from typing import Final

from sceau.api.vc_api.reaching import Reaching
from sceau.api.vc_api.vocabulary import contexts
from sceau.engine.checks.policy import Policy
from sceau.engine.checks.report import Outcome
from sceau.engine.checks.resources import judge_resources
from sceau.engine.errors import EngineError, OutOfReach
from sceau.engine.model.credential import objects_in
from sceau.engine.strict_json import JsonObject
from sceau.engine.vocabularies.contexts import shipped_file

MOST: Final = 8


class WrongResource(EngineError):
    """A related document whose digest is another."""


def resources_of(document: JsonObject, reaching: Reaching) -> dict[str, bytes]:
    """Those related documents of a credential that are at hand or within reach, by id."""
    found: dict[str, bytes] = {}
    for each in objects_in(document, "relatedResource")[:MOST]:
        name = each.get("id")
        if not isinstance(name, str) or name in found:
            continue
        data = shipped_file(name)
        if data is None:
            try:
                answer = reaching.fetch(name, accept=str(each.get("mediaType", "*/*")))
            except OutOfReach:
                continue
            data = answer.body if answer.status == 200 else None  # noqa: PLR2004 -- OK
        if data is not None:
            found[name] = data
    return found


def refuse_wrong_resources(document: JsonObject, resources: dict[str, bytes]) -> None:
    """raises: WrongResource for the first whose digest is another"""
    checks, _ = judge_resources(document, Policy(contexts(), resources=resources))
    for check in checks:
        if check.outcome is Outcome.FAILED:
            raise WrongResource(check.reason, pointer=check.pointer, **check.details)
