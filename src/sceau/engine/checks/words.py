"""Values of strangers' documents, put into sentences: dates as one says them, texts cut short and made harmless."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sceau.engine.errors import Reason
from sceau.engine.values import as_text, harmless

__all__ = ["Because", "date_in_words", "harmless", "in_utc", "in_words"]

_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}


@dataclass(frozen=True, slots=True)
class Because:
    """A sentence inside a sentence: why something that was needed could not be had."""

    reason: Reason
    details: Mapping[str, object]


def in_words(reason: Reason, details: Mapping[str, object], language: str) -> str:
    """The reason's sentence, without full stop; a capital first, unless it begins with a value."""
    said = _Said({name: _said(value, language) for name, value in details.items()})
    sentence = reason.sentence(language, said)
    begins_with_value = reason.sentence(language, dict.fromkeys(details, ""))[:1] != sentence[:1]
    return sentence if begins_with_value else sentence[:1].upper() + sentence[1:]


def date_in_words(moment: datetime, language: str) -> str:
    """«\u00a026 juin 2026\u00a0», and the time of day in UTC unless it is midnight."""
    moment = in_utc(moment)
    month = _MONTHS[language][moment.month - 1]
    if language == "fr":
        day = "1er" if moment.day == 1 else str(moment.day)
        clock = f" à {moment.hour} h {moment.minute:02} UTC"
    else:
        day, clock = str(moment.day), f" at {moment.hour:02}:{moment.minute:02} UTC"
    said = f"{day} {month} {moment.year}"
    return said if (moment.hour, moment.minute) == (0, 0) else said + clock


def in_utc(moment: datetime) -> datetime:
    """The moment in UTC; the first and the last of days, which have none there, as they are."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)


class _Said(dict[str, object]):
    """Values for a sentence; a place that nobody filled shows that something is missing."""

    def __missing__(self, name: str) -> str:
        return "…"


def _said(value: object, language: str) -> object:
    if isinstance(value, Because):
        return value.reason.sentence(language, {name: _said(each, language) for name, each in value.details.items()})
    if isinstance(value, datetime):
        return date_in_words(value, language)
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) < 10**15 else "…"
    return harmless(as_text(value))
