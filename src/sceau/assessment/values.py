"""What a value of a session may be. Each rule takes what was typed and gives it as it is kept, or refuses it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, TypeVar

from sceau.assessment.errors import WrongValue
from sceau.assessment.reasons import sessions as reasons
from sceau.institutions import rules as texts
from sceau.institutions.errors import InstitutionsError

T = TypeVar("T")

LONGEST_SESSION: Final = 366  # days: a year is a rolling session, or a slip of the finger
MOST_CANDIDATES: Final = 10_000
MOST_LANGUAGES: Final = 12
FIRST_YEAR: Final = 2000
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")  # RFC 5646, the part that people need
_FIVE_FIGURES = re.compile(r"[0-9]{5}")
_INSEE_OF_CORSICA = re.compile(r"2[AB][0-9]{3}")
_ABROAD = re.compile(r"[A-Z0-9][A-Z0-9 -]{1,8}")  # flux CPF, XSD 1.1.2: codePostal is a string of 1 to 9 signs
_DEPARTMENTS = frozenset(f"{number:02}" for number in range(1, 96))
_OVERSEAS = frozenset(["971", "972", "973", "974", "975", "976", "977", "978", "984", "986", "987", "988"])
_MONACO = "980"


def line(typed: str, *, field: str, most: int, required: bool = False) -> str:
    """One line of text. raises: WrongValue"""
    return ours(lambda: texts.line(typed, field=field, most=most, required=required))


def paragraphs(typed: str, *, field: str, most: int, required: bool = False) -> str:
    """Several lines of text. raises: WrongValue"""
    return ours(lambda: texts.paragraphs(typed, field=field, most=most, required=required))


def why(typed: str) -> str:
    """A reason that has to be given. raises: WrongValue"""
    return ours(lambda: texts.why(typed))


def postcode(typed: str) -> str:
    """The postcode of a place, "" for none: five figures in France, letters and figures abroad.

    Corsica's begin with 20, those overseas with 97 or 98; what begins with 2A, 2B or 99 is a code of the Insee.

    raises:  WrongValue
    """
    found = " ".join(typed.upper().split())
    tight = found.replace(" ", "")
    if not tight:
        return ""
    if _INSEE_OF_CORSICA.fullmatch(tight):
        raise WrongValue(reasons.INSEE_OF_CORSICA, field="postcode", found=tight)
    if _FIVE_FIGURES.fullmatch(tight):
        if tight[:2] not in _DEPARTMENTS and tight[:3] not in _OVERSEAS | {_MONACO}:
            raise WrongValue(reasons.NO_SUCH_POSTCODE, field="postcode", found=tight)
        return tight
    if re.fullmatch(r"[0-9]{4}", tight) and f"0{tight}"[:2] in _DEPARTMENTS:
        raise WrongValue(reasons.POSTCODE_LOST_ITS_ZERO, field="postcode", found=tight)
    if _ABROAD.fullmatch(found) is None or not any(sign.isdigit() for sign in found) or found.isdigit():
        raise WrongValue(reasons.NOT_A_POSTCODE, field="postcode", found=typed.strip()[:40])
    return found


def languages(chosen: Iterable[str]) -> list[str]:
    """BCP 47 tags, each once, at least one. raises: WrongValue"""
    found = list(dict.fromkeys(each.strip().replace("_", "-") for each in chosen if each.strip()))
    if not found or len(found) > MOST_LANGUAGES:
        raise WrongValue(reasons.NO_LANGUAGE, field="languages")
    for each in found:
        if _LANGUAGE.fullmatch(each) is None or len(each) > 20:  # noqa: PLR2004 -- as a candidate's language
            raise WrongValue(reasons.NOT_A_LANGUAGE, field="languages", found=each[:40])
    return found


def capacity(number: int | None, *, field: str = "capacity") -> int | None:
    """A number of people, None for no limit. raises: WrongValue"""
    if number is not None and not 1 <= number <= MOST_CANDIDATES:
        raise WrongValue(reasons.WRONG_CAPACITY, field=field, most=MOST_CANDIDATES)
    return number


def days(first: date | None, last: date | None) -> tuple[date, date]:
    """The first and the last day of a session; one day when only one is given. raises: WrongValue"""
    starts = first or last
    if starts is None:
        raise WrongValue(reasons.NO_DATES, field="starts_on")
    ends = last or starts
    if starts.year < FIRST_YEAR:
        raise WrongValue(reasons.TOO_LONG_AGO, field="starts_on", year=FIRST_YEAR)
    if ends < starts:
        raise WrongValue(reasons.ENDS_BEFORE_IT_STARTS, field="ends_on")
    if (ends - starts).days > LONGEST_SESSION:
        raise WrongValue(reasons.LASTS_TOO_LONG, field="ends_on")
    return starts, ends


def ours(rule: Callable[[], T]) -> T:
    """What a rule of the institutions gives; its refusal as one of this room. raises: WrongValue"""
    try:
        return rule()
    except InstitutionsError as refusal:
        raise WrongValue(refusal.reason, field=refusal.field, **refusal.details) from refusal
