"""Many documents one after the other: one process that has read its letters once, ended when one takes too long.

A question is a line of JSON, as `sceau.outside.typesetting` takes it. An answer is a line of JSON, {"size", "problem"},
and so many bytes of PDF.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Final, Self

import orjson

from sceau.engine.ports import Attachment
from sceau.outside.typesetter import MINUTE, MOST_BYTES_OF_DOCUMENT, NOT_SET, NotTypeset, TypstTypesetter, asked_for

MOST_DOCUMENTS: Final = 500  # then another process, for whatever the first one kept
_WORDS: Final = (sys.executable, "-P", "-m", "sceau.outside.typesetting", "many")


class PressRoom(TypstTypesetter):
    """A typesetter whose documents are made by one process that it keeps; a context manager, which ends it.

    For one caller at a time. seconds: that one document may take
    """

    def __init__(self, *, seconds: float = MINUTE) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._left = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def document(
        self, template: str, data: Mapping[str, Any], *, at: datetime, attachments: Sequence[Attachment] = ()
    ) -> bytes:
        """See `TypstTypesetter.document`; one that cannot be set harms none of those that follow."""
        asked = orjson.dumps(asked_for(template, data, at, attachments))
        if len(asked) > MOST_BYTES_OF_DOCUMENT:
            raise NotTypeset(NOT_SET, problem=f"{len(asked)} > {MOST_BYTES_OF_DOCUMENT}")
        process, late = self._ready(), threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        alarm = threading.Timer(self._seconds, end)
        alarm.start()
        try:
            pdf, problem = _answer(process, asked)
        except (OSError, ValueError) as error:  # it ended: too long, too much memory, a standard that is broken
            self.close()
            raise NotTypeset(NOT_SET, problem=f"{self._seconds} s" if late.is_set() else "ended") from error
        finally:
            alarm.cancel()
        if late.is_set():  # it answered in the very moment
            self.close()
        if not pdf.startswith(b"%PDF-"):
            raise NotTypeset(NOT_SET, problem=problem)
        return pdf

    def close(self) -> None:
        """End the process; the next document starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        process.wait()

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._process is not None and (self._left <= 0 or self._process.poll() is not None):
            self.close()
        if self._process is None:
            kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG") if name in os.environ}
            self._process = subprocess.Popen(
                _WORDS,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=kept | {"RAYON_NUM_THREADS": "1"},  # none of our secrets
                start_new_session=True,
            )
            self._left = MOST_DOCUMENTS
        self._left -= 1
        return self._process


def _answer(process: subprocess.Popen[bytes], asked: bytes) -> tuple[bytes, str]:
    """The PDF, or b"" and why there is none. raises: OSError or ValueError when the process ended"""
    into, out = process.stdin, process.stdout
    if into is None or out is None:
        raise ValueError("no pipe")
    into.write(asked + b"\n")
    into.flush()
    told = orjson.loads(out.readline())  # of an end without a line: a ValueError
    pdf = out.read(told["size"])
    if len(pdf) != told["size"]:
        raise ValueError("cut short")
    return pdf, told["problem"]
