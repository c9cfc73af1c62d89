"""What was published of a design: the list, one version, the difference between two; the next one begun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sceau.design import services
from sceau.design.difference import difference
from sceau.design.errors import DesignError
from sceau.design.models import Design, DesignVersion, Review
from sceau.design.queries import reviews_of, versions_of
from sceau.design.states import Decision
from sceau.design.steps import STEPS
from sceau.engine.quality.report import GateReport
from sceau.engine.strict_json import JsonObject
from sceau.institutions.roles import Right
from sceau.web.desk.designs.finding import back_to, design_here, refuse, rights_with, version_here
from sceau.web.desk.designs.gate import Addresses, shown
from sceau.web.desk.designs.wording import STEP_NAMES, said, title_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.templatetags.words import spoken

PER_PAGE: Final = 25
PARTS: Final[dict[str, str | Promise]] = {
    "author": gettext_lazy("Écrite par"),
    "reviewer": gettext_lazy("Relue par"),
    "publisher": gettext_lazy("Publiée par"),
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that is not as before, in words; "" for nothing. kind: "added", "removed", "changed" or "moved" """

    label: str
    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Group:
    """What changed in one step."""

    step: str
    name: str | Promise
    changes: tuple[Changed, ...]


@desk_page(Right.SEE_DESIGNS)
@require_safe
def versions(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """All of them, the newest first."""
    design = design_here(request, uuid)
    page = Paginator(versions_for_table(design), PER_PAGE).get_page(request.GET.get("page"))
    context = {"design": design, "title": title_of(design, spoken()), "page": page, "versions": numbered(page)}
    return render(request, "desk/designs/versions.html", context)


@desk_page(Right.SEE_DESIGNS)
@require_safe
def version(request: DeskRequest, uuid: UUID, number: int) -> HttpResponse:
    """One, as it was frozen: who answers for it, its digest, its proof, what the gate said that day."""
    found = version_here(request, uuid, number)
    design = found.design
    rights = rights_with(request.desk, design)
    approving = reviews_of(design).filter(for_number=number, decision=Decision.APPROVED)[:1]
    context = {
        "design": design,
        "version": found,
        "title": said(found.titles, spoken()),
        "public": settings.BASE_URL + reverse("micro_credential", args=[design.uuid, number]),
        "signatures": [{**each, "part": PARTS.get(each["part"], each["part"])} for each in found.signatures],
        "reviews": told(approving),
        "reassessment": found.reassessments.order_by("-made_at").first(),
        "may_retire": Right.PUBLISH_DESIGNS in rights and found.retired_at is None and design.archived_at is None,
        "before": number - 1,
        **shown(GateReport.from_json(found.gate), Addresses("", design)),
    }
    return render(request, "desk/designs/version.html", context)


@desk_page(Right.SEE_DESIGNS)
@require_safe
def between(request: DeskRequest, uuid: UUID, old: int, new: int) -> HttpResponse:
    """The difference between two versions; 0 stands for the draft."""
    design = design_here(request, uuid)
    rows = versions_of(design).defer(None).defer("gate")
    former = get_object_or_404(rows, number=old)
    latter = get_object_or_404(rows, number=new) if new else None
    context = {
        "design": design,
        "title": title_of(design, spoken()),
        "former": former,
        "latter": latter,
        # a draft is compared with what the version was made of: what publication adds is no change of anybody's
        "changes": (
            changes_between(former.document, latter.document)
            if latter
            else changes_between(former.source, design.draft)
        ),
    }
    return render(request, "desk/designs/difference.html", context)


@desk_page(Right.EDIT_DESIGNS)
@require_POST
def begin(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Begin the next version."""
    design = design_here(request, uuid)
    try:
        there = services.new_version(design=design, by=request.user, now=now())
    except DesignError as refusal:
        messages.error(request, refusal.sentence(spoken()))
        return back_to(design, request)
    messages.success(
        request,
        _("La version %(n)s est en préparation. La version %(former)s reste publiée et ne change pas.")
        % {"n": there.last_number + 1, "former": there.last_number},
    )
    return redirect("desk_design_step", request.desk.institution.slug, design.uuid, STEPS[0])


@desk_page(Right.EDIT_DESIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Give up the next version."""
    design = design_here(request, uuid)
    form = DeskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.drop_new_version(design=design, by=request.user, now=now())
        except DesignError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("La version en préparation est abandonnée."))
            return back_to(design, request)
    former = versions_of(design).defer(None).defer("document", "gate").first()
    context = {
        "design": design,
        "title": title_of(design, spoken()),
        "form": form,
        "former": former,
        "changes": changes_between(former.source, design.draft) if former else [],
        "number": design.last_number + 1,
    }
    return render(request, "desk/designs/drop.html", context)


def versions_for_table(design: Design) -> QuerySet[DesignVersion]:
    """With what the table shows of each."""
    return versions_of(design).annotate(score=F("gate__score"))


def numbered(rows: Any) -> list[DesignVersion]:
    """Each with the number of the one before."""
    found = list(rows)
    for each in found:
        each.before = each.number - 1
    return found


def changes_between(old: JsonObject, new: JsonObject) -> list[Group]:
    """What a reader of both would notice, by step, in words."""
    groups: dict[str, list[Changed]] = {step: [] for step in STEPS}
    for change in difference(old, new):
        label, before, after = (
            words.to(spoken()) if words else "" for words in (change.label, change.before, change.after)
        )
        groups.setdefault(change.step, []).append(Changed(label[:1].upper() + label[1:], change.kind, before, after))
    return [Group(step, STEP_NAMES.get(step, ""), tuple(lines)) for step, lines in groups.items() if lines]


def told(reviews: Any) -> list[Review]:
    """Each with `said`: what was said of each step, the steps in their order."""
    found = list(reviews)
    for each in found:
        each.said = [{"name": STEP_NAMES[step], "text": text} for step, text in each.comments.items() if text]
    return found
