"""What people left in the middle: applications that nobody confirmed, tables that were uploaded and never imported."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sceau.assessment.models import Application, ImportDraft, ResultsFile

DRAFT_KEPT: Final = timedelta(days=30)  # since it was last touched; what was imported is deleted at once


def sweep(now: datetime) -> int:
    """Forget them, whatever an institution's schedule says: nothing came of them. Gives how many."""
    applications, _ = Application.objects.filter(expires_at__lt=now).delete()
    drafts, _ = ImportDraft.objects.filter(changed_at__lt=now - DRAFT_KEPT).delete()
    results, _ = ResultsFile.objects.filter(changed_at__lt=now - DRAFT_KEPT).delete()
    return applications + drafts + results
