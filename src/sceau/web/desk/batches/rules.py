"""What an institution decides about issuing."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sceau.institutions.roles import Right
from sceau.issuing.errors import IssuingError
from sceau.issuing.queries.settings import settings_of
from sceau.issuing.services.settings import edit_settings
from sceau.web.desk.batches.finding import METHODS, refuse
from sceau.web.desk.batches.forms import RulesForm
from sceau.web.desk.doors import DeskRequest, desk_page

NAMES: Final = ("two_people", "cancel_minutes", "letters_a_minute", "remind_days")


@desk_page(Right.MANAGE_ISSUING_SETTINGS)
@require_http_methods(METHODS)
def rules(request: DeskRequest) -> HttpResponse:
    """Two people, the time to call off, the pace of letters, reminders."""
    institution = request.desk.institution
    there = settings_of(institution)
    form = RulesForm(
        request.POST if request.method == "POST" else None, initial={name: getattr(there, name) for name in NAMES}
    )
    if form.is_valid():
        try:
            edit_settings(institution=institution, by=request.user, now=now(), **form.cleaned_data)
        except IssuingError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Les règles de délivrance sont enregistrées."))
            return redirect("desk_issuing_settings", institution.slug)
    return render(request, "desk/batches/rules.html", {"form": form, "there": there})
