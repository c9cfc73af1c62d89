"""What a person may ask of the institution: a copy of all that is held, and that it be erased."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sceau.engine.errors import EngineError
from sceau.institutions.roles import Right
from sceau.people import erasure
from sceau.people.errors import PeopleError
from sceau.people.export import export_of
from sceau.web.account.proof import fresh_proof
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.people.finding import back_to, box, may_everywhere, person_here, refuse
from sceau.web.desk.people.forms import WhyForm
from sceau.web.desk.people.wording import name_of
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken


@desk_page(Right.SEE_CIVIL_STATUS)
@require_POST
def export(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The file to hand over; that it was made is on record."""
    person = person_here(request, uuid)
    if not may_everywhere(request.desk, Right.SEE_CIVIL_STATUS):
        raise PermissionDenied
    try:
        data = export_of(person=person, by=request.user, now=now(), box=box(), files=ports().files)
    except (PeopleError, EngineError) as refusal:
        messages.error(request, refusal.sentence(spoken()))
        return back_to(request, person)
    name = f"donnees-{str(person.uuid)[:8]}-{localdate().isoformat()}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(data, content_type="application/zip", headers=headers)


@desk_page(Right.MANAGE_RETENTION)
@fresh_proof
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """What goes and what stays, then the act."""
    person = person_here(request, uuid)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            erased = erasure.erase(person=person, by=request.user, now=now(), **form.cleaned_data)
        except PeopleError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Les données sont effacées. Répondez à la personne dans le mois."))
            return back_to(request, erased) if str(erased) else redirect("desk_people", request.desk.institution.slug)
    found = erasure.preview_of(person)
    context = {
        "form": form,
        "person": person,
        "name": name_of(person),
        "goes": [_line(each) for each in found.goes],
        "stays": [_line(each) for each in found.stays],
        "keeps_name": found.keeps_name,
    }
    return render(request, "desk/people/erase.html", context)


def _line(line: erasure.Line) -> dict[str, object]:
    ground = line.ground.sentence(spoken(), {}) if line.ground else ""
    return {"words": line.words.sentence(spoken(), {}), "count": line.count, "ground": ground}
