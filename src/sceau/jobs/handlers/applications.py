"""Applications: those who may admit are told of them, at most once an hour and a session."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max
from django.utils.timezone import now as clock
from django.utils.translation import gettext_lazy as _

from sceau.assessment.models import Session
from sceau.assessment.queries.admitting import waiting_for_an_answer, who_may_admit
from sceau.assessment.queries.candidates import counts_of
from sceau.assessment.states import CandidateState
from sceau.jobs.mail import address, send
from sceau.jobs.readers import uuid_of
from sceau.jobs.registry import follows
from sceau.jobs.rounds import every
from sceau.journal.digests import microseconds
from sceau.journal.models import Act
from sceau.journal.services import record

CODE = "candidate.applications_waiting"


@every(hours=1)
def applications(now: datetime) -> None:
    """Note where applications came since it was last told: one letter for all of them."""
    waiting = waiting_for_an_answer()
    sessions = {
        f"session:{each.uuid}": each
        for each in Session.objects.filter(pk__in=waiting).select_related("institution").only("uuid", "institution")
    }
    told = dict(Act.objects.filter(code=CODE, subject__in=sessions).values_list("subject").annotate(at=Max("at")))
    for subject, session in sessions.items():
        count, last = waiting[session.pk]
        if subject not in told or microseconds(last) > told[subject]:
            record(CODE, subject=subject, by=None, at=now, institution=session.institution.uuid, count=count)


@follows(CODE)
def tell_those_who_may_admit(act: Act) -> None:
    """With how many wait; nobody when all of them were answered meanwhile."""
    session = (
        Session.objects.select_related("institution", "organiser", "version__design")
        .defer("version__document")
        .get(uuid=uuid_of(act))
    )
    waiting = counts_of(session)[CandidateState.APPLIED.value]
    if not waiting:
        return
    titles: dict[str, str] = session.version.titles
    body, users = who_may_admit(session, now=clock())
    for user in users:
        send(
            act=act,
            to=user,
            template="applications_waiting",
            n=waiting,
            title=titles.get(user.language) or next(iter(titles.values()), session.code),
            session=session,
            link=address("desk_session_candidates", body.slug, session.uuid) + "?show=applied",
            button=_("Examiner les demandes"),
        )
