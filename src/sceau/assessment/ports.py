"""What this room needs from outside: pages of paper, their seal, and a place for files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO, Protocol

from sceau.engine.ports import Attachment, Signer


class Typesetter(Protocol):
    """Makes documents of many pages from templates of ours and data, which is only ever text."""

    def document(
        self, template: str, data: Mapping[str, Any], *, at: datetime, attachments: Sequence[Attachment] = ()
    ) -> bytes:
        """A PDF/A-3a that is PDF/UA-1 as well; the same bytes for the same arguments.

        template:  "minutes", "attendance", "convocation", "grid", "attestation" or "results"
        data:      see `sceau.assessment.papers`
        at:        the moment that the document bears
        raises:    EngineError when it cannot be set, or takes too long
        """

    def legible(self, text: str) -> tuple[str, bool]:
        """A text as its letters can print it, and whether it is whole. `document` does it to every text by itself."""

    def printable(self, text: str) -> bool:
        """Whether the letters of `document` have every sign of a text."""

    def square_code(self, address: str) -> str:
        """The square that a telephone reads, as SVG."""


class Sealer(Protocol):
    """Seals PDF documents in the name of an institution."""

    def seal(
        self, pdf: bytes, *, signer: Signer, certificate_pem: str, reason: str, location: str, name: str, now: datetime
    ) -> bytes:
        """The document with a seal that covers all of it: whatever is changed or added afterwards breaks it.

        signer:           of the institution's key of documents (P-256)
        certificate_pem:  of that key, followed by those of its authorities if any
        reason:           why it is sealed, such as « Procès-verbal de jury »; shown by readers of PDF
        location:         where, such as a town; may be ""
        name:             who seals
        raises:           EngineError when the document is no PDF, or certificate and key do not fit together
        """


class Files(Protocol):
    """Keeps files under the SHA-256 of their bytes, in hexadecimal. Nothing in it says what a file is, or whose."""

    def put(self, content: bytes | Iterable[bytes], *, limit: int) -> str:
        """Keep bytes, given whole or piece by piece; gives their digest. Twice the same is once.

        limit:   bytes at most
        raises:  EngineError (`too_large`), and then nothing is kept
        """

    def open(self, digest: str) -> BinaryIO:
        """The file, for reading.

        raises:  EngineError when there is none, or when its bytes are not what was put
        """

    def read(self, digest: str) -> bytes:
        """All its bytes. Raises as `open` does."""

    def has(self, digest: str) -> bool:
        """Whether it is kept."""

    def remove(self, digest: str) -> None:
        """Forget a file. That it is not there is no error."""

    def sweep(self, known: Collection[str], *, older_than: datetime) -> int:
        """Forget the files that no row knows and that were put before a moment; gives how many."""
