"""The contexts that an administrator trusts, in a folder: an index with their hashes, and the files as they came."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import orjson

from sceau.engine.errors import EngineError, Reason
from sceau.engine.strict_json import parse
from sceau.engine.vocabularies.contexts import ContextLibrary, byte_hash, shipped

INDEX = "index.json"


class UnreadableContexts(EngineError):
    """The administrator's folder of contexts is not as this program leaves it."""


BAD_INDEX = Reason(
    "contexts.bad_index",
    fr="{file} n’est pas un index de contextes : une liste d’objets « url », « file », « sha256 » est attendue",
    en="{file} is not an index of contexts: a list of objects with “url”, “file” and “sha256” is expected",
)
NO_FILE = Reason(
    "contexts.no_file",
    fr="le contexte {url} est à l’index, mais le fichier {file} ne peut pas être lu",
    en="the context {url} is in the index, but the file {file} cannot be read",
)
ALTERED = Reason(
    "contexts.altered",
    fr="{file}, admis pour {url}, n’est plus le fichier qui a été ajouté\u00a0: remettez-en une copie intacte, "
    "ou retirez-le de {index}",
    en="{file}, admitted for {url}, is no longer the file that was added: put back an intact copy, "
    "or take it out of {index}",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One context of the folder: its URL, its file's name, the SHA-256 of the file in hexadecimal."""

    url: str
    file: str
    sha256: str


def read_contexts(folder: Path, library: ContextLibrary | None = None) -> ContextLibrary:
    """The shipped contexts, or those of another library, and those of a folder; a folder that is not there adds none.

    raises:  UnreadableContexts, also when a file is not the one that was added; UnknownContext, MalformedJson
    """
    found = library or shipped()
    for entry in entries(folder):
        try:
            data = (folder / entry.file).read_bytes()
        except OSError as error:
            raise UnreadableContexts(NO_FILE, url=entry.url, file=str(folder / entry.file)) from error
        if byte_hash(data) != entry.sha256:
            raise UnreadableContexts(ALTERED, url=entry.url, file=str(folder / entry.file), index=str(folder / INDEX))
        found = found.with_document(entry.url, data, entry.sha256)
    return found


def entries(folder: Path) -> list[Entry]:
    """What the index of a folder lists; nothing when there is no index.

    raises:  UnreadableContexts
    """
    index = folder / INDEX
    try:
        rows = parse(index.read_bytes())
    except FileNotFoundError:
        return []
    except EngineError as error:
        raise UnreadableContexts(BAD_INDEX, file=str(index)) from error
    try:
        found = [Entry(row["url"], row["file"], row["sha256"]) for row in rows]
    except (TypeError, KeyError) as error:
        raise UnreadableContexts(BAD_INDEX, file=str(index)) from error
    for entry in found:
        is_text = all(isinstance(value, str) for value in (entry.url, entry.file, entry.sha256))
        if not is_text or Path(entry.file).name != entry.file:  # a name, never a path out of the folder
            raise UnreadableContexts(BAD_INDEX, file=str(index))
    return found


def add_context(folder: Path, url: str, data: bytes, sha256: str | None = None) -> Entry:
    """Add a context to a folder, which is made when it is not there. The same one twice changes nothing.

    sha256:  what the file is expected to be, hexadecimal
    raises:  UnknownContext when it is no context, has another hash, or its URL stands for something else already;
             UnreadableContexts; MalformedJson
    """
    library = read_contexts(folder)
    library.with_document(url, data, sha256)
    listed = entries(folder)
    digest = byte_hash(data)
    entry = Entry(url, f"{digest[:16]}.json", digest)
    if url in library:
        return next((known for known in listed if known.url == url), entry)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / entry.file, data)
    rows = [{"url": each.url, "file": each.file, "sha256": each.sha256} for each in [*listed, entry]]
    _write(folder / INDEX, orjson.dumps(rows, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    return entry


def _write(path: Path, data: bytes) -> None:
    """The whole file or nothing: an index cut short would hide every context."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(draft).unlink()
        raise
