"""The register of a folder of credentials: what was begun, what was done, and nothing about anybody in clear.

One JSON object a line, only ever appended to:

    {"line": "register", "version": 1, "salt": …, "did": …, "base": …}
    {"line": "list", "uuid": …}                                           a status list was opened
    {"line": "begun", "code": …, "design": …, "keys": […], "fingerprint": …, "list": …, "index": …, "at": …}
    {"line": "done", "code": …, "files": {name: SHA-256}}
    {"line": "act", "code": …, "state": …, "at": …, "reason": …, "by": …}       revoked, suspended, restored, replaced

A credential is begun before anything of it is written, and done once all of it is: after an interruption the same code
and the same place in the status list are taken up again, so that no person gets two.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import orjson

from sceau.cli.issuing.errors import (
    BUSY,
    DAMAGED_REGISTER,
    NEWER_REGISTER,
    NO_REGISTER,
    OTHER_ISSUER,
    CannotIssue,
)
from sceau.cli.issuing.states import Act, State
from sceau.engine.status.bitstring import MINIMUM_ENTRIES, random_index

VERSION = 1
SALT_BYTES = 32
FULLEST = MINIMUM_ENTRIES * 9 // 10  # beyond it chance finds a free place slowly: another list is opened


@dataclass(frozen=True, slots=True)
class Entry:
    """A credential of the register.

    design:  its name in the catalogue; list: the uuid of its status list
    files:   name → SHA-256 of what was written, empty while it is only begun
    """

    code: str
    design: str
    keys: tuple[str, ...]
    fingerprint: str
    list: str
    index: int
    at: str
    files: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Contents:
    salt: bytes = b""
    did: str = ""
    base: str = ""
    lists: dict[str, set[int]] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    acts: dict[str, list[Act]] = field(default_factory=dict)


class Register:
    """The register of a folder, open for one process at a time; to be used in a `with`."""

    def __init__(self, path: Path, *, did: str, base: str, random: Callable[[int], bytes]) -> None:
        """Open or begin the register.

        random:  so many unpredictable bytes, such as `secrets.token_bytes`
        raises:  CannotIssue when it belongs to another issuer, is damaged, or is in use
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a+b")
        try:
            _lock(self._file, path)
            self._contents = _read(self._file, path)
            self._begin_or_check(path, did, base, random)
        except BaseException:
            self._file.close()
            raise
        self._by_person: dict[tuple[str, str], str] = {}
        for entry in self._contents.entries.values():
            self._index(entry)

    @classmethod
    def existing(cls, path: Path) -> Register:
        """The register that is there, whosever it is.

        raises:  CannotIssue when there is none, and as for any register
        """
        did, base = _issuer_in(path)
        return cls(path, did=did, base=base, random=secrets.token_bytes)

    def _begin_or_check(self, path: Path, did: str, base: str, random: Callable[[int], bytes]) -> None:
        contents = self._contents
        if not contents.did:
            contents.salt, contents.did, contents.base = random(SALT_BYTES), did, base
            self._append([self._header()])
        elif (contents.did, contents.base) != (did, base):
            raise CannotIssue(OTHER_ISSUER, folder=path.parent, did=contents.did, base=contents.base)

    def __enter__(self) -> Register:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def did(self) -> str:
        """Whose credentials these are."""
        return self._contents.did

    @property
    def base(self) -> str:
        """Where they have their addresses."""
        return self._contents.base

    @property
    def salt(self) -> bytes:
        """Of the person keys and fingerprints in this register."""
        return self._contents.salt

    @property
    def lists(self) -> list[str]:
        """The uuids of its status lists, in the order in which they were opened."""
        return list(self._contents.lists)

    @property
    def issued(self) -> Mapping[tuple[str, str], str]:
        """(person key, design) → fingerprint of the credentials that are done, as intake asks for them."""
        return _Issued(self._by_person, self._contents.entries)

    def entry_of(self, keys: Iterable[str], design: str) -> Entry | None:
        """The credential of a person who is known by one of these keys, done or only begun."""
        code = next((found for key in keys if (found := self._by_person.get((key, design)))), None)
        return self._contents.entries[code] if code else None

    def entry_with(self, code: str) -> Entry | None:
        """The credential of a code, done or only begun."""
        return self._contents.entries.get(code)

    def acts_on(self, code: str) -> Sequence[Act]:
        """What was done to a credential, in order."""
        return self._contents.acts.get(code, [])

    def last_acts(self, uuid: str = "") -> Iterator[tuple[Entry, Act]]:
        """Each credential to which something was done, with the last of it; those of one status list, or all."""
        for code, acts in self._contents.acts.items():
            entry = self._contents.entries[code]
            if uuid in ("", entry.list):
                yield entry, acts[-1]

    def has(self, code: str) -> bool:
        """Whether a code is taken."""
        return code in self._contents.entries

    def new_place(self, below: Callable[[int], int], new_uuid: Callable[[], str]) -> tuple[str, int]:
        """A place in a status list that nobody has: (the list's uuid, index).

        below:  a random number below another, such as `secrets.randbelow`
        """
        lists = self._contents.lists
        latest = next(reversed(lists), None)
        if latest is None or len(lists[latest]) >= FULLEST:
            latest = new_uuid()
            lists[latest] = set()
            self._append([{"line": "list", "uuid": latest}])
        index = random_index(lists[latest], below)
        lists[latest].add(index)
        return latest, index

    def begin(self, entries: Iterable[Entry]) -> None:
        """Note credentials that are about to be written; those begun before are not noted twice."""
        new = [entry for entry in entries if entry.code not in self._contents.entries]
        self._append([{"line": "begun", **_as_line(entry)} for entry in new])
        for entry in new:
            self._contents.entries[entry.code] = entry
            self._index(entry)

    def finish(self, files: dict[str, dict[str, str]]) -> None:
        """Note credentials that are written, by code, with their files."""
        self._append([{"line": "done", "code": code, "files": names} for code, names in files.items()])
        for code, names in files.items():
            self._contents.entries[code].files.update(names)

    def note(self, acts: Iterable[Act]) -> None:
        """Note what is about to be published of credentials."""
        acts = list(acts)
        self._append([{"line": "act", **asdict(act)} for act in acts])
        for act in acts:
            self._contents.acts.setdefault(act.code, []).append(act)

    def _index(self, entry: Entry) -> None:
        for key in entry.keys:
            self._by_person.setdefault((key, entry.design), entry.code)

    def _header(self) -> dict[str, Any]:
        contents = self._contents
        return {
            "line": "register",
            "version": VERSION,
            "salt": contents.salt.hex(),
            "did": contents.did,
            "base": contents.base,
        }

    def _append(self, lines: list[dict[str, Any]]) -> None:
        if not lines:
            return
        self._file.write(b"".join(orjson.dumps(line) + b"\n" for line in lines))
        self._file.flush()
        os.fsync(self._file.fileno())


