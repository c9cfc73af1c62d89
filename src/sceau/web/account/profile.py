"""The person's own page: name, language, address, ways in, sessions, roles."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sceau.accounts.errors import AccountsError
from sceau.accounts.models import LANGUAGES
from sceau.accounts.queries import factors_of, open_reset_of, sessions_of
from sceau.accounts.services import NAME, change_profile
from sceau.institutions.queries import memberships_of
from sceau.web.account.adapter import speak
from sceau.web.account.pages import MemberRequest


class ProfileForm(forms.Form):
    """What a person says of oneself."""

    name = forms.CharField(
        label=_("Nom"),
        help_text=_("Comme vous l’écrivez. Vos collègues le voient."),
        max_length=NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Langue"),
        help_text=_("Celle des pages et des courriels."),
        choices=LANGUAGES,
    )


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def account(request: MemberRequest) -> HttpResponse:
    """Everything about one's account, and the name and language to change."""
    user, at = request.user, now()
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if request.method == "POST" and form.is_valid():
        try:
            change_profile(user=user, now=at, **form.cleaned_data)
        except AccountsError as refusal:
            form.add_error(refusal.field or None, refusal.message(request.LANGUAGE_CODE))
        else:
            with override(user.language):
                messages.success(request, gettext("C’est enregistré."))
            response = redirect("account")
            speak(response, user.language)
            return response
    return render(
        request,
        "account/account.html",
        {
            "form": form,
            "factors": factors_of(user),
            "sessions": sessions_of(user, now=at).count(),
            "memberships": memberships_of(user, now=at).order_by("institution__name", "role", "pk"),
            "reset": open_reset_of(user),
        },
    )
