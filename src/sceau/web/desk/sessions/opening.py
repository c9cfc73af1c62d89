"""A session is opened: on what, then the rest; and changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sceau.assessment.errors import AssessmentError
from sceau.assessment.organising import TO_ASSESS, covers
from sceau.assessment.queries.examday import calls_of
from sceau.assessment.services.sessions import edit_session, open_session
from sceau.design.models import DesignVersion
from sceau.institutions.models import Institution, Unit
from sceau.institutions.models.institution import Kind
from sceau.institutions.queries import habilitations_on, open_units_of, reach
from sceau.institutions.roles import Right
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import Desk, DeskRequest, desk_page
from sceau.web.desk.sessions.finding import back_to, frame, may_with, refuse, session_or_404
from sceau.web.desk.sessions.forms import SessionForm, typed
from sceau.web.desk.turned_away import without_right
from sceau.web.templatetags.words import spoken

METHODS: Final = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A version on which a session may be opened here.

    certifier:  whose it is, "" for our own
    retired:    then only for results of the past
    """

    version: DesignVersion
    title: str
    certifier: str
    retired: bool


@desk_page(Right.MANAGE_SESSIONS)
@require_safe
def choose(request: DeskRequest) -> HttpResponse:
    """What there is to open a session on: what is published here, and by those who habilitate us."""
    offers = _offers(request.desk)
    context = {
        "offers": [each for each in offers if not each.retired],
        "retired": [each for each in offers if each.retired],
        "may_design": request.desk.may(Right.EDIT_DESIGNS),
    }
    return render(request, "desk/sessions/choose.html", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def open_on(request: DeskRequest, uuid: UUID, number: int) -> HttpResponse:
    """Say when, where and for whom."""
    desk, moment = request.desk, now()
    offer = next(
        (each for each in _offers(desk) if each.version.design.uuid == uuid and each.version.number == number), None
    )
    if offer is None:
        raise Http404
    version = offer.version
    organisers = _organisers(desk, version)
    form = SessionForm(
        request.POST if request.method == "POST" else None,
        version=version,
        organisers=organisers,
        units=_units(desk, organisers),
        initial={
            "kind": "taken_over" if offer.retired else "dated",
            "mode": "onsite",
            "organiser": organisers[0].uuid,
            "languages": version.languages,
        },
    )
    if form.is_valid():
        values = dict(form.cleaned_data)
        organiser = values.pop("organiser", organisers[0])
        try:
            session = open_session(version=version, organiser=organiser, by=request.user, now=moment, **values)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("La session %(code)s est ouverte.") % {"code": session.code})
            return back_to("desk_session", request, session)
    context = {"form": form, "offer": offer, "groups": _grouped(form)}
    return render(request, "desk/sessions/open.html", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def edit(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Change what still may be."""
    session = session_or_404(request, uuid)
    if not may_with(request.desk, session, Right.MANAGE_SESSIONS):
        return without_right(request)
    units = _units(request.desk, [session.organiser])
    form = SessionForm(
        request.POST if request.method == "POST" else None,
        version=session.version,
        organisers=[session.organiser],
        units=units,
        session=session,
        initial=typed(session),
    )
    if form.is_valid():
        try:
            changed = edit_session(session=session, by=request.user, now=now(), **form.cleaned_data)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("La session est enregistrée."))
            stale = sum(each.is_stale for each in calls_of(changed))
            if stale:
                messages.warning(
                    request,
                    _("Jours ou lieux ont changé : %(n)s convocations sont à renvoyer.") % {"n": stale},
                )
            return back_to("desk_session", request, session)
    context = frame(request, session, "desk_session") | {"form": form, "groups": _grouped(form)}
    return render(request, "desk/sessions/edit.html", context)


def _offers(desk: Desk) -> list[Offer]:
    """The versions published here, and those of bodies that habilitate us and that the habilitation names."""
    body, language = desk.institution, spoken()
    held = list(habilitations_on(localdate()).filter(partner=body, scope__in=TO_ASSESS))
    bodies = {each.certifier_id for each in held} | ({body.pk} if body.kind == Kind.CERTIFIER else set())
    rows = (
        DesignVersion.objects.filter(
            design__institution__in=bodies, design__archived_at__isnull=True, archived_at__isnull=True
        )
        .select_related("design", "design__institution")
        .defer("source", "gate", "design__draft")
        .order_by("design", "-number")
    )
    found: list[Offer] = []
    for version in rows:
        own = version.design.institution_id == body.pk
        if not own and not any(
            each.certifier_id == version.design.institution_id and covers(each, version) for each in held
        ):
            continue
        title = said(version.titles, language) or version.design.name
        certifier = "" if own else version.design.institution.name
        found.append(Offer(version, title, certifier, version.retired_at is not None))
    return sorted(found, key=lambda each: (each.certifier, each.title, -each.version.number))


def _organisers(desk: Desk, version: DesignVersion) -> list[Institution]:
    """Who may hold it: this body, then the partners that it habilitates, where the version is its own."""
    if version.design.institution_id != desk.institution.pk:
        return [desk.institution]
    if reach(desk.memberships, Right.MANAGE_SESSIONS) is not None:
        return [desk.institution]
    given = habilitations_on(localdate()).filter(certifier=desk.institution, scope__in=TO_ASSESS)
    partners = {each.partner_id: each.partner for each in given.select_related("partner") if covers(each, version)}
    return [desk.institution, *sorted(partners.values(), key=lambda each: each.name)]


def _units(desk: Desk, organisers: list[Institution]) -> list[Unit]:
    """The units for which this person may hold one."""
    if desk.institution not in organisers:
        return []
    where = reach(desk.memberships, Right.MANAGE_SESSIONS)
    return [each for each in open_units_of(desk.institution) if where is None or each.pk in where]


_GROUPS: Final = (
    ("when", "kind organiser starts_on ends_on deliberates_on"),
    ("where", "mode place address postcode remote_tool"),
    ("who", "capacity languages is_public takes_experience enrol_until"),
    ("more", "code title unit notes"),
)


def _grouped(form: SessionForm) -> list[dict[str, Any]]:
    """The fields under their headings, for those that are asked."""
    titles = {
        "when": _("Quand, et par qui"),
        "where": _("Où"),
        "who": _("Pour qui"),
        "more": _("Autres précisions"),
    }
    groups = [
        {"id": name, "title": titles[name], "fields": [form[each] for each in fields.split() if each in form.fields]}
        for name, fields in _GROUPS
    ]
    return [group for group in groups if group["fields"]]
