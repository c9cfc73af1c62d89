"""Whose badge it is: the hashed identity of a recipient, made and compared.

A hash can only be compared exactly, so an e-mail address is put in one form before it is hashed and before it is
compared: no space around it, composed characters (NFC), lower case. Others hash what they were given as it was, so a
comparison tries that too. A name in clear is compared as a person would: whoever reads it can see the difference.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from sceau.engine.strict_json import JsonObject

# Open Badges 3.0, IdentityHash: md5 and sha256; Open Badges 1.x and 2.0 also name sha1 and sha512 in the wild
_ALGORITHMS = frozenset({"md5", "sha1", "sha256", "sha512"})
_HASH = re.compile(r"([a-z0-9]+)\$([0-9A-Fa-f]+)")
_EMAIL_TYPES = frozenset({"emailAddress", "email"})
_NAME = "name"

_ACCENTS = re.compile("[\u0300-\u036f]")  # of Latin, Greek and Cyrillic: the vowels of other scripts are letters
_BETWEEN_WORDS = re.compile(r"[\s'’‘ʼ`´.\-\u2010-\u2015\u2212]+")
_TYPED_AS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"})


def normalise_email(address: str) -> str:
    """The form in which an e-mail address is hashed and compared."""
    return unicodedata.normalize("NFC", address.strip()).lower()


def fold_name(name: str) -> str:
    """What is left of a name without case, accents, apostrophes, hyphens: « N’Diaye-Élie » is "n diaye elie".

    source:  The Unicode Standard, §3.13.5, D146 "compatibility caseless match"
    """
    text = unicodedata.normalize("NFD", _BETWEEN_WORDS.sub(" ", name))
    for _ in range(2):  # a compatibility form may hide a capital: ℌ
        text = unicodedata.normalize("NFKD", text.casefold())
    return _BETWEEN_WORDS.sub(" ", _ACCENTS.sub("", text).translate(_TYPED_AS)).strip()


def name_in_clear(identity: JsonObject) -> str | None:
    """The name that an identity gives for everybody to read; None when it is hashed, or of another kind."""
    name = identity.get("identityHash", identity.get("identity"))
    is_name = identity.get("identityType", identity.get("type")) == _NAME
    return name if is_name and identity.get("hashed") is False and isinstance(name, str) else None


def identity_hash(value: str, salt: str = "", *, algorithm: str = "sha256") -> str:
    """`sha256$` and the hash, in lower-case hexadecimal, of the value followed by the salt, both as UTF-8.

    value:      an e-mail address goes through `normalise_email` first
    algorithm:  "sha256"; "md5", "sha1" and "sha512" only to read what others wrote
    source:     Open Badges 3.0, IdentityObject and IdentityHash
    """
    digest = hashlib.new(algorithm, (value + salt).encode("utf-8"), usedforsecurity=False)
    return f"{algorithm}${digest.hexdigest()}"


def identity_object(email: str, salt: str) -> JsonObject:
    """The hashed IdentityObject of an e-mail address, as our credentials carry it."""
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": identity_hash(normalise_email(email), salt),
        "identityType": "emailAddress",
        "salt": salt,
    }


def identity_matches(identity: JsonObject, value: str) -> bool:
    """Whether an identity is this value's.

    identity:  an IdentityObject of Open Badges 3.0 (`identityHash`, `identityType`) or of 2.0 (`identity`, `type`);
               anything that is neither matches nothing
    value:     what somebody says of themselves: an e-mail address, a name, whichever part of it first, an account…
    """
    expected, salt = identity.get("identityHash", identity.get("identity")), identity.get("salt", "")
    if not isinstance(expected, str) or not isinstance(salt, str):
        return False
    name = name_in_clear(identity)
    if name is not None and fold_name(name):
        return sorted(fold_name(name).split()) == sorted(fold_name(value).split())
    candidates = _forms_of(value, identity)
    # Open Badges 1.0 wrote a hash without saying that it is one
    match = _HASH.fullmatch(expected) if identity.get("hashed", True) else None
    if match is None:
        return not candidates.isdisjoint(_forms_of(expected, identity))
    algorithm, digest = match[1], match[2].lower()
    if algorithm not in _ALGORITHMS:
        return False
    return any(identity_hash(form, salt, algorithm=algorithm) == f"{algorithm}${digest}" for form in candidates)


def _forms_of(value: str, identity: JsonObject) -> set[str]:
    kind = identity.get("identityType", identity.get("type"))
    forms = {value, unicodedata.normalize("NFC", value.strip())}
    return forms | {normalise_email(value)} if kind in _EMAIL_TYPES else forms
