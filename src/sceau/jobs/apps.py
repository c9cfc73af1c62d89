"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """See the package."""

    name = "sceau.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Know who follows what, and hear the doorbell of the journal."""
        from sceau.jobs import bell, handlers, regular  # noqa: PLC0415 -- they need the models
        from sceau.journal.services import on_record  # noqa: PLC0415 -- same

        handlers.load()
        regular.load()
        on_record(bell.ring)
