"""Results and appeals: candidates hear when something awaits them on their page, colleagues when something is to do.

A letter to a candidate never holds the result itself: others read letters too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import orjson
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from sceau.accounts.models import User
from sceau.assessment.models import Appeal, Candidate, Decision, Deliberation, Session
from sceau.assessment.queries.appeals import last_day_of_answer, window_of
from sceau.assessment.queries.examday import emails_of
from sceau.assessment.rights import may
from sceau.assessment.services.appeals import has_marked_candidate
from sceau.assessment.services.links import make_link
from sceau.assessment.states import AppealState, Route
from sceau.engine.model.wording import choose_language
from sceau.institutions.queries import people_of
from sceau.institutions.roles import Right
from sceau.jobs.mail import Recipient, address, send
from sceau.jobs.readers import name_of
from sceau.jobs.registry import follows
from sceau.journal.models import Act
from sceau.people.queries import email_of


@follows("results.released")
def tell_the_candidates(act: Act) -> None:
    """Each who can be written to, once; the others are given a paper."""
    details = _details(act)
    if details.get("tell") is False:
        return
    deliberation = _deliberation(details)
    decisions = list(
        Decision.objects.filter(deliberation=deliberation)
        .select_related("attempt__candidate__person__root", "attempt__candidate__session")
        .order_by("attempt__candidate__number")
    )
    emails = emails_of([each.attempt.candidate.person for each in decisions])
    for decision in decisions:
        decision.deliberation = deliberation
        candidate = decision.attempt.candidate
        _write_to(
            act,
            candidate,
            deliberation.session,
            emails.get(candidate.person_id, ""),
            template="results_released",
            button=_("Voir mon résultat"),
            last_day=window_of(decision, now=now()).last_day,
        )


@follows("results.proposed", "results.takeover_proposed", "results.correction_proposed")
def ask_to_confirm(act: Act) -> None:
    """All who may confirm and did not propose, while it waits."""
    deliberation = _deliberation(_details(act))
    if deliberation.closed_at is not None or deliberation.adjourned_at is not None:
        return
    session = deliberation.session
    for reader in _who_may(session, Right.RELEASE_AWARDS):
        if reader.uuid == act.actor and deliberation.route != Route.AUTOMATIC:
            continue
        send(
            act=act,
            to=reader,
            template="results_proposed",
            institution=session.institution,
            session=session.code,
            title=_title(session, reader.language),
            who=name_of(act.actor),
            link=address("desk_results", session.institution.slug, deliberation.uuid),
            button=_("Voir les résultats"),
        )


@follows("appeal.opened")
def acknowledge(act: Act) -> None:
    """The candidate hears that it came, and those who may answer that it waits."""
    appeal = _appeal(act)
    if appeal.state != AppealState.OPEN:
        return
    session, candidate = appeal.decision.deliberation.session, appeal.decision.attempt.candidate
    due_on = last_day_of_answer(appeal)
    _write_to(
        act,
        candidate,
        session,
        email_of(candidate.person),
        template="appeal_received",
        button=_("Ouvrir ma page"),
        received_on=localdate(appeal.opened_at),
        due_on=due_on,
    )
    for reader in _who_may(session, Right.ANSWER_APPEALS):
        if reader.uuid != act.actor and not has_marked_candidate(appeal, reader):
            send(
                act=act,
                to=reader,
                template="appeal_to_answer",
                institution=session.institution,
                session=session.code,
                title=_title(session, reader.language),
                number=candidate.number,
                due_on=due_on,
                link=address("desk_appeal", session.institution.slug, appeal.uuid),
                button=_("Instruire le recours"),
            )


@follows("appeal.answered")
def tell_the_answer(act: Act) -> None:
    """The candidate reads it on their page."""
    appeal = _appeal(act)
    candidate = appeal.decision.attempt.candidate
    _write_to(
        act,
        candidate,
        appeal.decision.deliberation.session,
        email_of(candidate.person),
        template="appeal_answered",
        button=_("Lire la réponse"),
    )


def _write_to(act: Act, candidate: Candidate, session: Session, email: str, *, template: str, **context: Any) -> None:
    if not email:
        return
    language = choose_language(candidate.language, "fr")
    send(
        act=act,
        about=str(candidate.uuid),
        to=Recipient(email, str(candidate.person), language),
        template=template,
        institution=session.institution,
        session=session.code,
        title=_title(session, language),
        link=_page_of(candidate),
        **context,
    )


def _page_of(candidate: Candidate) -> Any:
    """The secret address of a candidate's page: made when a letter is written, and not when it has left already."""
    return SimpleLazyObject(lambda: address("candidate_open", make_link(candidate, now())))


def _who_may(session: Session, right: Right) -> Iterable[User]:
    return [user for user in people_of(session.institution, now=now()) if may(user, right, session, now=now())]


def _title(session: Session, language: str) -> str:
    titles: dict[str, str] = session.version.titles
    return titles.get(language) or next(iter(titles.values()), session.code)


def _deliberation(details: dict[str, Any]) -> Deliberation:
    rows = Deliberation.objects.select_related("session__institution", "session__version")
    return rows.defer("session__version__document").get(uuid=UUID(str(details["deliberation"])))


def _appeal(act: Act) -> Appeal:
    return (
        Appeal.objects.select_related("decision__deliberation__session__institution")
        .select_related("decision__deliberation__session__version", "decision__attempt__candidate__person__root")
        .defer("decision__deliberation__session__version__document")
        .get(uuid=UUID(str(_details(act)["appeal"])))
    )


def _details(act: Act) -> dict[str, Any]:
    found = orjson.loads(act.details)
    return found if isinstance(found, dict) else {}
