"""`sceau admin`: who administers the installation."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from sceau.cli import house
from sceau.cli.arguments import Subparsers
from sceau.cli.language import say, spoken


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau admin`."""
    parser = subparsers.add_parser(
        "admin",
        help=say(fr="qui administre cette installation", en="who administers this installation"),
        description=say(
            fr="Donne à une personne l’administration de cette installation, ou retire son second facteur perdu quand "
            "personne d’autre ne peut répondre d’elle.",
            en="Lets somebody administer this installation, or takes away a lost second factor when nobody else can "
            "vouch for the person.",
        ),
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar=say(fr="ACTE", en="ACT"))
    address = say(fr="ADRESSE", en="ADDRESS")
    new = acts.add_parser("new", help=say(fr="ajouter une personne qui administre", en="add somebody who administers"))
    new.add_argument("email", metavar=address)
    new.add_argument("--name", required=True, metavar=say(fr="NOM", en="NAME"))
    new.add_argument(
        "--language",
        choices=["fr", "en"],
        default=None,
        help=say(fr="langue de ses pages et courriels", en="language of the person’s pages and mail"),
    )
    forget = acts.add_parser(
        "forget-factors",
        help=say(fr="retirer tout de suite un second facteur perdu", en="take a lost second factor away at once"),
    )
    forget.add_argument("email", metavar=address)
    return parser


def run(arguments: Namespace) -> int:
    """Do it, and tell."""
    opened = house.open_house()
    if arguments.act == "forget-factors":
        name = house.forget_factors(email=arguments.email)
        sys.stdout.write(
            say(
                fr=f"{name} n’a plus de second facteur, et ses sessions sont fermées. Un code par courriel suffit pour "
                "entrer.\n",
                en=f"{name} has no second factor any more, and all sessions are ended. A code by mail suffices to "
                "enter.\n",
            )
        )
        return 0
    done = house.new_administrator(email=arguments.email, name=arguments.name, language=arguments.language or spoken())
    page = f"{opened.base_url}/account/login/"
    if done.already:
        told = say(
            fr=f"{done.name} ({done.email}) administrait déjà cette installation.\n",
            en=f"{done.name} ({done.email}) administered this installation already.\n",
        )
    elif done.new:
        told = say(
            fr=f"{done.name} ({done.email}) administre cette installation. Pour entrer : {page}, avec un code par "
            "courriel.\n".replace(" : ", "\u00a0: "),
            en=f"{done.name} ({done.email}) administers this installation. To enter: {page}, with a code by mail.\n",
        )
    else:
        told = say(
            fr=f"{done.name} ({done.email}) avait un compte, et administre maintenant cette installation.\n",
            en=f"{done.name} ({done.email}) had an account, and administers this installation from now on.\n",
        )
    sys.stdout.write(told)
    return 0
