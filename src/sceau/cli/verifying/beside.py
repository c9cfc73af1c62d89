"""What lies beside the credentials that a person names: documents of keys, and bundles of the same issuer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from sceau.cli.verifying.sources import BUNDLE
from sceau.engine.checks.beside import Brought, Documents, keys_document, place_of_issuer
from sceau.engine.errors import EngineError
from sceau.engine.model.bundle import MAXIMUM_BUNDLE, is_bundle, read_bundle
from sceau.verification.zips import MARKS

MOST_BUNDLES = 20  # whose documents count for others
MOST_LOOKED_AT = 200  # files of a folder, in which a document of keys may be
_LOOK = 512  # bytes: enough to know what a file is

Confirmed = tuple[frozenset[str], Documents | None]
"""Keys that the reader has from their institution, and the document that they stood in, where it was one."""


@dataclass(frozen=True, slots=True)
class SetApart:
    """The arguments of the command, less the documents of keys, which are no credentials themselves."""

    sources: tuple[str, ...]
    brought: Brought


def set_apart(sources: Sequence[str], confirmed: Iterable[Confirmed]) -> SetApart:
    """What is to be verified, and what lies beside it."""
    documents = {source: found for source in sources if (found := _keys_in(Path(source))) is not None}
    folders = [Path(source) for source in sources if Path(source).is_dir()]
    rest = tuple(source for source in sources if source not in documents)
    if not rest:
        return SetApart(tuple(sources), Brought())  # they are what is asked about
    inside = (path for folder in folders for path in sorted(folder.glob("*.json"))[:MOST_LOOKED_AT])
    lying = (*(found for path in inside if (found := _keys_in(path)) is not None),)[:MOST_BUNDLES]
    handed = (*lying, *documents.values(), *(found for _, found in confirmed if found is not None))
    bundles = tuple(_bundles_among(rest)) if len(rest) > 1 else ()
    is_alone = len(rest) == 1 and not folders
    return SetApart(rest, Brought(handed, ()) if is_alone else Brought((), (*handed, *bundles)))


def keys_for(content: bytes | str, confirmed: Iterable[Confirmed]) -> frozenset[str]:
    """The confirmed keys that count for a credential: those of a document are its issuer's, and of nobody else."""
    given = tuple(confirmed)
    if not any(document for _, document in given):
        return frozenset[str]().union(*(keys for keys, _ in given))
    place = place_of_issuer(content)
    return frozenset[str]().union(*(keys for keys, document in given if document is None or place in document))


def _keys_in(path: Path) -> Documents | None:
    is_json = _read(path, _LOOK).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
    return keys_document(_read(path, MAXIMUM_BUNDLE + 1)) if is_json else None


def _bundles_among(sources: Iterable[str]) -> Iterable[Documents]:
    left = MOST_BUNDLES
    for source in sources:
        data = _bundle_at(Path(source))
        if data is None or not left:
            continue
        try:
            found = read_bundle(data)
        except EngineError:
            continue  # it is told where it is judged
        left -= 1
        yield found.documents


def _bundle_at(path: Path) -> bytes | None:
    data = _read(path, _LOOK)
    if not data.startswith(MARKS):
        return _read(path, MAXIMUM_BUNDLE + 1) if is_bundle(data) else None
    try:
        with ZipFile(path) as archive, archive.open(BUNDLE) as member:
            inside = member.read(MAXIMUM_BUNDLE + 1)
    except (BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return None  # no bundle, or one that is told where it is judged
    return inside if is_bundle(inside) else None


def _read(path: Path, limit: int) -> bytes:
    """A file to its end or to the limit; nothing of what is no file."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as opened:
            return opened.read(limit)
    except OSError:
        return b""  # it is told where it is judged
