"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """See the package."""

    name = "sceau.ledger"
    label = "ledger"
