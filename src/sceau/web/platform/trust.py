"""The lists of issuers whom the installation trusts: brought, looked at, put in use, replaced, removed."""

from __future__ import annotations

import csv
import io
from typing import Any, Final
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sceau.engine.errors import EngineError
from sceau.intake.cells import guarded
from sceau.verification.comparing import KINDS, Change, changes_of, ended
from sceau.verification.errors import VerificationError
from sceau.verification.known import lists_in_use, lists_waiting
from sceau.verification.lists import LARGEST, LONGEST_NAME, bring, leave, remove, take
from sceau.verification.models import KnownList
from sceau.web.account.proof import fresh_proof
from sceau.web.desk.fields import DeskForm
from sceau.web.platform.doors import PlatformRequest, platform_page
from sceau.web.platform.forms import SearchForm, WhyForm
from sceau.web.templatetags.words import spoken

A_PAGE: Final = 50
TITLES: Final[dict[str, str | Promise]] = {
    "warned": _("À regarder de près"),
    "added": _("Ajoutés"),
    "removed": _("Retirés"),
    "changed": _("Décrits autrement"),
}
COLUMNS: Final = (
    _("changement"),
    _("identifiant"),
    _("nom en service"),
    _("ce que la liste en service en dit"),
    _("nouveau nom"),
    _("ce que le fichier en dit"),
    _("à regarder"),
)
FORMATS: Final[dict[str, str | Promise]] = {
    "sceau": _("Liste de Sceau"),
    "dcc": _("Registre du DCC"),
    "profiles": _("Profils Open Badges"),
    "federation": _("Énoncés OpenID Federation"),
}


