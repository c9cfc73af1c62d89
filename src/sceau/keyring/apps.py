"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig


class KeyringConfig(AppConfig):
    """See the package."""

    name = "sceau.keyring"
    label = "keyring"
