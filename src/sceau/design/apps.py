"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """See the package."""

    name = "sceau.design"
    label = "design"
