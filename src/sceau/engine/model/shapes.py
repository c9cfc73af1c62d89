"""Small checks that make up a document's shape; each says nothing, or where and why it is not content.

A check takes a value and returns the problems found in it, with pointers relative to the value; whoever called it puts
its own name in front. So a sound document, which is nearly every document, never has a pointer built for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeGuard

from sceau.engine.errors import MalformedCredential, Reason
from sceau.engine.model import reasons as because
from sceau.engine.model.dates import parse_datetime
from sceau.engine.strict_json import JsonObject
from sceau.engine.values import as_text

Problem = tuple[str, Reason, dict[str, object]]  # relative pointer, why, details
Problems = Sequence[Problem]
Check = Callable[[Any], Problems]

FINE: Problems = ()

# VC Data Model 2.0, §4.4: one URL; these characters no URL, DID or URN has
_FORBIDDEN_IN_URLS = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.")
_LANGUAGE = re.compile(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")  # Open Badges 3.0, LanguageCode
_LANGUAGE_OF_MAP = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
_DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+")
_OWN_VALUE = re.compile(r"ext:[A-Za-z0-9.|_-]")

SHOWN = 80  # characters of a value that a sentence repeats
ENOUGH = 100  # problems in one list: whoever wrote more wants to keep us busy


def step(name: str | int) -> str:
    """One step of a JSON Pointer (RFC 6901, §3)."""
    return f"/{str(name).replace('~', '~0').replace('/', '~1')}"


def under(name: str | int, problems: Problems) -> list[Problem]:
    """The same problems, seen from one level further out."""
    prefix = step(name)
    return [(prefix + pointer, reason, details) for pointer, reason, details in problems]


def problem(reason: Reason, pointer: str = "", **details: object) -> list[Problem]:
    """One problem, as the list that a check returns."""
    return [(pointer, reason, details)]


def shown(value: object) -> str:
    """The beginning of a value, for a sentence."""
    return as_text(value)[:SHOWN]


def anything(_value: object) -> Problems:
    """No opinion."""
    return FINE


def string(value: object) -> Problems:
    """A plain string."""
    return FINE if type(value) is str else problem(because.NOT_A_STRING)


def url(value: object) -> Problems:
    """An absolute identifier."""
    if type(value) is not str:
        return problem(because.NOT_A_STRING)
    if _SCHEME.match(value) and not _FORBIDDEN_IN_URLS.search(value):
        return FINE
    return problem(because.NOT_A_URL, value=shown(value))


def number(value: object) -> Problems:
    """A JSON number."""
    return FINE if isinstance(value, int | float) and not isinstance(value, bool) else problem(because.NOT_A_NUMBER)


def boolean(value: object) -> Problems:
    """True or false."""
    return FINE if isinstance(value, bool) else problem(because.NOT_TRUE_OR_FALSE)


def moment(value: object) -> Problems:
    """A dateTimeStamp."""
    try:
        parse_datetime(value)
    except MalformedCredential as error:
        return [("", error.reason, error.details)]
    return FINE


def day(value: object) -> Problems:
    """A day without a time."""
    if type(value) is str and _DAY.fullmatch(value):
        return FINE
    return problem(because.NOT_A_DAY, value=shown(value))


def language(value: object) -> Problems:
    """A language code as Open Badges writes it."""
    if type(value) is str and _LANGUAGE.fullmatch(value):
        return FINE
    return problem(because.NOT_A_LANGUAGE, value=shown(value))


def token(value: object) -> Problems:
    """A compact JWS."""
    return FINE if type(value) is str and _TOKEN.fullmatch(value) else problem(because.NOT_A_TOKEN)


def text(value: object) -> Problems:
    """A text for people: a string, or a language map."""
    if type(value) is str:
        return FINE
    if type(value) is dict and value and all(type(words) is str for words in value.values()):
        tag = next((tag for tag in value if not _LANGUAGE_OF_MAP.fullmatch(tag)), None)
        return FINE if tag is None else problem(because.NOT_A_LANGUAGE, step(tag), value=shown(tag))
    return problem(because.NOT_TEXT)


def credential_text(value: object) -> Problems:
    """The name or description of a credential: a text, a language value, or several of them.

    source:  VC Data Model 2.0, §4.6 and §11.1
    """
    if type(value) is list and value:
        return many(_language_value)(value)
    if type(value) is dict and "@value" in value:
        return _language_value(value)
    return text(value)


def _language_value(value: object) -> Problems:
    if (
        type(value) is dict
        and type(value.get("@value")) is str
        and value.keys() <= {"@value", "@language", "@direction"}
        and type(value.get("@language", "")) is str
        and value.get("@direction", "ltr") in ("ltr", "rtl")
    ):
        return FINE
    return problem(because.NOT_TEXT)


def choice(names: Sequence[str]) -> Check:
    """One of these names, or a value of one's own that starts with ext:."""
    known = frozenset(names)

    def check(value: object) -> Problems:
        if type(value) is str and (value in known or _OWN_VALUE.match(value)):
            return FINE
        return problem(because.NOT_IN_THE_LIST, value=shown(value))

    return check


