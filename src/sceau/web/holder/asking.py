"""A lost or expired link: type the address, and the answer is always the same."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sceau.assessment.services.links import want_link
from sceau.web.account.limits import spend
from sceau.web.desk.fields import DeskForm
from sceau.web.holder.doors import private
from sceau.web.ports import ports


class AddressForm(DeskForm):
    """Where to send a link."""

    email = forms.EmailField(
        label=_("Votre adresse électronique"),
        help_text=_("Celle que l’organisme connaît."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Écrivez votre adresse."), "invalid": _("Cette adresse n’est pas complète.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask_link(request: HttpRequest) -> HttpResponse:
    """Whoever has a file at this address gets a link to it; neither the page nor its time says whether anybody does."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    sent = False
    if form.is_valid():
        email = form.cleaned_data["email"].strip().lower()
        if not spend("candidate_link", email):
            return private(render(request, "429.html", status=429))
        want_link(email=email, box=ports().box, now=now())
        sent = True
    return private(render(request, "holder/ask_link.html", {"form": form, "sent": sent}))
