"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """See the package."""

    name = "sceau.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Hear the doorbell of the journal."""
        from sceau.jobs import bell  # noqa: PLC0415 -- it needs the models
        from sceau.journal.services import on_record  # noqa: PLC0415 -- same

        on_record(bell.ring)
