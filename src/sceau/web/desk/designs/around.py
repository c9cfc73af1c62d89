"""What the page of a step knows and the document does not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from sceau.design import pointers
from sceau.design.models import CatalogueEntry, Design
from sceau.design.queries import custom_fields_of
from sceau.frameworks.queries import cpf_eligibility
from sceau.web.desk.designs.wording import said
from sceau.web.templatetags.words import spoken

_MOST_PUBLISHED = 200


def around_of(step: str, design: Design, now: datetime) -> dict[str, Any]:
    """By name; the steps say which names they read."""
    if step == "look":
        return {"published": _published_beside(design)}
    if step == "issuing":
        return {"custom": list(custom_fields_of(design.institution)), "cpf": _cpf(design, now)}
    return {}


def _published_beside(design: Design) -> list[tuple[str, str]]:
    """What the institution offers besides, by uuid and title: as it was published, not as it is being rewritten."""
    others = CatalogueEntry.objects.filter(institution=design.institution_id).exclude(design=design.pk)
    rows = others.values_list("design__uuid", "titles").order_by("sort_title", "pk")[:_MOST_PUBLISHED]
    return [(str(uuid), said(titles, spoken())) for uuid, titles in rows]


def _cpf(design: Design, now: datetime) -> dict[str, Any]:
    """Whether the CPF may pay, computed from the registration alone, and why."""
    code = pointers.read(design.draft, "/registration/code")
    registered = pointers.read(design.draft, "/registration/type") not in (pointers.ABSENT, None, "", "none")
    told = cpf_eligibility(code if registered and isinstance(code, str) else "", on=localdate(now))
    return {"eligible": told.eligible, "sentence": told.sentence(spoken())}
