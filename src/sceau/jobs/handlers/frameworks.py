"""Exports of reference data that were asked for are loaded, in a task of their own: letters do not wait behind them."""

from __future__ import annotations

from datetime import datetime

from sceau.frameworks.services import unfinished
from sceau.jobs.registry import follows
from sceau.jobs.rounds import every
from sceau.jobs.tasks import load_exports
from sceau.journal.models import Act


@follows("framework.import_asked")
def load(act: Act) -> None:
    """Have what waits loaded; one too many finds nothing to do."""
    load_exports.enqueue()


@every(minutes=5)
def exports(now: datetime) -> None:
    """One whose import was interrupted is taken up again."""
    if unfinished():
        load_exports.enqueue()
