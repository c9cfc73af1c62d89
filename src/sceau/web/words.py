"""How dates, times, numbers and typed texts are written, in French and in English. Values in, text out."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final

MONTHS: Final = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}
NARROW: Final = "\u202f"
FIXED: Final = "\u00a0"


def day(value: date, language: str) -> str:
    """« 26 juin 2026 », « 1er juin 2026 »; “26 June 2026”."""
    first = "1er" if language == "fr" and value.day == 1 else str(value.day)
    return f"{first} {MONTHS[language][value.month - 1]} {value.year}"


def hour(value: datetime, language: str) -> str:
    """« 14 h 05 », « 14 h »; “2:05 pm”. The value is already in the reader's time zone."""
    if language == "fr":
        minutes = f"{FIXED}{value.minute:02}" if value.minute else ""
        return f"{value.hour}{FIXED}h{minutes}"
    half = "am" if value.hour < 12 else "pm"  # noqa: PLR2004 -- noon
    return f"{value.hour % 12 or 12}:{value.minute:02}{FIXED}{half}"


def moment(value: datetime, language: str) -> str:
    """« 26 juin 2026 à 14 h 05 »; “26 June 2026 at 2:05 pm”."""
    return f"{day(value, language)} {'à' if language == 'fr' else 'at'} {hour(value, language)}"


def distance(value: date, today: date, language: str) -> str:
    """How far a day is: « aujourd’hui », « il y a 3 jours », « dans 2 ans »; “today”, “3 days ago”, “in 2 years”."""
    days = (value - today).days
    near = {
        "fr": {-1: "hier", 0: "aujourd’hui", 1: "demain"},
        "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
    }[language]
    if days in near:
        return near[days]
    count, unit = _span(abs(days))
    if language == "fr":
        plural = "s" if count > 1 and unit != "mois" else ""
        words = f"{number(count, language)} {unit}{plural}"
        return f"dans {words}" if days > 0 else f"il y a {words}"
    english = {"jour": "day", "semaine": "week", "mois": "month", "an": "year"}[unit]
    words = f"{number(count, language)} {english}{'s' if count > 1 else ''}"
    return f"in {words}" if days > 0 else f"{words} ago"


def _span(days: int) -> tuple[int, str]:
    """A number of days in the largest unit that is told without untruth: days up to 90, then months, then years."""
    if days <= 90:  # noqa: PLR2004 -- a term of three months is counted in days
        return days, "jour"
    if days < 2 * 365:
        return round(days / 30.44), "mois"
    return days // 365, "an"


def number(value: float | Decimal, language: str, decimals: int | None = None) -> str:
    """« 1 204 881 », « 0,78 », « −3 »; “1,204,881”, “0.78”.

    decimals:  how many to show; None shows those there are
    """
    text = f"{value:,}" if decimals is None else f"{value:,.{decimals}f}"
    text = text.replace("-", "\u2212")
    if language == "fr":
        text = text.replace(",", NARROW).replace(".", ",")
    return text


def french(text: str) -> str:
    """A French text as somebody typed it, with the spaces, the apostrophes and the marks of French typography.

    Addresses, times such as 14:05 and what is already right stay as they are.
    """
    words = re.split(r"(\S*(?:://|@)\S*)", text)  # addresses stand at the odd places
    return "".join(word if place % 2 else _french(word) for place, word in enumerate(words))


def _french(text: str) -> str:
    text = text.replace("...", "…")
    text = re.sub(r"(?<=[^\W\d_])'(?=[^\W\d_])", "’", text)
    text = re.sub(r'"([^"\n]*)"', "«\u00a0\\1\u00a0»", text)
    text = re.sub(r"«[ \u00a0\u202f]*", f"«{FIXED}", text)
    text = re.sub(r"[ \u00a0\u202f]*»", f"{FIXED}»", text)
    text = re.sub(r"(?:[ \u00a0\u202f]+|(?<=[\w)»%…]))([;!?]+)(?=\s|$|»|\))", f"{NARROW}\\1", text)
    return re.sub(r"(?:[ \u00a0\u202f]+|(?<=[\w)»%])):(?=\s|$)", f"{FIXED}:", text)


def shorten(text: str, most: int) -> str:
    """The beginning of a text, cut between words, with … when something is left out; at most so many signs."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
