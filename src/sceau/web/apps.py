"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig

from sceau.web import translations


class WebConfig(AppConfig):
    """See the package."""

    name = "sceau.web"
    label = "web"

    def ready(self) -> None:
        """Before the first page: English as it is written now."""
        translations.keep_fresh()
