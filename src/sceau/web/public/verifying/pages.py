"""The box: a text, a link, a code or files, and the verdict. Nothing is kept, and nothing of it is logged.

No token against forged requests: the page changes nothing, whoever asks, and its address is told to nobody; so it sets
no cookie either.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sceau.engine.checks.policy import Policy
from sceau.engine.checks.report import results_as_json
from sceau.engine.errors import OutOfReach
from sceau.engine.model.code import NOT_A_CODE, MalformedCode, read_code
from sceau.engine.vocabularies.contexts import shipped
from sceau.verification.judging import Handed, judge, worst_first
from sceau.verification.known import known_issuers
from sceau.verification.pile.places import Places
from sceau.web.account.limits import seconds_left, spend, whoever_asks
from sceau.web.ports import ports
from sceau.web.public.catalogue.languages import in_language_of_address
from sceau.web.public.credentials.doors import closed_to_others, problem
from sceau.web.public.verifying.forms import InMemory, VerifierForm, light_text
from sceau.web.public.verifying.inside import unfolded
from sceau.web.public.verifying.looks import count_ours
from sceau.web.public.verifying.own import OwnFetcher, page_of
from sceau.web.public.verifying.showing import Result, result_of
from sceau.web.public.verifying.soon import soon
from sceau.web.public.verifying.then import OwnLists
from sceau.web.public.verifying.turns import FILE, NoTurn, turns
from sceau.web.templatetags.words import spoken

OWN_ENDS: Final = 10  # seconds in which what the same address has in hand is done
LONGEST_CODE: Final = 60  # signs, with its spaces and dashes


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@in_language_of_address
def verifier(request: HttpRequest) -> HttpResponse:
    """The form; posted, the verdict: for people, or as `sceau verify --json` gives it for whoever asks for JSON."""
    is_machine = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    if request.method != "POST":
        return _page(request, VerifierForm())
    request.upload_handlers = [InMemory(request)]
    if not spend("verification", ""):
        form = VerifierForm({"text": light_text(request)})
        return _later(request, form, is_machine=is_machine, seconds=seconds_left("verification", ""))
    try:
        form = VerifierForm(request.POST, request.FILES)
    except (RequestDataTooBig, SuspiciousOperation):
        form = VerifierForm({"text": ""})
        form.say_only(_("C’est trop à la fois\u00a0: 10 fichiers au plus, et un texte d’un million de signes."))
    if not form.is_valid():
        return _refused(form) if is_machine else _page(request, form, status=400)
    try:
        turn = turns.take(whoever_asks(request), FILE)
    except NoTurn:
        return _later(request, form, is_machine=is_machine, seconds=OWN_ENDS)
    with turn:
        return _machine(request, form) if is_machine else _people(request, form)


def _later(request: HttpRequest, form: VerifierForm, *, is_machine: bool, seconds: int) -> HttpResponse:
    """That it is not done now, and when to come back; what was typed stands in its fields."""
    said = _("Trop d’essais sont venus de votre connexion en peu de temps\u00a0: revenez %(when)s.")
    said %= {"when": soon(seconds)}
    if is_machine:
        answer = problem(429, code="too_many", title=said)
    else:
        form.say_only(said)
        answer = _page(request, form, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _machine(request: HttpRequest, form: VerifierForm) -> HttpResponse:
    handed = [_by_address(each) for each in _handed(form)]
    judged = judge(handed, policy=_policy(form), reader=ports().reader, fetcher=_fetcher(request), now=now())
    count_ours((each.report for each in judged), now=now())
    whole = results_as_json((each.name, each.report) for each in judged)
    return closed_to_others(HttpResponse(orjson.dumps(whole), content_type="application/json"))


def _people(request: HttpRequest, form: VerifierForm) -> HttpResponse:
    handed = _handed(form)
    elsewhere = _own_page(request, handed[0].content) if len(handed) == 1 else None
    if elsewhere is not None:
        return closed_to_others(redirect(elsewhere))
    moment = now()
    judged = judge(handed, policy=_policy(form), reader=ports().reader, fetcher=_fetcher(request), now=moment)
    count_ours((each.report for each in judged), now=moment)
    results = [result_of(each, language=spoken()) for each in worst_first(judged)]
    return _page(request, form, results=results, at=form.moment or moment)


def _handed(form: VerifierForm) -> list[Handed]:
    """What was handed in; of a text that is no credential, what it leads to."""
    places = Places(settings.BASE_URL)
    return [found for each in form.handed() for found in unfolded(each, places)]


def _own_page(request: HttpRequest, content: bytes | str) -> str | None:
    """The page of a credential of ours: of a code that was typed, and of a link that opens nothing."""
    if not isinstance(content, str):
        return None
    code = _code_in(content)
    if code:
        return reverse("credential", args=[code])
    match = page_of(content) if len(content.split()) == 1 else None
    if match is None or match.url_name != "credential":
        return None
    try:
        answer = _fetcher(request).fetch(content, accept="application/json")
        if answer.status == HTTPStatus.OK:
            return None
    except OutOfReach:
        pass
    return reverse("credential", args=[match.kwargs["text"]])


def _by_address(each: Handed) -> Handed:
    code = _code_in(each.content) if isinstance(each.content, str) else ""
    return Handed(each.name, settings.BASE_URL + reverse("credential", args=[code])) if code else each


def _code_in(text: str) -> str:
    """The code of a credential, also a mistyped one, for its page says so; "" for any other text."""
    if len(text) > LONGEST_CODE or "/" in text or "." in text:
        return ""
    try:
        return read_code(text)
    except MalformedCode as refusal:
        return "" if refusal.reason is NOT_A_CODE else text


def _policy(form: VerifierForm) -> Policy:
    holder = form.cleaned_data["holder"].strip() or None
    return Policy(shipped(), at=form.moment, list_then=OwnLists(), holder=holder, trusted=known_issuers())


def _fetcher(request: HttpRequest) -> OwnFetcher:
    return OwnFetcher(request, ports().witnesses)


def _refused(form: VerifierForm) -> HttpResponse:
    said = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return problem(400, code="malformed", title=_("Cette demande ne peut pas être jugée."), detail=said)


def _page(
    request: HttpRequest, form: VerifierForm, *, results: list[Result] | None = None, at: Any = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "results": results or [],
        "at": at,
        "current": "verifier",
        "in_other_language": f"?lang={'fr' if spoken() == 'en' else 'en'}",
    }
    return closed_to_others(render(request, "public/verifier/verifier.html", context, status=status))
