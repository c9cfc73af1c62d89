"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See the package."""

    name = "sceau.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Hear what django-allauth says of sign-ins and factors."""
        from sceau.accounts import hearing  # noqa: PLC0415 -- its imports need the registry of apps, full by now

        hearing.connect()
