"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """See the package."""

    name = "sceau.search"
    label = "search"
