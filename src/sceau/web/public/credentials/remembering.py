"""Pages that were just made, for whoever asks for the very same thing in the same minute.

A page is remembered under the digest of all that it was made from: the bytes of the credential and of its record, what
the house publishes of it, every column of the rows that it reads. So a revocation, a key, a change of one bit anywhere
is another page, made anew; nothing has to be forgotten in time. Only what a reader without any cookie sees is kept.

A page is dropped a minute after it was made, whether anybody asks or not: what somebody had erased is in the memory of
no process after that.

Such a page goes out compressed: no cookie goes with it, and what it holds that not everybody has, its reader has in the
address already, so its length tells nobody anything (BREACH).
"""

from __future__ import annotations

import gzip
import re
from collections import OrderedDict
from functools import cached_property
from hashlib import sha256
from threading import Lock, Thread
from time import monotonic, sleep
from typing import Any, Final

import orjson
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

_READS_GZIP: Final = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
_LEVEL: Final = 4  # two thirds of the time of the usual one, for two hundred bytes
MOST: Final = 256  # pages of some 30 kB, in each process
LIFE: Final = 60.0  # seconds


class Page:
    """A page that was made."""

    def __init__(self, plain: bytes) -> None:
        self.plain = plain
        self.made_at = monotonic()

    @cached_property
    def packed(self) -> bytes:
        """The same, as gzip has it."""
        return gzip.compress(self.plain, _LEVEL, mtime=0)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page, compressed for those who can read that."""
        if not _READS_GZIP.search(request.headers.get("Accept-Encoding", "")):
            response = HttpResponse(self.plain)
        else:
            response = HttpResponse(self.packed, headers={"Content-Encoding": "gzip"})
        patch_vary_headers(response, ["Accept-Encoding"])
        return response


_pages: OrderedDict[bytes, Page] = OrderedDict()  # in the order in which they were made
_turn = Lock()
_sweeper: list[Thread] = []


def digest_of(*parts: Any) -> bytes:
    """What a page is remembered under. parts: rows, bytes, and what JSON can say, of all that the page is made from"""
    return sha256(orjson.dumps(parts, default=_plain, option=orjson.OPT_NON_STR_KEYS)).digest()


def remembered(digest: bytes) -> Page | None:
    """The page that was made from the very same, if it is still there."""
    with _turn:
        found = _pages.get(digest)
    return found if found is not None and monotonic() - found.made_at < LIFE else None


def remember(digest: bytes, plain: bytes) -> Page:
    """Keep a page for a minute, instead of the oldest where there are too many."""
    page = Page(plain)
    with _turn:
        _pages.pop(digest, None)
        _pages[digest] = page
        while len(_pages) > MOST:
            _pages.popitem(last=False)
        if not (_sweeper and _sweeper[0].is_alive()):  # a process that was forked has none
            _sweeper[:] = [Thread(target=_sweep, name="pages", daemon=True)]
            _sweeper[0].start()
    return page


def drop_old(now: float) -> float | None:
    """Drop the pages whose time is over. now: of the clock that only goes forward

    returns:  the moment at which the next one's is; None when none is left
    """
    with _turn:
        while _pages:
            oldest = next(iter(_pages.values())).made_at + LIFE
            if oldest > now:
                return oldest
            _pages.popitem(last=False)
        _sweeper.clear()  # whoever keeps a page from now on starts another
    return None


def _sweep() -> None:
    """Wait for the oldest to end, as long as there is one."""
    while (following := drop_old(monotonic())) is not None:
        sleep(max(0.05, following - monotonic()))


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return {field.attname: value.__dict__.get(field.attname) for field in value._meta.concrete_fields}
    if isinstance(value, bytes | memoryview):
        return sha256(value).hexdigest()
    raise TypeError(type(value).__qualname__)
