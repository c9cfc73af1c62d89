"""Addresses that strangers write: parted, or known to be none."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

_NONE = SplitResult("", "", "", "", "")


def parts_of(address: str) -> SplitResult:
    """The parts of an address; all empty for what no address is, such as half an IPv6 address.

    source:  RFC 3986, §3
    """
    try:
        return urlsplit(address)
    except ValueError:
        return _NONE
