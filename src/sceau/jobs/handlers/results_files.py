"""Long files of past results are checked and proposed in a task of their own: letters do not wait behind them."""

from __future__ import annotations

from datetime import datetime

from sceau.jobs.registry import follows
from sceau.jobs.results_files import is_there_work, work_on_results_files
from sceau.jobs.rounds import every
from sceau.journal.models import Act


@follows("results.file_staged", "results.file_check_asked", "results.file_proposal_asked")
def work(act: Act) -> None:
    """Have what waits done; one too many finds nothing to do."""
    if is_there_work():
        work_on_results_files.enqueue()


@every(minutes=2)
def results_files(now: datetime) -> None:
    """One whose worker was killed is taken up again."""
    if is_there_work():
        work_on_results_files.enqueue()
