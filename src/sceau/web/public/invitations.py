"""The page behind the link of an invitation."""

from __future__ import annotations

from functools import partial

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sceau.accounts.errors import AddressTaken
from sceau.accounts.models import User
from sceau.accounts.queries import known_by
from sceau.accounts.services import create_account
from sceau.institutions import rules
from sceau.institutions.errors import InstitutionsError, SomebodyElse
from sceau.institutions.models import Invitation
from sceau.institutions.services import accept_invitation, invitation_for
from sceau.institutions.services.invitations import check_invitation, require_invited
from sceau.web.account.entering import sign_in
from sceau.web.desk.fields import CHOOSE, DeskForm, Ruled
from sceau.web.templatetags.words import spoken


class NewcomerForm(DeskForm):
    """Who one is."""

    name = Ruled(
        partial(rules.line, field="name", most=200, required=True),
        required=True,
        label=gettext_lazy("Votre nom"),
        help_text=gettext_lazy("Prénom et nom, comme ils doivent se lire."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Langue"),
        choices=[("fr", "français"), ("en", "English")],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take the role that is offered: with the account of the address invited, or with a new one."""
    offer = invitation_for(token)
    if offer is None:
        return render(request, "public/invitation_unknown.html", status=404)
    user = request.user if isinstance(request.user, User) else None
    if user is not None and offer.accepted_by_id == user.pk:
        messages.info(request, _("Vous avez déjà accepté cette invitation."))
        return redirect("desk")
    try:
        check_invitation(invitation=offer, now=now())
    except InstitutionsError as refusal:
        return _over(request, offer, refusal)
    return _by_member(request, offer, user) if user is not None else _by_newcomer(request, offer)


def _by_member(request: HttpRequest, offer: Invitation, user: User) -> HttpResponse:
    """Somebody who is signed in."""
    try:
        require_invited(invitation=offer, user=user)
        if request.method == "POST":
            accept_invitation(invitation=offer, user=user, now=now())
            messages.success(request, _("Bienvenue à %(institution)s.") % {"institution": offer.institution.name})
            return redirect("desk_home", offer.institution.slug)
    except SomebodyElse as refusal:
        context = {"invitation": offer, "sentence": refusal.sentence(spoken())}
        return render(request, "public/invitation_elsewhere.html", context, status=403)
    except InstitutionsError as refusal:
        return _over(request, offer, refusal)
    return render(request, "public/invitation.html", {"invitation": offer, "form": None, "known": True})


def _by_newcomer(request: HttpRequest, offer: Invitation) -> HttpResponse:
    """Somebody who is not signed in, and may have an account or not."""
    sign_in_first = f"{reverse('account_login')}?{urlencode({'next': request.path})}"
    if known_by(offer.email) is not None:
        context = {"invitation": offer, "form": None, "known": False, "login": sign_in_first}
        return render(request, "public/invitation.html", context)
    form = NewcomerForm(request.POST if request.method == "POST" else None, initial={"language": spoken()})
    if form.is_valid():
        moment = now()
        try:
            with transaction.atomic():
                user = create_account(
                    email=offer.email,
                    name=form.cleaned_data["name"],
                    language=form.cleaned_data["language"],
                    now=moment,
                )
                accept_invitation(invitation=offer, user=user, now=moment)
        except AddressTaken:  # the same person in another window
            return redirect(sign_in_first)
        except InstitutionsError as refusal:
            return _over(request, offer, refusal)
        desk = reverse("desk_home", args=[offer.institution.slug])
        welcome = f"{reverse('account_welcome')}?{urlencode({'next': desk})}"
        return sign_in(request, user, method="invitation", to=welcome)
    return render(request, "public/invitation.html", {"invitation": offer, "form": form, "known": False})


def _over(request: HttpRequest, offer: Invitation, refusal: InstitutionsError) -> HttpResponse:
    context = {"invitation": offer, "sentence": refusal.sentence(spoken())}
    return render(request, "public/invitation_over.html", context, status=410)
