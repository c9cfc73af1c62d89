"""`sceau work`: what follows the acts, done behind the pages."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from sceau.cli import house
from sceau.cli.arguments import Subparsers
from sceau.cli.language import say


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau work`."""
    return subparsers.add_parser(
        "work",
        help=say(fr="faire le traitement de fond", en="do the work behind the pages"),
        description=say(
            fr="Envoie les messages, revérifie les identités, surveille le journal… jusqu’à Ctrl-C. Avec SQLite, un "
            "seul à la fois\u202f; avec PostgreSQL, autant qu’il en faut.",
            en="Sends mail, checks identities again, watches the journal… until Ctrl-C. With SQLite one at a time; "
            "with PostgreSQL as many as are needed.",
        ),
    )


def run(arguments: Namespace) -> int:
    """Work until a signal."""
    house.open_house()
    house.work()
    return 0
