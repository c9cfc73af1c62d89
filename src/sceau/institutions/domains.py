"""Domain names as people type them, and what a domain shows to prove whose it is."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from functools import cache

import idna
from publicsuffixlist import PublicSuffixList

from sceau.engine.errors import EngineError, Reason
from sceau.engine.keys.did_web import did_of
from sceau.engine.ports import Fetched
from sceau.engine.strict_json import parse_object
from sceau.institutions import domain_reasons as reasons
from sceau.institutions.errors import WrongValue
from sceau.institutions.ports import DnsTexts

LONGEST = 253  # RFC 1035, §2.3.4, without the last dot
TXT_NAME = "_sceau"
TXT_VALUE = "sceau-verification="
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NUMERIC = re.compile(r"0x[0-9a-f]*|[0-9]+")  # a last label of this form makes it an IPv4 address
_OURS = "œæß"  # beside the letters from a to z and what accents make of them
_OK = 200
_SHOWN = 80


def read_domain(text: str) -> str:
    """The domain that somebody typed or pasted, in ASCII and lower case.

    raises:  WrongValue: no domain, an address, one label, an ending that many share, letters that deceive
    """
    found = unicodedata.normalize("NFC", text.strip()).lower()
    name = _SCHEME.sub("", found, count=1).removesuffix("/").removesuffix(".")
    shown = name[:_SHOWN]
    if _is_address(name):
        raise WrongValue(reasons.AN_ADDRESS, field="domain", found=shown)
    ascii_name = _ascii(name)
    labels = ascii_name.split(".")
    if len(ascii_name) > LONGEST or not all(_LABEL.fullmatch(label) for label in labels):
        raise WrongValue(reasons.NOT_A_DOMAIN, field="domain", found=shown)
    if len(labels) == 1:
        raise WrongValue(reasons.ONE_LABEL, field="domain", found=shown)
    _refuse_shared(ascii_name)
    return ascii_name


def shown_domain(domain: str) -> str:
    """The domain as people read it: with its accents."""
    try:
        return idna.decode(domain)
    except idna.IDNAError:
        return domain


def judge_texts(answer: DnsTexts, *, domain: str, challenge: str) -> Reason | None:
    """Why the records of _sceau.domain prove nothing; None when they prove."""
    if answer.canonical != f"{TXT_NAME}.{domain}":
        return reasons.ALIAS
    if f"{TXT_VALUE}{challenge}" in (text.strip() for text in answer.texts):
        return None
    has_another = any(text.strip().startswith(TXT_VALUE) for text in answer.texts)
    return reasons.OTHER_TOKEN if has_another else reasons.NO_RECORD


def judge_document(found: Fetched, *, domain: str, did: str) -> Reason | None:
    """Why the DID document of a domain proves nothing; None when it is, or says that it is also, the institution's.

    did:  of the institution
    """
    if found.url != document_url(domain):
        return reasons.REDIRECTS
    if found.status != _OK:
        return reasons.NO_DOCUMENT
    try:
        document = parse_object(found.body)
    except EngineError:
        return reasons.NOT_JSON
    names = document.get("alsoKnownAs", [])
    is_ours = document.get("id") == did or (
        document.get("id") == did_of(domain) and isinstance(names, list) and did in names
    )
    return None if is_ours else reasons.OTHER_DID


def document_url(domain: str) -> str:
    """Where the DID document of a whole domain is (did:web Method, §2.5.2)."""
    return f"https://{domain}/.well-known/did.json"


def document_to_publish(domain: str, did: str) -> dict[str, object]:
    """What a domain publishes to say that it is the institution's."""
    return {"@context": ["https://www.w3.org/ns/did/v1"], "id": did_of(domain), "alsoKnownAs": [did]}


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        host, colon, port = name.rpartition(":")
        last = (host if colon and port.isdecimal() else name).rpartition(".")[2]
        return bool(_NUMERIC.fullmatch(last))
    return True


def _ascii(name: str) -> str:
    """The name in ASCII; an accented one as xn--…, once its letters are known to be ours.

    raises:  WrongValue
    """
    shown = name[:_SHOWN]
    try:
        plain = idna.decode(name, uts46=True) if "xn--" in name or not name.isascii() else name
        for letter in plain:
            if not (unicodedata.normalize("NFD", letter)[0].isascii() or letter in _OURS):
                raise WrongValue(reasons.OTHER_LETTERS, field="domain", found=shown, letter=f"« {letter} »")
        return plain if plain.isascii() else idna.encode(plain).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise WrongValue(reasons.NOT_A_DOMAIN, field="domain", found=shown) from error


def _refuse_shared(domain: str) -> None:
    """Names that are nobody's own: endings (gouv.fr), hosts (github.io), and what hosts lend (x.github.io)."""
    suffix = _suffixes().publicsuffix(domain, accept_unknown=False)
    if suffix == domain:
        raise WrongValue(reasons.PUBLIC_SUFFIX, field="domain", found=domain)
    if suffix and suffix != _suffixes(registered=True).publicsuffix(domain):
        raise WrongValue(reasons.LENT, field="domain", found=domain, host=suffix)


@cache
def _suffixes(*, registered: bool = False) -> PublicSuffixList:
    """The list of publicsuffix.org; registered: without the part that hosts added."""
    return PublicSuffixList(only_icann=registered)
