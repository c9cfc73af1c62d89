"""A new design: blank, from a certification of the registers, or from a design that may be reused."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sceau.design import services
from sceau.design.errors import DesignError
from sceau.design.models import Design, DesignVersion
from sceau.design.queries import designs_seen_by, latest_published, settings_of
from sceau.engine.strict_json import JsonObject
from sceau.frameworks.queries import prefill
from sceau.frameworks.searching import Found, found_of, look_up, probably_meant
from sceau.institutions.models import Unit
from sceau.institutions.queries import open_units_of, reach
from sceau.institutions.roles import Right
from sceau.intake.folding import fold
from sceau.web.desk.designs.beginnings import begun
from sceau.web.desk.designs.wording import title_of
from sceau.web.desk.doors import Desk, DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm, UnitChoice
from sceau.web.templatetags.words import spoken

REGISTERS: Final = ("rncp", "rs", "bloc")
REUSABLE: Final = ("CC-BY-4.0", "CC-BY-SA-4.0")
SHOWN: Final = 20
LONGEST_SEARCH: Final = 120


class WhereForm(DeskForm):
    """Whose the design is; asked only where there is something to choose."""

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        where = reach(desk.memberships, Right.EDIT_DESIGNS)
        units = open_units_of(desk.institution)
        unit = self.fields["unit"]
        assert isinstance(unit, UnitChoice)  # noqa: S101 -- declared below
        unit.queryset = units if where is None else units.filter(pk__in=where)
        if where is not None:
            unit.empty_label, unit.required = None, True
        elif not unit.queryset.exists():
            del self.fields["unit"]

    unit = UnitChoice(help_text=gettext_lazy("Elle sera écrite et relue par cette composante."))

    @property
    def chosen(self) -> Unit | None:
        """None for the whole institution."""
        found = self.cleaned_data.get("unit")
        return found if isinstance(found, Unit) else None


@desk_page(Right.EDIT_DESIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DeskRequest) -> HttpResponse:
    """The ways to begin; a blank page is begun at once."""
    form = WhereForm(request.POST if request.method == "POST" else None, desk=request.desk)
    if form.is_valid():
        language = settings_of(request.desk.institution).languages[0]
        title = " ".join(request.POST.get("title", "").split())[:160]
        document: JsonObject = {"title": {language: title}} if title else {}
        return _create(request, form, document, {"kind": "blank"})
    return render(request, "desk/designs/new.html", {"form": form, "many": _own(request, "").exists()})


@desk_page(Right.EDIT_DESIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_from(request: DeskRequest, kind: str) -> HttpResponse:
    """From a fiche or a block of the registers, or from a design: one looks for it, then takes it."""
    if kind not in ("fiche", "design"):
        raise Http404
    form = WhereForm(request.POST if request.method == "POST" else None, desk=request.desk)
    source = request.POST.get("from", "")
    if form.is_valid() and source:
        answer = _from_fiche(request, form, source) if kind == "fiche" else _from_design(request, form, source)
        if answer is not None:
            return answer
    words = request.GET.get("q", request.POST.get("q", "")).strip()[:LONGEST_SEARCH]
    context: dict[str, Any] = {"form": form, "kind": kind, "words": words, "gone": bool(source)}
    if kind == "fiche":
        context |= _fiches(words)
    else:
        context |= _designs(request, words)
    return render(request, f"desk/designs/new_from_{kind}.html", context)


def _from_fiche(request: DeskRequest, form: WhereForm, source: str) -> HttpResponse | None:
    framework, _bar, code = source.partition("|")
    found = found_of(framework, code, on=localdate()) if framework in REGISTERS else None
    if found is None:
        return None
    return _create(request, form, prefill(found.code), {"kind": "fiche", "code": found.code})


def _from_design(request: DeskRequest, form: WhereForm, source: str) -> HttpResponse | None:
    try:
        uuid = UUID(source)
    except ValueError:
        return None
    found = (
        _own(request, "").defer(None).filter(uuid=uuid).first()
        or _others(request).filter(design__uuid=uuid).defer(None).first()
    )
    if found is None:
        return None
    try:
        design = services.copy_design(
            source=found, institution=request.desk.institution, unit=form.chosen, by=request.user, now=now()
        )
    except DesignError as refusal:
        form.add_error(None, refusal.sentence(spoken()))
        return None
    return _begun(request, design)


def _create(request: DeskRequest, form: WhereForm, document: JsonObject, origin: JsonObject) -> HttpResponse:
    institution = request.desk.institution
    try:
        design = services.create_design(
            institution=institution,
            document=begun(document, institution),
            origin=origin,
            unit=form.chosen,
            by=request.user,
            now=now(),
        )
    except DesignError as refusal:
        form.add_error(None, refusal.sentence(spoken()))
        return render(request, "desk/designs/new.html", {"form": form}, status=422)
    return _begun(request, design)


def _begun(request: DeskRequest, design: Design) -> HttpResponse:
    messages.success(request, _("Le brouillon est commencé. Tout ce que vous écrivez s’enregistre en chemin."))
    return redirect("desk_design_step", request.desk.institution.slug, design.uuid, "identity")


def _fiches(words: str) -> dict[str, Any]:
    today = localdate()
    found = look_up(words, frameworks=REGISTERS, on=today, limit=SHOWN) if words else []
    meant = probably_meant(words, frameworks=REGISTERS) if words and not found else ""
    return {"found": [_told(each) for each in found], "meant": meant}


def _told(found: Found) -> dict[str, Any]:
    return {
        "value": f"{found.framework}|{found.code}",
        "code": found.notation or found.code,
        "label": found.label(spoken()),
        "active": found.active,
        "ends_on": found.ends_on,
    }


def _designs(request: DeskRequest, words: str) -> dict[str, Any]:
    own = [
        {"uuid": each.uuid, "title": title_of(each, spoken()), "whose": "", "changed_at": each.changed_at}
        for each in _own(request, words)[:SHOWN]
    ]
    others = [
        {"uuid": each.design.uuid, "title": _title(each), "whose": each.design.institution.name}
        for each in _others(request)[: 10 * SHOWN]
        if not words or fold(words) in fold(_title(each))
    ]
    return {"own": own, "others": others[:SHOWN]}


def _own(request: DeskRequest, words: str) -> QuerySet[Design]:
    seen = designs_seen_by(request.desk.memberships)
    return seen.filter(name__contains="-".join(fold(words).split())) if words else seen


def _others(request: DeskRequest) -> QuerySet[DesignVersion]:
    """What other institutions offer under a licence that lets it be reused."""
    return (
        latest_published()
        .filter(document__licence__in=REUSABLE)
        .exclude(design__institution=request.desk.institution)
        .defer("document", "source", "gate", "design__draft")
        .order_by("-published_at", "-pk")
    )


def _title(version: DesignVersion) -> str:
    titles = version.titles if isinstance(version.titles, dict) else {}
    return str(titles.get(spoken()) or next(iter(titles.values()), ""))
