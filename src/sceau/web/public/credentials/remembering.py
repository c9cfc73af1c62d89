"""Pages that were just made, for whoever asks for the very same thing in the same minute.

A page is remembered under the digest of all that it was made from: the bytes of the credential and of its record, what
the house publishes of it, every column of the rows that it reads. So a revocation, a key, a change of one bit anywhere
is another page, made anew; nothing has to be forgotten in time. Only what a reader without any cookie sees is kept.

Such a page goes out compressed: no cookie goes with it, and what it holds that not everybody has, its reader has in the
address already, so its length tells nobody anything (BREACH).
"""

from __future__ import annotations

import gzip
import re
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Any, Final

import orjson
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

_READS_GZIP: Final = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
MOST: Final = 256  # pages of some 30 kB, in each process


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was made. packed: the same, as gzip has it"""

    plain: bytes
    packed: bytes

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page, compressed for those who can read that."""
        if not _READS_GZIP.search(request.headers.get("Accept-Encoding", "")):
            response = HttpResponse(self.plain)
        else:
            response = HttpResponse(self.packed, headers={"Content-Encoding": "gzip"})
        patch_vary_headers(response, ["Accept-Encoding"])
        return response


_pages: OrderedDict[bytes, Page] = OrderedDict()
_turn = Lock()


def digest_of(*parts: Any) -> bytes:
    """What a page is remembered under. parts: rows, bytes, and what JSON can say, of all that the page is made from"""
    return sha256(orjson.dumps(parts, default=_plain, option=orjson.OPT_NON_STR_KEYS)).digest()


def remembered(digest: bytes) -> Page | None:
    """The page that was made from the very same, if it is still there."""
    with _turn:
        found = _pages.get(digest)
        if found is not None:
            _pages.move_to_end(digest)
        return found


def remember(digest: bytes, plain: bytes) -> Page:
    """Keep a page, instead of the one that was asked for the longest ago."""
    page = Page(plain, gzip.compress(plain, 6, mtime=0))
    with _turn:
        _pages[digest] = page
        while len(_pages) > MOST:
            _pages.popitem(last=False)
    return page


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return {field.attname: value.__dict__.get(field.attname) for field in value._meta.concrete_fields}
    if isinstance(value, bytes | memoryview):
        return sha256(value).hexdigest()
    raise TypeError(type(value).__qualname__)
