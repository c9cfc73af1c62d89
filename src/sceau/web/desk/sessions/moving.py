"""What takes a session from stage to stage: asked once, with what follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Session
from sceau.assessment.queries.gaps import gaps_of
from sceau.assessment.services.sessions import begin_events, cancel_session, close_marking, go_on, reopen_marking
from sceau.assessment.states import SessionKind, SessionState
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.desk.sessions.finding import back_to, frame, may_with, refuse, session_or_404
from sceau.web.desk.sessions.forms import WhyForm
from sceau.web.desk.sessions.wording import person_named
from sceau.web.desk.turned_away import without_right

MOST_SHOWN: Final = 25


@dataclass(frozen=True, slots=True)
class Move:
    """One move.

    question: the title of the page that asks; verb: of its button; effect: what follows; done: what is said then
    """

    act: Callable[..., Session]
    since: SessionState
    question: str | Promise
    verb: str | Promise
    effect: str | Promise
    done: str | Promise
    why: bool = False
    grave: bool = False


MOVES: Final[dict[str, Move]] = {
    "begin": Move(
        begin_events,
        SessionState.OPEN,
        _("Commencer les épreuves ?"),
        _("Commencer les épreuves"),
        _("Les évaluateurs peuvent noter. Vous pourrez encore inscrire quelqu’un."),
        _("Les épreuves sont commencées."),
    ),
    "close": Move(
        close_marking,
        SessionState.EVENTS,
        _("Clore la saisie des notes ?"),
        _("Clore la saisie"),
        _("Plus personne ne note. Le jury, ou qui décide, peut ouvrir sa délibération."),
        _("La saisie est close."),
    ),
    "reopen": Move(
        reopen_marking,
        SessionState.MARKED,
        _("Rouvrir la saisie des notes ?"),
        _("Rouvrir la saisie"),
        _("Les évaluateurs peuvent de nouveau noter. Rien de ce qui est noté n’est perdu."),
        _("La saisie est rouverte."),
        why=True,
    ),
    "go-on": Move(
        go_on,
        SessionState.RELEASED,
        _("Commencer la série suivante ?"),
        _("Commencer la série suivante"),
        _("Les passages qui attendaient y sont repris ; ce qui est décidé ne change plus."),
        _("La série suivante est commencée."),
    ),
    "cancel": Move(
        cancel_session,
        SessionState.EVENTS,
        _("Annuler cette session ?"),
        _("Annuler la session"),
        _("Elle ne pourra pas être rétablie. Les personnes inscrites en sont averties par message."),
        _("La session est annulée."),
        why=True,
        grave=True,
    ),
}


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: DeskRequest, uuid: UUID, to: str) -> HttpResponse:
    """Ask, then do it; a session that has moved meanwhile says where it is."""
    session = session_or_404(request, uuid)
    if not may_with(request.desk, session, Right.MANAGE_SESSIONS):
        return without_right(request)
    chosen = MOVES.get(to)
    if chosen is None:
        raise Http404
    form = (WhyForm if chosen.why else DeskForm)(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            chosen.act(session=session, by=request.user, now=now(), **form.cleaned_data)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, str(chosen.done))
            return back_to("desk_session", request, session)
    context = frame(request, session, "desk_session") | {"move": chosen, "form": form}
    if to == "close":
        context |= _gaps(session)
    return render(request, "desk/sessions/move.html", context)


def _gaps(session: Session) -> dict[str, Any]:
    """Who lacks marks, before marking is closed."""
    found = gaps_of(session)
    return {
        "gaps": [{"gap": each, "name": person_named(each.attempt.candidate.person)} for each in found[:MOST_SHOWN]],
        "more_gaps": max(0, len(found) - MOST_SHOWN),
        "hindered": bool(found) and session.kind != SessionKind.ROLLING,
    }
