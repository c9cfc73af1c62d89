"""`sceau inspect`: say what is in a file, in words, and judge nothing."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace

from rich.console import Console
from rich.markup import escape

from sceau.cli.arguments import Subparsers
from sceau.cli.language import say
from sceau.cli.terminal import Terminal
from sceau.cli.verifying.inspection import Inspected, inspect_content
from sceau.cli.verifying.sources import find
from sceau.engine.checks.words import harmless

MOST_FILES = 50
LONGEST_LINE = 600
UNRECOGNISED = 3


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau inspect`."""
    parser = subparsers.add_parser(
        "inspect",
        help=say(fr="dire ce que contient un fichier", en="say what is in a file"),
        description=say(
            fr="Dit en mots ce que contient un fichier\u00a0: preuve, image, clé, document d’émetteur… "
            "Rien n’est vérifié\u00a0: c’est le travail de «\u00a0sceau verify\u00a0».",
            en="Says in words what is in a file: a credential, an image, a key, an issuer’s document… "
            "Nothing is verified: that is the work of “sceau verify”.",
        ),
    )
    parser.add_argument(
        "file",
        metavar=say(fr="FICHIER", en="FILE"),
        help=say(fr="un fichier, un dossier, un ZIP, ou - pour l’entrée standard", en="a file, a folder, a ZIP, or -"),
    )
    parser.add_argument(
        "--json", action="store_true", help=say(fr="résultat pour un programme", en="result for a program")
    )
    return parser


def run(arguments: Namespace) -> int:
    """Look and tell. Gives 3 when there is something that we do not recognise."""
    found: list[tuple[str, Inspected]] = []
    for source in find(arguments.file).sources:
        found.append((source.name, inspect_content(source.content)))
        if len(found) == MOST_FILES:
            break
    if arguments.json:
        results = [
            {"source": name, "kind": each.kind, "says": [list(line) for line in each.lines]} for name, each in found
        ]
        sys.stdout.write(json.dumps({"version": 1, "results": results}, ensure_ascii=False, indent=2) + "\n")
    else:
        _show(found, Terminal())
        if not found:
            sys.stderr.write(
                say(fr=f"Rien à examiner dans {arguments.file}.\n", en=f"Nothing to look at in {arguments.file}.\n")
            )
    return 0 if found and all(each.kind != "unknown" for _, each in found) else UNRECOGNISED


def _show(found: list[tuple[str, Inspected]], console: Console) -> None:
    colon = say(fr="\u00a0: ", en=": ")
    for name, each in found:
        console.print(f"[bold]{escape(harmless(name))}[/bold]", soft_wrap=True)
        for title, text in each.lines:
            console.print(f"  {escape(title)}{colon}{escape(harmless(text, LONGEST_LINE))}", soft_wrap=True)
    nothing = say(fr="Rien n’a été vérifié.", en="Nothing was verified.")
    console.print(f"[bright_black]{nothing}[/bright_black]")
