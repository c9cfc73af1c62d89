"""The planning of a session: groups, slots, and what does not fit together."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Candidate, Cohort, Session, Slot
from sceau.assessment.queries.planning import (
    Clash,
    Warned,
    cohorts_of,
    events_to_sit,
    people_of_round,
    slots_of,
    warnings_of,
)
from sceau.assessment.services.cohorts import PLANNED
from sceau.assessment.services.planning import (
    add_series,
    add_slot,
    edit_slot,
    place,
    place_evenly,
    remove_slot,
)
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import CandidateState
from sceau.institutions.roles import Right
from sceau.web import words
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.desk.sessions.finding import back_to, done, frame, may_with, session_or_404, uuids
from sceau.web.desk.sessions.slots import EVERYBODY, ONE_BY_ONE, SlotForm, TimesForm, typed
from sceau.web.desk.sessions.wording import event_named, events_of, person_named
from sceau.web.desk.turned_away import without_right
from sceau.web.templatetags.words import spoken

METHODS: Final = ["GET", "HEAD", "POST"]


class CohortForm(DeskForm):
    """The name of a group."""

    name = forms.CharField(max_length=80, label=gettext_lazy("Nom du groupe"))


@desk_page(Right.SEE_SESSIONS)
@require_safe
def planning(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """All of it."""
    return page(request, session_or_404(request, uuid), CohortForm())


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def slot_add(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """A slot, or a series of them."""
    session = session_or_404(request, uuid)
    if not may_with(request.desk, session, Right.MANAGE_SESSIONS):
        return without_right(request)
    cohorts = list(cohorts_of(session))
    last = slots_of(session).last()
    form = SlotForm(
        request.POST if request.method == "POST" else None,
        events=events_of(rules_for(session), spoken()),
        cohorts=cohorts,
        initial={"whom": EVERYBODY, "day": localtime(last.starts_at).date() if last else session.starts_on},
    )
    if form.is_valid():
        try:
            _made(request, session, form, {str(each.uuid): each for each in cohorts})
        except AssessmentError as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Le planning est enregistré."))
            return back_to("desk_session_planning", request, session)
    context = frame(request, session, "desk_session_planning") | {"form": form}
    return render(request, "desk/sessions/slot_add.html", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def slot(request: DeskRequest, uuid: UUID, slot: UUID) -> HttpResponse:
    """Another time or room, and for an individual slot those who are placed in it."""
    session = session_or_404(request, uuid)
    if not may_with(request.desk, session, Right.MANAGE_SESSIONS):
        return without_right(request)
    row = get_object_or_404(slots_of(session), uuid=slot)
    form = TimesForm(request.POST if request.method == "POST" else None, initial=typed(row))
    if form.is_valid():
        try:
            _changed(request, session, row, form)
        except AssessmentError as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Le créneau est enregistré."))
            return back_to("desk_session_planning", request, session)
    names = dict(events_of(rules_for(session), spoken()))
    context = frame(request, session, "desk_session_planning") | {
        "form": form,
        "slot": row,
        "event": event_named(names, row.event),
        "people": _choices(session, row) if row.individual else [],
    }
    return render(request, "desk/sessions/slot.html", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_POST
def slot_remove(request: DeskRequest, uuid: UUID, slot: UUID) -> HttpResponse:
    """A slot goes."""
    session = session_or_404(request, uuid)
    row = get_object_or_404(Slot, session=session, uuid=slot)
    return done(
        request,
        session,
        lambda: remove_slot(slot=row, by=request.user, now=now()),
        said=_("Le créneau est retiré."),
        page="desk_session_planning",
    )


@desk_page(Right.MANAGE_SESSIONS)
@require_POST
def place_all(request: DeskRequest, uuid: UUID, event: str) -> HttpResponse:
    """Whoever has no passage of an event gets the next one that is free."""
    session = session_or_404(request, uuid)

    def act() -> str:
        count = place_evenly(session=session, event=event, by=request.user, now=now())
        return ngettext("%(n)s personne est placée.", "%(n)s personnes sont placées.", count) % {"n": count}

    return done(request, session, act, page="desk_session_planning")


def page(request: DeskRequest, session: Session, form: CohortForm) -> HttpResponse:
    """The planning, with the form of a new group as it stands."""
    language = spoken()
    names = dict(events_of(rules_for(session), language))
    slots = list(slots_of(session))
    days = [
        {"day": day, "slots": [{"slot": each, "event": event_named(names, each.event)} for each in those]}
        for day, those in groupby(slots, key=lambda each: localtime(each.starts_at).date())
    ]
    warned = warnings_of(session)
    lacking = {each.event for each in warned if each.clash is Clash.NO_SLOT}
    alone = sorted({each.event for each in slots if each.individual} & lacking)
    context = frame(request, session, "desk_session_planning") | {
        "form": form,
        "days": days,
        "cohorts": list(cohorts_of(session)),
        "without": Candidate.objects.filter(session=session, state=CandidateState.ENROLLED, cohort=None).count(),
        "warnings": [_told(each, names, language) for each in warned],
        "alone": [(event, event_named(names, event)) for event in alone],
        "may_plan": may_with(request.desk, session, Right.MANAGE_SESSIONS) and session.state in PLANNED,
    }
    return render(request, "desk/sessions/planning.html", context)


def _made(request: DeskRequest, session: Session, form: SlotForm, cohorts: dict[str, Cohort]) -> None:
    values = form.cleaned_data
    common: dict[str, Any] = {"session": session, "event": values["event"], "by": request.user, "now": now()}
    if values["length"]:
        add_series(
            **common,
            starts_at=values["starts_at"],
            minutes=values["length"],
            pause=values["pause"] or 0,
            count=form.passages,
            room=values["room"],
            capacity=values["capacity"] or 1,
        )
        return
    add_slot(**common, **form.times, cohort=cohorts.get(values["whom"]), individual=values["whom"] == ONE_BY_ONE)


def _changed(request: DeskRequest, session: Session, row: Slot, form: TimesForm) -> None:
    edit_slot(slot=row, by=request.user, now=now(), **form.times)
    if row.individual:
        chosen = list(Candidate.objects.filter(session=session, uuid__in=uuids(request.POST.getlist("candidate"))))
        if {each.pk for each in chosen} != set(row.candidates.values_list("pk", flat=True)):
            place(slot=row, candidates=chosen, by=request.user, now=now())


def _choices(session: Session, slot: Slot) -> list[dict[str, Any]]:
    """Those who sit the event, the ones placed here first."""
    here = set(slot.candidates.values_list("pk", flat=True))
    events = events_to_sit(session)
    rows = [
        {"candidate": each, "name": person_named(each.person), "here": each.pk in here}
        for each in people_of_round(session)
        if slot.event in events[each.pk] or not slot.event
    ]
    return sorted(rows, key=lambda row: (not row["here"], row["candidate"].number))


def _refuse(form: TimesForm, refusal: AssessmentError) -> None:
    """What the service calls a moment is typed as a day and an hour."""
    at = {"starts_at": "begins", "ends_at": "ends", "count": "length", "minutes": "length"}
    field = at.get(refusal.field, refusal.field)
    form.add_error(field if field in form.fields else None, refusal.sentence(spoken()))


def _told(warned: Warned, names: dict[str, str], language: str) -> str:
    """A warning in a sentence."""
    slots = [
        f"{event_named(names, each.event)}, {words.moment(localtime(each.starts_at), language)}"
        for each in warned.slots
    ]
    said = {"first": slots[0] if slots else "", "second": slots[-1] if slots else "", "n": warned.people}
    match warned.clash:
        case Clash.ROOM_TWICE:
            return _("La même salle sert deux fois à la même heure : %(first)s, et %(second)s.") % said
        case Clash.PERSON_TWICE:
            return (
                ngettext(
                    "%(n)s personne est attendue à deux endroits : %(first)s, et %(second)s.",
                    "%(n)s personnes sont attendues à deux endroits : %(first)s, et %(second)s.",
                    warned.people,
                )
                % said
            )
        case Clash.TOO_MANY:
            return _("Plus de personnes (%(n)s) que de places : %(first)s.") % said
        case Clash.TOO_SHORT:
            return _("Plus court que la durée prévue de l’épreuve : %(first)s.") % said
        case Clash.OUTSIDE:
            return _("Hors des dates de la session : %(first)s.") % said
        case Clash.NO_SLOT:
            return ngettext(
                "%(n)s personne n’a pas de créneau pour %(event)s.",
                "%(n)s personnes n’ont pas de créneau pour %(event)s.",
                warned.people,
            ) % {"n": warned.people, "event": event_named(names, warned.event)}
