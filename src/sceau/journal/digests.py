"""What ties an act to the one before it. The form is fixed for ever: heads noted elsewhere depend on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import orjson

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOTHING = bytes(32)  # before the first act
_MICROSECOND = timedelta(microseconds=1)


def digest_of(before: bytes, row: Sequence[object]) -> bytes:
    """SHA-256 over the digest of the act before, 32 bytes, then the act as a JSON array in UTF-8, without spaces.

    row:  chain (32 hexadecimal digits), number, at (microseconds since 1970, UTC), actor (32 hexadecimal digits, or
          None), code, subject, details (its JSON text as kept), digest of the reason (64 hexadecimal digits, or "")
    """
    return sha256(before + orjson.dumps(row)).digest()


def digest_of_reason(salt: bytes, text: str) -> bytes:
    """SHA-256 over the salt, then the text in UTF-8."""
    return sha256(salt + text.encode()).digest()


def microseconds(moment: datetime) -> int:
    """Since 1970, UTC."""
    return (moment - EPOCH) // _MICROSECOND


def moment_of(at: int) -> datetime:
    """The moment that is so many microseconds after the start of 1970, in UTC.

    raises:  OverflowError, when no calendar reaches that far
    """
    return EPOCH + timedelta(microseconds=at)
