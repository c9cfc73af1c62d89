"""Every text of the pages that is to be said in two languages, found where it is written.

No tool of the system: templates are cut by Django's own lexer, Python is read by `ast`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, TokenType
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace

SOURCE = Path(__file__).resolve().parents[3] / "src" / "sceau"
CALLS = {  # name: places of (context, singular, plural) among the arguments
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
}
IN_AN_EXPRESSION = re.compile(r"""\b_\(\s*(["'])(.*?)\1\s*\)""")


@dataclass(frozen=True)
class Message:
    """A text: its French is its name. plural is "" when it has none; place is not compared."""

    singular: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.singular


def of_templates() -> Iterator[tuple[str, Message]]:
    """Place and message, for every template."""
    for file in sorted(SOURCE.rglob("templates/**/*")):
        if file.suffix in (".html", ".txt", ".svg"):
            for message in in_template(file.read_text(encoding="utf-8")):
                yield str(file.relative_to(SOURCE)), message


def of_python() -> Iterator[tuple[str, Message]]:
    """Place and message, for every module; a text that is not written out where it is asked for is a fault."""
    for file in sorted(SOURCE.rglob("*.py")):
        source = file.read_text(encoding="utf-8")
        if "django.utils.translation" in source:
            for line, message in in_python(source):
                yield f"{file.relative_to(SOURCE)}:{line}", message


def in_template(source: str) -> Iterator[Message]:
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type in (TokenType.BLOCK, TokenType.VAR):
            for _quote, text in IN_AN_EXPRESSION.findall(token.contents):
                yield Message(text)
        if token.token_type != TokenType.BLOCK:
            continue
        words = list(smart_split(token.contents))
        if words[0] in ("translate", "trans") and words[1][:1] in "\"'":
            yield Message(literal(words[1]).replace("%", "%%"), context=context_of(words))
        elif words[0] in ("blocktranslate", "blocktrans"):
            yield block(words, tokens)


def block(words, tokens) -> Message:
    """The message between a blocktranslate and its end."""
    parts = [""]
    for token in tokens:
        if token.token_type == TokenType.BLOCK:
            if token.contents.split()[0] != "plural":
                break
            parts.append("")
        elif token.token_type == TokenType.VAR:
            parts[-1] += f"%({token.contents})s"
        else:
            parts[-1] += token.contents.replace("%", "%%")
    if "trimmed" in words:
        parts = [trim_whitespace(part) for part in parts]
    return Message(parts[0], parts[1] if len(parts) > 1 else "", context_of(words))


def context_of(words) -> str:
    return literal(words[words.index("context") + 1]) if "context" in words else ""


def literal(word: str) -> str:
    return ast.literal_eval(word) if "\\" in word else word[1:-1]


def in_python(source: str) -> Iterator[tuple[int, Message]]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in CALLS and node.args:
            context, singular, plural = (
                "" if place is None else constant(node.args[place], name) for place in CALLS[name]
            )
            yield node.lineno, Message(singular, plural, context)


def constant(node: ast.expr, name: str) -> str:
    assert isinstance(node, ast.Constant), f"line {node.lineno}: what {name}() is given must be written out"
    assert isinstance(node.value, str)
    return node.value
