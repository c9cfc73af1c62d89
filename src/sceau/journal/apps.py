"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """See the package."""

    name = "sceau.journal"
    label = "journal"
