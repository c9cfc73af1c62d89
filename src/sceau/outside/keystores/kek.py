"""The keys that encrypt keys: a ring of versions, outside the database, the greatest being the one in use."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import pairwise

from sceau.engine.errors import EngineError, Reason

LENGTH = 32  # bytes: AES-256
LONGEST_RING = 16_384  # characters: some hundred versions
FEWEST_VALUES = 16  # different bytes: 32 random ones have fewer less than once in 10^14
_LINE = re.compile(r"([1-9][0-9]{0,5}):([A-Za-z0-9_-]+)=*")
_TYPED = re.compile(rb"[\x20-\x7e]+")  # 32 random bytes are all of these less than once in 10^13

EMPTY = Reason(
    "kek.empty",
    fr="il n’y a pas de clé de chiffrement : donnez SCEAU_KEK ou SCEAU_KEK_FILE, que « sceau keyring new » écrit",
    en="there is no key-encryption key: give SCEAU_KEK or SCEAU_KEK_FILE, which “sceau keyring new” writes",
)
MALFORMED = Reason(
    "kek.malformed",
    fr="la ligne {line} du trousseau n’est pas de la forme version:base64url",
    en="line {line} of the ring is not of the form version:base64url",
)
WRONG_LENGTH = Reason(
    "kek.wrong_length",
    fr="la clé de chiffrement n° {version} fait {found} octets ; il en faut {expected}, tirés au hasard",
    en="key-encryption key no. {version} is {found} bytes long; it takes {expected}, drawn at random",
)
WEAK = Reason(
    "kek.weak",
    fr="la clé de chiffrement n° {version} n’a pas été tirée au hasard : faites-en une avec « sceau keyring new »",
    en="key-encryption key no. {version} was not drawn at random: make one with “sceau keyring new”",
)
TWICE = Reason(
    "kek.twice",
    fr="la clé de chiffrement n° {version} est dans le trousseau deux fois, ou sous deux numéros",
    en="key-encryption key no. {version} is in the ring twice, or under two numbers",
)


class UnusableKek(EngineError):
    """The ring of key-encryption keys cannot be used."""


class KekRing:
    """The key-encryption keys of an installation, by version. They are not shown when printed.

    Several versions stand side by side while keys are sealed anew; the greatest one seals.
    """

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        """keys: version → 32 random bytes. raises: UnusableKek"""
        if not keys:
            raise UnusableKek(EMPTY)
        seen: set[bytes] = set()
        for version, key in keys.items():
            _refuse_weak(version, key)
            if key in seen:
                raise UnusableKek(TWICE, version=version)
            seen.add(key)
        self._keys = dict(keys)

    @classmethod
    def read(cls, text: str) -> KekRing:
        """The ring in a text: one line a version, `version:base64url`; empty lines and those in # count not.

        A comma stands for the end of a line, as in a variable of the environment.

        raises:  UnusableKek; what is in the text is never repeated
        """
        if len(text) > LONGEST_RING:
            raise UnusableKek(MALFORMED, line=1)
        keys: dict[int, bytes] = {}
        for number, line in enumerate(text.replace(",", "\n").splitlines(), start=1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            match = _LINE.fullmatch(line.strip())
            if match is None:
                raise UnusableKek(MALFORMED, line=number)
            version = int(match[1])
            if version in keys:
                raise UnusableKek(TWICE, version=version)
            keys[version] = _decoded(match[2], number)
        return cls(keys)

    def __repr__(self) -> str:
        return f"KekRing({self.versions})"

    @property
    def versions(self) -> tuple[int, ...]:
        """The versions at hand, in order."""
        return tuple(sorted(self._keys))

    @property
    def current(self) -> int:
        """The version that seals."""
        return max(self._keys)

    def key(self, version: int) -> bytes | None:
        """The 32 bytes of a version, None when it is not in the ring."""
        return self._keys.get(version)


def new_kek(version: int = 1, *, random: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """The line of a new key-encryption key, with its end of line."""
    key = random(LENGTH)
    _refuse_weak(version, key)
    return f"{version}:{base64.urlsafe_b64encode(key).rstrip(b'=').decode()}\n"


def _decoded(text: str, line: int) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnusableKek(MALFORMED, line=line) from error


def _refuse_weak(version: int, key: bytes) -> None:
    """What nobody drew at random: a repeated byte, a sequence, a text that somebody typed."""
    if len(key) != LENGTH:
        raise UnusableKek(WRONG_LENGTH, version=version, found=len(key), expected=LENGTH)
    steps = Counter((after - before) % 256 for before, after in pairwise(key))
    _, most = steps.most_common(1)[0]
    if len(set(key)) < FEWEST_VALUES or most > LENGTH // 2 or _TYPED.fullmatch(key):
        raise UnusableKek(WEAK, version=version)
