"""Addresses of the page of a credential, of its files and of what it attests: each is looked up once."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from uuid import UUID

from django.urls import reverse

_STAND_IN: Final = "00000000000000"  # as long as a code, and the code of nothing: its check character is another


def address_of(name: str, code: str) -> str:
    """The path of a page or of a file, by the name that its address has among ours; without the opening.

    Only the code is put in.
    """
    before, after = _around(name)
    return f"{before}{code}{after}"


@lru_cache(maxsize=1024)
def address_of_version(name: str, design: UUID, number: int) -> str:
    """The path of a page or of a picture of a micro-credential: many credentials have the same."""
    return reverse(name, args=[design, number])


@lru_cache(maxsize=32)
def _around(name: str) -> tuple[str, str]:
    before, _code, after = reverse(name, args=[_STAND_IN]).partition(_STAND_IN)
    return before, after
