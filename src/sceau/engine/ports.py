"""What the engine needs from outside, as it sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sceau.engine.keys.public import PublicKey


class Signer(Protocol):
    """A private key that stays where it is."""

    @property
    def algorithm(self) -> str:
        """ "Ed25519", "P-256", "P-384" or "RSA"."""

    @property
    def public_key(self) -> PublicKey:
        """The public half."""

    def sign(self, data: bytes) -> bytes:
        """The signature over data: Ed25519 64 bytes; ECDSA raw r‖s, 64 or 96 bytes, hashed with
        SHA-256 or SHA-384; RSASSA-PKCS1-v1_5 with SHA-256."""


@dataclass(frozen=True, slots=True)
class KeyRef:
    """A key that a store keeps; the store alone knows what the reference means.

    store:       the name of the store
    reference:   what the store finds the private half by
    label:       whose it is, as it was told when the key was made: a store refuses a reference that stands elsewhere
    public_key:  the public half
    """

    store: str
    reference: str
    label: str
    public_key: PublicKey


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered.

    url:           where it was finally found
    status:        the HTTP status, 200, 404 and 410 among them
    content_type:  the media type without parameters, lower case; "" when not said
    body:          the bytes, never more than the fetcher's limit
    """

    url: str
    status: int
    content_type: str
    body: bytes


class Fetcher(Protocol):
    """The way to other people's servers."""

    def fetch(self, url: str, *, accept: str = "application/json") -> Fetched:
        """Ask for a document.

        raises:  OutOfReach when there is no answer, when the address is refused, or when the answer is too large
        """


@dataclass(frozen=True, slots=True)
class Carried:
    """Something in a stranger's file that may be a credential, or lead to one.

    how:      "attachment", "link" or "code" (a square that telephones read)
    where:    the name of the attachment, or the number of the page; "" on a picture
    content:  the file, the address or the text, as it stands there
    """

    how: str
    where: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a spreadsheet.

    name:  as its tab says
    rows:  those in which something stands: the number of each, from 1, and its cells; where cells lead to stands after
           the last of them
    """

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file of a stranger carries.

    kind:    "pdf", "picture", "office", "page", "rtf", or "" for a file that is none of them
    words:   of the pages, in the order of the file; "" for a picture
    fault:   what kept it from being read, or from being read whole; "" for nothing
    sheets:  of a spreadsheet, in order
    """

    kind: str
    carried: tuple[Carried, ...] = ()
    words: str = ""
    fault: str = ""
    sheets: tuple[Sheet, ...] = ()


class Reader(Protocol):
    """Opens files of strangers, within bounds: PDF and pictures, documents of words and spreadsheets."""

    def read(self, data: bytes) -> Contents:
        """What the file carries; never raises for anything in it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file carried inside a PDF, byte for byte.

    name:          as it is called there, such as "minutes.json"
    media_type:    such as "application/json"
    relationship:  "source" (the page was made from it), "data" (what the page shows) or "supplement"
    description:   what it is, in the language of the page
    source:        ISO 19005-3 (PDF/A-3), annex E: AFRelationship
    """

    name: str
    content: bytes
    media_type: str
    relationship: str
    description: str
