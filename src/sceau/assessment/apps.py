"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """See the package."""

    name = "sceau.assessment"
    label = "assessment"

    def ready(self) -> None:
        """Tell the room of people what is held about them here."""
        from sceau.assessment import personal  # noqa: PLC0415 -- its models are there only now

        personal.register()
