"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """See the package."""

    name = "sceau.people"
    label = "people"
