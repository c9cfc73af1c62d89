"""Files of past results that are long: checked and proposed by a worker."""

from __future__ import annotations

from django.db.models import Q
from django.utils.timezone import now
from django_tasks import task

from sceau.assessment.models import ResultsFile
from sceau.assessment.services.results_checking import check_waiting
from sceau.assessment.services.results_proposing import propose_waiting
from sceau.assessment.states import FileState
from sceau.jobs.ports import ports

WAITING = Q(state__in=[FileState.TO_CHECK, FileState.PROPOSING])


@task()
def work_on_results_files() -> None:
    """Check and propose what waits, or what a killed worker left half-way."""
    check_waiting(files=ports().files, box=ports().box, clock=now)
    propose_waiting(box=ports().box, clock=now)


def is_there_work() -> bool:
    """Whether any file waits."""
    return ResultsFile.objects.filter(WAITING).exists()
