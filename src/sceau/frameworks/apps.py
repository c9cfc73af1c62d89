"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    """See the package."""

    name = "sceau.frameworks"
    label = "frameworks"
