"""What this room needs from outside; what seals is `sceau.institutions.directories.ports.SecretBox`."""

from __future__ import annotations

from typing import Protocol


class FileReader(Protocol):
    """Gives back files that were kept under their SHA-256 in hexadecimal."""

    def read(self, digest: str) -> bytes:
        """All its bytes. Raises EngineError when there is none, or when they are not what was kept."""
