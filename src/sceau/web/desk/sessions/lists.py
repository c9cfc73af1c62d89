"""The sessions that the institution holds, and those held for it."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sceau.assessment.models import Session
from sceau.assessment.queries.sessions import sessions_seen_by, with_figures
from sceau.assessment.states import SessionState
from sceau.institutions.roles import Right
from sceau.intake.folding import fold
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.sessions.wording import days_of, name_of, stage_of
from sceau.web.templatetags.words import spoken

PER_PAGE: Final = 25
LONGEST_SEARCH: Final = 80
_OVER: Final = (SessionState.RELEASED, SessionState.CANCELLED)
# what the list may be narrowed to: name in the address, word, condition
FILTERS: Final[tuple[tuple[str, str | Promise, Q], ...]] = (
    ("", _("En cours"), ~Q(state__in=_OVER)),
    ("open", _("Inscriptions"), Q(state=SessionState.OPEN)),
    ("events", _("Épreuves et notation"), Q(state=SessionState.EVENTS)),
    ("jury", _("À délibérer"), Q(state__in=(SessionState.MARKED, SessionState.DELIBERATION))),
    ("decided", _("À diffuser"), Q(state=SessionState.DECIDED)),
    ("over", _("Terminées"), Q(state__in=_OVER)),
)


@desk_page(Right.SEE_SESSIONS)
@require_safe
def sessions(request: DeskRequest) -> HttpResponse:
    """Those that the person sees, the latest first."""
    desk, language, today = request.desk, spoken(), localdate()
    seen = sessions_seen_by(desk.memberships)
    chosen = next((each for each in FILTERS if each[0] == request.GET.get("state", "")), FILTERS[0])
    asked = {name: request.GET.get(name, "")[:LONGEST_SEARCH] for name in ("q", "design", "organiser", "year")}
    choices = _choices(seen, language)
    page = Paginator(_found(seen.filter(chosen[2]), asked), PER_PAGE).get_page(request.GET.get("page"))
    figures = {each.pk: each for each in with_figures(Session.objects.filter(pk__in=[row.pk for row in page]))}
    rows = [
        {
            "session": each,
            "name": name_of(each, language),
            "stage": stage_of(each),
            "days": days_of(each, language),
            "enrolled": figures[each.pk].enrolled,  # type: ignore[attr-defined]  # annotated
            "waiting": figures[each.pk].waiting,  # type: ignore[attr-defined]
            "late": each.state in (SessionState.OPEN, SessionState.EVENTS) and _is_past(each, today),
        }
        for each in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "filters": [{"name": name, "label": label} for name, label, _condition in FILTERS],
        "chosen": chosen[0],
        "asked": asked,
        "choices": choices,
        "narrowed": bool(chosen[0] or any(asked.values())),
        "may_open": desk.may(Right.MANAGE_SESSIONS),
    }
    return render(request, "desk/sessions/list.html", context)


def _choices(seen: QuerySet[Session], language: str) -> dict[str, list[tuple[str, str]]]:
    """What there is to choose from: designs, organisers, years, of what the person sees. One statement."""
    designs: dict[str, str] = {}
    organisers: dict[str, str] = {}
    years: set[str] = set()
    rows = seen.order_by().values_list(
        "version__design__uuid", "version__titles", "organiser__uuid", "organiser__name", "starts_on"
    )
    for design, titles, organiser, organiser_name, starts_on in rows:
        designs[str(design)] = said(titles, language)
        organisers[str(organiser)] = organiser_name
        if starts_on:
            years.add(str(starts_on.year))
    return {
        "design": sorted(designs.items(), key=lambda pair: fold(pair[1])),
        "organiser": sorted(organisers.items(), key=lambda pair: fold(pair[1])),
        "year": [(year, year) for year in sorted(years, reverse=True)],
    }


def _found(rows: QuerySet[Session], asked: dict[str, str]) -> QuerySet[Session] | list[Session]:
    """Those of a design, an organiser, a year; and whose name, code or place holds every word."""
    if design := _uuid(asked["design"]):
        rows = rows.filter(version__design__uuid=design)
    if organiser := _uuid(asked["organiser"]):
        rows = rows.filter(organiser__uuid=organiser)
    if asked["year"].isdigit():
        rows = rows.filter(starts_on__year=int(asked["year"][:4]))
    wanted = fold(asked["q"]).split()
    if not wanted:
        return rows
    return [each for each in rows if all(word in _searched(each) for word in wanted)]


def _searched(session: Session) -> str:
    titles = session.version.titles.values()
    return fold(" ".join([session.code, session.title, session.place, *map(str, titles)]))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _is_past(session: Session, today: date) -> bool:
    return session.ends_on is not None and session.ends_on < today
