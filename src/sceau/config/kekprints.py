"""Which key-encryption key a house has, without showing it."""

from __future__ import annotations

import base64
from hashlib import sha256

DOMAIN = b"sceau key-encryption key\n"  # so that the digest is of no use elsewhere
SIGNS = 16  # of its hexadecimal: enough to tell keys apart


def fingerprints(ring: str) -> dict[str, str]:
    """A short digest of each key of a ring, by version; empty for no ring.

    ring:  "1:base64url", one a line or separated by commas
    """
    found = {}
    for entry in ring.replace(",", "\n").split():
        version, _, text = entry.partition(":")
        key = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        found[version] = sha256(DOMAIN + key).hexdigest()[:SIGNS]
    return found
