"""How candidates, events and marks are called on the pages of those who assess."""

from __future__ import annotations

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sceau.assessment.models import Candidate, Session
from sceau.assessment.states import MarkingState, Nature
from sceau.engine.marking.rules import Event
from sceau.engine.model.texts import Text
from sceau.people.queries import person_of
from sceau.web.desk.sessions.wording import name_of
from sceau.web.templatetags.words import spoken, typed

STATES: Final[dict[str, tuple[str, str | Promise]]] = {
    MarkingState.ASSIGNED: ("idle", _("À noter")),
    MarkingState.OPEN: ("info", _("Commencée")),
    MarkingState.SUBMITTED: ("good", _("Remise")),
    MarkingState.SET_ASIDE: ("check", _("Écartée")),
}
NATURES: Final[dict[str, str | Promise]] = {
    Nature.RELATIVE: _("Parent ou proche"),
    Nature.TRAINER: _("Je l’ai formé ou formée"),
    Nature.COLLEAGUE: _("Même employeur, ou lien hiérarchique"),
    Nature.OTHER: _("Un autre lien"),
}
NATURES_OF_OTHERS: Final[dict[str, str | Promise]] = {
    Nature.RELATIVE: _("parent ou proche"),
    Nature.TRAINER: _("a formé cette personne"),
    Nature.COLLEAGUE: _("même employeur, ou lien hiérarchique"),
    Nature.OTHER: _("autre lien"),
}
ABSENCE: Final = _("Absence")


def person_name(candidate: Candidate) -> str:
    """As the person is called."""
    return str(person_of(candidate.person))


def event_name(event: Event) -> str:
    """The label of an event."""
    return typed(event.label.to(spoken()))


def session_name(session: Session) -> str:
    """Its title, and its code."""
    return f"{name_of(session, spoken())}, {session.code}"


def told(text: Text | None) -> dict[str, str]:
    """A text of the design and the language it is in, "" when it is that of the page."""
    if text is None:
        return {"words": "", "lang": ""}
    language = text.language_for(spoken())
    words = text.to(spoken())
    return {"words": typed(words) if language == spoken() else words, "lang": "" if language == spoken() else language}


def frame(session: Session, **more: Any) -> dict[str, Any]:
    """What `assessor/base.html` reads."""
    return {"session": session, "session_name": session_name(session), **more}
