"""The codes of credentials, as people give them: typed, pasted, in a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from sceau.engine.errors import EngineError, Reason
from sceau.engine.model.code import read_code

_LENGTH = 14  # 13 characters, and the one that checks them
_FILE = re.compile(r"(\.annex-1)?\.(json|jwt|png|svg)$", re.IGNORECASE)

WRONG_LINE = Reason(
    "status.wrong_line",
    fr="{file}, ligne {line}\u00a0: {why}",
    en="{file}, line {line}: {why_en}",
)


class WrongCode(EngineError):
    """What should be a code is none."""


def read_codes(words: Iterable[str]) -> list[str]:
    """The codes in the words of a command line, each once.

    words:   a code in one word or in its three groups, the address or the file of a credential
    raises:  MalformedCode
    """
    codes: list[str] = []
    pending = ""
    for word in words:
        pending = f"{pending} {_code_in(word)}".strip()
        if not pending or sum(map(str.isalnum, pending)) >= _LENGTH:
            codes.append(read_code(pending))
            pending = ""
    if pending:
        codes.append(read_code(pending))
    return list(dict.fromkeys(codes))


def read_codes_file(path: Path) -> list[str]:
    """The codes in a text file, one a line; a heading, empty lines and what follows a # are passed over.

    raises:  OSError, WrongCode
    """
    codes = []
    lines = path.read_bytes().decode("utf-8-sig", "replace").splitlines()
    for number, line in enumerate(lines, 1):
        text = line.partition("#")[0].strip(' \t";,')
        if text and text.casefold() != "code":
            try:
                codes.append(read_code(_code_in(text)))
            except EngineError as error:
                said = {"why": error.sentence("fr"), "why_en": error.sentence("en")}
                raise WrongCode(WRONG_LINE, file=path, line=number, **said) from error
    return codes


def _code_in(word: str) -> str:
    """{base}/v/{code} and preuves/{code}.json hold the code too."""
    return _FILE.sub("", word.rstrip("/").rpartition("/")[2])
