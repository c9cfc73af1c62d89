"""The status lists of a folder: read as they were published, changed in memory, signed anew where something changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sceau.cli.issuing.register import Entry, Register
from sceau.cli.issuing.signing import Signing
from sceau.cli.issuing.states import NOTICES, State, state_of
from sceau.engine.checks.opening import open_anything
from sceau.engine.errors import EngineError, Reason
from sceau.engine.status.bitstring import StatusList
from sceau.engine.status.documents import (
    MESSAGE,
    REVOCATION,
    StatusEntry,
    published_for,
    status_list_credential,
    unpack,
)
from sceau.engine.status.notices import new_notices, notices_url

NOT_OUR_LIST = Reason(
    "status.not_our_list",
    fr="{file} n’est pas la liste d’état attendue à {url}\u00a0: reprenez-la de votre site avant de continuer",
    en="{file} is not the status list expected at {url}: take it back from your site before going on",
)


class UnusableList(EngineError):
    """A list that lies where ours should, and is not ours."""


@dataclass(frozen=True, slots=True)
class SignedList:
    """A list to write and to publish."""

    url: str
    path: Path
    data: bytes


class Lists:
    """The lists of a folder, each read when it is first needed.

    What the register says stands above what was published: a call that was cut short is made good, and a list that is
    missing is made again. What was published and the register does not know stays: a revocation is never lost.
    """

    def __init__(self, register: Register, file_of: Callable[[str], Path]) -> None:
        """file_of: where the document of an address lies"""
        self._register = register
        self._file_of = file_of
        self._pairs: dict[str, tuple[_List, _List]] = {}

    def state_of(self, entry: Entry) -> State:
        """What the lists say of a credential. raises: UnusableList"""
        revocations, notices = self._pair(entry.list)
        return state_of(revocations.entries.get(entry.index), notices.entries.get(entry.index))

    def put(self, entry: Entry, state: State) -> None:
        """Make the lists say so of a credential, in memory. raises: UnusableList"""
        _put(self._pair(entry.list), entry.index, state)

    def add_missing(self) -> None:
        """Make those lists of the register that are not published."""
        for uuid in self._register.lists:
            url = list_url(self._register.base, uuid)
            if not all(self._file_of(address).exists() for address in (url, notices_url(url))):
                self._pair(uuid)

    def signed(self, signing: Signing) -> Iterator[SignedList]:
        """The lists that say something else than what was published, signed."""
        for pair in self._pairs.values():
            for each in pair:
                if each.is_changed:
                    unsigned = status_list_credential(
                        each.url, signing.did, each.entries, purpose=each.purpose, valid_from=signing.created
                    )
                    yield SignedList(each.url, each.path, signing.secure_one(unsigned))

    def _pair(self, uuid: str) -> tuple[_List, _List]:
        pair = self._pairs.get(uuid)
        if pair is None:
            url = list_url(self._register.base, uuid)
            pair = (
                self._read(url, REVOCATION, StatusList.new()),
                self._read(notices_url(url), MESSAGE, new_notices()),
            )
            for entry, act in self._register.last_acts(uuid):
                _put(pair, entry.index, act.state)
            self._pairs[uuid] = pair
        return pair

    def _read(self, url: str, purpose: str, empty: StatusList) -> _List:
        """The list as it was published; the empty one when it was not.

        Its proof is not looked at: it lies beside the register, which whoever could alter it could alter too.
        """
        path = self._file_of(url)
        if not path.exists():
            return _List(url, path, purpose, empty, None)
        try:
            document = open_anything(path.read_bytes()).document
            entries = unpack(published_for(document, StatusEntry(purpose, url, 0, empty.size))).with_size(empty.size)
        except EngineError as error:
            raise UnusableList(NOT_OUR_LIST, file=path, url=url) from error
        return _List(url, path, purpose, entries, bytes(entries.bits))


def list_url(base: str, uuid: str) -> str:
    """{base}/status/{uuid}."""
    return f"{base}/status/{uuid}"


@dataclass(frozen=True, slots=True)
class _List:
    """published: its bits as they lie in the folder to publish; None when it is not there"""

    url: str
    path: Path
    purpose: str
    entries: StatusList
    published: bytes | None

    @property
    def is_changed(self) -> bool:
        return self.published is None or bytes(self.entries.bits) != self.published


def _put(pair: tuple[_List, _List], index: int, state: State) -> None:
    revocations, notices = pair
    if state is State.REVOKED:
        revocations.entries.set(index)
    notices.entries.set(index, NOTICES[state])
