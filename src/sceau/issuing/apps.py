"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig


class IssuingConfig(AppConfig):
    """See the package."""

    name = "sceau.issuing"
    label = "issuing"
