"""What a directory publishes about itself, read and judged.

source: OpenID Connect Discovery 1.0 §3, §4; RFC 8414; RFC 7636
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sceau.engine.errors import MalformedJson, MalformedKey, OutOfReach, Reason
from sceau.engine.keys.jwk import from_jwk
from sceau.engine.proofs.jws import KEY_ALGORITHMS
from sceau.engine.strict_json import JsonObject, parse_object
from sceau.institutions.directories import reasons
from sceau.institutions.directories.errors import DirectoryError, NotTheDirectory, Unanswered, unanswered
from sceau.institutions.directories.ports import Reply, Web

WELL_KNOWN = "/.well-known/openid-configuration"
OK = 200
MOST_KEYS = 50
_ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What we need of a directory's description; made by `read` only.

    userinfo:       "" when it has none
    basic:          the client presents itself in the header, else in the form
    offline:        it gives refresh tokens to whoever asks for offline_access
    names_itself:   its answers say `iss` (RFC 9207), and must
    """

    issuer: str
    authorization: str
    token: str
    jwks: str
    userinfo: str
    basic: bool
    offline: bool
    names_itself: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know that does not stop a directory from being used."""

    reason: Reason
    details: dict[str, object]

    def sentence(self, language: str) -> str:
        """For a person, in "fr" or "en"."""
        return self.reason.sentence(language, self.details)


def check_issuer(text: str) -> str:
    """The address of a directory as a person typed it, without blanks and without the well-known part.

    raises:  DirectoryError
    """
    issuer = text.strip().removesuffix(WELL_KNOWN)
    parts = urlsplit(issuer)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise NotTheDirectory(reasons.WRONG_ISSUER_URL, field="issuer", found=issuer[:120] or "…")
    return issuer


def fetch_metadata(issuer: str, *, web: Web) -> JsonObject:
    """The description that a directory publishes, unread.

    raises:  Unanswered, NotTheDirectory
    """
    url = issuer.removesuffix("/") + WELL_KNOWN
    reply = asked(web, url)
    try:
        return parse_object(reply.body)
    except MalformedJson as error:
        raise NotTheDirectory(reasons.NOT_METADATA, field="issuer", url=url) from error


def fetch_keys(url: str, *, web: Web) -> list[JsonObject]:
    """The public keys that a directory publishes and that we know how to use.

    raises:  Unanswered, NotTheDirectory
    """
    reply = asked(web, url)
    try:
        listed = parse_object(reply.body).get("keys")
    except MalformedJson as error:
        raise NotTheDirectory(reasons.NO_KEYS, url=url) from error
    keys = [each for each in listed[:MOST_KEYS] if _is_key(each)] if isinstance(listed, list) else []
    if not keys:
        raise NotTheDirectory(reasons.NO_KEYS, url=url)
    return keys


def asked(web: Web, url: str) -> Reply:
    """What is at the address. Raises Unanswered, NotTheDirectory when it is not there."""
    try:
        reply = web.ask(url)
    except OutOfReach as error:
        raise unanswered(error) from error
    if reply.status in (404, 410):
        raise NotTheDirectory(reasons.NOT_METADATA, field="issuer", url=url)
    if reply.status != OK:
        raise Unanswered(reasons.FAILING, status=reply.status, url=url)
    return reply


def read(published: JsonObject, *, issuer: str) -> Metadata:
    """The description, judged for use. Raises NotTheDirectory with the first thing that is wrong."""
    faults = faults_of(published, issuer=issuer)
    if faults:
        raise faults[0]
    methods = published.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Metadata(
        issuer,
        published["authorization_endpoint"],
        published["token_endpoint"],
        published["jwks_uri"],
        published.get("userinfo_endpoint", ""),
        "client_secret_basic" in methods,
        "offline_access" in _list(published, "scopes_supported", []),
        published.get("authorization_response_iss_parameter_supported") is True,
    )


def faults_of(published: JsonObject, *, issuer: str) -> list[DirectoryError]:
    """All that keeps a directory from being used here; empty when nothing does."""
    faults: list[DirectoryError] = []
    if published.get("issuer") != issuer:
        found = str(published.get("issuer", "…"))[:200]
        faults.append(NotTheDirectory(reasons.OTHER_ISSUER, field="issuer", found=found, expected=issuer))
    faults += [
        NotTheDirectory(reasons.MISSING_ENDPOINT, member=member)
        for member in _ADDRESSES
        if not _is_address(published.get(member))
    ]
    if "userinfo_endpoint" in published and not _is_address(published["userinfo_endpoint"]):
        faults.append(NotTheDirectory(reasons.MISSING_ENDPOINT, member="userinfo_endpoint"))
    if "code" not in _list(published, "response_types_supported", ["code"]):
        faults.append(NotTheDirectory(reasons.NO_CODE))
    if "S256" not in _list(published, "code_challenge_methods_supported", ["S256"]):
        faults.append(NotTheDirectory(reasons.NO_PKCE))
    if KEY_ALGORITHMS.keys().isdisjoint(_list(published, "id_token_signing_alg_values_supported", ["RS256"])):
        faults.append(NotTheDirectory(reasons.NO_ALGORITHM, known=", ".join(KEY_ALGORITHMS)))
    methods = _list(published, "token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if {"client_secret_basic", "client_secret_post", "none"}.isdisjoint(methods):
        faults.append(NotTheDirectory(reasons.NO_CLIENT_AUTHENTICATION))
    grants = _list(published, "grant_types_supported", ["authorization_code", "implicit"])
    if "userinfo_endpoint" not in published and "refresh_token" not in grants:
        faults.append(NotTheDirectory(reasons.CANNOT_RECHECK))
    return faults


def remarks_of(published: JsonObject) -> list[Remark]:
    """What is worth knowing of a directory that can be used."""
    if "code_challenge_methods_supported" in published:
        return []
    return [Remark(reasons.PKCE_UNSAID, {})]


def _is_address(value: object) -> bool:
    if not isinstance(value, str):
        return False
    parts = urlsplit(value)
    return parts.scheme == "https" and bool(parts.hostname) and not parts.fragment and not parts.username


def _is_key(value: object) -> bool:
    try:
        return isinstance(value, dict) and from_jwk(value) is not None
    except MalformedKey:
        return False


def _list(published: JsonObject, member: str, default: list[str]) -> list[Any]:
    value = published.get(member, default)
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
