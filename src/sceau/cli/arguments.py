"""Command lines read by argparse, which speaks the language of the person."""

from __future__ import annotations

import argparse
import textwrap
from typing import Any, TypeAlias

from sceau.cli import language

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

# What argparse says to the person at the keyboard, in Python 3.11 to 3.14; what it says to programmers stays as it is.
FRENCH = {
    "usage: ": "usage\u00a0: ",
    "positional arguments": "arguments\u00a0",
    "options": "options\u00a0",
    "show this help message and exit": "montrer cette aide, sans rien faire d’autre",
    "%(prog)s: error: %(message)s\n": "%(prog)s\u00a0: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s\u00a0: %(message)s",
    "unrecognized arguments: %s": "mots inconnus\u00a0: %s",
    "the following arguments are required: %s": "il manque\u00a0: %s",
    "one of the arguments %s is required": "il faut l’un de\u00a0: %s",
    "not allowed with argument %s": "ne va pas avec %s",
    "expected one argument": "une valeur est attendue",
    "expected at most one argument": "une valeur au plus est attendue",
    "expected at least one argument": "une valeur au moins est attendue",
    "expected %s argument": "%s valeur est attendue",
    "expected %s arguments": "%s valeurs sont attendues",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "choix inconnu\u00a0: %(value)r (au choix\u00a0: %(choices)s)"
    ),
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)": (
        "choix inconnu\u00a0: %(value)r\u202f; peut-être %(closest)r\u202f? (au choix\u00a0: %(choices)s)"
    ),
    "invalid %(type)s value: %(value)r": "valeur qui ne convient pas (%(type)s)\u00a0: %(value)r",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "choix inconnu\u00a0: %(parser_name)r (%(choices)s)",
    "ignored explicit argument %r": "cette option n’attend pas de valeur\u00a0: %r",
    "unexpected option string: %s": "option inattendue\u00a0: %s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s peut être %(matches)s",
    "can't open '%(filename)s': %(error)s": "impossible d’ouvrir «\u00a0%(filename)s\u00a0»\u00a0: %(error)s",
}


class Paragraphs(argparse.HelpFormatter):
    """Help whose descriptions keep their line breaks, each line folded to the width of the terminal."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        folded = (
            textwrap.fill(line, width, initial_indent=indent, subsequent_indent=indent) for line in text.split("\n")
        )
        return "\n".join(folded)


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that writes paragraphs, and reads options by their whole name only."""

    def __init__(self, **settings: Any) -> None:
        settings.setdefault("formatter_class", Paragraphs)
        settings.setdefault("allow_abbrev", False)
        super().__init__(**settings)


def speak() -> None:
    """Make argparse speak the language in use."""
    setattr(argparse, "_", _translated)  # noqa: B010 -- argparse's own door, gettext, takes compiled files only
    setattr(argparse, "ngettext", _counted)  # noqa: B010


def _translated(text: str) -> str:
    return language.say(fr=FRENCH.get(text, text), en=text)


def _counted(one: str, many: str, count: int) -> str:
    return _translated(one if count == 1 else many)
