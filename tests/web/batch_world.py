"""A batch for the world of the tests of pages."""

from __future__ import annotations

from institutions.people import NOW
from sceau.assessment.models import Award
from sceau.institutions.models import Institution
from sceau.issuing.services.preparing import prepare_batch


def things_of_batches(institution: Institution, award: Award) -> dict[str, object]:
    """One in preparation, of one award."""
    return {"batch": prepare_batch(institution=institution, awards=[award], name="Promotion", by=None, now=NOW)}
