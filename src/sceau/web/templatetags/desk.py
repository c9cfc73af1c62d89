"""What pages of the desk say of a role's end."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import template
from django.utils import timezone

from sceau.web import words
from sceau.web.templatetags.words import spoken

register = template.Library()


@register.filter
def last_day(until: datetime | None) -> str:
    """The last day of what ends at a moment, which is often the midnight after it; "" for None."""
    if until is None:
        return ""
    return words.day(timezone.localtime(until - timedelta(microseconds=1)), spoken())
