"""What the quality gate says of a design: what stands in the way, what could be better, the elements of Annex I."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from sceau.design.models import Design
from sceau.design.queries import gate_of
from sceau.design.states import State
from sceau.engine.quality.profiles import PROFILES
from sceau.engine.quality.report import (
    ADVISES,
    AT_AWARD,
    BLOCKS,
    FILLED,
    MISSING,
    NOT_APPLICABLE,
    WARNS,
    Element,
    Finding,
    GateReport,
)
from sceau.institutions.roles import Right
from sceau.web.desk.designs.finding import design_here, may_with
from sceau.web.desk.designs.forms import STEPS
from sceau.web.desk.designs.forms.base import Step
from sceau.web.desk.designs.wording import STEP_NAMES, title_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.templatetags.words import spoken


@dataclass(frozen=True, slots=True)
class Line:
    """A finding and where it is mended. url: "" for whoever may not"""

    finding: Finding
    step: str | Promise
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one severity. kind: of their mark"""

    severity: str
    kind: str
    title: str | Promise
    text: str | Promise
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ElementLine:
    """An element of Annex I, with its state as a mark and a word."""

    element: Element
    kind: str
    word: str | Promise
    step: str | Promise
    url: str


_GROUPS: Final = (
    (
        BLOCKS,
        "bad",
        gettext_lazy("À régler avant de publier"),
        gettext_lazy("Sans cela, un lecteur ne saurait pas ce qu’il lit : la publication attend."),
    ),
    (
        WARNS,
        "check",
        gettext_lazy("À améliorer"),
        gettext_lazy("Vous pouvez publier ainsi ; un lecteur exigeant le remarquera."),
    ),
    (
        ADVISES,
        "info",
        gettext_lazy("Conseils"),
        gettext_lazy("Ce que font les meilleures."),
    ),
)
_ELEMENTS: Final[dict[str, tuple[str, str | Promise]]] = {
    FILLED: ("good", gettext_lazy("Rempli")),
    NOT_APPLICABLE: ("info", gettext_lazy("Sans objet, avec sa raison")),
    MISSING: ("bad", gettext_lazy("Manque")),
    AT_AWARD: ("idle", gettext_lazy("Connu à la délivrance")),
}


class Addresses:
    """Where each place of a draft is written, as an address of the wizard.

    slug:  "" for whoever may not write: then there is none
    """

    def __init__(self, slug: str, design: Design) -> None:
        self.slug, self.design = slug, design
        self._steps: dict[str, Step] = {}

    def of(self, step: str, pointer: str) -> str:
        """The page of the step, at the field."""
        if not self.slug or step not in STEPS:
            return ""
        if step not in self._steps:
            self._steps[step] = STEPS[step](self.design.draft)
        anchor = self._steps[step].anchor(pointer) if pointer else ""
        page = reverse("desk_design_step", args=[self.slug, self.design.uuid, step])
        return f"{page}#{anchor}" if anchor else page


def addresses(request: DeskRequest, design: Design) -> Addresses:
    """Those of a draft that this person may write in; none otherwise."""
    writes = design.state == State.DRAFT and design.archived_at is None
    may = writes and may_with(request.desk, design, Right.EDIT_DESIGNS)
    return Addresses(request.desk.institution.slug if may else "", design)


@desk_page(Right.SEE_DESIGNS)
@require_safe
def gate(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The whole report."""
    design = design_here(request, uuid)
    report = gate_of(design, now=now())
    where = addresses(request, design)
    first = next(iter((*report.of_severity(BLOCKS), *report.of_severity(WARNS), *report.findings)), None)
    context = {
        "design": design,
        "title": title_of(design, spoken()),
        "first": where.of(first.step, first.pointer) if first else "",
        **shown(report, where),
    }
    return render(request, "desk/designs/gate.html", context)


def shown(report: GateReport, where: Addresses) -> dict[str, object]:
    """What report.html shows of a report, of today or frozen."""
    return {
        "report": report,
        "profile": PROFILES[report.profile],
        "verdict": verdict(report),
        "groups": groups(report, where),
        "elements": [_element(each, where) for each in report.elements],
    }


def verdict(report: GateReport) -> str:
    """The whole in one sentence."""
    blocking, warning = len(report.of_severity(BLOCKS)), len(report.of_severity(WARNS))
    if blocking:
        return ngettext(
            "Elle ne peut pas encore être publiée : un point est à régler.",
            "Elle ne peut pas encore être publiée : %(n)s points sont à régler.",
            blocking,
        ) % {"n": blocking}
    if warning:
        return ngettext(
            "Elle peut être publiée. Un point pourrait être meilleur.",
            "Elle peut être publiée. %(n)s points pourraient être meilleurs.",
            warning,
        ) % {"n": warning}
    return _("Elle peut être publiée : rien ne manque.")


def groups(report: GateReport, where: Addresses) -> list[Group]:
    """The findings, the gravest first."""
    return [
        Group(
            severity,
            kind,
            title,
            text,
            tuple(
                Line(finding, STEP_NAMES.get(finding.step, ""), where.of(finding.step, finding.pointer))
                for finding in report.of_severity(severity)
            ),
        )
        for severity, kind, title, text in _GROUPS
    ]


def _element(element: Element, where: Addresses) -> ElementLine:
    kind, word = _ELEMENTS[element.state]
    if element.state == MISSING and not element.mandatory:
        kind, word = "idle", _("Non renseigné")
    url = where.of(element.step, element.pointer) if element.state != AT_AWARD else ""
    return ElementLine(element, kind, word, STEP_NAMES.get(element.step, ""), url)
