"""How the texts of a design are written into a page."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sceau.web.public.catalogue.saying import Said

register = template.Library()


@register.filter
def said(text: Said) -> SafeString:
    """A text, with its language where it is not that of the page."""
    if text.language:
        return format_html('<span lang="{}">{}</span>', text.language, text.text)
    return format_html("{}", text.text)