class _Issued(Mapping[tuple[str, str], str]):
    """A view of the register: what is done later shows at once."""

    def __init__(self, codes: Mapping[tuple[str, str], str], entries: Mapping[str, Entry]) -> None:
        self._codes = codes
        self._entries = entries

    def __getitem__(self, person: tuple[str, str]) -> str:
        entry = self._entries[self._codes[person]]
        if not entry.files:
            raise KeyError(person)
        return entry.fingerprint

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return (person for person, code in self._codes.items() if self._entries[code].files)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _as_line(entry: Entry) -> dict[str, Any]:
    return {
        "code": entry.code,
        "design": entry.design,
        "keys": list(entry.keys),
        "fingerprint": entry.fingerprint,
        "list": entry.list,
        "index": entry.index,
        "at": entry.at,
    }


def _read(file: IO[bytes], path: Path) -> _Contents:
    """What the lines say. A last line without its end was being written when something stopped us: it is cut off."""
    file.seek(0)
    data = file.read()
    whole = data.rfind(b"\n") + 1
    if whole < len(data):
        file.truncate(whole)
    contents = _Contents()
    for number, line in _numbered(data[:whole]):
        try:
            _take(orjson.loads(line), contents)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CannotIssue(DAMAGED_REGISTER, file=path, line=number) from error
        except _NewerRegister as error:
            raise CannotIssue(NEWER_REGISTER, file=path) from error
    return contents


class _NewerRegister(Exception):
    pass


def _issuer_in(path: Path) -> tuple[str, str]:
    """The DID and the address on the first line, which never changes. raises: CannotIssue"""
    if not path.is_file():
        raise CannotIssue(NO_REGISTER, folder=path.parent)
    with path.open("rb") as file:
        first = file.readline()
    if not first.endswith(b"\n"):
        raise CannotIssue(NO_REGISTER, folder=path.parent)
    try:
        header = orjson.loads(first)
        return header["did"], header["base"]
    except (ValueError, KeyError, TypeError) as error:
        raise CannotIssue(DAMAGED_REGISTER, file=path, line=1) from error


def _numbered(data: bytes) -> Iterator[tuple[int, bytes]]:
    return ((number, line) for number, line in enumerate(data.splitlines(), 1) if line)


def _take(line: dict[str, Any], contents: _Contents) -> None:
    kind = line["line"]
    if kind == "register":
        if line["version"] > VERSION:
            raise _NewerRegister
        contents.salt, contents.did, contents.base = bytes.fromhex(line["salt"]), line["did"], line["base"]
    elif kind == "list":
        contents.lists[line["uuid"]] = set()
    elif kind == "begun":
        entry = Entry(
            line["code"],
            line["design"],
            tuple(line["keys"]),
            line["fingerprint"],
            line["list"],
            line["index"],
            line["at"],
        )
        contents.entries[entry.code] = entry
        contents.lists[entry.list].add(entry.index)
    elif kind == "done":
        contents.entries[line["code"]].files.update(line["files"])
    elif kind == "act":
        code = contents.entries[line["code"]].code
        act = Act(code, State(line["state"]), line["at"], line["reason"], line["by"])
        contents.acts.setdefault(code, []).append(act)
    else:
        raise _NewerRegister


def _lock(file: IO[bytes], path: Path) -> None:
    """Keep other processes out of this register, where the system can."""
    try:
        import fcntl  # noqa: PLC0415 -- absent from Windows, where two calls at once are not kept apart
    except ImportError:
        return
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise CannotIssue(BUSY, folder=path.parent) from error
