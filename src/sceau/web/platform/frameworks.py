"""The reference data of the installation: what is loaded, from where, and exports that are brought."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sceau.frameworks.errors import FrameworksError
from sceau.frameworks.models import Framework, Release, ReleaseState
from sceau.frameworks.queries import releases_in_use
from sceau.frameworks.reading.kinds import ASKED
from sceau.frameworks.services import take_file
from sceau.web.desk.fields import Day, DeskForm
from sceau.web.platform.doors import PlatformRequest, platform_page
from sceau.web.templatetags.words import spoken

LATEST = 10  # imports that are over, shown below what is in use
_KINDS: dict[str, str | Promise] = {
    "csv": _("France compétences, CSV (RNCP et RS)"),
    "xml": _("France compétences, XML (RNCP ou RS)"),
    "esco": _("ESCO"),
    "rome": _("ROME 4.0"),
    "free": _("Une liste à nous"),
}
FEEDS: dict[str, str | Promise] = {
    "fc_csv": _("France compétences, RNCP et RS"),
    "fc_xml_rncp": _("France compétences, RNCP, textes (XML)"),
    "fc_xml_rs": _("France compétences, RS, textes (XML)"),
    "esco": _("ESCO"),
    "rome": _("ROME 4.0"),
    "own": _("Petit jeu fourni avec Sceau"),
}
LICENCES: dict[str, str | Promise] = {
    "fc_csv": _("France compétences, Licence Ouverte 2.0"),
    "fc_xml_rncp": _("France compétences, Licence Ouverte 2.0"),
    "fc_xml_rs": _("France compétences, Licence Ouverte 2.0"),
    "esco": _("ESCO © Union européenne"),
    "rome": _("France Travail, Licence Ouverte 2.0"),
    "own": _("Extraits, et fiches fictives"),
}
STATES = {
    ReleaseState.WAITING: "check",
    ReleaseState.READING: "info",
    ReleaseState.IN_USE: "good",
    ReleaseState.REPLACED: "idle",
    ReleaseState.REFUSED: "bad",
}


class ExportForm(DeskForm):
    """An export that is brought."""

    file = forms.FileField(
        label=_("Fichier"),
        help_text=_("L’archive ou le fichier tel qu’il est publié : ZIP, CSV ou XML, 300 Mo au plus."),
        allow_empty_file=True,
        max_length=200,
        error_messages={
            "required": _("Choisissez un fichier."),
            "invalid": _("Choisissez un fichier."),
            "max_length": _("Le nom de ce fichier est trop long : raccourcissez-le."),
        },
    )
    kind = forms.ChoiceField(
        label=_("Ce que c’est"),
        choices=[("", _("Reconnaître tout seul")), *((kind, _KINDS[kind]) for kind in ASKED)],
        required=False,
    )
    framework = forms.CharField(
        label=_("Nom court de votre liste"),
        help_text=_("Pour une liste à vous seulement : lettres minuscules, chiffres et traits d’union."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("Nom de votre liste"), max_length=200, required=False)
    day = Day(
        label=_("Jour de l’export"),
        help_text=_("jj/mm/aaaa. Vide quand le nom du fichier le dit."),
        required=False,
    )
    forced = forms.BooleanField(
        label=_("Charger même un export plus ancien que celui qui est en service"), required=False
    )


@platform_page
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: PlatformRequest) -> HttpResponse:
    """What is loaded; an export that is brought is looked at here, and loaded by the worker."""
    form = ExportForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        path = _kept(typed["file"])
        try:
            take_file(
                path=path,
                name=typed["file"].name or path.name,
                kind=typed["kind"],
                framework=typed["framework"].strip(),
                framework_name=typed["name"],
                day=typed["day"],
                forced=typed["forced"],
                by=request.user.uuid,
                now=now(),
            )
        except FrameworksError as refusal:
            path.unlink(missing_ok=True)
            form.add_error(None, refusal.sentence(spoken()) + ".")
        except BaseException:  # whatever it was, hundreds of MB that nobody will read do not stay
            path.unlink(missing_ok=True)
            raise
        else:
            messages.success(request, gettext("Le fichier est reçu : le traitement de fond le charge."))
            return redirect("platform_frameworks")
    return render(request, "platform/frameworks.html", {"form": form, **_shown()})


def _kept(file: UploadedFile[Any]) -> Path:
    """The upload, in a folder where the worker finds it; named by us."""
    folder = Path(settings.HOUSE) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{uuid4().hex}.upload"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    return path


def _shown() -> dict[str, Any]:
    open_states = [ReleaseState.WAITING, ReleaseState.READING]
    rows = list(Release.objects.exclude(state=ReleaseState.IN_USE).order_by("-asked_at", "-pk")[: 2 * LATEST])
    unfinished = [row for row in rows if row.state in open_states]
    frameworks = {each.code: each for each in Framework.objects.all()}
    in_use = releases_in_use()
    return {
        "in_use": [_row(row, frameworks) for row in in_use if row.kind != "own"],
        "own": [_row(row, frameworks) for row in in_use if row.kind == "own"],
        "under_way": [_row(row, frameworks) for row in unfinished],
        "unsearched": any(row.indexed_at is None for row in in_use),
        "over": [_row(row, frameworks) for row in rows if row.state not in open_states][:LATEST],
    }


def _row(release: Release, frameworks: dict[str, Framework]) -> dict[str, Any]:
    framework = frameworks.get(release.framework or release.kind)
    name = release.name or (framework.name_fr if framework else "") or release.framework
    own = release.kind == "own" and framework is not None
    return {
        "release": release,
        "name": name if release.kind == "free" or own else FEEDS.get(release.kind, name),
        "licence": (framework.licence if framework and (own or release.kind == "free") else "")
        or LICENCES.get(release.kind, ""),
        "state": STATES[ReleaseState(release.state)],
        "refusal": release.refusal.get(spoken(), ""),
        "read": release.counts.get("read", 0),
        "changed": release.counts.get("new", 0) + release.counts.get("changed", 0),
    }
