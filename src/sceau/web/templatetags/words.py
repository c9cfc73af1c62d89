"""Dates, times, numbers and typed texts, as the reader's language writes them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from sceau.web import words

register = template.Library()


def spoken() -> str:
    """The language of the page: "fr" or "en"."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


@register.filter
def day(value: date | None) -> str:
    """« 26 juin 2026 »; "" for None."""
    return "" if value is None else words.day(_here(value), spoken())


@register.filter
def hour(value: datetime | None) -> str:
    """« 14 h 05 »; "" for None."""
    return "" if value is None else words.hour(timezone.localtime(value), spoken())


@register.filter
def moment(value: datetime | None) -> str:
    """« 26 juin 2026 à 14 h 05 »; "" for None."""
    return "" if value is None else words.moment(timezone.localtime(value), spoken())


@register.filter
def distance(value: date | None) -> str:
    """« il y a 3 jours », « dans 74 jours »; "" for None."""
    if value is None:
        return ""
    here = _here(value)
    return words.distance(here.date() if isinstance(here, datetime) else here, timezone.localdate(), spoken())


@register.filter
def number(value: float | Decimal, decimals: int | None = None) -> str:
    """« 1 204 881 »."""
    return words.number(value, spoken(), decimals)


@register.filter
def french(text: str) -> str:
    """A French text that somebody typed, well spaced."""
    return words.french(text)


@register.filter
def typed(text: str) -> str:
    """A text that somebody typed, in the language of the page."""
    return words.french(text) if spoken() == "fr" else text


@register.filter
def shorten(text: str, most: int) -> str:
    """Its beginning, cut between words."""
    return words.shorten(text, most)


@register.filter
def grouped(figures: str) -> str:
    """A SIREN or a SIRET as it is read: « 123 456 789 », « 123 456 789 00012 »."""
    parts = [figures[:3], figures[3:6], figures[6:9], figures[9:]]
    return words.FIXED.join(part for part in parts if part)


def _here(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) else value
