"""The rounds: what the worker does by itself, and how often."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils.timezone import now as moment

from sceau.accounts.resets import carry_out_due
from sceau.accounts.services import forget_ended_sessions
from sceau.assessment.personal.files import known_digests
from sceau.assessment.personal.leftovers import sweep
from sceau.design.services import purge_deleted, reassess
from sceau.institutions.directories.sessions import sweep_sessions
from sceau.institutions.models import Institution
from sceau.institutions.services.evidence import recheck_evidence
from sceau.issuing.queries.papers import paper_digests
from sceau.issuing.services.letters import drop_stale
from sceau.issuing.services.publishing import sign_due
from sceau.issuing.services.reminding import remind_of_expiries
from sceau.issuing.services.snapshots import thin_snapshots
from sceau.jobs import issuing
from sceau.jobs.bell import ring
from sceau.jobs.letters import send_due
from sceau.jobs.ports import ports
from sceau.jobs.rounds import every
from sceau.journal.rechecking import recheck_all_and_note
from sceau.people import retention as keeping

A_TURN = timedelta(seconds=5)  # then others have theirs
UNKNOWN_FILES = timedelta(days=1)  # so long a file may wait for the row that will know it
KEPT_TASKS = timedelta(days=1)  # a task that failed is kept so long, for whoever looks into it

log = logging.getLogger(__name__)


def load() -> None:
    """Importing this module has registered the rounds."""


@every(minutes=1)
def outbox(now: datetime) -> None:
    """A ring of the bell that was lost, or an act whose next try has come."""
    ring()


@every(seconds=10)
def batches(now: datetime) -> None:
    """Batches whose hour has come are signed, those whose time to be called off is over are delivered."""
    issuing.look(now)


@every(seconds=10)
def letters(now: datetime) -> None:
    """Send the letters to holders whose hour has come, for a few seconds; the next turn goes on."""
    send_due(clock=moment, at_most=A_TURN)


@every(days=1)
def expiries(now: datetime) -> None:
    """Remind holders and institutions of what expires soon, once each; put away papers that are out of date."""
    remind_of_expiries(now=now)
    drop_stale(now=now)


@every(days=1)
def sessions(now: datetime) -> None:
    """Forget the sessions that have ended, and from where people were signed in."""
    forget_ended_sessions(now=now)


@every(days=1)
def snapshots(now: datetime) -> None:
    """Keep one publication a day of what status lists said before the last month."""
    thin_snapshots(now=now)


@every(days=1)
def leftovers(now: datetime) -> None:
    """Forget applications that nobody confirmed and tables that nobody imported."""
    sweep(now)


@every(days=1)
def queue(now: datetime) -> None:
    """Forget the tasks that are done."""
    if connection.vendor == "sqlite":
        from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 -- installed on SQLite only

        DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT_TASKS).delete()
    else:
        from sceau.jobs.procrastinate_backend import prune  # noqa: PLC0415 -- installed on PostgreSQL only

        prune()


@every(hours=1)
def evidence(now: datetime) -> None:
    """Look again at what proves who institutions are."""
    recheck_evidence(now=now, dns=ports().dns, fetcher=ports().fetcher)


@every(hours=1)
def status_lists(now: datetime) -> None:
    """Sign anew the status lists that are about to lapse, or that nobody has asked for since they changed."""
    sign_due(base=settings.BASE_URL, keys=ports().keys, now=now)


@every(minutes=1)
def directories(now: datetime) -> None:
    """End the sessions of those who are no longer in the directory of their institution."""
    sweep_sessions(web=ports().web, box=ports().box, now=now)


@every(minutes=1)
def factor_resets(now: datetime) -> None:
    """Carry out what was approved and has waited long enough."""
    carry_out_due(now=now)


@every(days=1)
def designs(now: datetime) -> None:
    """Ask the quality gate again where its rules or the registers have changed; forget what was thrown away."""
    reassess(now)
    purge_deleted(now=now)


@every(days=1)
def retention(now: datetime) -> None:
    """Carry out the schedules of retention that institutions confirmed; of others, note what would be done."""
    for institution in Institution.objects.order_by("pk"):
        try:
            keeping.round_of(institution, now)
        except Exception as fault:  # the schedules of the others are carried out all the same
            log.error("retention of %s failed: %s", institution.slug, type(fault).__qualname__)


@every(days=1)
def files(now: datetime) -> None:
    """Forget the files that no row knows any more."""
    ports().files.sweep(known_digests() | paper_digests(), older_than=now - UNKNOWN_FILES)


@every(days=1)
def journal(now: datetime) -> None:
    """Recheck every chain; what is found is an act, and letters follow it."""
    institutions = Institution.objects.values_list("uuid", flat=True)
    for result in recheck_all_and_note(now=now, expected=institutions):
        if not result.is_whole:
            log.error("the journal %s does not hold: %s", result.head.chain, result.findings[0].reason.code)
