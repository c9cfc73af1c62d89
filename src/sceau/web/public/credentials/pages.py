"""The page of a credential: closed, it says only that one exists; opened by its holder, what it attests."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from sceau.engine.keys.did_web import url_of
from sceau.engine.model.code import NOT_A_CODE, MalformedCode, group_code
from sceau.issuing.models import Credential
from sceau.issuing.states import CredentialState
from sceau.verification.counting import count_look
from sceau.web.public.catalogue.languages import in_language_of_address
from sceau.web.public.credentials import files
from sceau.web.public.credentials.doors import Found, TooMany, closed_to_others, look_for
from sceau.web.public.credentials.gathering import gather
from sceau.web.public.credentials.remembering import remember, remembered
from sceau.web.public.verifying.own import is_ours
from sceau.web.templatetags.words import spoken

MOST_TYPED: Final = 60  # signs of what was typed that are shown again


@require_safe
@in_language_of_address
def credential(request: HttpRequest, text: str) -> HttpResponse:
    """The page of a credential for people; its bytes for whoever asks for JSON, and may have them."""
    asked = request.get_preferred_type(["text/html", *files.JSON_TYPES])
    is_machine = asked not in ("text/html", None)
    try:
        found = look_for(request, text)
    except MalformedCode as refusal:
        return files.refused(refusal) if is_machine else _no_code(request, text, refusal)
    except TooMany as refusal:
        return files.refused(refusal) if is_machine else closed_to_others(render(request, "429.html", status=429))
    if found.credential is not None and text != found.code:
        return _to_its_address(request, found)
    if is_machine:
        return files.open_to(found) or closed_to_others(files.the_bytes(found, content_type=str(asked)))
    return closed_to_others(_page(request, found, text))


@require_safe
@in_language_of_address
def find(request: HttpRequest) -> HttpResponse:
    """A code that somebody types, from paper."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return closed_to_others(_render(request, "find", {"typed": ""}))
    # what has a slash, or dots only, is no part of an address
    safe = typed.replace("/", "-")[:MOST_TYPED]
    return closed_to_others(redirect("credential", safe if safe.strip(".") else "-"))


def _page(request: HttpRequest, found: Found, text: str) -> HttpResponse:
    if found.credential is None:
        return _render(request, "unknown", {"typed": group_code(found.code), "why": "unknown"}, status=404)
    if found.is_erased:
        return _render(request, "erased", {"grouped": group_code(found.code)}, status=410)
    if found.is_open:
        return _opened(request, found, found.credential)
    context = {
        "grouped": group_code(found.code),
        "successor": _successor(found.credential),
        "tried": found.tried,
    }
    return _render(request, "closed", context)


def _opened(request: HttpRequest, found: Found, row: Credential) -> HttpResponse:
    """All of it; made anew unless the very same was just made for another reader."""
    gathered = gather(found, row, successor=_successor(row))
    digest = gathered.digest(spoken(), request.META.get("QUERY_STRING", "")) if not request.COOKIES else None
    page = remembered(digest) if digest else None
    response = page.answer(request) if page else _render(request, "opened", gathered.context(request.GET.dict()))
    if digest and page is None:
        response = remember(digest, response.content).answer(request)
    if request.method == "GET" and found.account is None:  # not the holder, who looks at their own
        count_look(row.uuid, on=localdate(found.now))
    return _reaching(response, row.institution.did)


def _reaching(response: HttpResponse, did: str) -> HttpResponse:
    """Where a body's keys stand on a domain of its own, the browser that verifies may ask there, and nowhere else."""
    address = urlsplit(url_of(did))
    if not is_ours(address.geturl()):
        setattr(response, "_csp_update", {"connect-src": [f"https://{address.netloc}"]})  # noqa: B010 -- of django-csp
    return response


def _successor(row: Credential) -> Credential | None:
    """The one that stands instead of it."""
    return row.replaced_by if row.state == CredentialState.REPLACED else None


def _no_code(request: HttpRequest, text: str, refusal: MalformedCode) -> HttpResponse:
    why = "not_a_code" if refusal.reason is NOT_A_CODE else "mistyped"
    return closed_to_others(_render(request, "unknown", {"typed": text[:MOST_TYPED], "why": why}, status=404))


def _to_its_address(request: HttpRequest, found: Found) -> HttpResponse:
    """One credential, one address; what else was asked goes along."""
    query = request.GET.urlencode()
    return closed_to_others(redirect(reverse("credential", args=[found.code]) + (f"?{query}" if query else "")))


def _render(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    other = "fr" if spoken() == "en" else "en"
    kept = {name: request.GET.get(name, "") for name in request.GET if name != "lang"}
    about = {"in_other_language": f"?{urlencode({**kept, 'lang': other})}", "base_url": settings.BASE_URL}
    return render(request, f"public/credentials/{template}.html", {**about, **context}, status=status)
