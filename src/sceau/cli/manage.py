"""`sceau manage`: the commands of Django, for those who administer the house."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from sceau.cli import house
from sceau.cli.arguments import Subparsers
from sceau.cli.language import say


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau manage`: those of Django."""
    return subparsers.add_parser(
        "manage",
        usage=say(fr="sceau manage [MOT DE DJANGO…]", en="sceau manage [WORD OF DJANGO…]"),
        help=say(fr="les commandes de Django", en="the commands of Django"),
        description=say(
            fr="Passe ses mots à Django\u00a0: sceau manage migrate, sceau manage check --deploy, sceau manage shell…",
            en="Hands its words to Django: sceau manage migrate, sceau manage check --deploy, sceau manage shell…",
        ),
    )


def run(arguments: Namespace) -> int:
    """Run one; it ends by SystemExit when it fails."""
    house.manage(arguments.words)
    return 0
