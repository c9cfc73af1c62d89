"""What callers ask: bodies read strictly, options that are known, and refusals that name the place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest

from sceau.engine.errors import EngineError, Reason
from sceau.engine.keys.stamps import read_stamp
from sceau.engine.strict_json import JsonObject, parse_object

MOST_BYTES: Final = 1024 * 1024
LONGEST_OPTION: Final = 2_000  # characters

TOO_LARGE = Reason(
    "vc_api.too_large",
    fr="la requête dépasse {limit} octets",
    en="the request is longer than {limit} bytes",
)
NOT_AN_OBJECT = Reason(
    "vc_api.not_an_object", fr="«\u00a0{member}\u00a0» est un objet JSON", en="“{member}” is a JSON object"
)
NOT_A_TEXT = Reason(
    "vc_api.not_a_text",
    fr="«\u00a0{member}\u00a0» est un texte de 1 à {limit} signes",
    en="“{member}” is a text of 1 to {limit} characters",
)
NOT_A_STAMP = Reason(
    "vc_api.not_a_stamp",
    fr="«\u00a0{member}\u00a0» est une date avec heure et fuseau, comme 2026-06-26T14:05:00Z",
    en="“{member}” is a date with its time and zone, such as 2026-06-26T14:05:00Z",
)
UNKNOWN_CHECK = Reason(
    "vc_api.unknown_check",
    fr="«\u00a0checks\u00a0» est une liste parmi\u00a0: {known}",
    en="“checks” is a list among: {known}",
)
CHECKS: Final = ("proof", "status", "credentialStatus")


class BadRequest(EngineError):
    """A request that cannot be understood."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A body, read. members: what it holds; options: its `options`, {} when it gives none"""

    members: JsonObject
    options: JsonObject

    def text(self, name: str) -> str | None:
        """An option that is a text. raises: BadRequest"""
        value = self.options.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or not 0 < len(value) <= LONGEST_OPTION:
            raise BadRequest(NOT_A_TEXT, pointer=f"/options/{name}", member=name, limit=LONGEST_OPTION)
        return value

    def moment(self, name: str) -> datetime | None:
        """An option that is a date. raises: BadRequest"""
        value = self.options.get(name)
        if value is None:
            return None
        found = read_stamp(value)
        if found is None:
            raise BadRequest(NOT_A_STAMP, pointer=f"/options/{name}", member=name)
        return found

    @property
    def checks(self) -> tuple[str, ...]:
        """What is to be judged; () for everything. raises: BadRequest"""
        listed = self.options.get("checks", [])
        if not isinstance(listed, list) or any(each not in CHECKS for each in listed):
            raise BadRequest(UNKNOWN_CHECK, pointer="/options/checks", known=", ".join(CHECKS))
        return tuple(listed)


def read_request(request: HttpRequest) -> Asked:
    """The body of a request. raises: BadRequest, MalformedJson"""
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise BadRequest(TOO_LARGE, limit=MOST_BYTES)
    members = parse_object(body, limit=MOST_BYTES)
    return Asked(members, object_in(members, "options") if members.get("options") is not None else {})


def object_in(members: JsonObject, name: str) -> JsonObject:
    """A member that is an object. raises: BadRequest"""
    value: Any = members.get(name)
    if not isinstance(value, dict):
        raise BadRequest(NOT_AN_OBJECT, pointer=f"/{name}", member=name)
    return value
