"""The home of a session: where it stands, what is to be done now, and what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from sceau.accounts.models import User
from sceau.assessment.composition import composition_of
from sceau.assessment.keepers import president_of, stands
from sceau.assessment.models import Assessor, Incident, Session, Slot
from sceau.assessment.queries.cautions import Care, Caution, cautions_of
from sceau.assessment.queries.examday import calls_of
from sceau.assessment.queries.sessions import attempts_of_round, with_figures
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import ResultState, Route, SessionKind, SessionState
from sceau.institutions.roles import Right
from sceau.web import words
from sceau.web.desk.batches.todo import to_issue
from sceau.web.desk.designs.wording import in_words
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.sessions.finding import frame, session_or_404
from sceau.web.desk.sessions.wording import ROUTES, WAY, days_of, title_of
from sceau.web.templatetags.words import spoken

_PREPARED: Final = (SessionState.OPEN, SessionState.EVENTS)


@dataclass(frozen=True, slots=True)
class Figures:
    """What there is in a session, and nothing of any result: a partner that organises reads it too.

    due:        convocations to make or to make again
    attempts:   all of the round; to_assess: those that are not wholly marked
    """

    enrolled: int
    waiting: int
    slots: int
    assessors: int
    incidents: int
    due: int
    attempts: int
    to_assess: int

    @property
    def noted(self) -> int:
        """Attempts that are marked, or of which something was said."""
        return self.attempts - self.to_assess


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. url: "" where somebody else does it"""

    title: str
    text: str | Promise
    verb: str | Promise
    url: str


