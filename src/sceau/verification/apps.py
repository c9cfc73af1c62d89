"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    """See the package."""

    name = "sceau.verification"
    label = "verification"
