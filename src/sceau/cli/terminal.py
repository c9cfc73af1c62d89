"""The terminal: words that French typography ties together stay together, and a closed pipe changes no exit status."""

from __future__ import annotations

import re
from typing import NoReturn

from rich import _wrap
from rich.console import Console

# rich breaks a line at any white space; U+00A0 and U+202F are white space that ties: «, the word and » are one
_wrap.re_word = re.compile(r"[ \t]*[^ \t]+[ \t]*")


class Terminal(Console):
    """A console that writes what it is given, and nothing more: no emoji, no numbers in colour."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, emoji=False, highlight=False)

    def on_broken_pipe(self) -> NoReturn:
        """Leave it to the command: rich would end with 1, which is a verdict in `sceau verify`."""
        raise BrokenPipeError
