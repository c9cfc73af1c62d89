"""Who is the issuer? What identifies one: a domain that is its own, or the reader's own list."""

from __future__ import annotations

import re
from urllib.parse import unquote

from sceau.engine.checks import ids
from sceau.engine.checks.report import Check, passed, unknown
from sceau.engine.checks.trust import TrustList
from sceau.engine.errors import Reason

# The host ends where a browser or a fetcher sees it end; a name of a person before it ("@") would pass for the host.
_HTTPS_HOST = re.compile(r"https://([A-Za-z0-9_.-]+(?::[0-9]+)?)(?=[/?#]|\Z)")

BY_TRUST_LIST = Reason(
    "issuer.by_trust_list",
    fr="l’émetteur est {name}, d’après votre liste de confiance",
    en="the issuer is {name}, according to your trust list",
)
BY_TRUST_LIST_WITH_EVIDENCE = Reason(
    "issuer.by_trust_list_with_evidence",
    fr="l’émetteur est {name}, d’après votre liste de confiance ({evidence})",
    en="the issuer is {name}, according to your trust list ({evidence})",
)
BY_THIS_HOUSE = Reason(
    "issuer.by_this_house",
    fr="l’émetteur est {name}, dont cette plateforme a vérifié l’identité ({evidence})",
    en="the issuer is {name}, whose identity this platform has verified ({evidence})",
)
BY_NAMED_LIST = Reason(
    "issuer.by_named_list",
    fr="l’émetteur est {name}, connu par la liste « {list} »",
    en="the issuer is {name}, known by the list “{list}”",
)
BY_NAMED_LIST_WITH_EVIDENCE = Reason(
    "issuer.by_named_list_with_evidence",
    fr="l’émetteur est {name} ({evidence}), connu par la liste « {list} »",
    en="the issuer is {name} ({evidence}), known by the list “{list}”",
)
BY_DOMAIN = Reason(
    "issuer.by_domain",
    fr="l’émetteur est celui qui tient le site {domain}",
    en="the issuer is whoever holds the site {domain}",
)
IDENTIFIED_BY_NOTHING = Reason(
    "issuer.identified_by_nothing",
    fr="émetteur inconnu de nous\u00a0: sa clé ne dit pas qui il est\u202f; demandez à l’organisme si {issuer} "
    "est la sienne",
    en="issuer unknown to us: its key does not say who it is; ask the institution whether {issuer} is theirs",
)


def judge_issuer(issuer_id: str, trusted: TrustList) -> Check:
    """Whether something says who the issuer is. What the document itself says of it proves nothing.

    issuer_id:  a DID or an https address whose key has been found good
    """
    known = trusted.find(issuer_id)
    if known is not None and known.is_of_the_house:
        return passed(ids.ISSUER, BY_THIS_HOUSE, name=known.name, evidence=known.evidence)
    if known is not None and known.listed_in:
        reason = BY_NAMED_LIST_WITH_EVIDENCE if known.evidence else BY_NAMED_LIST
        return passed(ids.ISSUER, reason, name=known.name, evidence=known.evidence, list=known.listed_in)
    if known is not None and known.evidence:
        return passed(ids.ISSUER, BY_TRUST_LIST_WITH_EVIDENCE, name=known.name, evidence=known.evidence)
    if known is not None:
        return passed(ids.ISSUER, BY_TRUST_LIST, name=known.name)
    domain = domain_of(issuer_id)
    if domain:
        return passed(ids.ISSUER, BY_DOMAIN, domain=domain)
    return unknown(ids.ISSUER, IDENTIFIED_BY_NOTHING, pointer="/issuer", issuer=issuer_id)


def domain_of(issuer_id: str) -> str:
    """The host, and the port if there is one, that a did:web or an https address names; "" for any other."""
    if issuer_id.startswith("did:web:"):
        return unquote(issuer_id.removeprefix("did:web:").partition(":")[0])
    match = _HTTPS_HOST.match(issuer_id)
    return match[1] if match else ""
