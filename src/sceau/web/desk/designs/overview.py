"""One design: how it stands, what comes next, who wrote in it, what was published of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from sceau.design.models import Design, DesignVersion
from sceau.design.queries import authors_of, gate_of, reviews_of, settings_of
from sceau.design.states import State
from sceau.design.steps import STEPS
from sceau.engine.quality.profiles import PROFILES
from sceau.engine.quality.report import BLOCKS, WARNS, GateReport
from sceau.institutions.roles import Right
from sceau.web.desk.designs.finding import design_here, rights_with
from sceau.web.desk.designs.following import Next, Situation, what_is_next
from sceau.web.desk.designs.gate import addresses
from sceau.web.desk.designs.versions import numbered, told, versions_for_table
from sceau.web.desk.designs.wording import STEP_NAMES, origin_of, state_of, title_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.templatetags.words import spoken

VERSIONS: Final = 5


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the wizard and what the gate says of it. blocking, warning: how many findings"""

    step: str
    name: str | Promise
    blocking: int
    warning: int

    @property
    def kind(self) -> str:
        """Of its mark."""
        return "bad" if self.blocking else "check" if self.warning else "good"


@desk_page(Right.SEE_DESIGNS)
@require_safe
def overview(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The page of one design."""
    moment, design = now(), design_here(request, uuid)
    rights = rights_with(request.desk, design)
    report = gate_of(design, now=moment)
    versions = numbered(versions_for_table(design)[: VERSIONS + 1])
    latest = versions[0] if versions else None
    reviews = told(reviews_of(design)[:VERSIONS])
    authors = [each.user for each in authors_of(design, 0)]
    situation = Situation(
        design=design,
        report=report,
        user=request.user,
        rights=rights,
        review=reviews[0] if reviews else None,
        latest=latest,
        review_required=settings_of(design.institution).review_required,
        is_author=request.user in authors,
    )
    following = what_is_next(situation)
    context = {
        "design": design,
        "title": title_of(design, spoken()),
        "state": state_of(design, retired=bool(latest and latest.retired_at)),
        "following": following,
        "following_url": _url(request, design, following),
        "report": report,
        "profile": PROFILES[report.profile],
        "blocking": len(report.of_severity(BLOCKS)),
        "warning": len(report.of_severity(WARNS)),
        "steps": step_lines(report),
        "versions": versions[:VERSIONS],
        "more_versions": len(versions) > VERSIONS,
        "latest": latest,
        "public": settings.BASE_URL + reverse("micro_credential_latest", args=[design.uuid]) if latest else "",
        "reviews": reviews,
        "authors": authors,
        "number": design.last_number + 1,
        "origin": origin_of(design),
        "acts": _acts(design, rights, latest),
    }
    return render(request, "desk/designs/overview.html", context)


def step_lines(report: GateReport) -> list[StepLine]:
    """The six steps, each with what remains to be done in it."""
    return [
        StepLine(
            step,
            STEP_NAMES[step],
            sum(finding.severity == BLOCKS for finding in report.of_step(step)),
            sum(finding.severity == WARNS for finding in report.of_step(step)),
        )
        for step in STEPS
    ]


def _url(request: DeskRequest, design: Design, following: Next) -> str:
    if not following.page:
        return ""
    if following.pointer:
        return addresses(request, design).of(str(following.more[0]), following.pointer)
    if following.page == "micro_credential":
        return reverse(following.page, args=[design.uuid, *following.more])
    return reverse(following.page, args=[request.desk.institution.slug, design.uuid, *following.more])


def _acts(design: Design, rights: frozenset[Right], latest: DesignVersion | None) -> dict[str, bool]:
    """What may be done besides, by name."""
    edits, publishes = Right.EDIT_DESIGNS in rights, Right.PUBLISH_DESIGNS in rights
    alive = design.archived_at is None
    draft = alive and design.state == State.DRAFT
    begun = design.last_number > 0
    return {
        "edit": edits and draft,
        "review": Right.REVIEW_DESIGNS in rights and alive and design.state == State.IN_REVIEW,
        "ask_review": edits and draft,
        "withdraw": edits and alive and design.state in (State.IN_REVIEW, State.APPROVED),
        "publish": publishes and alive and design.state in (State.DRAFT, State.APPROVED),
        "new_version": edits and alive and design.state == State.PUBLISHED,
        "drop": edits and draft and begun,
        "copy": edits,
        "delete": edits and draft and not begun,
        "export": latest is not None,
        "retire": publishes and alive and latest is not None and latest.retired_at is None,
        "archive": publishes and alive and design.state != State.IN_REVIEW,
        "unarchive": publishes and not alive,
    }
