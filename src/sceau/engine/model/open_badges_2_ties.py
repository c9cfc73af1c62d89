"""Open Badges 2.0: what ties an assertion to its issuer, when all its documents are at hand; nothing is fetched.

Source: Open Badges 2.0, IMS Global, 2018, sections on hosted verification, signed verification and revocation.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from sceau.engine.errors import MalformedCredential, Reason
from sceau.engine.model.credential import as_list
from sceau.engine.model.shapes import shown
from sceau.engine.strict_json import JsonObject
from sceau.engine.values import as_text

NOT_WHERE_IT_SAYS = Reason(
    "ob2.not_where_it_says",
    fr="le document dit être {id}, mais il a été lu à {url}",
    en="the document says that it is {id}, but it was read at {url}",
)
NOT_FROM_THE_ISSUER = Reason(
    "ob2.not_from_the_issuer",
    fr="la preuve est publiée sur {host}, qui n’est pas un site de l’émetteur ({allowed})",
    en="the assertion is published on {host}, which is not a site of the issuer ({allowed})",
)
KEY_NOT_LISTED = Reason(
    "ob2.key_not_listed",
    fr="l’émetteur ne publie pas la clé {key}",
    en="the issuer does not publish the key {key}",
)
KEY_OF_SOMEBODY_ELSE = Reason(
    "ob2.key_of_somebody_else",
    fr="la clé dit appartenir à {owner}, et non à l’émetteur {issuer}",
    en="the key says that it belongs to {owner}, not to the issuer {issuer}",
)
NO_KEY_INSIDE = Reason(
    "ob2.no_key_inside",
    fr="le document ne contient aucune clé (publicKeyPem)",
    en="the document has no key (publicKeyPem)",
)
NOT_A_REVOCATION_LIST = Reason(
    "ob2.not_a_revocation_list",
    fr="ce n’est pas une liste de révocations : il manque « revokedAssertions »",
    en="this is not a revocation list: “revokedAssertions” is missing",
)


@dataclass(frozen=True, slots=True)
class Revocation:
    """That an assertion was revoked, and the issuer's words for it, "" when there are none."""

    reason: str


def hosted_faults(assertion: JsonObject, issuer: JsonObject, *, found_at: str) -> list[MalformedCredential]:
    """Why a hosted assertion that was read at a URL is not the issuer's own word.

    found_at:  the URL that answered with the assertion; it must be the assertion's id
    source:    Open Badges 2.0, “Hosted verification” and the issuer's `verification`
    """
    found: list[MalformedCredential] = []
    identifier = as_text(assertion.get("id"))
    if identifier != found_at:
        found.append(MalformedCredential(NOT_WHERE_IT_SAYS, pointer="/id", id=shown(identifier), url=found_at))
    allowed, prefixes = _allowed_origins(issuer), _allowed_prefixes(issuer)
    host = _host(identifier)
    is_within = not prefixes or any(identifier.startswith(prefix) for prefix in prefixes)
    if not host or host not in allowed or not is_within or _climbs(identifier):
        listed = ", ".join(prefixes or sorted(allowed))
        found.append(MalformedCredential(NOT_FROM_THE_ISSUER, pointer="/id", host=shown(host), allowed=listed))
    return found


def _allowed_origins(issuer: JsonObject) -> frozenset[str]:
    """Hosts of the issuer: those it lists, else its own."""
    policy = issuer.get("verification")
    listed = as_list(policy.get("allowedOrigins")) if isinstance(policy, dict) else []
    return frozenset(str(host).lower() for host in listed) or frozenset({_host(str(issuer.get("id")))})


def _host(address: str) -> str:
    """The host and port of a URL, "" when it has none that can be read."""
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def _climbs(address: str) -> bool:
    """Whether a path goes up again, in whatever spelling: it would only seem to be within another."""
    return any(name in (".", "..") for name in unquote(address).replace("\\", "/").split("/"))


def _allowed_prefixes(issuer: JsonObject) -> list[str]:
    policy = issuer.get("verification")
    return [str(prefix) for prefix in as_list(policy.get("startsWith"))] if isinstance(policy, dict) else []


def key_faults(key: JsonObject, issuer: JsonObject, *, found_at: str | None = None) -> list[MalformedCredential]:
    """Why a key is not the issuer's: it must name the issuer as owner, and the issuer must publish it.

    found_at:  the URL that answered with the key, which must be its id: anybody can write the name of another's key;
               None for a key that stands in the issuer's own document
    source:  Open Badges 2.0, “Signed verification” and CryptographicKey
    """
    found: list[MalformedCredential] = []
    identifier, issuer_id = key.get("id"), issuer.get("id")
    published = [item.get("id") if isinstance(item, dict) else item for item in as_list(issuer.get("publicKey"))]
    if found_at is not None and identifier != found_at:
        found.append(MalformedCredential(NOT_WHERE_IT_SAYS, pointer="/id", id=shown(identifier), url=found_at))
    if identifier not in published:
        found.append(MalformedCredential(KEY_NOT_LISTED, key=shown(identifier)))
    if key.get("owner") != issuer_id:
        owner = shown(key.get("owner"))
        found.append(MalformedCredential(KEY_OF_SOMEBODY_ELSE, pointer="/owner", owner=owner, issuer=shown(issuer_id)))
    if not isinstance(key.get("publicKeyPem"), str):
        found.append(MalformedCredential(NO_KEY_INSIDE, pointer="/publicKeyPem"))
    return found


def public_key_pem(key: JsonObject) -> str:
    """The PEM text of a CryptographicKey.

    raises:  MalformedCredential when there is none
    """
    pem = key.get("publicKeyPem")
    if not isinstance(pem, str):
        raise MalformedCredential(NO_KEY_INSIDE, pointer="/publicKeyPem")
    return pem


def revocation_in(revocation_list: JsonObject, assertion: JsonObject) -> Revocation | None:
    """The entry of an issuer's revocation list about this assertion, by its `id` or, from 1.x, its `uid`.

    raises:  MalformedCredential when the document is no revocation list
    """
    entries = revocation_list.get("revokedAssertions")
    if not isinstance(entries, list):
        raise MalformedCredential(NOT_A_REVOCATION_LIST, pointer="/revokedAssertions")
    names = [assertion[name] for name in ("id", "uid") if isinstance(assertion.get(name), str)]
    for entry in entries:
        if isinstance(entry, str) and entry in names:
            return Revocation("")
        if isinstance(entry, dict) and any(entry.get(name) in names for name in ("id", "uid")):
            return Revocation(str(entry.get("revocationReason") or ""))
    return None


def revocation_in_answer(status: int, document: JsonObject | None) -> Revocation | None:
    """What the answer at a hosted assertion's URL says of revocation.

    status:    the HTTP status; 410 says revoked whatever the body, and `revoked: true` does with any status
    document:  the body, when it is a JSON object
    """
    says_so = document is not None and document.get("revoked") is True
    if status != 410 and not says_so:  # noqa: PLR2004 -- 410 Gone, Open Badges 2.0, “Revocation”
        return None
    return Revocation(str((document or {}).get("revocationReason") or ""))
