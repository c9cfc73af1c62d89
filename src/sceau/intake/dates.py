"""Dates as people and spreadsheets write them, read into AAAA-MM-JJ, AAAA-MM or AAAA."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sceau.intake import kinds
from sceau.intake.findings import Note, Read
from sceau.intake.folding import fold

MONTHS = (
    ("janvier", "january"), ("février", "february"), ("mars", "march"), ("avril", "april"), ("mai", "may"),
    ("juin", "june"), ("juillet", "july"), ("août", "august"), ("septembre", "september"), ("octobre", "october"),
    ("novembre", "november"), ("décembre", "december"),
)  # fmt: skip
_NUMBER_OF_MONTH = {fold(name): number for number, names in enumerate(MONTHS, 1) for name in names}
_SHORT = {"janv": 1, "fevr": 2, "fev": 2, "avr": 4, "juil": 7, "sept": 9, "jan": 1, "feb": 2, "mar": 3, "apr": 4,
          "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12, "aou": 8}  # fmt: skip

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?\Z")
_NUMERIC = re.compile(r"(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{4}|\d{2})(?:[T ]\d{1,2}:\d{2}.*)?\Z")
_WORDS = re.compile(r"(?:[a-z]+ )?(\d{1,2})(?:er|st|nd|rd|th)? (?:de |of )?([a-z]+) (\d{4}|\d{2})\Z")
_WORDS_US = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})\Z")
_YEAR = re.compile(r"(\d{4})\Z")
_YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})\Z")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})\Z")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
_SERIAL = re.compile(r"(\d{5})(?:[.,]0+)?\Z")
_EMPTY = frozenset({"1899-12-30", "1899-12-31", "1900-01-00", "0000-00-00", "1904-01-00"})
_DAY_ZERO = date(1899, 12, 30)  # the day before day 1 of a spreadsheet, shifted by its February 29th 1900
_FIRST_YEAR = 1900
_A_MONTH = 12
_LONG_LIFE = 110
_SCHOOL_AGE = 10


@dataclass(frozen=True, slots=True)
class Usage:
    """How a column writes its dates, learnt from its first rows.

    iso:          most are AAAA-MM-JJ
    month_first:  the middle number passes 12 in some, the first in none
    """

    iso: bool = False
    month_first: bool = False


def usage_of(cells: Iterable[str]) -> Usage:
    """How these cells of one column write dates."""
    iso = other = day_first = month_first = 0
    for cell in cells:
        if _ISO.match(cell) or _YEAR_MONTH.match(cell):
            iso += 1
        elif found := _NUMERIC.match(cell):
            other += 1
            day_first += int(found[1]) > _A_MONTH >= int(found[2])
            month_first += int(found[2]) > _A_MONTH >= int(found[1])
        elif cell.strip() and not _YEAR.match(cell):
            other += 1
    return Usage(iso=iso > other, month_first=month_first > 0 and day_first == 0)


def read_date(text: str, usage: Usage, today: date) -> Read:
    """A date in its one form, with what has to be said about it.

    text:   the cell, without spaces at the edges; a workbook's own dates come in ISO form
    """
    year, month, day, notes, is_iso = _parts(text, usage, today)
    if year is None:
        return Read("", notes)
    if f"{year:04}-{month:02}-{day:02}" in _EMPTY:
        return Read("", (Note(kinds.SPREADSHEET_EMPTY_DATE),))
    fault = _fault(year, month, day)
    if fault:
        swapped = _swapped(year, month, day)
        return Read("", (*notes, Note(kinds.IMPOSSIBLE_DATE, swapped, {"fault": fault[0], "fault_en": fault[1]})))
    value = "-".join([f"{year:04}", *([f"{month:02}"] if month else []), *([f"{day:02}"] if day and month else [])])
    if not (month and day):
        return Read(value, (*notes, Note(kinds.PARTIAL_DATE)))
    if is_iso and not usage.iso:
        notes = (*notes, Note(kinds.ISO_DATE_READ, _french(value)))
    return Read(value, notes)


def is_future(value: str, today: date) -> bool:
    """Whether a date, perhaps partial, is after today."""
    return value > today.isoformat()[: len(value)]


def age(value: str, today: date) -> int | None:
    """The age today of someone born then, when it is not that of a learner; None when it is."""
    years = today.year - int(value[:4])
    return years if years > _LONG_LIFE or years < _SCHOOL_AGE else None


def swapped_date(value: str) -> str:
    """The date with day and month exchanged; "" when that is no other date."""
    if len(value) != len("AAAA-MM-JJ"):
        return ""
    year, month, day = value.split("-")
    return f"{year}-{day}-{month}" if day != month and int(day) <= _A_MONTH else ""


def _parts(text: str, usage: Usage, today: date) -> tuple[int | None, int, int, tuple[Note, ...], bool]:
    """Year, month and day (0 when unknown) as written, remarks, and whether it is written the ISO way."""
    if found := _ISO.match(text) or _COMPACT.match(text):
        return int(found[1]), int(found[2]), int(found[3]), (), True
    if found := _NUMERIC.match(text):
        return _numeric(found, usage, today)
    if found := _YEAR_MONTH.match(text):
        return int(found[1]), int(found[2]), 0, (), False
    if found := _MONTH_YEAR.match(text):
        return int(found[2]), int(found[1]), 0, (), False
    if found := _YEAR.match(text):
        return int(found[1]), 0, 0, (), False
    if found := _SERIAL.match(text):
        read = _DAY_ZERO + timedelta(days=int(found[1]))
        return read.year, read.month, read.day, (Note(kinds.SERIAL_DATE, _french(read.isoformat())),), False
    return _in_words(fold(text), today)


def _numeric(found: re.Match[str], usage: Usage, today: date) -> tuple[int, int, int, tuple[Note, ...], bool]:
    first, second = int(found[1]), int(found[2])
    day, month = (second, first) if usage.month_first else (first, second)
    notes: tuple[Note, ...] = ()
    year, short = _full_year(found[3], today)
    read = f"{year:04}-{month:02}-{day:02}"
    if usage.month_first:
        notes = (Note(kinds.MONTH_FIRST, _french(read)),)
    if short and not _fault(year, month, day):
        notes = (*notes, Note(kinds.TWO_DIGIT_YEAR, _french(read)))
    return year, month, day, notes, False


def _in_words(words: str, today: date) -> tuple[int | None, int, int, tuple[Note, ...], bool]:
    found, american = _WORDS.match(words), _WORDS_US.match(words)
    name = found[2] if found else american[1] if american else ""
    month = _NUMBER_OF_MONTH.get(name) or _SHORT.get(name)
    if month is None:
        return None, 0, 0, (Note(kinds.UNREADABLE_DATE),), False
    if found:
        year, short = _full_year(found[3], today)
        value = f"{year:04}-{month:02}-{int(found[1]):02}"
        return year, month, int(found[1]), (Note(kinds.TWO_DIGIT_YEAR, _french(value)),) if short else (), False
    assert american is not None  # noqa: S101 -- one of the two matched, or there is no name
    return int(american[3]), month, int(american[2]), (), False


def _full_year(digits: str, today: date) -> tuple[int, bool]:
    """A year of two digits is the last such year that is not after today: « 69 » is 1969, « 05 » is 2005."""
    year = int(digits)
    if len(digits) == len("AAAA"):
        return year, False
    century = today.year - today.year % 100
    return (century + year if century + year <= today.year else century - 100 + year), True


def _fault(year: int, month: int, day: int) -> tuple[str, str] | None:
    """Why there is no such day, in French and in English, without the full stop."""
    if year < _FIRST_YEAR:
        return f"{year} n’est pas une année vraisemblable", f"{year} is not a likely year"
    if month > _A_MONTH:
        return f"Il n’y a pas de mois {month}", f"There is no month {month}"
    if not month and not day:
        return None
    longest = monthrange(year, month)[1] if month else 31
    if day > longest:
        french, english = MONTHS[month - 1] if month else ("un mois", "a month")
        of_year = f" {year}" if month == 2 and day == 29 else ""  # noqa: PLR2004 -- the 29th of February
        return (
            f"{french.capitalize()}{of_year} n’a que {longest} jours",
            f"{english.capitalize()}{of_year} has only {longest} days",
        )
    return None


def _swapped(year: int, month: int, day: int) -> str:
    """The date read the American way, when that mends it."""
    return _french(f"{year:04}-{day:02}-{month:02}") if day and not _fault(year, day, month) else ""


def _french(value: str) -> str:
    year, month, day = value.split("-")
    return f"{day}/{month}/{year}"
