"""The files that some row still knows; all others may be swept from the disk."""

from __future__ import annotations

from django.apps import apps
from django.db.models import CharField

LENGTH = 64  # of a SHA-256 in hexadecimal


def known_digests() -> set[str]:
    """Every digest that a row of this room holds, of whatever: a column that is added later is known as well."""
    found: set[str] = set()
    for model in apps.get_app_config("assessment").get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, CharField) and column.name.endswith("digest") and column.max_length == LENGTH:
                found.update(model._default_manager.exclude(**{column.name: ""}).values_list(column.name, flat=True))
    return found
