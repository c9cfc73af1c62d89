"""One step of the wizard, as a page: what is typed, what the quality gate says of it, where one goes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sceau.design import steps
from sceau.design.errors import DesignError
from sceau.design.models import Design
from sceau.design.queries import designs_edited_by, gate_of
from sceau.design.states import State
from sceau.engine.quality.places import label_of
from sceau.engine.quality.report import BLOCKS, Finding, GateReport
from sceau.institutions.roles import Right
from sceau.web.desk.designs import helps
from sceau.web.desk.designs.around import around_of
from sceau.web.desk.designs.comparing import marks
from sceau.web.desk.designs.forms import STEPS
from sceau.web.desk.designs.forms.base import Step
from sceau.web.desk.designs.wording import STEP_NAMES, origin_of, state_of, title_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.templatetags.words import spoken

KINDS: Final = {"blocks": "bad", "warns": "check", "advises": "info"}


@dataclass(frozen=True, slots=True)
class Stage:
    """One step in the stepper. state: "done", "current" or "later" """

    name: str
    label: str | Promise
    url: str
    state: str


@csp_update({"frame-src": [SELF]})  # the public page as it will be, beside the form
@desk_page(Right.EDIT_DESIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: DeskRequest, uuid: UUID, step: str) -> HttpResponse:
    """The step of a design; a design that is not being written leads to its own page."""
    from sceau.web.desk.designs import saving  # noqa: PLC0415 -- it draws this page when nothing could be saved

    if step not in STEPS:
        raise Http404
    design = get_object_or_404(designs_edited_by(request.desk.memberships).defer(None), uuid=uuid)
    if not is_writable(design):
        messages.info(request, _("Elle ne peut pas être modifiée en ce moment : voici où elle en est."))
        return redirect("desk_design", request.desk.institution.slug, design.uuid)
    if request.method == "POST":
        return saving.save(request, design, step)
    return page(request, design, shown_step(design, step, more=tuple(request.GET.getlist("more"))))


def is_writable(design: Design) -> bool:
    """Whether its draft may be written in."""
    return design.state == State.DRAFT and design.archived_at is None


def shown_step(design: Design, name: str, data: Any = None, *, more: tuple[str, ...] = ()) -> Step:
    """A step of a design, read from its draft or from what was sent."""
    return STEPS[name](design.draft, data, more=more, around=around_of(name, design, now()))


def page(
    request: DeskRequest, design: Design, step: Step, *, refusal: DesignError | None = None, status: int = 200
) -> HttpResponse:
    """The page of a step."""
    context = context_of(request, design, step)
    context["refusal"] = refusal.sentence(spoken()) if refusal else ""
    return render(request, "desk/designs/frame.html", context, status=status)


def context_of(request: DeskRequest, design: Design, step: Step) -> dict[str, Any]:
    """What the page of a step shows, and what follows each save."""
    slug = request.desk.institution.slug
    report = gate_of(design, now=now())
    mine = [finding for finding in report.findings if finding.step == step.name]
    step.show(tuple(mine))
    order = list(STEPS)
    place = order.index(step.name)
    language = spoken()
    return {
        "design": design,
        "title": title_of(design, language),
        "state": state_of(design),
        "origin": origin_of(design) if step.name == "identity" and design.origin.get("kind") != "blank" else "",
        "today": localdate(design.changed_at) == localdate(),
        "step": step,
        "step_name": STEP_NAMES[step.name],
        "number": place + 1,
        "fields": f"desk/designs/steps/{step.name}.html",
        "live": helps.LIVE.get(step.name, ""),
        "help": helps.of(step, request, design),
        "stages": _stages(design, report, step.name, slug),
        "report": report,
        "findings": _told(mine, step, language),
        "elsewhere": len(report.findings) - len(mine),
        "blocking": sum(finding.severity == BLOCKS for finding in report.findings),
        "was": marks(step),
        "seen": steps.digest_of(steps.part_of(design.draft, step.name)),
        "before": _url(slug, design, order[place - 1]) if place else "",
        "after": STEP_NAMES[order[place + 1]] if place + 1 < len(order) else "",
        "languages": step.tongues.languages,
    }


def _told(findings: list[Finding], step: Step, language: str) -> list[dict[str, str]]:
    """Findings beside the form, once a place: what stands at a field is said there, and only named here."""
    told: dict[str, dict[str, str]] = {}
    for finding in findings:
        place = label_of(finding.pointer).to(language)
        anchor = step.anchor(finding.pointer)
        told.setdefault(
            anchor or finding.code,
            {
                "kind": KINDS[finding.severity],
                "place": place[:1].upper() + place[1:],
                "sentence": finding.sentence.to(language),
                "anchor": anchor,
            },
        )
    return list(told.values())


def _stages(design: Design, report: GateReport, current: str, slug: str) -> list[Stage]:
    stages = []
    for name, label in STEP_NAMES.items():
        blocked = any(finding.severity == BLOCKS for finding in report.of_step(name))
        done = bool(steps.part_of(design.draft, name)) and not blocked
        state = "current" if name == current else "done" if done else "later"
        stages.append(Stage(name, label, _url(slug, design, name), state))
    return stages


def _url(slug: str, design: Design, name: str) -> str:
    return reverse("desk_design_step", args=[slug, design.uuid, name])
