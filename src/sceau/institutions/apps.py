"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    """See the package."""

    name = "sceau.institutions"
    label = "institutions"
