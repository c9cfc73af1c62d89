"""The files of a credential, for whom it is open: the exact bytes, its record, its pictures, its papers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sceau.engine.model.code import MalformedCode, group_code
from sceau.web.public.credentials.doors import Found, TooMany, closed_to_others, look_for, problem

JSON: Final = "application/json"
VC: Final = "application/vc"
JSON_TYPES: Final = (JSON, "application/ld+json", VC, "application/vc+ld+json")

View = Callable[..., HttpResponse]


def opened_file(view: Callable[[HttpRequest, Found], HttpResponse]) -> View:
    """A file of a credential, at the address that stands in it: 404, 410, 403 and 429 are told to machines."""

    @require_safe
    @wraps(view)
    def asked(request: HttpRequest, text: str) -> HttpResponse:
        try:
            found = look_for(request, text)
        except (MalformedCode, TooMany) as refusal:
            return refused(refusal)
        return open_to(found) or _served(view, request, found, text)

    return asked


def refused(refusal: MalformedCode | TooMany) -> HttpResponse:
    """The answer to a machine about a code that is none, or about too many of them."""
    if isinstance(refusal, TooMany):
        return problem(429, code="too_many", title=_("Trop d’essais en peu de temps\u00a0: attendez un quart d’heure."))
    return problem(404, code="not_a_code", title=_("Ce n’est pas le code d’une preuve."))


def open_to(found: Found) -> HttpResponse | None:
    """None when a machine may have all of it; else the answer that it gets."""
    if found.credential is None:
        return problem(404, code="unknown", title=_("Aucune preuve n’a ce code ici."))
    if found.is_erased:
        title = _("Cette preuve a été effacée à la demande de la personne qui la détenait.")
        detail = _("Un effacement n’est pas une révocation\u00a0: il ne dit rien contre elle.")
        return problem(410, code="erased", title=title, detail=detail)
    if not found.is_open:
        title = _("Une preuve authentique existe sous ce code. Demandez à la personne qui la détient de vous l’ouvrir.")
        return problem(403, code="closed", title=title)
    return None


def _served(
    view: Callable[[HttpRequest, Found], HttpResponse], request: HttpRequest, found: Found, text: str
) -> HttpResponse:
    if text != found.code:
        assert request.resolver_match is not None  # noqa: S101 -- a view was found
        return closed_to_others(redirect(reverse(request.resolver_match.view_name, args=[found.code]) + found.query))
    return closed_to_others(view(request, found))


def the_bytes(found: Found, *, content_type: str = JSON) -> HttpResponse:
    """The credential itself, byte for byte as it was signed."""
    return for_machines(HttpResponse(bytes(found.it.content.body), content_type=content_type))


def for_machines(response: HttpResponse) -> HttpResponse:
    """The answer, so that a verifier in the page of any site may read it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def named(response: HttpResponse, found: Found, ending: str) -> HttpResponse:
    """The answer as a file that is saved under the code of the credential."""
    name = f"preuve-{group_code(found.code)}{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@opened_file
def credential_json(request: HttpRequest, found: Found) -> HttpResponse:
    """The file to keep and to verify."""
    return named(the_bytes(found), found, ".json")


@opened_file
def credential_record(request: HttpRequest, found: Found) -> HttpResponse:
    """Its Annex I record, at the address that the credential signs."""
    return for_machines(HttpResponse(bytes(found.it.content.record), content_type=JSON))
