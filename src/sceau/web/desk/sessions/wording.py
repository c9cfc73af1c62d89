"""How sessions are named and how they stand, in words."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sceau.assessment.models import Session
from sceau.assessment.states import Route, SessionKind, SessionState
from sceau.engine.marking.rules import AssessmentRules
from sceau.web import words
from sceau.web.desk.designs.wording import said

STAGES: Final[dict[str, tuple[str, str | Promise]]] = {
    SessionState.OPEN: ("info", _("Inscriptions ouvertes")),
    SessionState.EVENTS: ("info", _("Épreuves et notation")),
    SessionState.MARKED: ("check", _("Saisie close")),
    SessionState.DELIBERATION: ("check", _("Délibération")),
    SessionState.DECIDED: ("good", _("Décisions signées")),
    SessionState.RELEASED: ("good", _("Résultats diffusés")),
    SessionState.CANCELLED: ("idle", _("Annulée")),
}
# the stages in their order, as the stepper tells them
WAY: Final[tuple[tuple[SessionState, str | Promise], ...]] = (
    (SessionState.OPEN, _("Inscriptions")),
    (SessionState.EVENTS, _("Épreuves et notation")),
    (SessionState.MARKED, _("Saisie close")),
    (SessionState.DELIBERATION, _("Délibération")),
    (SessionState.DECIDED, _("Décisions signées")),
    (SessionState.RELEASED, _("Résultats diffusés")),
)
ROUTES: Final[dict[str, str | Promise]] = {
    Route.MINUTES: _("Un jury délibère et signe un procès-verbal."),
    Route.ASSESSOR: _("L’évaluateur propose, une seconde personne libère."),
    Route.AUTOMATIC: _("Le résultat est constaté par un système ; une part est contrôlée par une personne."),
    Route.DECISION: _("Des personnes nommées de l’organisme décident, sur la foi d’un fichier."),
}


def title_of(session: Session, language: str) -> str:
    """The title of what is assessed."""
    return said(session.version.titles, language) or session.version.design.name


def name_of(session: Session, language: str) -> str:
    """Its own title, else that of what is assessed."""
    return session.title or title_of(session, language)


def stage_of(session: Session) -> tuple[str, str]:
    """The kind of mark and the word for how a session stands."""
    kind, word = STAGES[session.state]
    return kind, str(word)


def days_of(session: Session, language: str) -> str:
    """« le 7 décembre 2026 », « du 7 au 8 décembre 2026 », « au fil de l’eau », « reprise de résultats passés »."""
    if session.starts_on is None:
        return (
            gettext("reprise de résultats passés")
            if session.kind == SessionKind.TAKEN_OVER
            else gettext("au fil de l’eau")
        )
    return stretch(session.starts_on, session.ends_on or session.starts_on, language)


def stretch(first: date, last: date, language: str) -> str:
    """Days from one to another, as short as they can be said."""
    if first == last:
        return gettext("le %(day)s") % {"day": words.day(first, language)}
    begins = words.day(first, language)
    if first.year == last.year:
        begins = begins.removesuffix(f" {first.year}")
        if first.month == last.month:
            begins = begins.rpartition(" ")[0]
    return gettext("du %(first)s au %(last)s") % {"first": begins, "last": words.day(last, language)}


def place_of(session: Session) -> str:
    """Where it is held, in a line."""
    parts = [session.place, session.address, session.postcode, session.remote_tool]
    return ", ".join(part for part in parts if part)


def events_of(rules: AssessmentRules, language: str) -> list[tuple[str, str]]:
    """The events of the version: id and name."""
    return [(event.id, event.label.to(language)) for event in rules.events]


def event_named(names: dict[str, str], event: str) -> str:
    """The name of an event, or that it is the whole session."""
    return names.get(event, event) if event else gettext("Toute la session")


def person_named(person: Any) -> str:
    """A person by the record that stands for them."""
    return str(person.root if person.root_id else person)
