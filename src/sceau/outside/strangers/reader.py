"""The one who asks: keeps a process warm, ends it when a file takes too long or breaks it, and goes on with another."""

from __future__ import annotations

import base64
import contextlib
import logging
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Final

import orjson

from sceau.engine.checks.carried import kind_of_file
from sceau.engine.ports import Carried, Contents
from sceau.outside.strangers import limits

TOO_LONG, ENDED, TOO_LARGE, UNKNOWN = "too_long", "ended", "too_large", "unknown"
WORDS: Final = (sys.executable, "-P", "-m", "sceau.outside.strangers.opening")

log = logging.getLogger(__name__)


class StrangersReader:
    """A `Reader`: opens PDF and pictures of strangers, a few at a time, each within bounds of time and memory.

    at_once:  processes kept at most; whoever comes when all are busy waits
    seconds:  that one file may take
    """

    def __init__(self, *, at_once: int = 2, seconds: float = limits.SECONDS) -> None:
        self._seconds = seconds
        self._room = threading.BoundedSemaphore(at_once)
        self._idle: queue.SimpleQueue[_Opener] = queue.SimpleQueue()

    def read(self, data: bytes) -> Contents:
        """What a file carries. Never raises for anything in it: `fault` says what kept us from reading all."""
        kind = kind_of_file(data)
        if not kind:
            return Contents("", fault=UNKNOWN)
        if len(data) > limits.MOST_BYTES:
            return Contents(kind, fault=TOO_LARGE)
        with self._room, self._opener() as opener:
            return opener.ask(kind, data, self._seconds)

    def close(self) -> None:
        """End the processes that wait."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._idle.get_nowait().end()

    @contextlib.contextmanager
    def _opener(self) -> Iterator[_Opener]:
        try:
            opener = self._idle.get_nowait()
        except queue.Empty:
            opener = _Opener()
        try:
            yield opener
        finally:
            if opener.is_fit():
                self._idle.put(opener)
            else:
                opener.end()


class _Opener:
    """One process."""

    def __init__(self) -> None:
        self._left = limits.MOST_FILES
        environment = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG") if name in os.environ}
        self._process = subprocess.Popen(
            WORDS,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,  # none of our secrets
            start_new_session=True,
        )

    def is_fit(self) -> bool:
        """Whether it may be asked again."""
        return self._left > 0 and self._process.poll() is None

    def ask(self, kind: str, data: bytes, seconds: float) -> Contents:
        """What it answers; it is ended when it does not in time."""
        self._left -= 1
        late = threading.Event()

        def end() -> None:
            late.set()
            self._process.kill()

        alarm = threading.Timer(seconds, end)
        alarm.start()
        try:
            answer = self._answer(kind, data)
        finally:
            alarm.cancel()
        if answer:
            return _contents(answer)
        self._left = 0
        log.warning("a file of a stranger ended the process that opened it (%s, %d bytes)", kind, len(data))
        return Contents(kind, fault=TOO_LONG if late.is_set() else ENDED)

    def end(self) -> None:
        """Let it go."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._process.wait()

    def _answer(self, kind: str, data: bytes) -> bytes:
        """A whole line; b"" when the process ended."""
        into, out = self._process.stdin, self._process.stdout
        if into is None or out is None:
            return b""
        try:
            into.write(orjson.dumps({"kind": kind, "size": len(data)}) + b"\n")
            into.write(data)
            into.flush()
            line = out.readline()
        except (OSError, ValueError):
            return b""
        return line if line.endswith(b"\n") else b""


def _contents(line: bytes) -> Contents:
    told = orjson.loads(line)
    carried = tuple(Carried(each["how"], each["where"], base64.b64decode(each["content"])) for each in told["carried"])
    return Contents(told["kind"], carried, told["words"], told["fault"])
