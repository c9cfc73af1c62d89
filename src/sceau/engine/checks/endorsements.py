"""Who else vouches? Endorsements inside a credential, each a credential of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sceau.engine.checks import ids
from sceau.engine.checks.case import Case
from sceau.engine.checks.opening import Opened, open_anything
from sceau.engine.checks.report import Check, Note, Outcome, Report, failed, passed
from sceau.engine.checks.words import Because
from sceau.engine.errors import EngineError, Reason
from sceau.engine.strict_json import JsonObject

ALL_GOOD = Reason(
    "endorsement.all_good",
    fr="les recommandations jointes ({count}) sont authentiques",
    en="the endorsements in it ({count}) are authentic",
)
NOT_AUTHENTIC = Reason(
    "endorsement.not_authentic",
    fr="une recommandation jointe n’est pas authentique ({why})\u00a0: n’en tenez pas compte",
    en="an endorsement in it is not authentic ({why}): pay no heed to it",
)
OF_SOMETHING_ELSE = Reason(
    "endorsement.of_something_else",
    fr="une recommandation jointe porte sur autre chose ({found})\u00a0: n’en tenez pas compte",
    en="an endorsement in it is about something else ({found}): pay no heed to it",
)
NOT_COUNTED = Reason(
    "endorsement.not_counted",
    fr="une recommandation de «\u00a0{issuer}\u00a0» n’est pas comptée ({why})",
    en="an endorsement by “{issuer}” is not counted ({why})",
)
TOO_MANY = Reason(
    "endorsement.too_many",
    fr="{count} recommandations jointes n’ont pas été examinées",
    en="{count} endorsements in it were not looked at",
)

JudgeEndorsement = Callable[[Opened, Case], Report]


def has_endorsements(document: JsonObject) -> bool:
    """Whether there is anything to judge."""
    return any("endorsement" in value or "endorsementJwt" in value for _, value in _endorsable(document))


def judge_endorsements(document: JsonObject, case: Case, judge: JudgeEndorsement) -> tuple[list[Check], list[Note]]:
    """Judge the endorsements in a credential. A bad one asks for attention; one that cannot be judged is only noted.

    judge:   judges an endorsement as a credential
    source:  Open Badges 3.0, §7 "Endorsements" and §8.5
    """
    found = list(_found_in(document))
    endorsable = _names_in(document)
    notes: list[Note] = []
    good = 0
    for pointer, raw in found[: case.policy.most_parts]:
        judged = _judge_one(pointer, raw, endorsable, case, judge)
        if isinstance(judged, Check):
            return [judged], notes  # the others cannot make it better: whoever forged one pays for no more work
        if judged is None:
            good += 1
        else:
            notes.append(judged)
    if len(found) > case.policy.most_parts:
        notes.append(Note(TOO_MANY, "", {"count": len(found) - case.policy.most_parts}))
    return [passed(ids.ENDORSEMENTS, ALL_GOOD, count=good)] if good else [], notes


def _judge_one(
    pointer: str, raw: Any, endorsable: set[str], case: Case, judge: JudgeEndorsement
) -> Check | Note | None:
    """What is wrong with an endorsement; a note when it cannot be counted; None when it is good.

    endorsable:  the ids of what it may be about
    """
    try:
        opened = open_anything(raw)
    except EngineError as error:
        return failed(ids.ENDORSEMENTS, NOT_AUTHENTIC, pointer=pointer, why=Because(error.reason, error.details))
    report = judge(opened, case.deeper())
    decisive, about = report.decisive, set(_ids_of(opened.document.get("credentialSubject")))
    why = Because(decisive.reason, decisive.details) if decisive else None
    if report.authenticity is Outcome.FAILED:
        return failed(ids.ENDORSEMENTS, NOT_AUTHENTIC, pointer=pointer, why=why)
    if about and not about & endorsable:
        return failed(ids.ENDORSEMENTS, OF_SOMETHING_ELSE, pointer=pointer, found=", ".join(sorted(about)))
    return Note(NOT_COUNTED, pointer, {"issuer": report.issuer_id, "why": why}) if why else None


def _found_in(document: JsonObject) -> Iterator[tuple[str, Any]]:
    """Every endorsement, with its pointer."""
    for pointer, value in _endorsable(document):
        for member in ("endorsement", "endorsementJwt"):
            listed = value.get(member)
            if listed is not None:
                for index, raw in enumerate(listed if isinstance(listed, list) else [listed]):
                    yield f"{pointer}/{member}/{index}", raw if isinstance(raw, dict | str) else ""


def _names_in(document: JsonObject) -> set[str]:
    """What an endorsement in a credential may be about: the credential, its holder, its achievement, a profile in it.

    source:  Open Badges 3.0, appendix B, "endorsement"; 1EdTech's own sample endorses the issuer from the achievement
    """
    found = {name for _, value in _endorsable(document) for name in _ids_of(value)}
    return found | set(_ids_of(document.get("credentialSubject")))


def _endorsable(document: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """The credential, and what in it Open Badges lets others endorse, with pointers (appendix B, "endorsement")."""
    yield "", document
    issuer, subject = document.get("issuer"), document.get("credentialSubject")
    if isinstance(issuer, dict):
        yield "/issuer", issuer
    if isinstance(subject, dict):
        achievement, source = subject.get("achievement"), subject.get("source")
        if isinstance(source, dict):
            yield "/credentialSubject/source", source
        if isinstance(achievement, dict):
            yield "/credentialSubject/achievement", achievement
            if isinstance(achievement.get("creator"), dict):
                yield "/credentialSubject/achievement/creator", achievement["creator"]


def _ids_of(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict) and isinstance(each.get("id"), str):
            yield each["id"]
