"""What an institution decided about issuing."""

from __future__ import annotations

from sceau.institutions.models import Institution
from sceau.issuing.models import IssuingSettings


def settings_of(institution: Institution) -> IssuingSettings:
    """What was decided; what the house does where nothing was, not saved."""
    return IssuingSettings.objects.filter(institution=institution).first() or IssuingSettings(institution=institution)
