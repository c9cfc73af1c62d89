"""Documents of our own addresses, answered by our own pages without asking ourselves over the network."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve

from sceau.engine.addresses import parts_of
from sceau.engine.errors import OutOfReach, Reason
from sceau.engine.ports import Fetched, Fetcher

SERVED: Final = frozenset(
    "issuer_did own_did issuer_keys status_list status_notices issuer_profile micro_credential credential "
    "credential_json credential_record credential_png credential_svg".split()
)
ANSWERS: Final = (200, 404, 410)
_REDIRECTS: Final = (301, 302)

CLOSED: Final = Reason(
    "own.closed",
    fr="cette preuve existe, et n’est pas ouverte à tous : demandez à la personne qui la détient le lien qui l’ouvre",
    en="this credential exists, and is not open to everybody: ask its holder for the link that opens it",
)
NOT_NOW: Final = Reason(
    "own.not_now",
    fr="ce document ne peut pas être donné en ce moment ; recommencez dans une minute",
    en="this document cannot be given at the moment; try again in a minute",
)


def page_of(url: str) -> ResolverMatch | None:
    """The page of ours that an address is of; None for an address of others, and for one where nothing is."""
    if not is_ours(url):
        return None
    try:
        return resolve(unquote(parts_of(url).path) or "/")
    except Resolver404:
        return None


def is_ours(url: str) -> bool:
    """Whether an address is under our own origin. did:web says https, also of a house that is tried over http."""
    base, parts = urlsplit(settings.BASE_URL), parts_of(url)
    return parts.netloc.lower() == base.netloc.lower() and parts.scheme.lower() in (base.scheme, "https")


class OwnFetcher:
    """A Fetcher that answers for our own origin, as anybody would be answered; the others are asked otherwise."""

    def __init__(self, request: HttpRequest, otherwise: Fetcher) -> None:
        self._request, self._otherwise = request, otherwise

    def fetch(self, url: str, *, accept: str = "application/json") -> Fetched:
        """Ask for a document. raises: OutOfReach"""
        if not is_ours(url):
            return self._otherwise.fetch(url, accept=accept)
        answer = self._answer(url, accept)
        if answer is not None and answer.status_code in _REDIRECTS:  # a code that is written otherwise
            answer = self._answer(settings.BASE_URL + answer.headers["Location"], accept)
        if answer is None:
            return Fetched(url, 404, "", b"")
        if answer.status_code not in ANSWERS:
            raise OutOfReach(CLOSED if answer.status_code == 403 else NOT_NOW)  # noqa: PLR2004 -- RFC 9110
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Fetched(url, answer.status_code, kind, answer.content)

    def _answer(self, url: str, accept: str) -> HttpResponse | None:
        match, parts = page_of(url), parts_of(url)
        if match is None or match.url_name not in SERVED:
            return None
        asked = HttpRequest()
        asked.method, asked.path, asked.path_info = "GET", parts.path, parts.path
        host = {name: self._request.META[name] for name in _OF_US if name in self._request.META}
        asked.META = host | {"HTTP_HOST": urlsplit(settings.BASE_URL).netloc, "HTTP_ACCEPT": accept}
        asked.GET, asked.resolver_match = QueryDict(parts.query), match
        asked.user = AnonymousUser()
        try:
            response: HttpResponse = match.func(asked, *match.args, **match.kwargs)
        except Http404:
            return None
        return response


_OF_US: Final = ("SERVER_NAME", "SERVER_PORT", "REMOTE_ADDR", "wsgi.url_scheme")
