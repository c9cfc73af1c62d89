"""A small OpenID Connect provider as a WSGI application: it signs, it forgets people, and it can lie in every way."""

from __future__ import annotations

import base64
import io
import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from django.utils.timezone import now

from sceau.engine.errors import OutOfReach
from sceau.engine.keys.jwk import to_jwk
from sceau.engine.keys.multibase import encode_base64url
from sceau.engine.keys.private import generate
from sceau.engine.proofs.jws import sign_jws
from sceau.outside.exchange import NO_ANSWER

ISSUER = "https://idp.alpes.example/realm"
CLIENT, SECRET = "sceau", "a secret: with a colon & more"
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass
class Answer:
    status: int
    body: bytes


@dataclass
class FakeIdp:
    """lies: claims put in place of the true ones of an id_token; None takes one out."""

    issuer: str = ISSUER
    clock: Callable[[], datetime] = now
    refreshes: bool = True
    lies: dict[str, Any] = field(default_factory=dict)
    metadata_lies: dict[str, Any] = field(default_factory=dict)
    unsigned: bool = False
    signs_with_another_key: bool = False
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refresh_tokens: dict[str, str] = field(default_factory=dict)
    access_tokens: dict[str, str] = field(default_factory=dict)
    redirect_uri: str = "https://sceau.example/account/directory/alpes-numerique/callback/"

    def __post_init__(self) -> None:
        self.kid = "one"
        self.key = generate("P-256", secrets.token_bytes(40))
        self.other_key = generate("P-256", secrets.token_bytes(40))

    # people

    def knows(self, sub: str, email: str, name: str = "Amina Benali", **claims: Any) -> None:
        self.people[sub] = {"sub": sub, "email": email, "email_verified": True, "name": name, **claims}

    def forgets(self, sub: str) -> None:
        del self.people[sub]

    # the browser's side

    def authorize(self, url: str, sub: str) -> str:
        """Where the browser is sent back once the person has signed in there."""
        assert url.startswith(f"{self.issuer}/authorize?"), url
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query, strict_parsing=True).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["redirect_uri"] == self.redirect_uri
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = {"sub": sub, "nonce": asked["nonce"], "challenge": asked["code_challenge"]}
        return f"{self.redirect_uri}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.issuer})}"

    def id_token(self, sub: str, **claims: Any) -> str:
        moment = int(self.clock().timestamp())
        told = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": moment,
            "exp": moment + 300,
            **self.people.get(sub, {"sub": sub}),
        }
        return self.signed({**told, "sid": f"session-of-{sub}", **claims, **self.lies})

    def logout_token(self, **claims: Any) -> str:
        moment = int(self.clock().timestamp())
        told = {"iss": self.issuer, "aud": CLIENT, "iat": moment, "exp": moment + 120, "jti": secrets.token_urlsafe(8)}
        return self.signed({**told, "events": {LOGOUT: {}}, **claims})

    def signed(self, claims: dict[str, Any]) -> str:
        payload = json.dumps({name: value for name, value in claims.items() if value is not None}).encode()
        if self.unsigned:
            header = encode_base64url(json.dumps({"alg": "none"}).encode())
            return f"{header}.{encode_base64url(payload)}."
        key = self.other_key if self.signs_with_another_key else self.key
        return sign_jws(payload, signer=key.signer(), kid=self.kid)

    # the server's side

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"].removeprefix(urlsplit(self.issuer).path)
        self.asked.append(path)
        page = {
            "/.well-known/openid-configuration": self._metadata,
            "/keys": self._keys,
            "/token": self._token,
            "/userinfo": self._userinfo,
        }.get(path)
        status, told = page(environ) if page else (404, {})
        body = json.dumps(told).encode()
        start_response(f"{status} .", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    def _metadata(self, _environ: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        told = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "scopes_supported": ["openid", "email", "profile", "offline_access"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "authorization_response_iss_parameter_supported": True,
            **self.metadata_lies,
        }
        return 200, {name: value for name, value in told.items() if value is not None}

    def _keys(self, _environ: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        return 200, {"keys": [{**to_jwk(self.key.public_key), "kid": self.kid, "use": "sig"}, {"kty": "unheard-of"}]}

    def _token(self, environ: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        form = {
            name: values[0]
            for name, values in parse_qs(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()).items()
        }
        header = environ.get("HTTP_AUTHORIZATION", "")
        if header.startswith("Basic "):
            pair = base64.b64decode(header.removeprefix("Basic ")).decode().split(":", 1)
            client, secret = (unquote_plus(part) for part in pair)
        else:
            client, secret = form.get("client_id", ""), form.get("client_secret", "")
        if (client, secret) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        if form["grant_type"] == "refresh_token":
            sub = self.refresh_tokens.pop(form["refresh_token"], "")
            return self._given(sub) if sub in self.people else (400, {"error": "invalid_grant"})
        code = self.codes.pop(form["code"], None)
        if code is None or form["redirect_uri"] != self.redirect_uri:
            return 400, {"error": "invalid_grant"}
        if encode_base64url(sha256(form["code_verifier"].encode()).digest()) != code["challenge"]:
            return 400, {"error": "invalid_grant"}
        return self._given(code["sub"], nonce=code["nonce"])

    def _given(self, sub: str, **claims: Any) -> tuple[int, dict[str, Any]]:
        access = secrets.token_urlsafe(16)
        self.access_tokens[access] = sub
        told = {"access_token": access, "token_type": "Bearer", "id_token": self.id_token(sub, **claims)}
        if self.refreshes:
            told["refresh_token"] = secrets.token_urlsafe(16)
            self.refresh_tokens[told["refresh_token"]] = sub
        return 200, told

    def _userinfo(self, environ: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        sub = self.access_tokens.get(environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer "), "")
        return (200, self.people[sub]) if sub in self.people else (401, {"error": "invalid_token"})


class InProcess:
    """A Web whose only server is the fake, without a network. silent: it does not answer. failing: a status instead."""

    def __init__(self, idp: FakeIdp) -> None:
        self.idp = idp
        self.silent = False
        self.failing = 0

    def ask(self, url: str, *, form: dict[str, str] | None = None, authorization: str = "") -> Answer:
        parts = urlsplit(url)
        if self.silent or not url.startswith(f"https://{urlsplit(self.idp.issuer).netloc}/"):
            raise OutOfReach(NO_ANSWER, host=parts.netloc)
        if self.failing:
            return Answer(self.failing, b"")
        sent = urlencode(form or {}).encode()
        environ = {
            "REQUEST_METHOD": "GET" if form is None else "POST",
            "PATH_INFO": parts.path,
            "CONTENT_LENGTH": str(len(sent)),
            "wsgi.input": io.BytesIO(sent),
            "HTTP_AUTHORIZATION": authorization,
        }
        statuses: list[str] = []
        body = b"".join(self.idp(environ, lambda status, _headers: statuses.append(status)))
        return Answer(int(statuses[0].split()[0]), body)
