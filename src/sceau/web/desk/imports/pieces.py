"""Evidence beside a file of past results: an archive, what was matched by name, and the rest to be placed by hand."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from sceau.assessment.models import ResultsFile, ResultsPiece
from sceau.assessment.services import results_pieces
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.desk.imports.bringing import FILE_ERRORS
from sceau.web.desk.imports.finding import METHODS, REFUSALS, file_here, frame, number_in, refuse, tell
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

PER_PAGE = 50


class ArchiveForm(DeskForm):
    """Files in a ZIP."""

    archive = forms.FileField(
        label=gettext_lazy("Archive ZIP"),
        help_text=gettext_lazy(
            "Chaque fichier est rattaché par son nom : le numéro, le courriel ou le nom et le prénom de la ligne."
        ),
        error_messages=FILE_ERRORS,
    )

    def clean_archive(self) -> object:
        """No larger than an archive may be: what is larger is not opened."""
        archive = self.cleaned_data["archive"]
        if archive.size > results_pieces.LARGEST:
            raise ValidationError(gettext_lazy("Cette archive pèse plus de 30 Mo : partagez-la en plusieurs."))
        return archive


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def pieces(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The files that came, those without a row first."""
    file = file_here(request, uuid)
    if request.method == "POST" and "piece" in request.POST:
        return _place(request, file)
    posted = request.method == "POST"
    form = ArchiveForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid():
        archive = form.cleaned_data["archive"]
        try:
            matched = results_pieces.add_pieces(
                file=file, archive=archive.file, by=request.user, now=now(), files=ports().files
            )
        except REFUSALS as refusal:
            refuse(form, refusal, otherwise="archive")
        else:
            told = ngettext("%(n)s fichier rattaché à sa ligne.", "%(n)s fichiers rattachés à leur ligne.", matched)
            messages.success(request, told % {"n": matched})
            return _to(request, file)
    rows = ResultsPiece.objects.filter(file=file)
    page = Paginator(rows.order_by("-fault", "line", "name"), PER_PAGE).get_page(request.GET.get("page"))
    for each in page:
        each.said = each.fault.get(spoken()) or each.fault.get("fr", "")  # type: ignore[attr-defined]  # for the page alone
    context = frame(file) | {
        "form": form,
        "page": page,
        "matched": rows.filter(line__isnull=False).count(),
        "alone": rows.filter(line__isnull=True).exclude(digest="").count(),
        "refused": rows.filter(digest="").count(),
    }
    return render(request, "desk/imports/pieces.html", context)


def _place(request: DeskRequest, file: ResultsFile) -> HttpResponse:
    try:
        piece = ResultsPiece.objects.filter(file=file, uuid=request.POST["piece"]).first()
    except ValidationError:  # no uuid at all
        piece = None
    typed = request.POST.get("line", "").strip()
    if piece is not None:
        try:
            line = number_in(typed) if typed else None
            results_pieces.place_piece(piece=piece, line=line, by=request.user, now=now())
        except REFUSALS as refusal:
            tell(request, refusal)
    return _to(request, file)


def _to(request: DeskRequest, file: ResultsFile) -> HttpResponse:
    return redirect("desk_results_file_pieces", request.desk.institution.slug, file.uuid)
