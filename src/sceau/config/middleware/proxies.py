"""Who asks, and how, when a proxy stands before us: believed only from the addresses that the settings name."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REQUEST_ID")
FORWARDED_BY = "sceau.forwarded"  # in META: whether anybody says that they pass on what another asked
IN_CLEAR = frozenset({"/healthz", "/healthz/web", "/metrics"})  # asked for from inside, by their number
log = structlog.get_logger("sceau.proxies")
MOST_WARNINGS = 20  # different peers: enough to mend a setting, too few to fill a disk


def behind_proxies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put the address of whoever asks in REMOTE_ADDR, and the scheme they used; forget what a stranger claims.

    In production, whoever comes in clear to an installation that has a public https address is sent there.
    """
    trusted = settings.ENVIRONMENT.trusted_proxies
    sends_to_tls = settings.ENVIRONMENT.in_production and settings.ENVIRONMENT.over_tls
    warned = set[str]()

    def is_trusted(address: IPv4Address | IPv6Address | None) -> bool:
        return address is not None and any(address in network for network in trusted)

    def middleware(request: HttpRequest) -> HttpResponse:
        peer = _address(request.META.get("REMOTE_ADDR", ""))
        claimed = {name: request.META.pop(name) for name in FORWARDED if name in request.META}
        request.META[FORWARDED_BY] = bool(claimed) or "HTTP_VIA" in request.META or "HTTP_FORWARDED" in request.META
        if is_trusted(peer):
            _believe(request, claimed, is_trusted)
        elif "HTTP_X_FORWARDED_PROTO" in claimed and str(peer) not in warned and len(warned) < MOST_WARNINGS:
            warned.add(str(peer))
            log.warning("proxy_not_trusted", peer=str(peer), setting="SCEAU_TRUSTED_PROXIES")
        # whoever says that they came over TLS is not sent to TLS: an unknown proxy would go in a circle
        claims_tls = claimed.get("HTTP_X_FORWARDED_PROTO", "").startswith("https")
        if sends_to_tls and not request.is_secure() and not claims_tls and request.path not in IN_CLEAR:
            return HttpResponsePermanentRedirect(settings.BASE_URL + request.get_full_path(), preserve_request=True)
        return get_response(request)

    return middleware


def _believe(
    request: HttpRequest, claimed: dict[str, str], is_trusted: Callable[[IPv4Address | IPv6Address | None], bool]
) -> None:
    """The nearest address that is no proxy of ours is who asks: those to its left are hearsay."""
    hops = [_address(hop.strip()) for hop in claimed.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    client = next((hop for hop in reversed(hops) if not is_trusted(hop)), None)
    if client is not None:
        request.META["REMOTE_ADDR"] = str(client)
    scheme = claimed.get("HTTP_X_FORWARDED_PROTO", "")
    if scheme in {"http", "https"}:
        request.META["wsgi.url_scheme"] = scheme  # WSGIRequest reads its scheme there
    if "HTTP_X_REQUEST_ID" in claimed:
        request.META["HTTP_X_REQUEST_ID"] = claimed["HTTP_X_REQUEST_ID"]


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
