"""Jobs whose worker died: put back, unless another of the kind of which one is enough waits already."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backend():
    if connection.vendor == "sqlite":
        pytest.skip("the queue of a house on PostgreSQL")
    from sceau.jobs import procrastinate_backend

    with connection.cursor() as cursor:  # its tables are not Django's to empty
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("DELETE FROM procrastinate_workers")
    return procrastinate_backend


def dead_job(backend) -> None:
    """What a worker had in hand that was killed a minute ago."""
    from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

    from sceau.jobs.tasks import issue_batches

    issue_batches.enqueue()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id",
            [now() - timedelta(minutes=1)],
        )
        (worker,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker])
    assert ProcrastinateWorker.objects.count() == ProcrastinateJob.objects.count() == 1


def states() -> list[str]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    return sorted(ProcrastinateJob.objects.values_list("status", flat=True))


def test_it_is_put_back(backend):
    dead_job(backend)

    assert backend.retry_stalled(now()) == 1

    assert states() == ["todo"]


def test_where_another_waits_already_it_leaves_and_the_clock_of_the_worker_goes_on(backend):
    from sceau.jobs.tasks import issue_batches

    dead_job(backend)
    issue_batches.enqueue()

    assert backend.retry_stalled(now()) == 1

    assert states() == ["todo"]
    assert backend.retry_stalled(now()) == 0
