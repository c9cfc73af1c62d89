"""The files of a batch are made ready in a task of its own, after shorter work."""

from __future__ import annotations

from datetime import datetime

from sceau.jobs.batch_files import is_there_work, prepare_files
from sceau.jobs.once import enqueue_once
from sceau.jobs.registry import follows
from sceau.jobs.rounds import every
from sceau.journal.models import Act


@follows("batch.files_asked")
def prepare_soon(act: Act) -> None:
    """Have them made; one too many finds nothing to do."""
    if is_there_work():
        enqueue_once(prepare_files)


@every(minutes=1)
def files_of_batches(now: datetime) -> None:
    """Those whose worker was killed are taken up again."""
    if is_there_work():
        enqueue_once(prepare_files)
