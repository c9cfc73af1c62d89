"""What pages about designs say of texts that come in several languages."""

from __future__ import annotations

from typing import Any

from django import template

from sceau.institutions.roles import Role
from sceau.web.desk.designs import wording
from sceau.web.templatetags.words import spoken, typed

register = template.Library()


@register.filter
def said(value: Any) -> str:
    """A text of a design, or of ours, in the language of the page."""
    return typed(wording.said(value, spoken()))


@register.filter
def in_words(languages: Any) -> str:
    """The names of languages."""
    return wording.in_words(languages)


@register.filter
def role_names(roles: Any) -> str:
    """What somebody was, in words."""
    return ", ".join(str(Role(role).label) for role in roles or () if role in Role.values)
