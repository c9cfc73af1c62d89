"""The ready rows are proposed to a second person, or the file is dropped."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sceau.assessment.models import Decision, Deliberation, ResultsPiece, ResultsRow
from sceau.assessment.services import results_files, results_proposing
from sceau.assessment.states import FileRowState, FileState
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.imports.finding import METHODS, REFUSALS, file_here, frame, hands, tell, to_file
from sceau.web.desk.jury.reading import to_results


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def propose(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Nothing counts before; afterwards somebody else decides."""
    file = file_here(request, uuid)
    if file.state != FileState.CHECKED or file.is_stale:
        return to_file(request, file)
    if request.method == "POST":
        before = set(file.proposed)
        try:
            done = results_proposing.propose(file=file, by=request.user, now=now(), box=hands(request)["box"])
        except REFUSALS as refusal:
            tell(request, refusal)
            return to_file(request, file)
        new = [uuid for uuid in done.proposed if uuid not in before]
        count = Decision.objects.filter(deliberation__uuid__in=new).count()
        if count:
            said = ngettext(
                "%(n)s résultat est proposé. Une seconde personne décidera avec vous.",
                "%(n)s résultats sont proposés. Une seconde personne décidera avec vous.",
                count,
            )
            messages.success(request, said % {"n": count})
        only = Deliberation.objects.filter(uuid__in=new).first() if len(new) == 1 else None
        if only is not None and done.state == FileState.DONE:
            return to_results(request, only)
        return to_file(request, file)
    ready = ResultsRow.objects.filter(file=file, state=FileRowState.READY).order_by("line")
    context = frame(file) | {
        "ready": ready.count(),
        "examples": ready[:3],
        "settled": ready.filter(settled=True).count(),
        "unreachable": ready.exclude(values__has_key="email").count(),
        "pieces": ResultsPiece.objects.filter(file=file, line__isnull=False).count(),
        "alone": ResultsPiece.objects.filter(file=file, line__isnull=True).exclude(digest="").count(),
    }
    return render(request, "desk/imports/propose.html", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def drop(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Forget the file; what was proposed of it stays."""
    file = file_here(request, uuid)
    if request.method == "POST":
        try:
            results_files.drop(file=file, by=request.user, now=now())
        except REFUSALS as refusal:
            tell(request, refusal)
            return to_file(request, file)
        messages.success(request, _("Le fichier est abandonné : rien d’autre n’en sera repris."))
        return redirect("desk_takeover", request.desk.institution.slug)
    return render(request, "desk/imports/drop.html", frame(file))
