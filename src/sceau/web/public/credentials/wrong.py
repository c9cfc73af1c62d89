"""A holder says that something is wrong on a credential, with the holder's own link, and reads what was answered.

The link is also what a holder gives to readers: so whoever has it reads that a request waits, and not what it says.
That is for the browser that asked, for the holder's account, and for the pages of the holder's file.
"""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sceau.accounts.models import User
from sceau.engine.model.code import MalformedCode, group_code
from sceau.issuing.errors import IssuingError
from sceau.issuing.models import CorrectionRequest, Credential
from sceau.issuing.queries.requests import may_ask, request_about
from sceau.issuing.services.correcting import LONGEST_NAME, name_on
from sceau.issuing.services.requests import LONGEST_WORDS, ask_correction, withdraw_request
from sceau.issuing.states import About, RequestState
from sceau.web.account.limits import spend
from sceau.web.desk.fields import CHOOSE, DeskForm
from sceau.web.public.catalogue.languages import in_language_of_address
from sceau.web.public.credentials.doors import OPENING, Found, TooMany, closed_to_others, look_for
from sceau.web.public.credentials.standing import standing_of
from sceau.web.templatetags.words import spoken

ASKED: Final = "corrections"  # in the session: uuid of a credential → uuid of the request that this browser made
_MOST_ASKED: Final = 20
_TOO_OFTEN: Final = _("Trop de demandes pour l’instant. Votre saisie est gardée\u00a0: réessayez dans une heure.")


class WrongForm(DeskForm):
    """What is wrong, and how it should be. too_often: whether it was refused for that"""

    too_often = False

    about = forms.ChoiceField(
        label=_("Qu’est-ce qui est faux\u202f?"),
        choices=[
            (About.NAME, _("Mon nom")),
            (About.OTHER, _("Autre chose")),
            (About.NOT_MINE, _("Cette preuve n’est pas à moi")),
        ],
        widget=forms.RadioSelect,
        error_messages=CHOOSE | {"required": _("Dites d’abord ce qui est faux.")},
    )
    name = forms.CharField(
        required=False,
        max_length=LONGEST_NAME,
        label=_("Votre nom, comme il devrait être écrit"),
        help_text=_("Seulement si c’est le nom qui est faux\u00a0: prénom puis nom."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"max_length": _("300 signes au plus.")},
    )
    words = forms.CharField(
        required=False,
        max_length=LONGEST_WORDS,
        label=_("Ce que l’organisme doit savoir"),
        help_text=_("1\u202f000 signes au plus. Seul l’organisme les lit."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": _("1\u202f000 signes au plus.")},
    )

    def clean_words(self) -> str:
        """Lines end as they are counted."""
        return "\n".join(str(self.cleaned_data["words"]).splitlines())


@require_http_methods(["GET", "HEAD", "POST"])
@in_language_of_address
def wrong(request: HttpRequest, text: str) -> HttpResponse:
    """The form; or what waits, and what was answered. Without the holder's link, the page of the credential."""
    try:
        found = look_for(request, text)
    except (MalformedCode, TooMany):
        return closed_to_others(redirect("credential", text))
    if found.credential is None or found.is_erased or not found.is_holders:
        return closed_to_others(redirect(_address("credential", found, request)))
    account = found.account
    there, latest = found.credential, request_about(found.credential)
    asked = request.session.get(ASKED, {})
    mine = latest is not None and (account is not None or asked.get(str(there.uuid)) == str(latest.uuid))
    posted, made = receive(request, there, latest if mine else None, by=account)
    if made is not None:
        kept = {name: value for name, value in asked.items() if name != str(there.uuid)}
        last = list(kept.items())[1 - _MOST_ASKED :]
        request.session[ASKED] = {**dict(last), str(there.uuid): str(made.uuid)}
        return _for_its_forms(redirect(_address("credential_wrong", found, request)))
    context = about(there, latest, mine=mine, form=posted) | {
        "back": _address("credential", found, request),
        "in_other_language": f"?{urlencode({OPENING: found.opening, 'lang': 'fr' if spoken() == 'en' else 'en'})}",
    }
    return _for_its_forms(render(request, "public/credentials/wrong.html", context, status=_status(posted)))


def receive(
    request: HttpRequest, credential: Credential, latest: CorrectionRequest | None, *, by: User | None
) -> tuple[WrongForm, CorrectionRequest | None]:
    """What a posted form asks, done; the form with what was typed, and the request that was made or withdrawn.

    latest:  the last request, where whoever looks may withdraw it
    """
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act == "withdraw" and latest is not None:
        form = WrongForm()
        try:
            return form, withdraw_request(request=latest, by=by, now=now())
        except IssuingError:
            return form, latest  # answered meanwhile, or withdrawn already: the page says which
    form = WrongForm(request.POST if act == "ask" else None)
    if not form.is_valid():
        return form, None
    if not spend("correction_request", credential.code):
        form.add_error(None, _TOO_OFTEN)
        form.too_often = True
        return form, None
    try:
        made = ask_correction(
            credential=credential,
            about=About(form.cleaned_data["about"]),
            name=form.cleaned_data["name"],
            words=form.cleaned_data["words"],
            by=by,
            now=now(),
        )
    except IssuingError as refusal:
        form.add_error(refusal.field or None, refusal.sentence(spoken()))
        return form, None
    return form, made


def about(credential: Credential, latest: CorrectionRequest | None, *, mine: bool, form: WrongForm) -> dict[str, Any]:
    """What the pages of such a form say.

    mine:  whether whoever looks may read the last request
    """
    waits = latest is not None and latest.state == RequestState.OPEN
    version = credential.award.version
    return {
        "credential": credential,
        "institution": credential.institution,
        "title": version.titles.get(spoken()) or next(iter(version.titles.values()), ""),
        "grouped": group_code(credential.code),
        "name": name_on(credential),
        "standing": standing_of(credential, now=now()),
        "successor": credential.replaced_by,
        "asked": latest if mine else None,
        "waits": waits,
        "form": form if form.is_bound or (not waits and may_ask(credential)) else None,
    }


def _address(name: str, found: Found, request: HttpRequest) -> str:
    """With the opening and the language of this page's own address."""
    kept = {OPENING: found.opening, "lang": request.GET.get("lang", "")}
    query = urlencode({key: value for key, value in kept.items() if value})
    return reverse(name, args=[found.code]) + (f"?{query}" if query else "")


def _status(form: WrongForm) -> int:
    return 429 if form.too_often else 200


def _for_its_forms(answer: HttpResponse) -> HttpResponse:
    """As the page of a credential; but that its own forms may say where they come from."""
    closed_to_others(answer)
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
