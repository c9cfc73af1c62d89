"""The words with which a command is given the passphrase of a key file."""

from __future__ import annotations

import getpass
import sys
import warnings
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from sceau.cli.language import say
from sceau.engine.errors import Reason
from sceau.outside.keyfiles import UnusableKeyFile

NOT_THE_SAME = Reason(
    "passphrase.not_the_same",
    fr="les deux phrases secrètes ne sont pas les mêmes",
    en="the two passphrases are not the same",
)

NOBODY_TO_TYPE = Reason(
    "passphrase.nobody_to_type",
    fr="il n’y a pas de clavier où taper la phrase secrète\u00a0: donnez-la par --passphrase-file FICHIER",
    en="there is no keyboard to type the passphrase on: give it with --passphrase-file FILE",
)


def add_passphrase(parser: ArgumentParser) -> None:
    """Add --passphrase and --passphrase-file."""
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(
        "--passphrase",
        action="store_true",
        help=say(fr="demander la phrase secrète de la clé", en="ask for the passphrase of the key"),
    )
    ways.add_argument(
        "--passphrase-file",
        type=Path,
        metavar=say(fr="FICHIER", en="FILE"),
        help=say(
            fr="lire la phrase secrète sur la première ligne d’un fichier",
            en="read the passphrase from the first line of a file",
        ),
    )


def new_passphrase(arguments: Namespace) -> str | None:
    """The passphrase for a new key, asked twice at the keyboard; None when the key is to have none.

    raises:  OSError, UnusableKeyFile
    """
    if not arguments.passphrase:
        return first_line(arguments.passphrase_file) if arguments.passphrase_file else None
    first = typed(say(fr="Phrase secrète\u00a0: ", en="Passphrase: "))
    if typed(say(fr="La même, encore\u00a0: ", en="The same again: ")) != first:
        raise UnusableKeyFile(NOT_THE_SAME)
    return first


def asked_passphrase(arguments: Namespace) -> Callable[[], str] | None:
    """How to come by the passphrase of an existing key; None when the command line gives no way."""
    file: Path | None = arguments.passphrase_file
    if file is not None:
        return lambda: first_line(file)
    if arguments.passphrase:
        return lambda: typed(say(fr="Phrase secrète\u00a0: ", en="Passphrase: "))
    return None


def passphrase_of_key(arguments: Namespace) -> Callable[[], str] | None:
    """As the command line says, else typed when somebody is there to type it; None when there is no way."""
    asked = asked_passphrase(arguments)
    if asked is None and sys.stdin.isatty():
        return lambda: typed(say(fr="Phrase secrète de la clé\u00a0: ", en="Passphrase of the key: "))
    return asked


def typed(prompt: str) -> str:
    """What somebody types without its being shown.

    raises:  UnusableKeyFile where it would be shown, or where nobody is there to type
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)
            return getpass.getpass(prompt)
    except (EOFError, getpass.GetPassWarning) as error:
        raise UnusableKeyFile(NOBODY_TO_TYPE) from error


def first_line(path: Path) -> str:
    """The first line of a text file, without its end.

    raises:  OSError
    """
    with path.open(encoding="utf-8", errors="surrogateescape") as file:
        return file.readline().rstrip("\r\n")
