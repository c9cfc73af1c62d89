"""A file comes in, for the first time or again; the wrong rows of one come back mended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from sceau.assessment.services import results_staging
from sceau.assessment.services.results_staging import Staged
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import CHOOSE, DeskForm
from sceau.web.desk.imports.finding import (
    METHODS,
    REFUSALS,
    file_here,
    files_here,
    frame,
    hands,
    named,
    refuse,
    to_file,
    versions_here,
)

EVERY = "each"  # chosen where each row names its micro-credential
FILE_ERRORS = {
    "required": gettext_lazy("Choisissez un fichier."),
    "empty": gettext_lazy("Ce fichier est vide."),
}


class BringForm(DeskForm):
    """Which micro-credential, which file, from where."""

    version = forms.ChoiceField(label=gettext_lazy("Micro-certification"), choices=(), error_messages=CHOOSE)
    source = forms.CharField(
        label=gettext_lazy("D’où viennent ces résultats"),
        help_text=gettext_lazy("Par exemple : « registre papier 2019-2023 ». Écrit dans chaque preuve."),
        max_length=300,
        error_messages={"required": gettext_lazy("Dites d’où ils viennent.")},
    )
    file = forms.FileField(
        label=gettext_lazy("Fichier"),
        help_text=gettext_lazy("CSV, XLSX ou ODS : une ligne de titres, puis une personne par ligne, avec la date."),
        error_messages=FILE_ERRORS,
    )

    def __init__(self, *args: Any, request: DeskRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(each.pk): each for each in versions_here(request)}
        choices = [("", gettext_lazy("Choisissez")), *((key, named(each)) for key, each in self.versions.items())]
        if len(self.versions) > 1:
            choices.append((EVERY, gettext_lazy("Le fichier le dit, ligne par ligne")))
        self.fields["version"].choices = choices  # type: ignore[attr-defined]  # those are choices


class MendedForm(DeskForm):
    """The file of wrong rows, mended."""

    file = forms.FileField(label=gettext_lazy("Fichier corrigé"), error_messages=FILE_ERRORS)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def bring(request: DeskRequest) -> HttpResponse:
    """A file: kept, read and shown; nothing is proposed before somebody said yes."""
    posted = request.method == "POST"
    form = BringForm(request.POST if posted else None, request.FILES if posted else None, request=request)
    if form.is_valid():
        file, chosen = form.cleaned_data["file"], form.cleaned_data["version"]
        try:
            staged = results_staging.stage(
                institution=request.desk.institution,
                version=None if chosen == EVERY else form.versions[chosen],
                source=form.cleaned_data["source"],
                content=file.chunks(),
                name=file.name or "",
                by=request.user,
                now=now(),
                **hands(request),
            )
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            _say(request, staged)
            return to_file(request, staged.file)
    context = {"form": form, "none": not form.versions, "waiting": files_here(request)}
    return render(request, "desk/imports/bring.html", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def mended(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The wrong rows, mended in a spreadsheet and sent back."""
    file = file_here(request, uuid)
    posted = request.method == "POST"
    form = MendedForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid():
        try:
            staged = results_staging.merge(
                file=file, content=form.cleaned_data["file"].chunks(), by=request.user, now=now(), **hands(request)
            )
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            _say(request, staged)
            return to_file(request, staged.file)
    return render(request, "desk/imports/mended.html", frame(file) | {"form": form})


def _say(request: DeskRequest, staged: Staged) -> None:
    if staged.how == "same":
        messages.info(request, _("Ce fichier est déjà ici : rien n’a changé."))
    elif staged.how == "merged":
        messages.success(request, _replaced(staged))
        if staged.unknown:
            lost = ngettext(
                "%(n)s ligne n’est dans aucun fichier : elle n’a pas été reprise.",
                "%(n)s lignes ne sont dans aucun fichier : elles n’ont pas été reprises.",
                staged.unknown,
            )
            messages.warning(request, lost % {"n": staged.unknown})
    elif staged.taken:
        told = _("Ce fichier a déjà été repris, session %(code)s : ce qui est déjà là ne sera pas repris de nouveau.")
        messages.info(request, told % {"code": staged.taken})


def _replaced(staged: Staged) -> str:
    """How many rows were put in, and how many were as they had been; a count of none is not said."""
    told = ngettext("%(n)s ligne a été remplacée", "%(n)s lignes ont été remplacées", staged.changed)
    rest = ngettext("%(n)s était la même", "%(n)s étaient les mêmes", staged.unchanged)
    if not staged.changed:
        return _("Aucune ligne n’a été remplacée\u00a0: elles sont comme dans le fichier.")
    parts = [told % {"n": staged.changed}, *([rest % {"n": staged.unchanged}] if staged.unchanged else [])]
    return _(", ").join(parts) + "."
