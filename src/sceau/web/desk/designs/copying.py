"""One design from another."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sceau.design import services
from sceau.design.errors import DesignError
from sceau.design.steps import STEPS
from sceau.institutions.queries import reach
from sceau.institutions.roles import Right
from sceau.web.desk.designs.finding import design_here, refuse
from sceau.web.desk.designs.forms.review import CopyForm
from sceau.web.desk.designs.wording import title_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.templatetags.words import spoken


@desk_page(Right.EDIT_DESIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """A new draft that begins with all that this one says."""
    design, institution = design_here(request, uuid), request.desk.institution
    form = CopyForm(request.POST if request.method == "POST" else None)
    where = reach(request.desk.memberships, Right.EDIT_DESIGNS)
    units = institution.units.filter(closed_at__isnull=True).order_by("name")
    form.choose(units if where is None else units.filter(pk__in=where), whole=where is None)
    if form.is_valid():
        try:
            made = services.copy_design(
                source=design, institution=institution, unit=form.cleaned_data["unit"], by=request.user, now=now()
            )
        except DesignError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("La copie est prête. L’original n’a pas changé."))
            return redirect("desk_design_step", institution.slug, made.uuid, STEPS[0])
    context = {
        "design": design,
        "title": title_of(design, spoken()),
        "form": form,
        "units": units.exists(),
    }
    return render(request, "desk/designs/copy.html", context)
