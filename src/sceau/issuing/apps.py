"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig


class IssuingConfig(AppConfig):
    """See the package."""

    name = "sceau.issuing"
    label = "issuing"

    def ready(self) -> None:
        """Tell the room of people what is held about them here."""
        from sceau.issuing import erasing, personal, retention  # noqa: PLC0415 -- its models are there only now

        erasing.register()
        personal.register()
        retention.register()
