"""What the components are drawn with."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import lucide
from django import template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.forms import BoundField
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

NOTICE_OF: Final = {"success": "good", "warning": "check", "error": "bad"}
ICON_OF: Final = {"info": "info", "good": "circle-check", "check": "circle-alert", "bad": "circle-x"}


@lru_cache(maxsize=256)
def drawn(name: str) -> SafeString:
    """An icon of Lucide as inline SVG, silent for readers of screens: a word stands beside it.

    raises:  lucide.IconDoesNotExist
    """
    svg = lucide._render_icon(name, None, **{"class": "icon", "aria-hidden": "true", "stroke-width": "1.6"})
    return mark_safe(re.sub(r"\n\s*", "", svg))  # noqa: S308 -- a drawing of the package, no text of anybody's


@register.simple_tag
def icon(name: str) -> SafeString:
    """The drawing of this name (lucide.dev), to be put beside a word."""
    return drawn(str(name))


@register.filter
def notice_icon(message: Message | str) -> str:
    """The icon of a notice: of its kind, or of the message it carries."""
    return ICON_OF.get(message if isinstance(message, str) else notice_kind(message), "info")


@register.filter
def notice_kind(message: Message) -> str:
    """The kind of notice that shows a message: "info", "good", "check" or "bad"."""
    return NOTICE_OF.get(message.level_tag, "info")


@register.filter
def first_control(field: BoundField) -> str:
    """The id of what takes the focus in a field: the first of its choices, or its control."""
    return field.subwidgets[0].id_for_label if field.use_fieldset and field.subwidgets else field.id_for_label


@register.filter
def near(page: Page[object]) -> list[int | None]:
    """The numbers of the pages that a list links to: first, last and neighbours; None where some are left out."""
    last = page.paginator.num_pages
    shown = sorted({1, last, *range(max(1, page.number - 1), min(last, page.number + 1) + 1)})
    numbers: list[int | None] = []
    for number in shown:
        if numbers and number - (numbers[-1] or 0) > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers
