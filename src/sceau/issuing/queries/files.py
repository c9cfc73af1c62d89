"""How the files of a batch stand, that are made ready together."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from sceau.engine.errors import Reason
from sceau.issuing.models import Batch, BatchFiles, Credential, FilesFault, Paper
from sceau.issuing.papers import CERTIFICATE
from sceau.issuing.reasons import by_code
from sceau.issuing.reasons.papers import NOT_MADE
from sceau.issuing.states import BatchState, CredentialState, FilesState

GONE: Final = (CredentialState.CANCELLED, CredentialState.ERASED)
STILL: Final = timedelta(minutes=2)  # a few papers take a second, and what waits is looked for every minute


def files_of(batch: Batch) -> BatchFiles | None:
    """How they stand; None when nobody asked for them, or the batch was called off."""
    if batch.state == BatchState.CANCELLED:
        return None
    return BatchFiles.objects.filter(batch=batch).first()


def are_ready(files: BatchFiles | None, batch: Batch) -> bool:
    """Whether they can be taken away: all was gone through, and nothing was signed or erased since."""
    return files is not None and files.state == FilesState.READY and files.signed == batch.lines_signed


def can_be_taken(files: BatchFiles | None, batch: Batch) -> bool:
    """Whether a ZIP of them is given: complete, or without the papers that the house cannot make as things stand."""
    return are_ready(files, batch) or (files is not None and files.state == FilesState.STOPPED)


def still_since(files: BatchFiles | None, *, now: datetime) -> datetime | None:
    """Since when they have not moved although somebody waits for them; None as long as all is well."""
    if files is None or files.state != FilesState.ASKED or now - files.moved_at < STILL:
        return None
    return files.moved_at


def credentials_of(batch_pk: int) -> QuerySet[Credential]:
    """Those of the batch that have papers: neither called off nor erased."""
    return Credential.objects.filter(line__batch=batch_pk).exclude(state__in=GONE)


def without_paper(files: BatchFiles) -> QuerySet[Credential]:
    """Those that have no certificate, and of which it is not said why."""
    papers = Paper.objects.filter(credential=OuterRef("pk"), kind=CERTIFICATE)
    faults = FilesFault.objects.filter(credential=OuterRef("pk"), files=files)
    return credentials_of(files.batch_id).filter(~Exists(papers), ~Exists(faults))


def in_hand(*, now: datetime) -> QuerySet[BatchFiles]:
    """Those that wait for a worker and are nobody's at this moment, the first asked for first."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    waiting = BatchFiles.objects.filter(free, state=FilesState.ASKED).exclude(batch__state=BatchState.CANCELLED)
    return waiting.order_by("asked_at", "pk")


def faults_of(files: BatchFiles) -> QuerySet[FilesFault]:
    """Of which credentials a paper is missing, in the order of the batch."""
    there = FilesFault.objects.filter(files=files).exclude(credential__state__in=GONE)
    about = there.select_related("credential__line", "credential__award__person__root")
    return about.order_by("credential__line__number")


def why_missing(code: str, details: dict[str, Any], language: str) -> str:
    """Why a paper is missing, as a sentence with its full stop, in "fr" or "en"."""
    reason: Reason | None = by_code(code)
    if reason is None:
        reason, details = NOT_MADE, {"why": code, "why_en": code}
    text = reason.sentence(language, details)
    return text if text.endswith((".", "?", "…")) else f"{text}."
