"""What a value of a person may be. Each rule takes what was typed and gives it as it is kept, or refuses it."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final, TypeVar

from django.utils.timezone import localdate

from sceau.engine.errors import Reason
from sceau.institutions import rules as texts
from sceau.institutions.errors import InstitutionsError
from sceau.people import reasons
from sceau.people.errors import WrongValue
from sceau.people.states import AddressKind, Sex

T = TypeVar("T")

LONGEST_NAME: Final = 300  # as in tables of people, see sceau.intake.people
MOST_FIRST_NAMES: Final = 12
FIRST_YEAR: Final = 1900  # flux CPF, XSD 1.1.2: anneeNaissance is 1900 to 2099
_SEXES: Final = frozenset(Sex.values)  # drawn up once: a table of people asks hundreds of thousands of times
_KINDS: Final = frozenset(AddressKind.values)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")  # RFC 5646, the part that people need
_INSEE = re.compile(r"(?:(?!00|96)[0-9]{2}|2[AB])[0-9]{3}")
_COUNTRY = re.compile(r"99[0-9]{3}")
_POSTCODE = re.compile(r"[A-Z0-9][A-Z0-9 -]{0,8}")
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_FRENCH = re.compile(r"(?:(?:([0-9]{1,2})[/. ])?([0-9]{1,2})[/. ])?([0-9]{4})")


def name(typed: str, *, field: str) -> str:
    """One line, as its owner writes it. raises: WrongValue"""
    if not typed:
        return ""
    try:
        return texts.line(typed, field=field, most=LONGEST_NAME)
    except InstitutionsError as error:
        raise _as_ours(error, field) from error


def line(typed: str, *, field: str, most: int, required: bool = False) -> str:
    """One line of text. raises: WrongValue"""
    return _ours(lambda: texts.line(typed, field=field, most=most, required=required))


def paragraphs(typed: str, *, field: str, most: int, required: bool = False) -> str:
    """Several lines of text. raises: WrongValue"""
    return _ours(lambda: texts.paragraphs(typed, field=field, most=most, required=required))


def why(typed: str) -> str:
    """A reason that has to be given. raises: WrongValue"""
    return _ours(lambda: texts.why(typed))


def first_names(typed: str | Sequence[str]) -> tuple[str, ...]:
    """All first names in order; in one text they stand between spaces or commas, and « Jean-Pierre » is one.

    raises:  WrongValue
    """
    given = re.split(r"[\s,;]+", typed) if isinstance(typed, str) else list(typed)
    names = (name(each, field="first_names") for each in given)
    return tuple(each for each in names if each)[:MOST_FIRST_NAMES]


def language(typed: str) -> str:
    """A BCP 47 tag: the language in low letters, French for none. raises: WrongValue"""
    found = typed.strip().replace("_", "-") or "fr"
    if _LANGUAGE.fullmatch(found) is None or len(found) > 35:  # noqa: PLR2004 -- column
        raise WrongValue(reasons.NOT_A_LANGUAGE, field="language", found=found[:40])
    first, _, rest = found.partition("-")
    return f"{first.lower()}-{rest}" if rest else first.lower()


def sex(typed: str) -> str:
    """F, M, or "" when it is not known. raises: WrongValue"""
    found = typed.strip().upper()
    if found and found not in _SEXES:
        raise WrongValue(reasons.NOT_A_SEX, field="sex")
    return found


def birth_date(typed: str, *, today: date) -> str:
    """AAAA-MM-JJ, AAAA-MM or AAAA; typed so, or jj/mm/aaaa and its ends.

    raises:  WrongValue
    """
    found = typed.strip()
    if not found:
        return ""
    if match := _ISO.fullmatch(found):
        year, month, day = match[1], match[2], match[3]
    elif match := _FRENCH.fullmatch(found):
        day, month, year = match[1], match[2], match[3]
    else:
        raise WrongValue(reasons.NOT_A_DATE, field="birth_date", found=found[:40])
    return _possible(found, int(year), int(month or 0), int(day or 0), said=(bool(month), bool(day)), today=today)


def _possible(found: str, year: int, month: int, day: int, *, said: tuple[bool, bool], today: date) -> str:
    has_month, has_day = said
    if has_month and not 1 <= month <= 12:  # noqa: PLR2004 -- months of a year
        raise WrongValue(reasons.NO_SUCH_DAY, field="birth_date", found=found)
    if year < FIRST_YEAR:
        raise WrongValue(reasons.BORN_TOO_EARLY, field="birth_date", year=year)
    if has_day and not 1 <= day <= monthrange(year, month)[1]:
        raise WrongValue(reasons.NO_SUCH_DAY, field="birth_date", found=found)
    kept = "-".join([f"{year:04}", *([f"{month:02}"] if has_month else []), *([f"{day:02}"] if has_day else [])])
    if kept > today.isoformat()[: len(kept)]:
        raise WrongValue(reasons.BORN_TOMORROW, field="birth_date")
    return kept


def insee_code(typed: str) -> str:
    """Of a commune (33063, 2A004) or a country (99109), "" for none. raises: WrongValue"""
    return _code(typed, _INSEE, "insee_code", reasons.NOT_AN_INSEE_CODE, spaces=False)


def country_code(typed: str) -> str:
    """99xxx, "" for none. raises: WrongValue"""
    return _code(typed, _COUNTRY, "country_code", reasons.NOT_A_COUNTRY_CODE, spaces=False)


def postcode(typed: str) -> str:
    """1 to 9 letters and figures, "" for none. raises: WrongValue"""
    return _code(typed, _POSTCODE, "postcode", reasons.NOT_A_POSTCODE, spaces=True)


def address(kind: str, typed: str, *, field: str = "value") -> str:
    """An e-mail in low letters, a telephone number, or the lines of a postal address.

    field:   where it was typed
    raises:  WrongValue
    """
    if kind not in _KINDS:
        raise WrongValue(reasons.NO_SUCH_CHOICE, field="kind", found=kind[:40])
    if not typed.strip():
        raise WrongValue(reasons.EMPTY, field=field)
    if kind == AddressKind.EMAIL:
        return _ours(lambda: texts.email(typed, required=True), field=field)
    if kind == AddressKind.PHONE:
        return _ours(lambda: texts.phone(typed), field=field)
    return _ours(lambda: texts.paragraphs(typed, field=field, most=500, required=True))


def _code(typed: str, form: re.Pattern[str], field: str, reason: Reason, *, spaces: bool) -> str:
    found = " ".join(typed.upper().split())
    found = found if spaces else found.replace(" ", "")
    if found and form.fullmatch(found) is None:
        raise WrongValue(reason, field=field, found=typed.strip()[:40])
    return found


def _ours(rule: Callable[[], T], *, field: str = "") -> T:
    """What a rule of the room below gives; what it refuses, we refuse in its words."""
    try:
        return rule()
    except InstitutionsError as error:
        raise _as_ours(error, field) from error


def _as_ours(error: InstitutionsError, field: str) -> WrongValue:
    return WrongValue(error.reason, field=field or error.field, **error.details)


def day_of(now: datetime) -> date:
    """The day of a moment where the house is."""
    return localdate(now)
