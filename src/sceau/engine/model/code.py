"""The code of a credential: 65 random bits in 13 characters, and a 14th that tells a slip of the pen.

The alphabet is Crockford's base32: no I, L, O or U. The check character is a checksum over GF(32), so that it stays
inside the same alphabet (Crockford's own, modulo 37, needs ``* ~ $ =``, which no one wants in an address): the
characters are the coefficients of a polynomial, evaluated at a generator of the field. Any single wrong character
and any two exchanged ones show.
"""

from __future__ import annotations

import re

from sceau.engine.errors import EngineError, Reason

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_BYTES = 9  # 72 bits, of which 65 are kept
_CHARACTERS = 13
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—−_.]+")

NOT_A_CODE = Reason(
    "code.not_a_code",
    fr="«\u00a0{text}\u00a0» n’est pas un code de preuve\u00a0: il y faut 14 lettres et chiffres, "
    "par exemple {example}",
    en="“{text}” is not the code of a credential: it takes 14 letters and figures, for instance {example}",
)
MISTYPED = Reason(
    "code.mistyped",
    fr="le code «\u00a0{text}\u00a0» contient une erreur de saisie\u00a0: "
    "son dernier caractère ne correspond pas aux autres",
    en="the code “{text}” is mistyped: its last character does not agree with the others",
)


class MalformedCode(EngineError):
    """A text that is not the code of a credential, or not any more."""


def make_code(randomness: bytes) -> str:
    """A new code, 14 characters without separators.

    randomness:  at least 9 unpredictable bytes, of which the first 65 bits are used
    raises:      ValueError when there are fewer
    """
    if len(randomness) < RANDOM_BYTES:
        raise ValueError(f"{RANDOM_BYTES} random bytes are needed, not {len(randomness)}")
    number = int.from_bytes(randomness[:RANDOM_BYTES], "big") >> 7
    values = [number >> shift & 31 for shift in range(60, -1, -5)]
    return "".join([ALPHABET[value] for value in (*values, _check_value(values))])


def group_code(code: str) -> str:
    """The code as people read it: XXXXX-XXXX-XXXXX."""
    return f"{code[:5]}-{code[5:9]}-{code[9:]}"


def read_code(text: str) -> str:
    """The code that somebody typed: any case, O for 0, I or L for 1, with or without separators.

    returns:  14 characters without separators
    raises:   MalformedCode
    """
    code = _SEPARATORS.sub("", text).upper().translate(_READ_AS)
    if len(code) != _CHARACTERS + 1 or any(character not in ALPHABET for character in code):
        raise MalformedCode(NOT_A_CODE, text=text[:40], example="7GK2P-4XWD-93MTT")
    values = [ALPHABET.index(character) for character in code]
    if _check_value(values[:-1]) != values[-1]:
        raise MalformedCode(MISTYPED, text=text[:40])
    return code


def _check_value(values: list[int]) -> int:
    """Σ value × generator^position over GF(32), the last character standing at position 0."""
    check = 0
    for value in values:
        check = _TIMES_GENERATOR[check ^ value]
    return check


def _times_generator(value: int) -> int:
    """value × x in GF(2)[x] / (x⁵ + x² + 1), whose x generates all 31 non-zero elements."""
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled


_TIMES_GENERATOR = [_times_generator(value) for value in range(32)]
