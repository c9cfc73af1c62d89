"""The awards of the institution: who was awarded what, by which route, and what is known of how."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sceau.assessment.documents import award_values
from sceau.assessment.models import Award
from sceau.assessment.queries.awards import award_seen_by, awards_put_away, awards_seen_by, find_awards
from sceau.assessment.states import Route
from sceau.design.models import DesignVersion
from sceau.engine.model.awards import Award as EngineAward
from sceau.engine.model.designs import read_design
from sceau.engine.model.narrative import (
    assessors_in_words,
    decision_in_words,
    events_in_words,
    supervision_in_words,
)
from sceau.engine.model.wording import Voice
from sceau.institutions.roles import Right
from sceau.people.queries import person_of
from sceau.people.states import DataKind
from sceau.web.archive import open_archive
from sceau.web.desk.batches.todo import to_issue
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.jury.reading import ROUTES, sealed_minutes
from sceau.web.templatetags.words import spoken

PER_PAGE: Final = 25
LONGEST_SEARCH: Final = 80
FILTERS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("", _("En vigueur")),
    ("withdrawn", _("Retirées par une rectification")),
)


@desk_page(Right.SEE_SESSIONS)
@require_safe
def awards(request: DeskRequest) -> HttpResponse:
    """All of them, the last first; by name, session, micro-credential."""
    desk, language = request.desk, spoken()
    asked = {name: request.GET.get(name, "").strip()[:LONGEST_SEARCH] for name in ("q", "design", "route", "state")}
    seen = awards_seen_by(desk.memberships)
    choices = _choices(seen, language)
    found = seen.filter(withdrawn_at__isnull=asked["state"] != "withdrawn")
    if asked["design"] in dict(choices):
        found = found.filter(version__design__uuid=asked["design"])
    if asked["route"] in Route.values:
        found = found.filter(decision__deliberation__route=asked["route"])
    if asked["q"]:
        found = find_awards(found, desk.institution, desk.memberships, asked["q"])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(each, language) for each in page],
        "asked": asked,
        "choices": choices,
        "routes": [(route.value, ROUTES[route]) for route in Route],
        "filters": FILTERS,
        "narrowed": any(asked.values()),
        "put_away": awards_put_away(desk.memberships),
        "to_issue": to_issue(desk, design=asked["design"] if asked["design"] in dict(choices) else ""),
    }
    return render(request, "desk/awards/list.html", context)


@desk_page(Right.SEE_SESSIONS)
@require_safe
def award(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """One award: what it rests on, in the sentence that its credential will have, and what is known of how."""
    found = award_seen_by(request.desk.memberships, uuid)
    if found is None:
        raise Http404
    open_archive(request.user, found.institution, DataKind.AWARDS, [found.uuid])
    language = spoken()
    values = award_values(found, code="", now=now(), evidence=())
    context = {
        "award": found,
        "name": str(person_of(found.person)),
        "title": said(found.version.titles, language),
        "session": found.decision.deliberation.session,
        "deliberation": found.decision.deliberation,
        "facts": _facts(values, found.version, Voice(language)),
        "basis": decision_in_words(values, Voice(language)),
        "route": ROUTES[found.basis["route"]],
        "marks": _marks(found, language),
        "minutes": sealed_minutes(found.decision.deliberation),
        "replaced_by": Award.objects.filter(decision=found.withdrawn_by_id, institution=found.institution_id).first(),
    }
    return render(request, "desk/awards/award.html", context)


def _row(each: Award, language: str) -> dict[str, Any]:
    return {
        "award": each,
        "name": str(person_of(each.person)),
        "title": said(each.version.titles, language),
        "session": each.decision.deliberation.session,
        "route": ROUTES[each.basis["route"]],
        "people": ", ".join(person["name"] for person in each.basis.get("people", ())),
    }


def _choices(seen: QuerySet[Award], language: str) -> list[tuple[str, str]]:
    """The micro-credentials of which there are awards."""
    rows = seen.order_by("version__design").values_list("version__design__uuid", "version__design__titles").distinct()
    return sorted(((str(uuid), said(titles, language)) for uuid, titles in rows), key=lambda each: each[1].casefold())


def _facts(values: EngineAward, version: DesignVersion, voice: Voice) -> dict[str, str]:
    design = read_design(version.document)
    jury_on = values.conduct.jury_on
    return {
        "events": events_in_words(design, values, voice),
        "assessors": assessors_in_words(values, voice),
        "supervision": supervision_in_words(values, voice),
        "jury": voice.date(jury_on) if jury_on else "",
        "minutes": values.conduct.minutes,
        "digest": values.basis.digest,
    }


def _marks(found: Award, language: str) -> list[dict[str, str]]:
    grid = read_design(found.version.document).grid
    if grid is None:
        return []
    return [
        {
            "criterion": criterion.label.to(language),
            "level": grid.level(found.marks[criterion.id]).label.to(language),
        }
        for criterion in grid.criteria
        if criterion.id in found.marks
    ]
