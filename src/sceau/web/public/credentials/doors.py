"""How a credential is found under what stands in an address, and how much of it the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import urlencode
from django.utils.timezone import now

from sceau.accounts.models import User
from sceau.engine.model.code import read_code
from sceau.issuing.models import Credential
from sceau.issuing.queries.opening import Seen, credential_at, is_entitled, opens, seen_by
from sceau.issuing.states import CredentialState
from sceau.people.queries import is_oneself
from sceau.web.account.guard import factor_to_add
from sceau.web.account.limits import spend
from sceau.web.templatetags.words import spoken

OPENING: Final = "o"  # the parameter of the address that opens
LONGEST: Final = 100  # signs of an opening that is looked at


class TooMany(Exception):
    """Somebody tries one code, or one opening, after another."""


@dataclass(frozen=True, slots=True)
class Found:
    """A credential that somebody asks for.

    credential:  None when there is none under the code
    opening:     that of the address, where it is the right one; else ""
    tried:       whether the address had an opening at all
    reader:      who is signed in
    """

    code: str
    credential: Credential | None
    seen: Seen
    opening: str
    tried: bool
    now: datetime
    reader: User | None = None

    @property
    def it(self) -> Credential:
        """The credential, where it was found."""
        if self.credential is None:
            raise LookupError(self.code)
        return self.credential

    @property
    def is_open(self) -> bool:
        """Whether all of it may be shown."""
        return self.seen is Seen.ALL

    @property
    def may_have_opening(self) -> bool:
        """Whether this reader may have what carries the opening: nobody gets it by the holder's consent alone."""
        return bool(self.opening) or is_entitled(self.it, user=self.reader, now=self.now)

    @property
    def is_holders(self) -> bool:
        """Whether this reader may say that it is wrong: with the holder's link, or the holder's own account."""
        return bool(self.opening) or self.account is not None

    @property
    def account(self) -> User | None:
        """The holder's own account, where that is who looks."""
        is_its_holder = self.reader is not None and is_oneself(self.it.award.person, self.reader)
        return self.reader if is_its_holder else None

    @property
    def query(self) -> str:
        """What the addresses of its files carry along: "?o=…", or nothing."""
        return f"?{urlencode({OPENING: self.opening})}" if self.opening else ""

    @property
    def is_erased(self) -> bool:
        """Whether its holder had it erased."""
        return self.credential is not None and self.credential.state == CredentialState.ERASED


def look_for(request: HttpRequest, text: str) -> Found:
    """The credential under what was typed, and how much of it this reader may see.

    raises:  MalformedCode, before anything is looked for; TooMany
    """
    code, moment = read_code(text), now()
    opening = request.GET.get(OPENING, "")[:LONGEST]
    credential = credential_at(code)
    if credential is None:
        _count_a_miss(code)
        return Found(code, None, Seen.NOTHING_BUT_EXISTS, "", bool(opening), moment)
    if credential.state == CredentialState.ERASED:
        return Found(code, credential, Seen.NOTHING_BUT_EXISTS, "", bool(opening), moment)
    is_right = opens(credential, opening)
    if opening and not is_right:
        _count_a_miss(code)
    reader = _reader(request, credential)
    seen = seen_by(credential, opening=opening, user=reader, now=moment)
    return Found(code, credential, seen, opening if is_right else "", bool(opening), moment, reader)


def closed_to_others(response: HttpResponse) -> HttpResponse:
    """For this reader alone: kept by no cache, listed by no search engine, and its address is told to nobody."""
    patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def problem(status: int, *, code: str, title: str, detail: str = "") -> HttpResponse:
    """Why a machine is not given what it asks for.

    source:  RFC 9457
    """
    said: dict[str, Any] = {"type": "about:blank", "status": status, "title": title, "code": code}
    if detail:
        said["detail"] = detail
    response = HttpResponse(orjson.dumps(said), status=status, content_type="application/problem+json")
    response.headers["Content-Language"] = spoken()
    response.headers["Access-Control-Allow-Origin"] = "*"
    return closed_to_others(response)


def _reader(request: HttpRequest, credential: Credential) -> User | None:
    """Who is signed in, as far as the door of the desk would let them in."""
    user = request.user
    if not isinstance(user, User):
        return None
    return user if factor_to_add(request, credential.institution) is None else None


def _count_a_miss(code: str) -> None:
    if not spend("credential_miss", code, reading=True):
        raise TooMany
