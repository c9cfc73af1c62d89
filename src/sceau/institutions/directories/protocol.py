"""The conversation with a directory: where the browser goes, what a code gives, whether somebody is still there.

source: OpenID Connect Core 1.0 §3.1, §5.3, §12; RFC 6749 §2.3.1, §5.2; RFC 7636 §4
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from urllib.parse import quote_plus, urlencode

import orjson

from sceau.engine.errors import MalformedJson, OutOfReach
from sceau.engine.keys.multibase import encode_base64url
from sceau.engine.strict_json import JsonObject, parse_object
from sceau.institutions.directories import reasons
from sceau.institutions.directories.discovery import OK, Metadata
from sceau.institutions.directories.errors import NoLongerThere, Unanswered, Untrue, unanswered
from sceau.institutions.directories.ports import Reply, Web

_UNAUTHORIZED = (401, 403)
_BAD_REQUEST = 400
TRIAL_CODE = "sceau-connection-test"


@dataclass(frozen=True, slots=True)
class Client:
    """Who we are for a directory. secret: "" for a public client."""

    id: str
    secret: str
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a directory gave, each "" when absent: the id_token is read and forgotten, the others are kept sealed."""

    access: str
    refresh: str = ""
    id_token: str = ""

    def kept(self) -> bytes:
        """What is sealed with a session."""
        return orjson.dumps({**asdict(self), "id_token": ""})

    @classmethod
    def of(cls, kept: bytes) -> Tokens:
        """From what was sealed."""
        return cls(**orjson.loads(kept))


def authorization_url(metadata: Metadata, client: Client, *, state: str, nonce: str, verifier: str, hint: str) -> str:
    """Where the browser is sent. hint: the address typed, "" for none."""
    challenge = encode_base64url(sha256(verifier.encode("ascii")).digest())
    asked = {
        "response_type": "code",
        "client_id": client.id,
        "redirect_uri": client.redirect_uri,
        "scope": "openid email profile offline_access" if metadata.offline else "openid email profile",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    if hint:
        asked["login_hint"] = hint
    joint = "&" if "?" in metadata.authorization else "?"
    return f"{metadata.authorization}{joint}{urlencode(asked)}"


def redeem(metadata: Metadata, client: Client, *, code: str, verifier: str, web: Web) -> Tokens:
    """The tokens that a code stands for.

    raises:  Unanswered; Untrue when the directory refuses the code
    """
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.redirect_uri,
        "code_verifier": verifier,
    }
    reply = _post(metadata, client, form, web)
    if reply.status != OK:
        raise Untrue(reasons.REFUSED_THERE, found=_error_of(reply) or str(reply.status))
    tokens = _tokens_of(reply)
    if not tokens.id_token:
        raise Untrue(reasons.MISSING_CLAIM, member="id_token")
    return tokens


def renew(metadata: Metadata, client: Client, tokens: Tokens, *, web: Web) -> Tokens:
    """New tokens for a refresh token: the directory still answers for the person.

    raises:  NoLongerThere when it does not; Unanswered for anything that says nothing of the person
    """
    reply = _post(metadata, client, {"grant_type": "refresh_token", "refresh_token": tokens.refresh}, web)
    if reply.status == OK:
        new = _tokens_of(reply)
        return Tokens(new.access, new.refresh or tokens.refresh, new.id_token)
    if _error_of(reply) == "invalid_grant":
        raise NoLongerThere(reasons.GONE)
    raise Unanswered(reasons.FAILING, status=reply.status, url=metadata.token)


def describe_person(metadata: Metadata, access: str, *, subject: str, web: Web) -> JsonObject:
    """What the directory says of the person whose access token this is.

    raises:  NoLongerThere; Unanswered; Untrue when it speaks of somebody else (§5.3.2)
    """
    try:
        reply = web.ask(metadata.userinfo, authorization=f"Bearer {access}")
    except OutOfReach as error:
        raise unanswered(error) from error
    if reply.status in _UNAUTHORIZED:
        raise NoLongerThere(reasons.GONE)
    if reply.status != OK:
        raise Unanswered(reasons.FAILING, status=reply.status, url=metadata.userinfo)
    claims = _object_of(reply, metadata.userinfo)
    if claims.get("sub") != subject:
        raise Untrue(reasons.OTHER_SUBJECT)
    return claims


def try_client(metadata: Metadata, client: Client, *, verifier: str, web: Web) -> str:
    """What the directory answers to a code that it never gave: `invalid_grant` when it knows us.

    returns:  the error code, "" when it gives none
    raises:   Unanswered
    """
    form = {
        "grant_type": "authorization_code",
        "code": TRIAL_CODE,
        "redirect_uri": client.redirect_uri,
        "code_verifier": verifier,
    }
    reply = _post(metadata, client, form, web)
    return _error_of(reply) or ("invalid_client" if reply.status in _UNAUTHORIZED else "")


def _post(metadata: Metadata, client: Client, form: Mapping[str, str], web: Web) -> Reply:
    authorization, sent = "", dict(form)
    if client.secret and metadata.basic:
        # RFC 6749 §2.3.1: both parts are form-encoded before they are joined
        pair = f"{quote_plus(client.id)}:{quote_plus(client.secret)}"
        authorization = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        sent["client_id"] = client.id
        if client.secret:
            sent["client_secret"] = client.secret
    try:
        return web.ask(metadata.token, form=sent, authorization=authorization)
    except OutOfReach as error:
        raise unanswered(error) from error


def _tokens_of(reply: Reply) -> Tokens:
    claims = _object_of(reply, "token")
    found = {name: claims.get(name, "") for name in ("access_token", "refresh_token", "id_token")}
    if not all(isinstance(value, str) for value in found.values()) or not found["access_token"]:
        raise Untrue(reasons.MISSING_CLAIM, member="access_token")
    return Tokens(found["access_token"], found["refresh_token"], found["id_token"])


def _object_of(reply: Reply, url: str) -> JsonObject:
    try:
        return parse_object(reply.body)
    except MalformedJson as error:
        raise Unanswered(reasons.FAILING, status=reply.status, url=url) from error


def _error_of(reply: Reply) -> str:
    """The code of an OAuth error, "" when the answer has none (RFC 6749 §5.2)."""
    try:
        found = parse_object(reply.body).get("error", "")
    except MalformedJson:
        return ""
    return found[:60] if isinstance(found, str) and found.isascii() and found.isprintable() else ""
