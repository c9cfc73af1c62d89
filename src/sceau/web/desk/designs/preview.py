"""A draft as its public page will show it, and its seal."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from sceau.design import pointers
from sceau.design.facts import standing_of_document
from sceau.design.models import Design
from sceau.engine.images.portrait import INK_OF_USAGE
from sceau.engine.images.seal import INKS, draw_seal
from sceau.institutions.roles import Right
from sceau.web.desk.designs.finding import design_here
from sceau.web.desk.designs.wording import LANGUAGE_NAMES, title_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.public.catalogue.facts import Facts
from sceau.web.public.catalogue.reading import bodies_of, eligible_fact, register_fact
from sceau.web.public.catalogue.showing import shown
from sceau.web.templatetags.words import spoken


@csp_replace({"frame-ancestors": [SELF]})  # a step of the wizard shows it beside its form
@xframe_options_sameorigin
@desk_page(Right.SEE_DESIGNS)
@require_safe
def preview(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The page of the catalogue, from the draft; ?bare=1 for the frame beside a form, ?language= in another one."""
    design = design_here(request, uuid)
    language = request.GET.get("language", "")
    language = language if language in LANGUAGE_NAMES else spoken()
    with translation.override(language):
        context = {
            "design": design,
            "title": title_of(design, language),
            "page": shown(design.draft, language=language, facts=facts_of_draft(design)),
            "seal": reverse("desk_design_seal", args=[request.desk.institution.slug, design.uuid]),
            "languages": [(code, LANGUAGE_NAMES[code]) for code in _languages(design) if code in LANGUAGE_NAMES],
            "language": language,
        }
        name = "preview_bare" if "bare" in request.GET else "preview"
        return render(request, f"desk/designs/{name}.html", context)


@desk_page(Right.SEE_DESIGNS)
@require_safe
def seal(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Its seal as it would be published; ?ink= in another ink."""
    design = design_here(request, uuid)
    ink = request.GET.get("ink", "")
    drawing = seal_of_draft(design, ink if ink in INKS else "")
    response = HttpResponse(drawing, content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    response["ETag"] = f'"{sha256(drawing).hexdigest()}"'
    return response


def seal_of_draft(design: Design, ink: str = "") -> bytes:
    """The seal of an incomplete design. ink: another one than it has chosen"""
    draft, language = design.draft, design.draft.get("language") or "fr"
    with translation.override(language):
        title = title_of(design, language)
    level = pointers.read(draft, "/annex1/mandatory/level/eqf")
    hours = pointers.read(draft, "/annex1/mandatory/notional_workload/hours_total")
    french = language.startswith("fr")
    return draw_seal(
        design_id=str(design.uuid),
        title=title,
        body=design.institution.name,
        level=f"{'Niveau' if french else 'Level'} {level}" if isinstance(level, int) else "",
        load=f"{hours:g} {'heures' if french else 'hours'}" if isinstance(hours, int | float) else "",
        ink=ink or ink_of_draft(draft),
    )


def ink_of_draft(draft: dict[str, Any]) -> str:
    """The ink that it chose, else the one of its kind, as a version is drawn."""
    chosen = pointers.read(draft, "/look/ink")
    if isinstance(chosen, str) and chosen in INKS:
        return chosen
    usage = draft.get("usage_category")
    return INK_OF_USAGE.get(usage, "cire") if isinstance(usage, str) else "cire"


def facts_of_draft(design: Design) -> Facts:
    """What the page says beside the draft."""
    today = localdate()
    standing = standing_of_document(design.draft, on=today)
    return Facts(
        today=today,
        preview=True,
        bodies=bodies_of(design.draft, design.institution),
        register=register_fact(standing),
        cpf=eligible_fact(standing, on=today),
    )


def _languages(design: Design) -> list[str]:
    wanted = design.draft.get("languages")
    return [each for each in wanted if isinstance(each, str)] if isinstance(wanted, list) else []
