"""What the pages of candidates share: whom one may see, what one may do there, how a refusal is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Candidate, Session
from sceau.assessment.queries.candidates import candidate_of
from sceau.assessment.queries.sessions import session_of
from sceau.assessment.rights import may
from sceau.assessment.rulebook import rules_of_version
from sceau.assessment.services.entering import ENTERED
from sceau.assessment.states import SessionState
from sceau.engine.marking.rules import AssessmentRules
from sceau.institutions.roles import Right
from sceau.people.errors import PeopleError
from sceau.people.queries import person_of
from sceau.web.desk.candidates.wording import candidate_state, name_of, session_title
from sceau.web.desk.doors import DeskRequest
from sceau.web.desk.fields import DeskForm
from sceau.web.templatetags.words import spoken


@dataclass(frozen=True, slots=True)
class Here:
    """The session that a page is about, and what its reader may do with it."""

    session: Session
    manages: bool
    arranges: bool

    @property
    def takes(self) -> bool:
        """Whether its reader may put people into it now."""
        return self.manages and self.session.state in ENTERED

    @property
    def title(self) -> str:
        """Code and title of the micro-credential."""
        return session_title(self.session, spoken())


def session_here(request: DeskRequest, uuid: UUID, *, moment: datetime | None = None) -> Here:
    """A session of this desk. raises: Http404"""
    found = session_of(request.desk.memberships, uuid)
    if found is None:
        raise Http404
    return _here(request, found, moment or now())


def candidate_here(request: DeskRequest, uuid: UUID) -> tuple[Here, Candidate]:
    """A candidate of a session of this desk. raises: Http404"""
    found = candidate_of(request.desk.memberships, uuid)
    if found is None:
        raise Http404
    return _here(request, found.session, now()), found


def is_of_the_body(request: DeskRequest, here: Here) -> bool:
    """Whether this desk is that of the certifying body, and not of a partner that holds the session for it."""
    return here.session.institution_id == request.desk.institution.pk


def are_results_hidden(request: DeskRequest, here: Here) -> bool:
    """Whether a partner that organises reads here before the release: what a jury makes of marks is the body's."""
    return not is_of_the_body(request, here) and here.session.state in (SessionState.DELIBERATION, SessionState.DECIDED)


def rules_here(here: Here) -> AssessmentRules:
    """How the version of the session is assessed."""
    return rules_of_version(here.session.version)


def refuse(form: DeskForm, refusal: AssessmentError | PeopleError) -> None:
    """Say why a service refused, at the field that it names."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence(spoken()))


def no_longer_taken(request: DeskRequest, here: Here) -> HttpResponse | None:
    """Back to the list, with why, for a session that takes nobody any more; None while it does."""
    if here.takes:
        return None
    messages.info(request, _("Cette session n’inscrit plus personne."))
    return to_list(request, here.session)


def to_list(request: DeskRequest, session: Session) -> HttpResponse:
    """To the candidates of a session."""
    return redirect("desk_session_candidates", request.desk.institution.slug, session.uuid)


def to_file(request: DeskRequest, candidate: Candidate, page: str = "desk_candidate") -> HttpResponse:
    """To a page of a candidate's file."""
    return redirect(page, request.desk.institution.slug, candidate.uuid)


def file_page(
    request: DeskRequest, template: str, about: tuple[Here, Candidate], tab: str, context: dict[str, Any]
) -> HttpResponse:
    """A page of a candidate's file, with its head and its tabs."""
    here, candidate = about
    candidate.person = person_of(candidate.person)
    whole = {
        "here": here,
        "session": here.session,
        "candidate": candidate,
        "person": candidate.person,
        "name": name_of(candidate),
        "native_name": candidate.person.native_name if is_of_the_body(request, here) else "",
        "state": candidate_state(candidate),
        "tabs": tabs(tab),
        "tab": tab,
        **context,
    }
    return render(request, f"desk/candidates/{template}.html", whole)


def tabs(current: str) -> list[dict[str, Any]]:
    """The pages of a file."""
    return [
        {"page": page, "label": label, "current": name == current}
        for name, page, label in (
            ("file", "desk_candidate", _("Inscription")),
            ("prerequisites", "desk_candidate_prerequisites", _("Conditions d’accès")),
            ("arrangements", "desk_candidate_arrangements", _("Aménagements")),
            ("controls", "desk_candidate_controls", _("Contrôles")),
            ("evidence", "desk_candidate_evidence", _("Preuves jointes")),
            ("results", "desk_candidate_results", _("Résultats")),
            ("history", "desk_candidate_history", _("Historique")),
        )
    ]


def _here(request: DeskRequest, session: Session, moment: datetime) -> Here:
    return Here(
        session,
        manages=may(request.user, Right.MANAGE_SESSIONS, session, now=moment),
        arranges=may(request.user, Right.MANAGE_ARRANGEMENTS, session, now=moment),
    )
