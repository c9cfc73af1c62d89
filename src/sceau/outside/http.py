"""Other people's servers, asked with care: public addresses only, over TLS, in little time, for few bytes.

A verifier asks for the addresses that a stranger's document gives. Whoever writes the document must not reach what only
this machine can reach, nor keep it busy, nor learn who is asking (server-side request forgery).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from time import monotonic
from urllib.parse import urljoin, urlsplit

import requests
from AntiSSRF import AntiSSRFPolicy, PolicyConfigOptions

from sceau.engine.errors import OutOfReach, Reason
from sceau.engine.ports import Fetched
from sceau.outside.exchange import ANSWERS, STATUS, TOO_SLOW, Answer, Bounds, exchange

MOST_REDIRECTS = 3
LONGEST_URL = 2048

NOT_HTTPS = Reason(
    "http.not_https",
    fr="l’adresse {url} n’est pas en https : ce qu’elle donne pourrait être changé en route",
    en="the address {url} is not https: what it gives could be changed on the way",
)
MALFORMED_URL = Reason(
    "http.malformed_url",
    fr="{url} n’est pas l’adresse d’un document sur le web",
    en="{url} is not the address of a document on the web",
)
TOO_MANY_REDIRECTS = Reason(
    "http.too_many_redirects",
    fr="{url} renvoie d’une adresse à l’autre plus de {limit} fois",
    en="{url} redirects from one address to the next more than {limit} times",
)
REDIRECT_REFUSED = Reason(
    "http.redirect_refused",
    fr="{url} renvoie ailleurs ; un document DID se trouve à l’adresse que dit son DID, et nulle part ailleurs",
    en="{url} redirects elsewhere; a DID document is at the address that its DID says, and nowhere else",
)

# A name, not a number in any of its disguises: the last label begins with a letter (RFC 3696, §2). No name of a person,
# no password, no backslash, no letter beyond ASCII (a name in other letters is written xn--…).
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HTTPS = re.compile(
    rf"https://((?:{_LABEL}\.)*[A-Za-z](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?)(?::([0-9]{{1,5}}))?(?:[/?][!-~]*)?"
)
_DID_DOCUMENT = "/did.json"
# beside the package's own table: the old forms of an IPv4 address inside an IPv6 one (RFC 4291 §2.5.5.1, RFC 6145 §2.2)
_ALSO_DENIED = ["::/96", "::ffff:0:0:0/96"]


class HttpFetcher:
    """A Fetcher for the open web.

    Every name is resolved once, every address that it leads to must be public, and the connection goes to the address
    that was looked at; the same again for each redirect.

    bounds:       of time and size, for the whole of a question, its redirects included
    allowed:      networks that are not public and may be reached all the same, such as "10.2.0.0/16"
    authorities:  a file of certificates to trust in place of the usual ones
    """

    def __init__(
        self, bounds: Bounds | None = None, *, allowed: Sequence[str] = (), authorities: str | None = None
    ) -> None:
        self._bounds = bounds or Bounds()
        self._allowed = list(allowed)
        self._verify: bool | str = authorities or True

    def fetch(self, url: str, *, accept: str = "application/json") -> Fetched:
        """Ask for a document.

        returns:  an answer of status 200, 404 or 410
        raises:   OutOfReach
        """
        end = monotonic() + self._bounds.seconds
        asked = refuse_unsafe(url)
        at = asked
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._ask(at, accept, end)
            if not answer.location:
                return _fetched(url if at == asked else at, answer)
            if urlsplit(at).path.endswith(_DID_DOCUMENT):
                raise OutOfReach(REDIRECT_REFUSED, url=url)
            at = refuse_unsafe(_led_to(at, answer.location))
        raise OutOfReach(TOO_MANY_REDIRECTS, url=url, limit=MOST_REDIRECTS)

    def _ask(self, url: str, accept: str, end: float) -> Answer:
        left = end - monotonic()
        if left <= 0:
            raise OutOfReach(TOO_SLOW, host=urlsplit(url).netloc, seconds=round(self._bounds.seconds))
        with self._session() as session:
            return exchange(
                session, url, accept=accept, bounds=replace(self._bounds, seconds=left), verify=self._verify
            )

    def _session(self) -> requests.Session:
        return guarded_session(self._allowed)


def guarded_session(allowed: Sequence[str] = ()) -> requests.Session:
    """A session that reaches public addresses only, and those allowed: each name is resolved once and pinned."""
    policy = AntiSSRFPolicy(PolicyConfigOptions.EXTERNAL_ONLY_LATEST)
    policy.add_denied_addresses(_ALSO_DENIED)
    policy.add_xff_header = False
    if allowed:
        policy.add_allowed_addresses(list(allowed))
    session: requests.Session = policy.get_antissrf_session()
    # the package forgets the port in the header; this is the hook that requests keeps for headers
    setattr(session.get_adapter("https://"), "add_headers", _name_the_port)  # noqa: B010 -- its type is unknown to mypy
    return session


def refuse_unsafe(url: str) -> str:
    """The address to ask for, without its fragment.

    raises:  OutOfReach when it is not https, or is not the plain address of a named host
    """
    plain = url.partition("#")[0]
    shown = url if len(url) <= 120 else url[:119] + "…"  # noqa: PLR2004 -- enough to know it by
    match = _HTTPS.fullmatch(plain) if len(plain) <= LONGEST_URL else None
    if match is None or len(match[1]) > 253 or int(match[2] or 443) not in range(1, 65_536):  # noqa: PLR2004
        is_other_scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", url) and not url.startswith("https:")
        raise OutOfReach(NOT_HTTPS if is_other_scheme else MALFORMED_URL, url=shown)
    return plain


def _led_to(at: str, location: str) -> str:
    try:
        return urljoin(at, location)
    except ValueError:  # half an IPv6 address
        return location


def _fetched(url: str, answer: Answer) -> Fetched:
    if answer.status not in ANSWERS:
        raise OutOfReach(STATUS, host=urlsplit(url).netloc, status=answer.status)
    return Fetched(url, answer.status, answer.content_type, answer.body)


def _name_the_port(request: requests.PreparedRequest, **_settings: object) -> None:
    request.headers["Host"] = urlsplit(request.url or "").netloc