class ReplacingForm(DeskForm):
    """A file that replaces what a list says."""

    file = forms.FileField(
        label=_("Fichier JSON"),
        help_text=_(
            "Tel qu’il est publié\u00a0: registre du DCC, profils Open Badges ou énoncés OpenID Federation de 1EdTech, "
            "ou liste de Sceau. 8 Mo et 20 000 émetteurs au plus."
        ),
        allow_empty_file=True,
        error_messages={"required": _("Choisissez un fichier."), "invalid": _("Choisissez un fichier.")},
    )

    def clean_file(self) -> Any:
        """Not read when it is too large."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("Ce fichier dépasse 8 Mo\u00a0: ce n’est pas un registre d’émetteurs."))
        return file


class BringingForm(ReplacingForm):
    """A list that is new here."""

    field_order = ("name", "file")
    name = forms.CharField(
        label=_("Nom de la liste"),
        help_text=_("Le verdict le cite\u00a0: «\u00a0connu par la liste…\u00a0»."),
        max_length=LONGEST_NAME,
        error_messages={
            "required": _("Donnez un nom à cette liste."),
            "max_length": _("120 signes au plus."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@platform_page
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: PlatformRequest) -> HttpResponse:
    """The lists in use, those that wait, and a form to bring one."""
    form = BringingForm(request.POST if request.method == "POST" else None, request.FILES or None)
    waiting = _brought(request, form, None) if request.method == "POST" and form.is_valid() else None
    if waiting is not None:
        return redirect("platform_trust_decide", waiting.uuid)
    context = {"form": form, "rows": [_row(each) for each in lists_in_use()], "waiting": list(lists_waiting())}
    return render(request, "platform/trust.html", context)


@platform_page
@require_safe
def one(request: PlatformRequest, uuid: UUID) -> HttpResponse:
    """What is inside a list in use."""
    return _one(request, uuid, ReplacingForm())


@platform_page
@require_http_methods(["GET", "POST"])
def replace(request: PlatformRequest, uuid: UUID) -> HttpResponse:
    """A newer file of the same list, looked at before it is put in use."""
    listed = get_object_or_404(lists_in_use(), uuid=uuid)
    if request.method != "POST":
        return redirect("platform_trust_list", uuid)
    form = ReplacingForm(request.POST, request.FILES)
    waiting = _brought(request, form, listed) if form.is_valid() else None
    return redirect("platform_trust_decide", waiting.uuid) if waiting is not None else _one(request, uuid, form)


@platform_page
@fresh_proof
@require_http_methods(["GET", "POST"])
def decide(request: PlatformRequest, uuid: UUID) -> HttpResponse:
    """What a list that waits would change; put in use, or left."""
    waiting = lists_waiting().filter(uuid=uuid).first()
    if waiting is None:
        messages.warning(request, gettext("Cette liste n’attend plus."))
        return redirect("platform_trust")
    if request.method != "POST":
        return render(request, "platform/trust_decide.html", _decided_about(request, waiting))
    if request.POST.get("act") != "take":
        leave(waiting=waiting)
        messages.success(request, gettext("Le fichier est écarté\u00a0: rien n’a changé."))
        return redirect("platform_trust")
    try:
        kept = take(waiting=waiting, by=request.user, now=now())
    except VerificationError as refusal:
        messages.error(request, refusal.sentence(spoken()) + ".")
        return redirect("platform_trust")
    messages.success(request, gettext("La liste «\u00a0%(name)s\u00a0» est en service.") % {"name": kept.name})
    return redirect("platform_trust_list", kept.uuid)


@platform_page
@require_safe
def changes_file(request: PlatformRequest, uuid: UUID) -> HttpResponse:
    """All that a list that waits would change, for a spreadsheet, in which nothing is computed."""
    del request
    waiting = get_object_or_404(lists_waiting(), uuid=uuid)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([str(each) for each in COLUMNS])
    for change in changes_of(waiting, base=settings.BASE_URL, now=now()).all():
        writer.writerow([guarded(cell) for cell in _cells(change)])
    return HttpResponse(
        b"\xef\xbb\xbf" + out.getvalue().encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{gettext("changements")}.csv"'},
    )


@platform_page
@fresh_proof
@require_http_methods(["GET", "POST"])
def remove_list(request: PlatformRequest, uuid: UUID) -> HttpResponse:
    """Asked once, with why."""
    listed = get_object_or_404(lists_in_use(), uuid=uuid)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            remove(listed=listed, by=request.user, now=now(), why=form.cleaned_data["why"])
        except VerificationError as refusal:
            messages.error(request, refusal.sentence(spoken()) + ".")
        else:
            messages.success(request, gettext("La liste «\u00a0%(name)s\u00a0» est retirée.") % {"name": listed.name})
        return redirect("platform_trust")
    return render(request, "platform/trust_remove.html", {"listed": listed, "form": form})


def _brought(request: PlatformRequest, form: ReplacingForm, instead_of: KnownList | None) -> KnownList | None:
    """The list that waits; None when it was refused, and then the form says why."""
    file = form.cleaned_data["file"]
    try:
        return bring(
            content=file.read(),
            file_name=file.name or "",
            name=form.cleaned_data.get("name", ""),
            instead_of=instead_of,
            by=request.user,
            now=now(),
        )
    except VerificationError as refusal:
        field = "name" if "name" in form.fields and refusal.reason.code.endswith(("name", "taken")) else "file"
        form.add_error(field, refusal.sentence(spoken()) + ".")
    except EngineError as refusal:
        place = f" ({refusal.pointer})" if refusal.pointer else ""
        form.add_error("file", f"{refusal.sentence(spoken())}{place}.")
    return None


def _one(request: PlatformRequest, uuid: UUID, form: ReplacingForm) -> HttpResponse:
    listed = get_object_or_404(lists_in_use(), uuid=uuid)
    sought = SearchForm(request.GET)
    words = sought.cleaned_data["q"].strip() if sought.is_valid() else ""
    issuers = listed.issuers.order_by("row")
    if words:
        issuers = issuers.filter(Q(name__icontains=words) | Q(issuer_id__icontains=words))
    page = Paginator(issuers, A_PAGE).get_page(request.GET.get("page"))
    context = {"row": _row(listed), "form": form, "search": sought, "words": words, "page": page}
    context |= {"ended": ended(listed, now()), "now": now()}
    return render(request, "platform/trust_list.html", context)


def _row(listed: KnownList) -> dict[str, Any]:
    return {"listed": listed, "kind": FORMATS.get(listed.kind, listed.kind)}


def _decided_about(request: PlatformRequest, waiting: KnownList) -> dict[str, Any]:
    """What the page shows: how many changes of each kind, and a page of those of one kind."""
    changes = changes_of(waiting, base=settings.BASE_URL, now=now())
    counts = {kind: changes.count(kind) for kind in KINDS}
    wanted = request.GET.get("kind", "")
    shown = wanted if counts.get(wanted) else next((kind for kind in KINDS if counts[kind]), "")
    page = Paginator(changes.of_kind.get(shown, []), A_PAGE).get_page(request.GET.get("page"))
    return {
        "waiting": waiting,
        "kinds": [(kind, TITLES[kind], counts[kind]) for kind in KINDS if counts[kind]],
        "shown": shown,
        "title": TITLES.get(shown, ""),
        "page": page,
        "rows": [(each, [doubt.sentence(spoken()) for doubt in each.doubts]) for each in page],
        "older": changes.older.sentence(spoken()) if changes.older else "",
    }


def _cells(change: Change) -> list[str]:
    before, after = change.before, change.after
    doubts = " · ".join(doubt.sentence(spoken()) for doubt in change.doubts)
    of_both = [
        cell for each in (before, after) for cell in ([each.name, each.evidence] if each is not None else ["", ""])
    ]
    either = after or before
    return [str(TITLES[change.kind]), either.issuer_id if either else "", *of_both, doubts]