@desk_page(Right.SEE_SESSIONS)
@require_safe
def overview(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """One session."""
    session = session_or_404(request, uuid)
    language = spoken()
    shown = frame(request, session, "desk_session")
    figures = figures_of(session)
    rules = rules_for(session)
    context = shown | {
        "steps": _steps(session),
        "tasks": list(_tasks(request, session, figures)) if shown["may_manage"] else [],
        "figures": figures,
        "cautions": [_told(each, language) for each in cautions_of(session, today=localdate())],
        "title": title_of(session, language),
        "days": days_of(session, language),
        "languages": in_words(session.languages),
        "route": ROUTES[session.route],
        "events": [
            {"name": each.label.to(language), "minutes": each.minutes, "assessors": each.assessors}
            for each in rules.events
        ],
        "moves": _moves(session) if shown["may_manage"] else [],
        "own": session.institution_id == request.desk.institution.pk,
    }
    return render(request, "desk/sessions/overview.html", context)


def figures_of(session: Session) -> Figures:
    """In a constant number of statements."""
    counted = with_figures(Session.objects.filter(pk=session.pk)).get()
    of_round = (
        attempts_of_round(session)
        .order_by()
        .aggregate(attempts=Count("pk"), to_assess=Count("pk", filter=Q(state=ResultState.TO_ASSESS)))
    )
    return Figures(
        enrolled=counted.enrolled,  # type: ignore[attr-defined]  # annotated
        waiting=counted.waiting,  # type: ignore[attr-defined]
        slots=Slot.objects.filter(session=session, round=session.round).count(),
        assessors=Assessor.objects.filter(session=session, removed_at__isnull=True).count(),
        incidents=Incident.objects.filter(session=session).count(),
        due=sum(each.is_due for each in calls_of(session)) if session.state in _PREPARED else 0,
        attempts=of_round["attempts"],
        to_assess=of_round["to_assess"],
    )


def _steps(session: Session) -> list[dict[str, object]]:
    """The stages in words: those behind, the one that it is at, those to come."""
    order = [state for state, _label in WAY]
    place = order.index(SessionState(session.state)) if session.state in order else -1
    return [
        {"label": label, "state": "done" if here < place else "current" if here == place else "later"}
        for here, (_state, label) in enumerate(WAY)
    ]


def _tasks(request: DeskRequest, session: Session, figures: Figures) -> Iterator[Task]:
    """What is to be done now, the first one first."""
    slug = request.desk.institution.slug

    def at(page: str, *more: object) -> str:
        return reverse(page, args=[slug, session.uuid, *more])

    if session.state in _PREPARED:
        yield from _preparing(session, figures, at)
    if session.state == SessionState.OPEN and figures.enrolled:
        yield Task(
            _("Commencer les épreuves"),
            gettext_lazy("Les évaluateurs pourront noter ; les inscriptions restent possibles."),
            gettext_lazy("Commencer"),
            at("desk_session_move", "begin"),
        )
    if session.state == SessionState.EVENTS:
        yield _marking(session, figures, at)
    own = session.institution_id == request.desk.institution.pk
    sits = session.state in (*_PREPARED, SessionState.MARKED) and session.route == Route.MINUTES and figures.enrolled
    if sits and own and (lacking := [each for each in composition_of(session, now=now()) if each.hinders]):
        text = " ".join(each.sentence(spoken()) for each in lacking)
        yield Task(_("Composer le jury"), text, gettext_lazy("Composer"), at("desk_session_jury"))
    if session.state in (SessionState.MARKED, SessionState.DELIBERATION, SessionState.DECIDED):
        yield _deciding(session, at, by=request.user, own=own)
    if own and session.state in (SessionState.DECIDED, SessionState.RELEASED):
        yield from _issuing(request, session)
    if session.state == SessionState.RELEASED and session.kind == SessionKind.ROLLING:
        yield Task(
            _("Commencer la série suivante"),
            gettext_lazy("Les passages qui attendaient y sont repris."),
            gettext_lazy("Commencer"),
            at("desk_session_move", "go-on"),
        )


def _issuing(request: DeskRequest, session: Session) -> Iterator[Task]:
    """The awards of the session that wait for their credential."""
    found = to_issue(request.desk, session=str(session.uuid))
    if found:
        n = found.count
        title = ngettext("%(n)s attribution à délivrer", "%(n)s attributions à délivrer", n) % {"n": n}
        text = gettext_lazy("La décision est prise ; la preuve reste à signer.")
        yield Task(title, text, gettext_lazy("Préparer un lot"), found.url)


def _preparing(session: Session, figures: Figures, at: Callable[..., str]) -> Iterator[Task]:
    if figures.waiting:
        title = ngettext(
            "%(n)s demande ou invitation en attente", "%(n)s demandes ou invitations en attente", figures.waiting
        )
        text = gettext_lazy("Acceptez, refusez, ou attendez une réponse.")
        yield Task(title % {"n": figures.waiting}, text, gettext_lazy("Voir"), at("desk_session_candidates"))
    if not figures.enrolled:
        text = gettext_lazy("Une à une, par invitation, ou depuis un fichier.")
        yield Task(_("Inscrire des personnes"), text, gettext_lazy("Inscrire"), at("desk_session_candidates"))
    if not figures.assessors and session.kind != SessionKind.TAKEN_OVER:
        text = gettext_lazy("Chacun dit quels candidats il connaît, puis note.")
        yield Task(_("Désigner les évaluateurs"), text, gettext_lazy("Désigner"), at("desk_session_assessors"))
    if session.kind != SessionKind.DATED or (figures.attempts and not figures.to_assess):
        return  # nobody waits for a day and an hour any more
    if not figures.slots:
        text = gettext_lazy("Qui passe quelle épreuve, quand et dans quelle salle.")
        yield Task(_("Planifier les épreuves"), text, gettext_lazy("Planifier"), at("desk_session_planning"))
    if figures.due:
        title = ngettext("%(n)s personne à convoquer", "%(n)s personnes à convoquer", figures.due) % {"n": figures.due}
        text = gettext_lazy("Par message avec son rendez-vous d’agenda, ou sur papier.")
        yield Task(title, text, gettext_lazy("Convoquer"), at("desk_session_day"))


def _marking(session: Session, figures: Figures, at: Callable[..., str]) -> Task:
    if figures.to_assess and (session.kind != SessionKind.ROLLING or figures.to_assess == figures.attempts):
        title = ngettext("%(n)s passage à noter", "%(n)s passages à noter", figures.to_assess)
        text = gettext_lazy("La saisie se clôt quand chacun est noté, ou dit absent.")
        return Task(
            title % {"n": figures.to_assess}, text, gettext_lazy("Suivre la notation"), at("desk_session_assessors")
        )
    text = gettext_lazy("Plus personne ne notera ; la délibération pourra s’ouvrir.")
    return Task(_("Clore la saisie des notes"), text, gettext_lazy("Clore la saisie"), at("desk_session_move", "close"))


def _deciding(session: Session, at: Callable[..., str], *, by: User, own: bool) -> Task:
    """Jury, decisions and awards are of the certifying body: a partner is told that it goes on there."""
    if not own:
        told = _("%(name)s prend la suite : jury, décisions et résultats.") % {"name": session.institution.name}
        return Task(_("Rien à faire ici"), told, "", "")
    jury = session.route == Route.MINUTES
    texts = {
        SessionState.MARKED: (
            _("Ouvrir la délibération") if jury else _("Préparer la décision"),
            gettext_lazy("Tout est noté : le dossier est prêt."),
        ),
        SessionState.DELIBERATION: (
            _("Délibération en cours") if jury else _("Décision en cours"),
            gettext_lazy("Elle se clôt, puis se signe."),
        ),
        SessionState.DECIDED: (_("Diffuser les résultats"), gettext_lazy("Tout est signé : chacun peut être averti.")),
    }
    title, said = texts[SessionState(session.state)]
    text: str | Promise = said
    if jury and session.state == SessionState.DECIDED and (name := _awaited(session, by)):
        text = _("Tout est signé : c’est à %(name)s, qui préside le jury, de le faire.") % {"name": name}
    page = "desk_session_jury" if jury and session.state != SessionState.DECIDED else "desk_session_results"
    return Task(title, text, gettext_lazy("Ouvrir le dossier"), at(page))


def _awaited(session: Session, by: User) -> str:
    """The name of the president whom a release waits for; "" where it waits for whoever asks, or for no president."""
    president = president_of(session)
    if president is None or president.user_id == by.pk or not stands(president, session, now=now()):
        return ""
    return president.name


def _moves(session: Session) -> list[str]:
    """What else may be done with the session as a whole: reopen, cancel."""
    found = []
    if session.state == SessionState.MARKED:
        found.append("reopen")
    if session.state in _PREPARED:
        found.append("cancel")
    return found


def _told(caution: Caution, language: str) -> str:
    """A caution in a sentence."""
    day = words.day(caution.day, language) if caution.day else ""
    match caution.care:
        case Care.NOT_REGISTERED:
            return _("Le %(day)s, l’enregistrement %(code)s ne court plus : la preuve ne pourra pas le mentionner.") % {
                "day": day,
                "code": caution.code,
            }
        case Care.NOT_IN_REGISTER:
            return _(
                "Le répertoire ne nomme pas encore ce partenaire pour évaluer %(code)s : transmettez son habilitation."
            ) % {"code": caution.code}
        case Care.NEWER_VERSION:
            return _("La version %(n)s a paru depuis. Cette session garde la sienne.") % {"n": caution.number}
        case Care.TWICE:
            return _(
                "Les candidats n° %(first)s et %(second)s sont une même personne, dont les fiches ont été réunies : "
                "notez le désistement de l’un des deux, ou séparez les fiches."
            ) % {"first": caution.number, "second": caution.other}
        case Care.DATES_PAST:
            return _("Le dernier jour est passé (%(day)s) et la saisie n’est pas close.") % {"day": day}
