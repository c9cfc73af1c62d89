"""Many documents one after the other: one process that has read its letters once, ended when one takes too long.

A question is a line of JSON, as `sceau.outside.typesetting` takes it. An answer is a line of JSON, {"size", "problem"},
and so many bytes of PDF.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import IO, Any, Final, Self

import orjson

from sceau.engine.ports import Attachment
from sceau.outside.typesetter import MINUTE, MOST_BYTES_OF_DOCUMENT, NOT_SET, NotTypeset, TypstTypesetter, asked_for
from sceau.outside.warm import Ended, WarmProcess

MOST_DOCUMENTS: Final = 500  # then another process, for whatever the first one kept
_WORDS: Final = (sys.executable, "-P", "-m", "sceau.outside.typesetting", "many")


class PressRoom(TypstTypesetter):
    """A typesetter whose documents are made by one process that it keeps; a context manager, which ends it.

    For one caller at a time. seconds: that one document may take
    """

    def __init__(self, *, fonts: str = "", seconds: float = MINUTE) -> None:
        super().__init__(fonts)
        self._seconds = seconds
        self._process: WarmProcess | None = None

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
        asked = orjson.dumps(asked_for(template, data, at, attachments, self.fonts))
        if len(asked) > MOST_BYTES_OF_DOCUMENT:
            raise NotTypeset(NOT_SET, problem=f"{len(asked)} > {MOST_BYTES_OF_DOCUMENT}")
        process = self._ready()
        try:
            pdf, problem = process.ask(lambda into, out: _answer(into, out, asked), seconds=self._seconds)
        except Ended as error:  # too long, too much memory, a standard that is broken
            self.close()
            raise NotTypeset(NOT_SET, problem=f"{self._seconds} s" if error.late else "ended") from error
        if not pdf.startswith(b"%PDF-"):
            raise NotTypeset(NOT_SET, problem=problem)
        return pdf

    def close(self) -> None:
        """End the process; the next document starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def _ready(self) -> WarmProcess:
        if self._process is not None and not self._process.is_fit():
            self.close()
        if self._process is None:
            self._process = WarmProcess(_WORDS, most=MOST_DOCUMENTS, environment={"RAYON_NUM_THREADS": "1"})
        return self._process


def _answer(into: IO[bytes], out: IO[bytes], asked: bytes) -> tuple[bytes, str]:
    """The PDF, or b"" and why there is none. raises: OSError or ValueError when the process ended"""
    into.write(asked + b"\n")
    into.flush()
    told = orjson.loads(out.readline())  # of an end without a line: a ValueError
    pdf = out.read(told["size"])
    if len(pdf) != told["size"]:
        raise ValueError("cut short")
    return pdf, told["problem"]
