"""The profile of an institution, its second factor, its appearance."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sceau.institutions import colours, logos, services
from sceau.institutions.errors import InstitutionsError
from sceau.institutions.models import Logo
from sceau.institutions.roles import Right
from sceau.web.account.proof import fresh_proof
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.profile.forms import AppearanceForm, LogoForm, ProfileForm, profile_of


@desk_page(Right.SEE_INSTITUTION)
@require_safe
def profile(request: DeskRequest) -> HttpResponse:
    """Who the institution is."""
    return render(request, "desk/profile/profile.html", {"logo": _logo(request)})


@desk_page(Right.EDIT_INSTITUTION)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: DeskRequest) -> HttpResponse:
    """Change it."""
    institution = request.desk.institution
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=profile_of(institution))
    if form.is_valid():
        try:
            services.edit_profile(institution=institution, by=request.user, now=now(), **form.cleaned_data)
        except InstitutionsError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("La fiche est enregistrée."))
            return redirect("desk_profile", institution.slug)
    return render(request, "desk/profile/edit.html", {"form": form})


@desk_page(Right.EDIT_INSTITUTION)
@fresh_proof
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: DeskRequest) -> HttpResponse:
    """Ask a second factor of all who work here, or no longer; the page says what follows."""
    institution = request.desk.institution
    wanted = not institution.second_factor_required
    if request.method == "POST":
        # what is wanted is in the form: a page left open asks for what it said, not for its contrary
        wanted = request.POST.get("required") == "yes"
        services.require_second_factor(institution=institution, required=wanted, by=request.user, now=now())
        said = _("Un second facteur est demandé à tous.") if wanted else _("Le second facteur est au choix de chacun.")
        messages.success(request, said)
        return redirect("desk_profile", institution.slug)
    return render(request, "desk/profile/second_factor.html", {"wanted": wanted})


@desk_page(Right.EDIT_INSTITUTION)
@require_http_methods(["GET", "HEAD", "POST"])
def appearance(request: DeskRequest) -> HttpResponse:
    """The logo, the colour and the texts."""
    institution = request.desk.institution
    form = AppearanceForm(
        request.POST if request.method == "POST" else None,
        initial={field: getattr(institution, field) for field in AppearanceForm.base_fields},
    )
    if form.is_valid():
        try:
            services.edit_appearance(institution=institution, by=request.user, now=now(), **form.cleaned_data)
        except InstitutionsError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("L’apparence est enregistrée."))
            return redirect("desk_appearance", institution.slug)
    return _appearance(request, form, LogoForm())


@desk_page(Right.EDIT_INSTITUTION)
@require_POST
def preview(request: DeskRequest) -> HttpResponse:
    """How it will look, nothing being written: the piece of page for a script, the whole page without one."""
    form = AppearanceForm(request.POST)
    form.is_valid()
    if request.headers.get("HX-Request"):
        return render(request, "desk/profile/preview.html", _seen(request, form))
    return _appearance(request, form, LogoForm())


@desk_page(Right.EDIT_INSTITUTION)
@require_POST
def logo(request: DeskRequest) -> HttpResponse:
    """Put a picture."""
    institution = request.desk.institution
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            # one byte over the budget is enough to be refused: a heavier file is not read whole
            sent = form.cleaned_data["logo"].read(logos.BYTES + 1)
            services.set_logo(institution=institution, sent=sent, by=request.user, now=now())
        except InstitutionsError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Le logo est enregistré."))
            return redirect("desk_appearance", institution.slug)
    initial = {field: getattr(institution, field) for field in AppearanceForm.base_fields}
    return _appearance(request, AppearanceForm(initial=initial), form)


@desk_page(Right.EDIT_INSTITUTION)
@require_POST
def remove_logo(request: DeskRequest) -> HttpResponse:
    """Take the picture away; another can be put at once."""
    services.remove_logo(institution=request.desk.institution, by=request.user, now=now())
    messages.success(request, _("Le logo est retiré. Vous pouvez en mettre un autre."))
    return redirect("desk_appearance", request.desk.institution.slug)


def _appearance(request: DeskRequest, form: AppearanceForm, logo_form: LogoForm) -> HttpResponse:
    context = {"form": form, "logo_form": logo_form, **_seen(request, form)}
    return render(request, "desk/profile/appearance.html", context)


def _seen(request: DeskRequest, form: AppearanceForm) -> dict[str, object]:
    """What a preview shows: what was typed where it holds, else what stands."""
    typed = form.cleaned_data if form.is_bound else form.initial
    colour = typed.get("colour", "")
    return {
        "form": form,
        "logo": _logo(request),
        "colour": colour,
        "ratio": colours.contrast(colour) if colour else None,
        "about_fr": typed.get("about_fr", ""),
        "about_en": typed.get("about_en", ""),
    }


def _logo(request: DeskRequest) -> Logo | None:
    return Logo.objects.defer("png").filter(institution=request.desk.institution).first()
