"""What an institution decided about issuing."""

from __future__ import annotations

from typing import Literal

from sceau.institutions.models import Institution
from sceau.issuing.models import IssuingSettings


def settings_of(institution: Institution) -> IssuingSettings:
    """What was decided; what the house does where nothing was, not saved."""
    return IssuingSettings.objects.filter(institution=institution).first() or IssuingSettings(institution=institution)


def usual_language(institution: Institution) -> Literal["fr", "en"]:
    """In which the house names what it makes for an institution."""
    return "en" if institution.languages[:1] == ["en"] else "fr"
