"""Django's name for the wiring: its checks, its shared table, what it listens to."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.signals import got_request_exception


class HouseConfig(AppConfig):
    """See the package."""

    name = "sceau.config"
    label = "config"

    def ready(self) -> None:
        """Bring the checks; tell of every fault of ours."""
        from sceau.config import checks, faults  # noqa: F401, PLC0415 -- they need the applications to be there

        got_request_exception.connect(faults.tell, dispatch_uid="sceau.config.faults")
