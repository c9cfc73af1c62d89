"""The one who asks: keeps a process warm, ends it when a file takes too long or breaks it, and goes on with another."""

from __future__ import annotations

import base64
import contextlib
import logging
import queue
import sys
import threading
from collections.abc import Iterator
from typing import IO, Final

import orjson

from sceau.engine.checks.carried import kind_of_file
from sceau.engine.checks.written import kind_of_writing
from sceau.engine.ports import Carried, Contents, Sheet
from sceau.outside.strangers import limits
from sceau.outside.warm import Ended, WarmProcess

TOO_LONG, ENDED, TOO_LARGE, UNKNOWN = "too_long", "ended", "too_large", "unknown"
WORDS: Final = (sys.executable, "-P", "-m", "sceau.outside.strangers.opening")

log = logging.getLogger(__name__)


class StrangersReader:
    """A `Reader`: opens files of strangers, a few at a time, each within bounds of time and memory.

    at_once:  processes kept at most; whoever comes when all are busy waits
    seconds:  that one file may take
    """

    def __init__(self, *, at_once: int = 2, seconds: float = limits.SECONDS) -> None:
        self._seconds = seconds
        self._room = threading.BoundedSemaphore(at_once)
        self._idle: queue.SimpleQueue[WarmProcess] = queue.SimpleQueue()

    def read(self, data: bytes) -> Contents:
        """What a file carries. Never raises for anything in it: `fault` says what kept us from reading all."""
        kind = kind_of_file(data) or kind_of_writing(data)
        if not kind:
            return Contents("", fault=UNKNOWN)
        if len(data) > limits.MOST_BYTES:
            return Contents(kind, fault=TOO_LARGE)
        with self._room, self._opener() as opener:
            return _ask(opener, kind, data, self._seconds)

    def close(self) -> None:
        """End the processes that wait."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._idle.get_nowait().end()

    @contextlib.contextmanager
    def _opener(self) -> Iterator[WarmProcess]:
        try:
            opener = self._idle.get_nowait()
        except queue.Empty:
            opener = WarmProcess(WORDS, most=limits.MOST_FILES)
        try:
            yield opener
        finally:
            if opener.is_fit():
                self._idle.put(opener)
            else:
                opener.end()


def _ask(opener: WarmProcess, kind: str, data: bytes, seconds: float) -> Contents:
    """What it answers; it is ended when it does not in time."""
    try:
        return _contents(opener.ask(lambda into, out: _answer(into, out, kind, data), seconds=seconds))
    except Ended as error:
        log.warning("a file of a stranger ended the process that opened it (%s, %d bytes)", kind, len(data))
        return Contents(kind, fault=TOO_LONG if error.late else ENDED)


def _answer(into: IO[bytes], out: IO[bytes], kind: str, data: bytes) -> bytes:
    """A whole line. raises: OSError or ValueError when the process ended, or goes on without end"""
    into.write(orjson.dumps({"kind": kind, "size": len(data)}) + b"\n")
    into.write(data)
    into.flush()
    line = out.readline(limits.LONGEST_ANSWER)
    if not line.endswith(b"\n"):
        raise ValueError("cut short")
    return line


def _contents(line: bytes) -> Contents:
    told = orjson.loads(line)
    carried = tuple(Carried(each["how"], each["where"], base64.b64decode(each["content"])) for each in told["carried"])
    sheets = tuple(
        Sheet(sheet["name"], tuple((row, tuple(cells)) for row, cells in sheet["rows"]))
        for sheet in told.get("sheets", ())
    )
    return Contents(told["kind"], carried, told["words"], told["fault"], sheets)
