"""A process of ours that is kept to answer one question after the other, and ended when one takes too long.

It knows none of our secrets, and no signal of a terminal reaches it. What is still alive when the interpreter ends is
ended then.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Final, TypeVar
from weakref import WeakSet

Answer = TypeVar("Answer")

_KEPT: Final = ("PATH", "PYTHONPATH", "LANG")  # of our environment
_alive: WeakSet[WarmProcess] = WeakSet()


class Ended(Exception):
    """It ended instead of answering: too long, too much memory, a fault in it.

    late:  it was ended, for it took too long
    """

    def __init__(self, *, late: bool) -> None:
        super().__init__("late" if late else "ended")
        self.late = late


class WarmProcess:
    """One process. For one caller at a time.

    words:        its command
    most:         questions, then it is fit for none, for whatever it kept
    environment:  what it knows besides the little that any process needs
    """

    def __init__(self, words: Sequence[str], *, most: int, environment: Mapping[str, str] | None = None) -> None:
        self._left = most
        self._owner = os.getpid()
        self._process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT if name in os.environ} | dict(environment or {}),
            start_new_session=True,
        )
        _alive.add(self)

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def is_fit(self) -> bool:
        """Whether it may be asked again."""
        return self._left > 0 and self._process.poll() is None

    def ask(self, question: Callable[[IO[bytes], IO[bytes]], Answer], *, seconds: float) -> Answer:
        """What it answers.

        question:  writes to its input and reads from its output; raises OSError or ValueError where that is cut short
        raises:    Ended, and it is fit no more
        """
        self._left -= 1
        late = threading.Event()

        def end() -> None:
            late.set()
            self._process.kill()

        into, out = self._process.stdin, self._process.stdout
        alarm = threading.Timer(seconds, end)
        alarm.start()
        try:
            if into is None or out is None:
                raise ValueError("no pipe")
            return question(into, out)
        except (OSError, ValueError) as error:
            self._left = 0
            raise Ended(late=late.is_set()) from error
        finally:
            alarm.cancel()
            if late.is_set():  # it answered in the very moment, perhaps
                self._left = 0

    def end(self) -> None:
        """Let it go."""
        _alive.discard(self)
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._process.wait()


@atexit.register
def _end_all() -> None:
    for each in list(_alive):
        if each._owner == os.getpid():  # of a fork, they are the parent's
            each.end()
