"""A design of the desk, found through the right to see it; and what somebody may do with it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from sceau.design.errors import DesignError
from sceau.design.models import Design, DesignVersion
from sceau.design.queries import design_of, versions_of
from sceau.institutions.queries import reach
from sceau.institutions.roles import Right
from sceau.web.desk.doors import Desk, DeskRequest
from sceau.web.desk.fields import DeskForm
from sceau.web.templatetags.words import spoken


def design_here(request: DeskRequest, uuid: UUID) -> Design:
    """One that this person sees, with its draft; any other is not found.

    raises:  Http404
    """
    design = design_of(request.desk.memberships, uuid)
    if design is None:
        raise Http404
    return design


def version_here(request: DeskRequest, uuid: UUID, number: int) -> DesignVersion:
    """A published version of one that this person sees, with its document.

    raises:  Http404
    """
    design = design_here(request, uuid)
    return get_object_or_404(versions_of(design).defer(None).defer("source"), number=number)


def may_with(desk: Desk, design: Design, right: Right) -> bool:
    """Whether the person may, with this design: who holds a role in one unit only, for designs of that unit."""
    units = reach(desk.memberships, right)
    return units is None or design.unit_id in units


def rights_with(desk: Desk, design: Design) -> frozenset[Right]:
    """What the person may do with this design."""
    return frozenset(right for right in desk.rights if may_with(desk, design, right))


def refuse(form: DeskForm, refusal: DesignError) -> None:
    """Say why a service refused, at the field that it names."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence(spoken()))


def back_to(design: Design, request: DeskRequest) -> HttpResponse:
    """The page of the design."""
    return redirect("desk_design", request.desk.institution.slug, design.uuid)
