"""A pass as JSON: the results of `sceau verify --json`, and where each was found; pages and papers are made of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sceau.engine.checks import ids
from sceau.engine.checks.issuer import BY_DOMAIN, BY_THIS_HOUSE, domain_of
from sceau.engine.checks.report import Outcome, Report
from sceau.engine.checks.words import harmless
from sceau.engine.errors import EngineError
from sceau.engine.model.dates import format_datetime
from sceau.engine.strict_json import JsonObject
from sceau.verification.pile.looking import Entry, Pass
from sceau.verification.telling import issuer_told, next_step

VERSION: Final = 1
LONGEST: Final = 200  # signs of a stranger's text
_NOTHING: Final = {"fr": "", "en": ""}


def as_json(done: Pass) -> JsonObject:
    """All that a pass found.

    results:  as `sceau verify --json`, problems first; each with `file`, `where`, `address`, `name_in_file`,
              `is_authentic`, `issuer` (as far as it is established), `issuer_known_by` ("platform", "list", "domain"
              or "" for nothing), `issuer_site` (the domain that is all that is known of it), `reason`, `next`
    missing:  what was not looked at; without: files in which there is no credential
    """
    results = [_result(entry) for entry in done.entries if entry.judged is not None]
    others = [entry for entry in done.entries if entry.judged is None]
    return {
        "version": VERSION,
        "at": format_datetime(done.at.replace(microsecond=0)),
        "counts": dict(done.counts),
        "results": results,
        "missing": [_other(entry) for entry in others if entry.is_missing],
        "without": [_other(entry) for entry in others if not entry.is_missing],
        "files": [
            {"name": harmless(each.name, LONGEST), "size": each.size, "sha256": each.digest} for each in done.files
        ],
    }


def _result(entry: Entry) -> JsonObject:
    judged = entry.judged
    assert judged is not None  # noqa: S101 -- the caller's choice
    decisive = judged.report.decisive
    told = judged.report.as_json(harmless(entry.file, LONGEST))
    told["credential"] = _bounded(told["credential"])
    known_by, site = _identified(judged.report)
    return told | {
        "file": harmless(entry.file, LONGEST),
        "where": harmless(entry.where, LONGEST),
        "address": harmless(judged.address or _own_address(judged.report), LONGEST),
        "issuer": dict(issuer_told(judged.report)),
        "issuer_known_by": known_by,
        "issuer_site": site,
        "name_in_file": harmless(entry.found_name, LONGEST),
        "is_authentic": judged.report.authenticity is Outcome.PASSED,
        "reason": dict(decisive.message) if decisive else _NOTHING,
        "next": dict(next_step(judged.report)),
    }


def _identified(report: Report) -> tuple[str, str]:
    """By what the issuer is known, and the domain where that is all."""
    check = next((each for each in report.checks if each.question is ids.ISSUER), None)
    if report.authenticity is not Outcome.PASSED or check is None or check.outcome is not Outcome.PASSED:
        return "", ""
    if check.reason is BY_DOMAIN:
        return "domain", harmless(_as_sent(str(check.details["domain"])), LONGEST)
    return ("platform" if check.reason is BY_THIS_HOUSE else "list"), ""


def _as_sent(domain: str) -> str:
    """A domain as the network has it, so that letters which only look like others are seen."""
    try:
        return domain if domain.isascii() else domain.encode("idna").decode()
    except UnicodeError:
        return domain.encode("ascii", "backslashreplace").decode()


def _own_address(report: Report) -> str:
    """Where it says that it stands, if that is on the site of whoever signed it: anybody may write ours into theirs."""
    said = report.credential
    if said is None or report.authenticity is not Outcome.PASSED:
        return ""
    domain, place = domain_of(said.issuer_id or ""), said.id or ""
    return place if domain and place.startswith((f"https://{domain}/", f"http://{domain}/")) else ""


def _other(entry: Entry) -> JsonObject:
    return {
        "file": harmless(entry.file, LONGEST),
        "where": harmless(entry.where, LONGEST),
        "reason": _sentence(entry.why),
    }


def _sentence(why: EngineError | None) -> Mapping[str, str]:
    if why is None:
        return _NOTHING
    told = {language: why.sentence(language) for language in ("fr", "en")}
    return {language: harmless(text[:1].upper() + text[1:], 400) for language, text in told.items()}


def _bounded(value: Any) -> Any:
    """What a stranger's document says of itself, cut short."""
    if isinstance(value, str):
        return harmless(value, LONGEST)
    if isinstance(value, dict):
        return {name: _bounded(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_bounded(each) for each in value[:50]]
    return value
