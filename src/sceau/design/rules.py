"""The rules of an institution for its designs, written by it or by default."""

from __future__ import annotations

from sceau.design.models import DesignSettings
from sceau.institutions.models import Institution


def settings_of(institution: Institution) -> DesignSettings:
    """What the institution decided; without a row, the defaults and the languages that it speaks."""
    try:
        found = institution.design_settings
    except DesignSettings.DoesNotExist:
        found = DesignSettings(institution=institution)
    if not found.languages:
        found.languages = list(institution.languages) or ["fr"]
    return found
