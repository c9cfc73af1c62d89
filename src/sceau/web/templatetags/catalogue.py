"""How the texts of a design are written into a page."""

from __future__ import annotations

from django import template
from django.utils.html import format_html

from sceau.web.public.catalogue.saying import Said

register = template.Library()


@register.filter
def said(text: Said) -> str:
    """A text, with its language, and where it is read from, where these are not those of the page."""
    if text.is_from_right:
        return format_html('<span lang="{}" dir="rtl">{}</span>', text.language, text.text)
    if text.language:
        return format_html('<span lang="{}">{}</span>', text.language, text.text)
    return text.text
