"""How well assessments work: the versions, then one of them. Nothing is told of fewer than five people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sceau.assessment.queries.quality import (
    Agreed,
    VersionQuality,
    figures_of,
    quality_of,
    version_seen,
    versions_assessed,
)
from sceau.engine.marking.agreement import Coefficient, strength_of
from sceau.engine.marking.items import FEWEST, Item, PassRate, Quartiles, sharpness_of
from sceau.engine.model.grids import Criterion
from sceau.institutions.queries import reach
from sceau.institutions.roles import Right
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.quality.wording import APPEALS, SHARPNESS, STRENGTHS, coefficient, duration, share
from sceau.web.templatetags.words import spoken

PER_PAGE: Final = 25


@desk_page(Right.SEE_SESSIONS)
@require_safe
def versions(request: DeskRequest) -> HttpResponse:
    """Each version that was assessed, with its key figures."""
    institution, held = request.desk.institution, request.desk.memberships
    page = Paginator(versions_assessed(institution, held), PER_PAGE).get_page(request.GET.get("page"))
    language = spoken()
    context = {
        "page": page,
        "rows": [
            {
                "version": each.version,
                "title": said(each.version.titles, language),
                "sessions": each.sessions,
                "judged": each.passed.count,
                "passed": _rate(each.passed, language),
                "appeals": each.appeals,
            }
            for each in figures_of(list(page), institution, held)
        ],
        "fewest": FEWEST,
        "limited": reach(held, Right.SEE_SESSIONS) is not None,
    }
    return render(request, "desk/quality/list.html", context)


@desk_page(Right.SEE_SESSIONS)
@require_safe
def version(request: DeskRequest, uuid: UUID, number: int) -> HttpResponse:
    """All figures of one version."""
    institution, held = request.desk.institution, request.desk.memberships
    seen = version_seen(institution, held, uuid, number)
    if seen is None:
        raise Http404
    language = spoken()
    found = quality_of(seen, institution, held)
    context = {
        "version": seen,
        "title": said(seen.titles, language),
        "quality": found,
        "first": _rate(found.first, language),
        "final": _rate(found.final, language),
        "criteria": [_criterion(found, item, language) for item in found.items],
        "agreed": _agreed(found.agreed, language),
        "times": [_time(found, event, each, language) for event, each in found.seconds.items() if each.count],
        "appeals": _appeals(found.appeals),
        "appealed": sum(found.appeals.values()) if found.appeals is not None else None,
        "fewest": FEWEST,
        "limited": reach(held, Right.SEE_SESSIONS) is not None,
    }
    return render(request, "desk/quality/version.html", context)


def _rate(passed: PassRate, language: str) -> str:
    return "" if passed.value is None else share(passed.value, language)


def _criterion(found: VersionQuality, item: Item, language: str) -> dict[str, Any]:
    """One line of the table: everything is a word or a figure already written; "" where nothing may be told."""
    criterion = found.rules.grid.criterion(item.criterion)
    sharp = item.upper_lower is not None and item.discrimination is not None
    return {
        "id": criterion.id,
        "label": criterion.label.to(language),
        "eliminatory": criterion.eliminatory,
        "difficulty": "" if item.difficulty is None else share(item.difficulty, language),
        "discrimination": "" if item.discrimination is None else coefficient(item.discrimination, language),
        "upper_lower": "" if item.upper_lower is None else coefficient(item.upper_lower, language),
        "sharpness": SHARPNESS[sharpness_of(item.upper_lower)] if sharp and item.upper_lower is not None else "",
        "reason": item.reason.sentence(language, {"fewest": FEWEST}) if item.reason else "",
        "levels": _levels(found, item.levels, criterion, language),
        "agreed": _agreed(found.by_criterion[item.criterion], language),
    }


def _levels(
    found: VersionQuality, counts: Mapping[str, int] | None, criterion: Criterion, language: str
) -> list[dict[str, Any]]:
    if counts is None:
        return []
    labels = {level.code: level.label.to(language) for level in found.rules.grid.scale}
    total = sum(counts.values())
    return [{"code": code, "label": labels[code], "count": count, "total": total} for code, count in counts.items()]


def _agreed(agreed: Agreed, language: str) -> dict[str, Any]:
    """Each coefficient as it is written, or why there is none; `told` is false where too few people were marked."""
    kinds = ("same", "plain", "weighted", "ordinal")
    return {
        "people": agreed.people,
        "told": agreed.same is not None,
        "pairs": agreed.same.count if agreed.same else 0,
        **{kind: _coefficient(getattr(agreed, kind), language, of_all=kind == "same") for kind in kinds},
    }


def _coefficient(found: Coefficient | None, language: str, *, of_all: bool) -> dict[str, Any]:
    if found is None:
        return {}
    if found.value is None:
        return {"reason": found.reason.sentence(language, {}) if found.reason else ""}
    if of_all:
        return {"value": share(found.value, language)}
    return {"value": coefficient(found.value, language), "strength": STRENGTHS[strength_of(found.value)]}


def _time(found: VersionQuality, event: str, spent: Quartiles, language: str) -> dict[str, Any]:
    values = (spent.lower, spent.median, spent.upper)
    lower, median, upper = ("" if each is None else duration(each) for each in values)
    label = found.rules.event(event).label.to(language)
    return {"id": event, "label": label, "count": spent.count, "lower": lower, "median": median, "upper": upper}


def _appeals(counts: Mapping[str, int] | None) -> list[dict[str, Any]]:
    return [{"label": label, "count": counts[name]} for name, label in APPEALS if counts and counts.get(name)]
