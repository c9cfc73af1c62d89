"""The pages of whoever signs in through a directory."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sceau.institutions.directories import reasons
from sceau.institutions.directories.clients import client_of
from sceau.institutions.directories.errors import DirectoryError, NotWelcome, Unanswered
from sceau.institutions.directories.protocol import authorization_url
from sceau.institutions.directories.queries import directory_for, directory_in_service, domain_of
from sceau.institutions.directories.sessions import obey_logout, published_by
from sceau.institutions.directories.welcome import bring_in
from sceau.institutions.models import Directory
from sceau.institutions.services import token_of
from sceau.web.account.directory.flow import MARK, begin, callback_url, code_in, resume, safe_next
from sceau.web.account.entering import sign_in
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

LONGEST_TOKEN = 65_536


class AddressForm(forms.Form):
    """The address whose directory is looked for."""

    email = forms.EmailField(
        label=_("Adresse de courriel professionnelle"),
        help_text=_("Celle que votre organisme vous a donnée."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


@never_cache
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """From an address to its directory."""
    form = AddressForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    if form.is_valid():
        email = form.cleaned_data["email"]
        directory = directory_for(email)
        if directory is not None:
            query = {"email": email, "next": safe_next(request, form.cleaned_data["next"])}
            there = reverse("directory_sign_in", args=[directory.institution.slug])
            return redirect(f"{there}?{urlencode({name: value for name, value in query.items() if value})}")
        refusal = NotWelcome(reasons.NO_DIRECTORY_FOR, domain=domain_of(email))
        form.add_error("email", refusal.sentence(spoken()))
    return render(request, "account/directory/find.html", {"form": form})


@never_cache
@require_GET
def door(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of one directory: whose it is, and the way to it."""
    directory = _directory(slug)
    query = {"email": request.GET.get("email", ""), "next": safe_next(request, request.GET.get("next", ""))}
    start = f"{reverse('directory_start', args=[slug])}?{urlencode({k: v for k, v in query.items() if v})}"
    return render(request, "account/directory/door.html", {"directory": directory, "start": start.rstrip("?")})


@never_cache
@require_GET
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the browser to the directory. It changes nothing but what this browser remembers of the sign-in."""
    directory, moment = _directory(slug), now()
    try:
        metadata = published_by(directory, web=ports().web, now=moment)
        client = client_of(directory, box=ports().box, redirect_uri=callback_url(directory))
    except DirectoryError as refusal:
        return _refused(request, directory, refusal)
    under_way = begin(request, directory, next_url=safe_next(request, request.GET.get("next", "")), now=moment)
    email = request.GET.get("email", "")
    return redirect(
        authorization_url(
            metadata,
            client,
            state=under_way.state,
            nonce=under_way.nonce,
            verifier=under_way.verifier,
            hint=email if directory_for(email) == directory else "",
        )
    )


@never_cache
@require_GET
def callback(request: HttpRequest, slug: str) -> HttpResponse:
    """The browser is back from the directory."""
    directory, moment, web = _directory(slug), now(), ports().web
    try:
        under_way = resume(request, directory, now=moment)
        metadata = published_by(directory, web=web, now=moment)
        arrival = bring_in(
            directory=directory,
            client=client_of(directory, box=ports().box, redirect_uri=callback_url(directory)),
            code=code_in(request.GET.dict(), metadata),
            verifier=under_way.verifier,
            nonce=under_way.nonce,
            language=spoken(),
            web=web,
            box=ports().box,
            now=moment,
        )
    except DirectoryError as refusal:
        return _refused(request, directory, refusal)
    if request.user.is_authenticated:
        logout(request)  # whoever was there before leaves: nothing of theirs is kept for the next
    request.session[MARK] = str(arrival.session.uuid)
    to = under_way.next or reverse("desk")
    if arrival.invitation is not None:
        to = reverse("invitation", args=[token_of(arrival.invitation)])
    return sign_in(request, arrival.user, method="directory", to=to)


@csrf_exempt
@never_cache
@require_POST
def logged_out_there(request: HttpRequest, slug: str) -> HttpResponse:
    """The directory tells that a session is over (Back-Channel Logout 1.0 §2.5, §2.8)."""
    directory = _directory(slug)
    token = request.POST.get("logout_token", "")
    try:
        if not 0 < len(token) <= LONGEST_TOKEN:
            raise NotWelcome(reasons.MISSING_CLAIM, member="logout_token")
        obey_logout(directory=directory, token=token, web=ports().web, now=now())
    except Unanswered:
        return HttpResponse(status=503)
    except DirectoryError as refusal:
        return HttpResponse(str(refusal), status=400, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=200)


def _directory(slug: str) -> Directory:
    directory = directory_in_service(slug)
    if directory is None:
        raise Http404
    return directory


def _refused(request: HttpRequest, directory: Directory, refusal: DirectoryError) -> HttpResponse:
    context: dict[str, Any] = {"directory": directory, "sentence": refusal.sentence(spoken())}
    context["code"] = refusal.reason.code
    status = 503 if isinstance(refusal, Unanswered) else 403
    return render(request, "account/directory/refused.html", context, status=status)
