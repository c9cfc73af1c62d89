"""What callers ask us to judge: the engine's report, as the VC-API answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sceau.api.vc_api.asking import NOT_AN_OBJECT, Asked, BadRequest
from sceau.api.vc_api.problems import problem_of
from sceau.api.vc_api.reaching import Reaching
from sceau.api.vc_api.resources import resources_of
from sceau.api.vc_api.vocabulary import contexts
from sceau.engine.checks import ids
from sceau.engine.checks.policy import Audience, Policy
from sceau.engine.checks.report import Check, Outcome, Report
from sceau.engine.checks.status import UNKNOWN_KIND
from sceau.engine.checks.verify import verify
from sceau.engine.model.credential import faults
from sceau.engine.strict_json import JsonObject

# a proof that has expired, or is dated in the future, is none (Data Integrity 1.0, §4.4)
_OF_PROOF: Final = {each for each in ids.QUESTIONS if each.weight is ids.Weight.AUTHENTICITY} | {ids.PROOF_TIME}


@dataclass(frozen=True, slots=True)
class Verdict:
    """verified: nothing speaks against it; answer: the body of the response"""

    verified: bool
    answer: JsonObject


def verify_credential(asked: Asked, *, now: datetime | None = None) -> Verdict:
    """Judge the caller's `verifiableCredential`. raises: BadRequest"""
    document = _handed_in(asked, "verifiableCredential")
    reaching = Reaching()
    has_form = isinstance(document, dict) and not faults(document)
    resources = resources_of(document, reaching) if isinstance(document, dict) and has_form else {}
    audience = Audience(asked.text("domain"), asked.text("challenge"))
    policy = Policy(contexts(), resources=resources, presented_to=audience)
    return _verdict(verify(document, policy=policy, fetcher=reaching, now=now or datetime.now(UTC)), asked)


def verify_presentation(asked: Asked, *, now: datetime | None = None) -> Verdict:
    """Judge the caller's `verifiablePresentation`: whoever presents, and each credential inside. raises: BadRequest"""
    name = "verifiablePresentation" if "verifiablePresentation" in asked.members else "presentation"
    document = _handed_in(asked, name)
    audience = Audience(asked.text("domain"), asked.text("challenge"))
    policy = Policy(contexts(), presented_to=audience)
    return _verdict(verify(document, policy=policy, fetcher=Reaching(), now=now or datetime.now(UTC)), asked)


def _handed_in(asked: Asked, name: str) -> JsonObject | str:
    value: Any = asked.members.get(name)
    if not isinstance(value, dict | str) or not value:
        raise BadRequest(NOT_AN_OBJECT, pointer=f"/{name}", member=name)
    return value


def _verdict(report: Report, asked: Asked) -> Verdict:
    """`checks: ["proof"]` asks for the proof alone: what the issuer said since, and the dates, count for nothing."""
    only = asked.checks
    against = [check for check in report.checks if _speaks_against(check, only)]
    warned = [check for check in report.checks if check.outcome and check not in against]
    answer: JsonObject = {
        "verified": not against,
        "checks": list(only) or ["proof", "status"],
        "errors": [problem_of(check) for check in against],
        "warnings": [problem_of(check) for check in warned],
    }
    return Verdict(not against, answer)


def _speaks_against(check: Check, only: tuple[str, ...]) -> bool:
    """An issuer of whom nobody told us, and a kind of status that we do not read, are worth a word, and no more.

    When the proof of a presentation alone is asked for, a credential inside whose issuer is out of reach is too.
    """
    if not check.outcome:
        return False
    if only == ("proof",):
        is_inside = check.pointer.startswith("/verifiableCredential/")
        return check.question in _OF_PROOF and (check.outcome is Outcome.FAILED or not is_inside)
    if check.weight is ids.Weight.AUTHENTICITY:
        return True
    if check.question is ids.STATUS:
        return check.reason is not UNKNOWN_KIND
    return check.outcome is Outcome.FAILED and check.question is not ids.ISSUER