def only(names: Sequence[str], reason: Reason) -> Check:
    """One of these names and nothing else."""
    known = frozenset(names)

    def check(value: object) -> Problems:
        return FINE if type(value) is str and value in known else problem(reason, value=shown(value))

    return check


def type_is(name: str, *, alone: bool = False) -> Check:
    """A type that is, or among others has, this name.

    alone:  the type must be this one string
    """
    single = [name]

    def check(value: object) -> Problems:
        if value == name or (not alone and (value == single or (_is_list_of_strings(value) and name in value))):
            return FINE
        return problem(because.WRONG_TYPE, expected=name, found=shown(value))

    return check


def any_type(value: object) -> Problems:
    """Some type: a string, or several."""
    return FINE if (type(value) is str and value) or _is_list_of_strings(value) else problem(because.TYPE_MISSING)


def _is_list_of_strings(value: object) -> TypeGuard[list[str]]:
    return type(value) is list and bool(value) and all(type(item) is str for item in value)


def many(check: Check) -> Check:
    """One such value, or a list of them."""

    def check_each(value: object) -> Problems:
        if type(value) is not list:
            return check(value)
        found: list[Problem] = []
        for at, item in enumerate(value):
            if problems := check(item):
                found += under(at, problems)
                if len(found) >= ENOUGH:
                    break
        return found

    return check_each


def shape(
    name: str,
    members: Mapping[str, Check],
    *,
    required: Sequence[str] = (),
    closed: bool = False,
    rules: Sequence[Callable[[JsonObject], Problems]] = (),
) -> Check:
    """An object whose members are checked one by one, then together.

    members:  name → check; a name that is not here is kept and not looked at, unless the shape is closed
    rules:    what must hold between members
    """
    words = {member: check for member, check in members.items() if check in (text, credential_text, string)}
    others = {member: check for member, check in members.items() if member not in words}
    known = members.keys()

    def check_object(value: object) -> Problems:
        if type(value) is not dict:
            return problem(because.NOT_AN_OBJECT, name=name)
        found: list[Problem] = []
        for member in required:
            if member not in value:
                found += problem(because.MISSING, step(member), name=member)
        for member, item in value.items():
            if member in others:
                if problems := others[member](item):
                    found += under(member, problems)
            elif type(item) is not str and member in words:  # a string is sound under each of the three checks
                found += under(member, words[member](item))
        if closed and not value.keys() <= known:
            extra = next(member for member in value if member not in known)
            found += problem(because.UNKNOWN_MEMBER, step(extra), name=shown(extra))
        for rule in rules:
            if problems := rule(value):
                found += problems
        return found

    return check_object
