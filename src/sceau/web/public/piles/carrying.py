"""A result that nobody keeps: the page carries it, compressed and signed, and hands it back to be exported."""

from __future__ import annotations

import base64
import binascii
import zlib
from datetime import timedelta
from typing import Any, Final

import orjson
from django.core.signing import BadSignature, TimestampSigner

from sceau.verification.pile.telling import VERSION

LIFE: Final = timedelta(hours=12)  # a page that stays open for a day of work
MOST_SIGNS: Final = 3_000_000  # of a form, which is bounded to four million bytes: a thousand results take 150,000
_SIGNER: Final = TimestampSigner(salt="sceau.web.public.piles")


class NotCarried(Exception):
    """What came back is not what we gave, or was given too long ago."""


def carried(told: dict[str, Any]) -> str:
    """The result as a form carries it; "" when it is too long for one."""
    text = base64.urlsafe_b64encode(zlib.compress(orjson.dumps(told), 6)).decode()
    return _SIGNER.sign(text) if len(text) <= MOST_SIGNS else ""


def read(text: str) -> dict[str, Any]:
    """The result, as we told it: nobody else can have us seal something that we did not find.

    raises:  NotCarried
    """
    try:
        signed = _SIGNER.unsign(text, max_age=LIFE)
        told = orjson.loads(zlib.decompress(base64.urlsafe_b64decode(signed)))
    except (BadSignature, binascii.Error, zlib.error, orjson.JSONDecodeError) as error:
        raise NotCarried from error
    if not isinstance(told, dict) or told.get("version") != VERSION:  # of the house before it was renewed
        raise NotCarried
    return told
