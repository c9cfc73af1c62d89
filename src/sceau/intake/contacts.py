"""Addresses: e-mail with its common slips, telephone, web."""

from __future__ import annotations

import re
from functools import lru_cache

from sceau.intake import kinds
from sceau.intake.findings import Note, Read
from sceau.intake.folding import fold

_LOCAL = r"[^\s@,;:<>()\[\]\"\\.]+(?:\.[^\s@,;:<>()\[\]\"\\.]+)*"
_DOMAIN = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]"
_EMAIL = re.compile(rf"{_LOCAL}@{_DOMAIN}\Z")
_INSIDE = re.compile(rf"(?<![^\s<>()\[\]\";,:]){_LOCAL}@{_DOMAIN}")
_AT = re.compile(r"\s*[(\[{]\s*(?:at|arobase|chez)\s*[)\]}]\s*", re.IGNORECASE)
_DOT = re.compile(r"\s*[(\[{]\s*(?:dot|point)\s*[)\]}]\s*", re.IGNORECASE)
_LONGEST, _LONGEST_LOCAL = 254, 64  # RFC 5321, 4.5.3.1
_URL = re.compile(r"https?://[^\s<>\"]{3,2000}\Z", re.IGNORECASE)

# The mailboxes that most people in France have, with others that look like them and exist.
_COMMON = (
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.fr", "outlook.com", "outlook.fr", "yahoo.com", "yahoo.fr",
    "orange.fr", "wanadoo.fr", "laposte.net", "icloud.com", "protonmail.com", "numericable.fr", "club-internet.fr",
    "bbox.fr", "free.fr", "live.fr", "live.com", "neuf.fr", "aliceadsl.fr", "sfr.fr", "msn.com", "aol.com",
)  # fmt: skip
_REAL = frozenset({
    "gmx.com", "gmx.fr", "gmx.net", "mail.com", "email.com", "ymail.com", "hotmail.be", "hotmail.it", "hotmail.es",
    "hotmail.de", "hotmail.ch", "hotmail.ca", "outlook.be", "outlook.es", "outlook.de", "outlook.it", "yahoo.ca",
    "yahoo.de", "yahoo.es", "yahoo.it", "yahoo.in", "live.be", "live.ca", "live.it", "orange.com", "free.com",
    "mailo.com", "laposte.fr", "proton.me", "orange.be", "orange.pl", "orange.sn", "orange.ci",
})  # fmt: skip
_ENDINGS = {
    "con": "com", "cmo": "com", "ocm": "com", "vom": "com", "comm": "com", "coml": "com", "frr": "fr", "ffr": "fr",
    "rf": "fr", "orgg": "org", "nett": "net", "ogr": "org",
}  # fmt: skip
_LONG_ENOUGH = 4  # letters before the dot: « sfr », « msn », « aol » are one slip from too many others


def read_email(text: str) -> Read:
    """An address as it should be written to, its domain in lower case; no value when it is none."""
    local, at, domain = text.rpartition("@")
    domain = domain.lower()
    if len(text) > _LONGEST or len(local) > _LONGEST_LOCAL or not _EMAIL.match(text):
        return Read("", (Note(kinds.INVALID_EMAIL, _mended(text)),))
    value = f"{local}{at}{domain}"
    if not text.isascii():
        sign = next(sign for sign in text if not sign.isascii())
        return Read(value, (Note(kinds.UNUSUAL_LETTER_IN_EMAIL, _plain(value), {"sign": sign}),))
    expected = expected_domain(domain)
    if expected:
        details: dict[str, object] = {"domain": domain, "expected": expected}
        return Read(value, (Note(kinds.EMAIL_TYPING_ERROR, f"{local}@{expected}", details),))
    return Read(value)


@lru_cache(maxsize=2048)
def expected_domain(domain: str) -> str:
    """The common domain of which this one is a mistyped form; "" when it may well be right."""
    if domain in _COMMON or domain in _REAL:
        return ""
    name, _, ending = domain.rpartition(".")
    if ending in _ENDINGS:
        mended = f"{name}.{_ENDINGS[ending]}"
        return expected_domain(mended) or mended
    for common in _COMMON:
        label = common.partition(".")[0]
        if len(label) >= _LONG_ENOUGH and _one_slip(domain, common):
            return common
    return "gmail.com" if name == "gmail" else ""


def read_url(text: str) -> Read:
    """A web address, or no value with the reason why."""
    return Read(text) if _URL.match(text) else Read("", (Note(kinds.UNREADABLE_URL),))


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter more, less, other, or exchanged with its neighbour leads from one to the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    return (
        left[1:] == right[1:] or left[1:] == right or left == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )  # fmt: skip


def _mended(text: str) -> str:
    """The address that the writer meant, when the cell holds exactly one."""
    found = {match[0] for match in _INSIDE.finditer(_DOT.sub(".", _AT.sub("@", text[:400])))}
    mended = found.pop() if len(found) == 1 else ""
    return mended if len(mended.partition("@")[0]) <= _LONGEST_LOCAL else ""


def _plain(value: str) -> str:
    """The address without its accents, when that is all that is unusual."""
    plain = "".join(sign if sign.isascii() else fold(sign) for sign in value)
    return plain if plain.isascii() and _EMAIL.match(plain) else ""
