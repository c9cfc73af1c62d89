"""The `sceau` command: finds the command that is asked for, runs it, and turns refusals into sentences."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, cast, runtime_checkable

import sceau
from sceau.cli import arguments, language
from sceau.cli.filefaults import about_file
from sceau.cli.language import say
from sceau.engine.errors import Reason

REFUSED = 1
REFUSED_BY = {"verify": 2}  # where 1 is a verdict on a credential
OUR_FAULT = 70  # EX_SOFTWARE of sysexits.h: never taken for the verdict on a credential
INTERRUPTED = 130  # 128 + SIGINT, as shells count
PIPE_CLOSED = 141  # 128 + SIGPIPE


@dataclass(frozen=True, slots=True)
class Command:
    """A word that the command knows, and what it does in one line.

    passes_on:  its words go to another program as they are
    """

    name: str
    fr: str
    en: str
    passes_on: bool = False


COMMANDS = (
    Command("run", "ouvrir Sceau sur cette machine, avec sa démonstration", "open Sceau here, with its demo"),
    Command("serve", "servir les pages, en production", "serve the pages, in production"),
    Command("work", "faire le traitement de fond", "do the work behind the pages"),
    Command("backup", "tout sauvegarder dans un fichier", "back everything up into a file"),
    Command("restore", "remettre ce qu’un fichier a sauvegardé", "put back what a file holds"),
    Command("move", "passer de SQLite à PostgreSQL", "move from SQLite to PostgreSQL"),
    Command("admin", "qui administre cette installation", "who administers this installation"),
    Command("keyring", "les clés de l’installation et leur chiffrement", "the keys of the installation, how sealed"),
    Command("journal", "recontrôler le journal, noter sa tête", "recheck the journal, note its head"),
    Command("frameworks", "charger les répertoires et référentiels", "load registers and frameworks"),
    Command("trust", "les listes de confiance de l’installation", "the trust lists of the installation"),
    Command("manage", "les commandes de Django", "the commands of Django", passes_on=True),
    Command("example", "délivrer l’exemple français fourni", "issue the French sample"),
    Command("keys", "créer et montrer les clés d’un organisme", "make and show the keys of an institution"),
    Command("issue", "délivrer des preuves à une liste de personnes", "issue credentials to a list of people"),
    Command(
        "status",
        "révoquer, suspendre, rétablir, remplacer des preuves",
        "revoke, suspend, restore, replace credentials",
    ),
    Command("verify", "vérifier des preuves, d’où qu’elles viennent", "verify credentials, wherever they come from"),
    Command("inspect", "dire ce que contient un fichier", "say what is in a file"),
    Command("design", "dire ce qui manque à une micro-certification", "say what a micro-credential lacks"),
    Command("bake", "placer une preuve dans une image", "put a credential into an image"),
    Command("unbake", "reprendre la preuve d’une image", "take the credential out of an image"),
    Command("bundle", "écrire le vérificateur en un fichier", "write the verifier that is one file"),
    Command("contexts", "montrer et compléter les contextes admis", "show and extend the contexts allowed"),
    Command("doctor", "examiner cette installation", "examine this installation"),
    Command("test", "passer tous les contrôles du code", "run every check of the code", passes_on=True),
    Command(
        "bench",
        "mesurer la vitesse, à côté d’autres logiciels",
        "measure the speed, beside other software",
        passes_on=True,
    ),
    Command("conformance", "ouvrir la VC-API, pour les suites de tests", "open the VC-API, for test suites"),
    Command("screenshots", "photographier les pages principales", "take pictures of the main pages"),
    Command("lock", "recalculer les versions figées", "compute the locked versions again"),
)


@runtime_checkable
class Refusal(Protocol):
    """What every room raises when it refuses: a reason as data, which is a clause in both languages."""

    reason: Reason

    def sentence(self, language: str) -> str:
        """The clause in "fr" or "en", without a full stop."""


class Module(Protocol):
    """What a module of `sceau.cli` that is a command holds."""

    def add_parser(self, subparsers: arguments.Subparsers) -> ArgumentParser | None:
        """Say which words the command takes, in a parser of its name."""

    def run(self, arguments: Namespace) -> int:
        """Do it; gives the exit status."""


def main(words: Sequence[str] | None = None) -> int:
    """Run a command line; gives its exit status. Wrong usage leaves by SystemExit(2), as argparse does."""
    words = list(sys.argv[1:] if words is None else words)
    language.use(language.wanted_language(words, os.environ))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without ’ or é shows a sign in their place
    arguments.speak()
    try:
        try:
            return _run(language.without_choice(words))
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left to flush at exit has nowhere to go
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return _end(say(fr="Interrompu.", en="Interrupted."), INTERRUPTED)
    except OSError as error:
        return _end(about_file(error), _refused(words))
    except Exception as error:
        return _about(error, _refused(words))


def _run(words: list[str]) -> int:
    command, rest = _find(words)
    if command and command.passes_on and not {"-h", "--help"}.intersection(rest):
        return _module(command).run(Namespace(command=command.name, words=rest))
    parser = _parser(command)
    arguments_read = parser.parse_args(words)
    if command is None:
        parser.print_help()
        return 0
    return _module(command).run(arguments_read)


def _find(words: Sequence[str]) -> tuple[Command | None, list[str]]:
    """The command that the words name, and the words after it."""
    named = {command.name: command for command in COMMANDS}
    place, first = next(((place, word) for place, word in enumerate(words) if not word.startswith("-")), (0, ""))
    return named.get(first), [*words[place + 1 :]]


def _parser(command: Command | None) -> ArgumentParser:
    """The parser of the whole command line, with every word in its help and the arguments of one command."""
    parser: ArgumentParser = arguments.Parser(
        prog="sceau",
        description=say(
            fr="Des micro-certifications qui se prouvent elles-mêmes\u00a0: "
            "délivrer et vérifier des preuves Open Badges 3.0.",
            en="Micro-certifications that prove themselves: issue and verify Open Badges 3.0 credentials.",
        ),
        epilog=say(
            fr="«\u00a0sceau COMMANDE --help\u00a0» explique une commande. In English: --lang en, or SCEAU_LANG=en.",
            en="“sceau COMMAND --help” explains a command. En français\u00a0: --lang fr, ou SCEAU_LANG=fr.",
        ),
    )
    version = say(fr="dire la version", en="say the version")
    parser.add_argument("--version", action="version", version=f"sceau {sceau.__version__}", help=version)
    _add_language(parser)
    subparsers = parser.add_subparsers(
        dest="command",
        metavar=say(fr="COMMANDE", en="COMMAND"),
        title=say(fr="commandes\u00a0", en="commands"),
    )
    for each in COMMANDS:
        if each is command:
            _module(each).add_parser(subparsers)
            _add_language(subparsers.choices[each.name])
        else:
            subparsers.add_parser(each.name, help=say(fr=each.fr, en=each.en))
    return parser


def _add_language(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--lang", choices=language.LANGUAGES, help=say(fr="langue des messages", en="language of the messages")
    )


def _module(command: Command) -> Module:
    """The module of a command; the others are not read, so that the start stays short."""
    return cast(Module, importlib.import_module(f"sceau.cli.{command.name}"))


def _refused(words: list[str]) -> int:
    """The exit status of a refusal, which depends on the command."""
    command, _ = _find(language.without_choice(words))
    return REFUSED_BY.get(command.name, REFUSED) if command else REFUSED


def _about(error: Exception, refused: int) -> int:
    """Say what is the case: a refusal has a sentence of its own, anything else is a fault of ours."""
    if isinstance(error, Refusal):
        return _end(_sentence(error), refused)
    if os.environ.get("SCEAU_DEBUG"):
        traceback.print_exception(error)
    what = f"{type(error).__name__}: {error}"
    return _end(
        say(
            fr=f"Erreur de Sceau, et non de votre fichier ({what}). "
            "SCEAU_DEBUG=1 en montre le détail, utile à un signalement.",
            en=f"A fault of Sceau, not of your file ({what}). SCEAU_DEBUG=1 shows its detail, useful in a report.",
        ),
        OUR_FAULT,
    )


def _sentence(refusal: Refusal) -> str:
    """The refusal's clause as a sentence, after the place it is about."""
    clause = refusal.sentence(language.spoken())
    pointer = getattr(refusal, "pointer", "")
    if pointer:
        return pointer + say(fr="\u00a0: ", en=": ") + f"{clause}."
    begins_with_a_value = say(fr=refusal.reason.fr, en=refusal.reason.en).startswith("{")
    return f"{clause if begins_with_a_value else clause[:1].upper() + clause[1:]}."


def _end(sentence: str, status: int) -> int:
    sys.stderr.write(f"{sentence}\n")
    return status
