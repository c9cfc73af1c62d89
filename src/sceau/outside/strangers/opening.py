"""The process that opens strangers' files: one question after the other on its input, answers on its output.

A question is a line of JSON, {"kind", "size"}, and so many bytes. An answer is a line of JSON that holds all of it.
"""

from __future__ import annotations

import base64
import sys
from contextlib import suppress
from typing import BinaryIO

import orjson

from sceau.engine.ports import Contents
from sceau.outside.strangers import limits
from sceau.outside.strangers.office import read_office
from sceau.outside.strangers.pages import read_page
from sceau.outside.strangers.pdf import read_pdf
from sceau.outside.strangers.pictures import read_picture
from sceau.outside.strangers.rich import read_rich_text

_READERS = {
    "pdf": read_pdf,
    "picture": read_picture,
    "office": read_office,
    "page": read_page,
    "rtf": read_rich_text,
}


def main() -> int:
    """Answer until there are no more questions."""
    _stay_within_bounds()
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    while line := questions.readline():
        asked = orjson.loads(line)
        _answer(answers, _READERS[asked["kind"]](questions.read(asked["size"])))
    return 0


def _answer(answers: BinaryIO, contents: Contents) -> None:
    carried = [
        {"how": each.how, "where": each.where, "content": base64.b64encode(each.content).decode()}
        for each in contents.carried
    ]
    told = {
        "kind": contents.kind,
        "carried": carried,
        "words": _text(contents.words),
        "fault": contents.fault,
        "sheets": [
            {"name": _text(sheet.name), "rows": [[row, [_text(cell) for cell in cells]] for row, cells in sheet.rows]}
            for sheet in contents.sheets
        ],
    }
    answers.write(orjson.dumps(told) + b"\n")
    answers.flush()


def _text(text: str) -> str:
    """What can be written as UTF-8: a PDF may hold half characters."""
    return text.encode("utf-8", "replace").decode()


def _stay_within_bounds() -> None:
    """An end to the memory that this process may take, where the system has one; whoever asks ends it in time."""
    with suppress(ImportError):  # Windows
        import resource  # noqa: PLC0415 -- absent on Windows

        resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
