"""The signs of checks, drawn once in each language: a page of a credential has thirty of them."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from sceau.web.templatetags.words import spoken

register = template.Library()


@register.simple_tag
def sign(kind: str) -> SafeString:
    """How a check ended, "good", "check", "bad" or "idle": a drawing, and a word for those who do not see it."""
    return _drawn(str(kind), spoken())


@lru_cache(maxsize=16)
def _drawn(kind: str, language: str) -> SafeString:
    return mark_safe(render_to_string("public/verifier/sign.html", {"kind": kind}).strip())  # noqa: S308 -- a template's
