"""Pages that were just made, for whoever asks for the very same thing in the same minute.

A page is remembered under the digest of all that it was made from: the bytes of the credential and of its record, what
the house publishes of it, every column of the rows that it reads. So a revocation, a key, a change of one bit anywhere
is another page, made anew; nothing has to be forgotten in time. Only what a reader without any cookie sees is kept.
"""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256
from threading import Lock
from typing import Any, Final

import orjson
from django.db.models import Model

MOST: Final = 256  # pages of some 30 kB, in each process

_pages: OrderedDict[bytes, bytes] = OrderedDict()
_turn = Lock()


def digest_of(*parts: Any) -> bytes:
    """What a page is remembered under. parts: rows, bytes, and what JSON can say, of all that the page is made from"""
    return sha256(orjson.dumps(parts, default=_plain, option=orjson.OPT_NON_STR_KEYS)).digest()


def remembered(digest: bytes) -> bytes | None:
    """The page that was made from the very same, if it is still there."""
    with _turn:
        found = _pages.get(digest)
        if found is not None:
            _pages.move_to_end(digest)
        return found


def remember(digest: bytes, page: bytes) -> None:
    """Keep a page, instead of the one that was asked for the longest ago."""
    with _turn:
        _pages[digest] = page
        while len(_pages) > MOST:
            _pages.popitem(last=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return {field.attname: value.__dict__.get(field.attname) for field in value._meta.concrete_fields}
    if isinstance(value, bytes | memoryview):
        return sha256(value).hexdigest()
    raise TypeError(type(value).__qualname__)
