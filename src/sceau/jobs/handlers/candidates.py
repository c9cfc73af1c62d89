"""Letters to candidates: each carries a link to their own page, made when the letter leaves and kept nowhere else."""

from __future__ import annotations

import orjson
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from sceau.assessment.models import Application, Candidate
from sceau.assessment.services.applying import address_of, token_of
from sceau.assessment.services.links import copy_token, grant_wish, make_link
from sceau.assessment.states import CandidateState
from sceau.jobs.mail import Recipient, address, send
from sceau.jobs.ports import ports
from sceau.jobs.readers import uuid_of
from sceau.jobs.registry import follows
from sceau.journal.models import Act
from sceau.people.queries import email_of, person_of

TEMPLATES = {
    "candidate.enrolled": "candidate_enrolled",
    "candidate.accepted": "candidate_enrolled",
    "candidate.restored": "candidate_enrolled",
    "candidate.invited": "candidate_invited",
    "candidate.refused": "candidate_refused",
    "candidate.withdrawn": "candidate_withdrawn",
    "candidate.link_asked": "candidate_link",
    "candidate.arrangement_granted": "candidate_arrangement",
    "candidate.arrangement_refused": "candidate_arrangement",
}
# where somebody must still stand for the letter to be true
STILL = {
    "candidate.enrolled": CandidateState.ENROLLED,
    "candidate.accepted": CandidateState.ENROLLED,
    "candidate.restored": CandidateState.ENROLLED,
    "candidate.invited": CandidateState.INVITED,
    "candidate.refused": CandidateState.REFUSED,
    "candidate.withdrawn": CandidateState.WITHDRAWN,
}


@follows(*TEMPLATES)
def tell_the_candidate(act: Act) -> None:
    """In the candidate's language, French for those that we do not write; nobody without an address."""
    if act.code == "candidate.enrolled" and not orjson.loads(act.details).get("tell", 1):
        return
    if act.code == "candidate.withdrawn" and act.actor is None:  # by the person, who knows it
        return
    candidate = (
        Candidate.objects.select_related("session__institution", "session__version__design", "person__root")
        .defer("session__version__document")
        .get(uuid=uuid_of(act))
    )
    person = person_of(candidate.person)
    email = email_of(person)
    if not email or candidate.state != STILL.get(act.code, candidate.state):
        return
    session, language = candidate.session, language_of(candidate.language)
    titles: dict[str, str] = session.version.titles
    send(
        act=act,
        about=str(candidate.uuid),
        to=Recipient(email, str(person), language),
        template=TEMPLATES[act.code],
        institution=session.institution,
        session=session,
        title=titles.get(language) or next(iter(titles.values()), ""),
        candidate=candidate,
        granted=act.code == "candidate.arrangement_granted",
        other=candidate.language.partition("-")[0] not in ("fr", "en"),
        link=address("candidate_open", make_link(candidate, now())),
        button=_("Ouvrir mon dossier"),
    )


@follows("candidate.link_wanted")
def look_for_files(act: Act) -> None:
    """Whoever has a file at an address that was typed; nobody, most often, and nothing tells it to who typed it."""
    grant_wish(uuid_of(act), box=ports().box, now=now())


@follows("candidate.copy_asked")
def send_copy_link(act: Act) -> None:
    """The link that lets the person fetch all that is kept: to the mailbox that the institution knows, for an hour."""
    candidate = Candidate.objects.select_related("session__institution", "person__root").get(uuid=uuid_of(act))
    person = person_of(candidate.person)
    if not (email := email_of(person)):
        return
    send(
        act=act,
        to=Recipient(email, str(person), language_of(candidate.language)),
        template="candidate_copy",
        institution=candidate.session.institution,
        other=candidate.language.partition("-")[0] not in ("fr", "en"),
        link=address("candidate_copy_open", copy_token(candidate, now())),
        button=_("Télécharger mes données"),
    )


@follows("application.received")
def ask_to_confirm(act: Act) -> None:
    """Whoever typed the address; nobody once it was confirmed or is too old."""
    application = (
        Application.objects.select_related("session__institution", "session__version__design")
        .defer("session__version__document")
        .filter(uuid=uuid_of(act))
        .first()
    )
    if application is None or application.confirmed_at is not None or application.expires_at <= now():
        return
    email, _name = address_of(application, box=ports().box)
    if not email:
        return
    session, language = application.session, language_of(application.language)
    titles: dict[str, str] = session.version.titles
    send(
        act=act,
        to=Recipient(email, "", language),  # a stranger may have typed it: no word of theirs goes to that mailbox
        template="application_received",
        institution=session.institution,
        session=session,
        title=titles.get(language) or next(iter(titles.values()), ""),
        expires_at=application.expires_at,
        link=address("apply_confirm", token_of(application)),
        button=_("Confirmer ma demande"),
    )


def language_of(tag: str) -> str:
    """The language that we write for a BCP 47 tag."""
    return "en" if tag.partition("-")[0] == "en" else "fr"
