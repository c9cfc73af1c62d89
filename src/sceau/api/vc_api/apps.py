"""The application, which only the settings of the conformance server may load."""

from __future__ import annotations

from django.apps import AppConfig

from sceau.api.vc_api.server import server


class VcApiConfig(AppConfig):
    """Refuses to be a part of a house."""

    name = "sceau.api.vc_api"
    label = "vc_api"

    def ready(self) -> None:
        """raises: ImproperlyConfigured under any settings but those of `sceau conformance`"""
        server()
