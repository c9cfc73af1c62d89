"""JSON-LD contexts: an allow-list pinned by SHA-256, complete before anything is read, never fetched.

A context is not signed, only its effect is: whoever changes the document at a URL changes what every proof over it
means (Data Integrity 1.0, §2.4.1 and §4.6; VC Data Model 2.0, B.1). So the documents come with the program, each with
its hash, and an administrator adds others by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from hashlib import sha256 as _sha256
from importlib.resources import files
from types import MappingProxyType

import orjson

from sceau.engine.errors import Reason, UnknownContext
from sceau.engine.strict_json import JsonObject, parse_object

VC_2_0 = "https://www.w3.org/ns/credentials/v2"
VC_1_1 = "https://www.w3.org/2018/credentials/v1"
OB_3_0_0 = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"  # without a version: read as 3.0.0, never written
OB_3_0_1 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
OB_3_0_2 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"
OB_3_0_3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OB_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
OPEN_BADGES = (OB_3_0_0, OB_3_0_1, OB_3_0_2, OB_3_0_3)

WRITTEN = (VC_2_0, OB_3_0_3, OB_EXTENSIONS)  # what our own credentials start with, in this order

NOT_ON_THE_LIST = Reason(
    "context.not_on_the_list",
    fr="le vocabulaire {url} n’est pas connu ici, et aucun n’est téléchargé pendant une vérification ; "
    "si vous lui faites confiance, ajoutez-le : sceau contexts add {url} FICHIER",
    en="the vocabulary {url} is not known here, and none is downloaded during a verification; "
    "if you trust it, add it: sceau contexts add {url} FILE",
)
HASH_DIFFERS = Reason(
    "context.hash_differs",
    fr="le fichier du vocabulaire {url} a l’empreinte {found}, et non {expected}",
    en="the file of the vocabulary {url} has the hash {found}, not {expected}",
)
NOT_A_CONTEXT = Reason(
    "context.not_a_context",
    fr="le fichier du vocabulaire {url} n’est pas un contexte JSON-LD : il lui faut un membre « @context » "
    "qui soit un objet ou une liste",
    en="the file of the vocabulary {url} is not a JSON-LD context: it needs a member “@context” "
    "that is an object or a list",
)
ALREADY_PINNED = Reason(
    "context.already_pinned",
    fr="le vocabulaire {url} est déjà là avec un autre contenu (empreinte {pinned}) ; le remplacer changerait "
    "le sens de tout ce qui a été signé avec lui",
    en="the vocabulary {url} is already here with another content (hash {pinned}); replacing it would change "
    "the meaning of everything signed with it",
)
NOT_A_CONTEXT_URL = Reason(
    "context.not_a_url",
    fr="« {url} » n’est pas une adresse absolue sans espace",
    en="“{url}” is not an absolute address without spaces",
)
TERM_OF_A_LATER_VARIANT = Reason(
    "context.term_of_a_later_variant",
    fr="le terme « {term} » n’existe que dans une variante postérieure du document context-3.0.3.json d’Open Badges, "
    "publiée sous la même adresse : une preuve sur lui se lirait de deux façons",
    en="the term “{term}” exists only in a later variant of the Open Badges document context-3.0.3.json, "
    "published under the same address: a proof over it would read in two ways",
)

# 1EdTech's validator holds another context-3.0.3.json, with these two more (openbadges-specification #497)
_TERMS_OF_THE_LATER_VARIANT = frozenset({"jti", "endorsementJwt"})

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")


class ContextLibrary:
    """The contexts that may be used, by URL. Immutable; the documents it hands out are not to be altered."""

    __slots__ = ("_documents", "_hashes", "key")

    def __init__(self, documents: dict[str, JsonObject], hashes: dict[str, str]) -> None:
        """Build from parsed documents and the SHA-256 of their canonical form, both by URL."""
        self._documents = MappingProxyType(documents)
        self._hashes = MappingProxyType(hashes)
        self.key = frozenset(hashes.items())
        """Equal for two libraries with the same content: the key of caches of compiled contexts."""

    def get(self, url: str) -> JsonObject:
        """The document of a context, `{"@context": …}`.

        raises:  UnknownContext, saying how an administrator adds one
        """
        try:
            return self._documents[url]
        except KeyError:
            raise UnknownContext(NOT_ON_THE_LIST, pointer="/@context", url=url) from None

    def __contains__(self, url: object) -> bool:
        return url in self._documents

    def urls(self) -> tuple[str, ...]:
        """Every URL, in alphabetical order."""
        return tuple(sorted(self._documents))

    def hash_of(self, url: str) -> str:
        """SHA-256, hexadecimal, of the document's JCS form, which is the same in every layout.

        raises:  UnknownContext
        """
        self.get(url)
        return self._hashes[url]

    def with_document(self, url: str, data: bytes, sha256: str | None = None) -> ContextLibrary:
        """A library that also knows one more context.

        data:    the file, as it is
        sha256:  hexadecimal; when given, that of the bytes or of their JCS form
        raises:  UnknownContext when the URL is not absolute, the hash is another, the file is no context,
                 or the URL stands for something else already; MalformedJson
        """
        if not _ABSOLUTE.fullmatch(url):
            raise UnknownContext(NOT_A_CONTEXT_URL, url=url)
        document = parse_object(data)
        if not isinstance(document.get("@context"), dict | list):
            raise UnknownContext(NOT_A_CONTEXT, url=url)
        of_bytes, of_content = byte_hash(data), content_hash(document)
        if sha256 is not None and sha256.lower() not in (of_bytes, of_content):
            raise UnknownContext(HASH_DIFFERS, url=url, found=of_bytes, expected=sha256)
        pinned = self._hashes.get(url)
        if pinned == of_content:
            return self
        if pinned is not None:
            raise UnknownContext(ALREADY_PINNED, url=url, pinned=pinned)
        return ContextLibrary({**self._documents, url: document}, {**self._hashes, url: of_content})


def byte_hash(data: bytes) -> str:
    """SHA-256 of the bytes, hexadecimal."""
    return _sha256(data).hexdigest()


def content_hash(document: JsonObject) -> str:
    """SHA-256, hexadecimal, of the document with its names sorted and no white space.

    This is its JCS form (RFC 8785) for every context there is: their names are ASCII and their only number is 1.1.
    """
    return _sha256(orjson.dumps(document, option=orjson.OPT_SORT_KEYS)).hexdigest()


@cache
def shipped() -> ContextLibrary:
    """The contexts that come with the program, each compared with its pinned hash.

    raises:  UnknownContext when a file of the installation was altered
    """
    folder = files(__package__) / "contexts"
    library = ContextLibrary({}, {})
    for row in orjson.loads((folder / "index.json").read_bytes()):
        library = library.with_document(row["url"], (folder / row["file"]).read_bytes(), row["sha256"])
    return library


def shipped_file(url: str) -> bytes | None:
    """The file of a context that comes with the program, byte for byte as it is published; None for any other URL."""
    folder = files(__package__) / "contexts"
    rows = orjson.loads((folder / "index.json").read_bytes())
    return next(((folder / row["file"]).read_bytes() for row in rows if row["url"] == url), None)


def reason_for_undefined_term(term: str, contexts: Iterable[object]) -> Reason | None:
    """Why a term that no context defines is nevertheless met, when there is a story to tell; else None.

    contexts:  the document's `@context` entries
    source:    the two documents called context-3.0.3.json (openbadges-specification #497)
    """
    if term in _TERMS_OF_THE_LATER_VARIANT and OB_3_0_3 in contexts:
        return TERM_OF_A_LATER_VARIANT
    return None
