"""Past holders and results from outside: a file read row by row, then proposed to a second person."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from sceau.assessment.errors import AssessmentError
from sceau.assessment.outside import PastResult, ReadFile, read_results
from sceau.assessment.services.outside_results import LARGEST, propose_takeover
from sceau.design.models import DesignVersion
from sceau.engine.errors import EngineError
from sceau.institutions.roles import Right
from sceau.intake import CheckedRow, IntakeError, display_name
from sceau.people.errors import PeopleError
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import CHOOSE, DeskForm
from sceau.web.desk.jury.reading import METHODS, refuse, to_results
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

SHOWN: Final = 100  # rows of each kind on the page; what is wrong is put right in the file
AN_HOUR: Final = 3600  # seconds, between reading the file and saying yes
SALT: Final = "sceau.takeover"


class TakeoverForm(DeskForm):
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
        error_messages={
            "required": gettext_lazy("Choisissez un fichier."),
            "empty": gettext_lazy("Ce fichier est vide."),
        },
    )

    def __init__(self, *args: Any, request: DeskRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(each.pk): each for each in _versions(request)}
        named = [(key, _named(each)) for key, each in self.versions.items()]
        self.fields["version"].choices = [("", gettext_lazy("Choisissez")), *named]  # type: ignore[attr-defined]  # those are choices


class AcceptForm(DeskForm):
    """Somebody says yes to what was shown. token: which file, of whom, sealed so that no other can be named"""

    token = forms.CharField(widget=forms.HiddenInput)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def take_over(request: DeskRequest) -> HttpResponse:
    """A file: read and shown first, and nothing is written before somebody said yes."""
    if "token" in request.POST:
        return _accepted(request)
    posted = request.method == "POST"
    form = TakeoverForm(request.POST if posted else None, request.FILES if posted else None, request=request)
    if form.is_valid():
        file = form.cleaned_data["file"]
        version = form.versions[form.cleaned_data["version"]]
        content = file.read(LARGEST + 1)
        try:
            found = read_results(version, content, today=localdate(now()))
            digest = ports().files.put(content, limit=LARGEST)
        except IntakeError as refusal:
            form.add_error("file", refusal.sentence(spoken()))
        except EngineError as refusal:
            form.add_error("file", refusal.sentence(spoken()))
        else:
            about = {
                "version": version.pk,
                "digest": digest,
                "source": form.cleaned_data["source"],
                "name": (file.name or "")[:100],
                "by": request.user.pk,
                "at": request.desk.institution.pk,
            }
            return _shown(
                request, version, found, about, AcceptForm(initial={"token": signing.dumps(about, salt=SALT)})
            )
    context = {"form": form, "none": not form.versions}
    return render(request, "desk/awards/takeover.html", context)


def _accepted(request: DeskRequest) -> HttpResponse:
    """The file is read again from where it is kept."""
    form = AcceptForm(request.POST)
    try:
        about = signing.loads(request.POST["token"], salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        about = {}
    if (about.get("by"), about.get("at")) != (request.user.pk, request.desk.institution.pk):
        messages.warning(request, _("Trop de temps a passé : lisez le fichier de nouveau. Rien n’a été enregistré."))
        return redirect("desk_takeover", request.desk.institution.slug)
    version = next(each for each in _versions(request) if each.pk == about["version"])
    content = ports().files.read(about["digest"])
    if form.is_valid():
        try:
            proposed = propose_takeover(
                version=version,
                content=content,
                source=about["source"],
                accepted={int(line) for line in request.POST.getlist("line") if line.isdecimal()},
                by=request.user,
                now=now(),
                files=ports().files,
                box=ports().box,
            )
        except (AssessmentError, EngineError, PeopleError) as refusal:
            refuse(form, refusal)
        else:
            count = proposed.deliberation.decisions.count()
            said_so = ngettext(
                "%(n)s résultat est proposé. Une seconde personne décidera avec vous.",
                "%(n)s résultats sont proposés. Une seconde personne décidera avec vous.",
                count,
            )
            messages.success(request, said_so % {"n": count})
            for each in proposed.left_out:
                messages.warning(request, each.sentence(spoken()))
            return to_results(request, proposed.deliberation)
    return _shown(request, version, read_results(version, content, today=localdate(now())), about, form)


def _shown(
    request: DeskRequest, version: DesignVersion, found: ReadFile, about: dict[str, Any], form: AcceptForm
) -> HttpResponse:
    sure = [each for each in found.past if each.is_sure]
    doubtful = [each for each in found.past if not each.is_sure]
    context = {
        "version": version,
        "title": said(version.titles, spoken()),
        "found": found,
        "source": about["source"],
        "name": about["name"],
        "form": form,
        "sure": [_result(each) for each in sure[:SHOWN]],
        "sure_count": len(sure),
        "doubtful": [_result(each) for each in doubtful],
        "wrong": [_wrong(each) for each in found.wrong[:SHOWN]],
        "wrong_count": len(found.wrong),
        "may_propose": bool(sure or doubtful),
    }
    return render(request, "desk/awards/takeover_read.html", context)


def _result(past: PastResult) -> dict[str, Any]:
    return {"past": past, "findings": [each.sentence(spoken()) for each in past.row.findings if each.kind.doubt]}


def _wrong(row: CheckedRow) -> dict[str, Any]:
    return {
        "line": row.line,
        "name": display_name(row.values),
        "findings": [each.sentence(spoken()) for each in row.findings if each.severity == "error"],
    }


def _versions(request: DeskRequest) -> list[DesignVersion]:
    """Every version that this institution published, retired ones too: past holders have those."""
    rows = DesignVersion.objects.filter(design__institution=request.desk.institution, archived_at__isnull=True)
    return list(
        rows.filter(design__archived_at__isnull=True)
        .select_related("design__institution")
        .order_by("design", "-number")
    )


def _named(version: DesignVersion) -> str:
    title = said(version.titles, spoken())
    return _("%(title)s, version %(n)s") % {"title": title, "n": version.number}
