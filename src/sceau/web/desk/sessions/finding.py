"""A session of the desk, found through the right to see it; and what somebody may do with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Session
from sceau.assessment.queries.sessions import session_of
from sceau.assessment.rights import OF_THE_ORGANISER
from sceau.institutions.queries import reach
from sceau.institutions.roles import Right
from sceau.intake.errors import IntakeError
from sceau.web.desk.doors import Desk, DeskRequest
from sceau.web.desk.fields import DeskForm
from sceau.web.desk.sessions.tabs import tabs_of
from sceau.web.desk.sessions.wording import name_of, stage_of
from sceau.web.desk.turned_away import without_right
from sceau.web.templatetags.words import spoken


class Refusal(Protocol):
    """What a room refuses, as a page tells it."""

    def sentence(self, language: str) -> str:
        """What is wrong, in "fr" or "en"."""


def session_or_404(request: DeskRequest, uuid: UUID) -> Session:
    """One that this person sees, with the document of its version; any other is not found.

    raises:  Http404
    """
    session = session_of(request.desk.memberships, uuid)
    if session is None:
        raise Http404
    return session


def may_with(desk: Desk, session: Session, right: Right) -> bool:
    """Whether the person may, with this session, at this desk; see `sceau.assessment.rights`."""
    own = session.institution_id == desk.institution.pk
    if not own and not (right in OF_THE_ORGANISER and session.organiser_id == desk.institution.pk):
        return False
    units = reach(desk.memberships, right)
    return units is None or session.unit_id in units


def frame(request: DeskRequest, session: Session, here: str) -> dict[str, Any]:
    """What `desk/sessions/base.html` reads: session, name, stage, tabs, may_manage.

    here:  the name of the page's address, one of `tabs.TABS`, or of the tab that it belongs to
    """
    return {
        "session": session,
        "name": name_of(session, spoken()),
        "stage": stage_of(session),
        "tabs": tabs_of(request.desk, session, here),
        "may_manage": may_with(request.desk, session, Right.MANAGE_SESSIONS),
    }


def refuse(form: DeskForm, refusal: Refusal) -> None:
    """Say why a service refused, at the field that it names."""
    field = getattr(refusal, "field", "")
    form.add_error(field if field in form.fields else None, _sentence(refusal))


def uuids(typed: Iterable[str]) -> list[UUID]:
    """Those of the texts that are uuids: what a browser sends back of a list of boxes."""
    found = []
    for each in typed:
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return found


def done(
    request: DeskRequest, session: Session, act: Callable[[], str | None], *, said: str = "", page: str, more: Any = ()
) -> HttpResponse:
    """Do something that was asked by a button, say it, and come back to a page; a refusal is said there too.

    act:   gives what to say; said: says it when it gives nothing
    page:  the name of the address, which takes the slug, the uuid of the session, and what `more` holds
    """
    if not may_with(request.desk, session, Right.MANAGE_SESSIONS):
        return without_right(request)
    try:
        told = act()
    except (AssessmentError, IntakeError) as refusal:
        messages.error(request, _sentence(refusal))
    else:
        messages.success(request, told or said)
    return back_to(page, request, session, *more)


def _sentence(refusal: Refusal) -> str:
    text = refusal.sentence(spoken())
    return text if text.endswith((".", "?", "…")) else f"{text}."


def back_to(page: str, request: DeskRequest, session: Session, *more: object) -> HttpResponse:
    """A page of the session."""
    return redirect(page, request.desk.institution.slug, session.uuid, *more)
