"""Bytes as text: base58-btc and base64url without padding, each with one spelling per value."""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64

from sceau.engine.errors import MalformedKey
from sceau.engine.keys.reasons import NOT_BASE58, NOT_BASE64URL, NOT_MULTIBASE, TOO_LONG

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

# Python divides a long number by 58 as slowly as by 58¹⁰, so long numbers are cut into chunks of ten digits, and those
# into pairs that are looked up.
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
_NO_DIGIT = 255
_DIGITS = bytes(ALPHABET.find(chr(code)) & _NO_DIGIT for code in range(256))  # by character; -1 & 255 is no digit
_PAIR = 58**2
_TWO_PAIRS = 58**4
_EIGHT = 58**8
_CHUNK = 58**10

_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_", b"+/")
# The last characters that leave no unused bit set: every other spelling of the same bytes is refused.
_LAST = {2: frozenset("AQgw"), 3: frozenset("AEIMQUYcgkosw048")}
_PADDING = {0: b"", 2: b"==", 3: b"="}


def encode_base58(data: bytes) -> str:
    """The base58-btc text of data; a zero byte in front is written "1"."""
    number = int.from_bytes(data, "big")
    parts: list[str] = []
    pairs = _PAIRS
    while number:
        number, chunk = divmod(number, _CHUNK)
        high = chunk // _TWO_PAIRS
        low = chunk - high * _TWO_PAIRS
        parts.append(
            f"{pairs[high // _TWO_PAIRS]}{pairs[high // _PAIR % _PAIR]}{pairs[high % _PAIR]}"
            f"{pairs[low // _PAIR]}{pairs[low % _PAIR]}"
        )
    parts.reverse()
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "1" * zeros + "".join(parts).lstrip("1")


def decode_base58(text: str, limit: int) -> bytes:
    """The bytes that the base58-btc text stands for.

    limit:   how many bytes there may be; a longer text is refused before it costs anything
    raises:  MalformedKey
    """
    if len(text) > limit * 7 // 5 + 1:  # log 256 / log 58 = 1.366
        raise MalformedKey(TOO_LONG, limit=limit)
    digits = text.rjust(-(-len(text) // 8) * 8, "1").encode("ascii", "replace").translate(_DIGITS)
    if _NO_DIGIT in digits:
        raise MalformedKey(NOT_BASE58, found=next(c for c in text if c not in ALPHABET))
    pairs = [high * 58 + low for high, low in zip(digits[::2], digits[1::2], strict=True)]
    fours = [high * _PAIR + low for high, low in zip(pairs[::2], pairs[1::2], strict=True)]
    number = 0
    for high, low in zip(fours[::2], fours[1::2], strict=True):
        number = number * _EIGHT + high * _TWO_PAIRS + low
    zeros = len(text) - len(text.lstrip("1"))
    data = bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
    if len(data) > limit:
        raise MalformedKey(TOO_LONG, limit=limit)
    return data


def encode_base64url(data: bytes) -> str:
    """The base64url text of data, without padding (RFC 4648, §5)."""
    return b2a_base64(data, newline=False).rstrip(b"=").translate(_TO_URL).decode("ascii")


def decode_base64url(text: str) -> bytes:
    """The bytes that the base64url text stands for.

    raises:  MalformedKey for padding, other characters, a length that no bytes have, and unused bits that are not zero
    """
    rest = len(text) % 4
    if rest == 1 or (rest and text[-1] not in _LAST[rest]) or any(sign in text for sign in "+/="):
        raise MalformedKey(NOT_BASE64URL)
    try:
        return a2b_base64(text.encode("ascii").translate(_FROM_URL) + _PADDING[rest], strict_mode=True)
    except ValueError as error:
        raise MalformedKey(NOT_BASE64URL) from error


def decode_multibase(text: str, limit: int) -> bytes:
    """The bytes of a multibase value in base58-btc ("z") or base64url ("u").

    raises:  MalformedKey
    source:  W3C Controlled Identifiers 1.0, §2.4 "Multibase"
    """
    if text.startswith("z"):
        return decode_base58(text[1:], limit)
    if not text.startswith("u"):
        raise MalformedKey(NOT_MULTIBASE, found=text[:1])
    if len(text) > limit * 4 // 3 + 3:
        raise MalformedKey(TOO_LONG, limit=limit)
    return decode_base64url(text[1:])
