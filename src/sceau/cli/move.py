"""`sceau move`: a house on SQLite, moved whole to PostgreSQL."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from urllib.parse import urlsplit

from sceau.cli import house
from sceau.cli.arguments import Subparsers
from sceau.cli.language import say

FROM_INPUT = "-"
PARTS = 10  # of a step, for whoever reads the lines in a file


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau move`."""
    parser = subparsers.add_parser(
        "move",
        help=say(fr="passer de SQLite à PostgreSQL", en="move from SQLite to PostgreSQL"),
        description=say(
            fr="Déplace toute la base de SQLite vers une base PostgreSQL vide, compare les deux ligne à ligne et "
            "revérifie le journal. La base SQLite n’est pas modifiée\u202f; si quoi que ce soit échoue, la base "
            "PostgreSQL reste vide. Les fichiers et les clés restent où ils sont. Sceau doit être fermé.",
            en="Moves the whole database from SQLite to an empty PostgreSQL database, compares both row by row and "
            "rechecks the journal. The SQLite database is not changed; if anything fails, the PostgreSQL database "
            "stays empty. Files and keys stay where they are. Sceau must be closed.",
        ),
    )
    parser.add_argument(
        "url",
        metavar=say(fr="ADRESSE", en="ADDRESS"),
        help=say(
            fr="postgresql://compte@serveur/base, ou - pour la lire sur l’entrée, hors de vue",
            en="postgresql://account@server/database, or - to read it from the input, out of sight",
        ),
    )
    return parser


def run(arguments: Namespace) -> int:
    """Do it, and tell."""
    url = sys.stdin.readline().strip() if arguments.url == FROM_INPUT else arguments.url
    done = house.move(url, _teller())
    where = _without_password(url)
    sys.stdout.write(
        say(
            fr=f"Déplacée\u00a0: {_in_french(done.rows)} lignes de {done.tables} tables, les mêmes des deux côtés"
            f"\u202f; {_in_french(done.acts)} actes au journal, tous revérifiés.\n"
            f"Pour ouvrir Sceau sur PostgreSQL, il reste un réglage à poser\u00a0:\n  SCEAU_DATABASE_URL={where}\n"
            "Les fichiers et les clés restent où ils sont\u00a0: gardez SCEAU_DATA, SCEAU_FILES et SCEAU_KEK.\n"
            f"{done.source} n’a pas changé\u00a0: n’ouvrez plus Sceau dessus, et supprimez-le quand tout va bien. "
            "Faites tout de suite une sauvegarde\u00a0: celles d’avant ne vont pas sur PostgreSQL.\n",
            en=f"Moved: {done.rows:,} rows of {done.tables} tables, the same on both sides; {done.acts:,} acts in the "
            "journal, all rechecked.\n"
            f"To open Sceau on PostgreSQL, one setting is left to make:\n  SCEAU_DATABASE_URL={where}\n"
            "Files and keys stay where they are: keep SCEAU_DATA, SCEAU_FILES and SCEAU_KEK.\n"
            f"{done.source} was not changed: do not open Sceau on it any more, and delete it when all is well. "
            "Make a backup at once: earlier ones do not go to PostgreSQL.\n",
        )
    )
    return 0


def _teller() -> house.TellMove:
    """A line that is written over in a terminal; elsewhere one a tenth."""
    words = {
        "copy": say(fr="copie", en="copying"),
        "compare": say(fr="comparaison", en="comparing"),
        "recheck": say(fr="contrôle du journal", en="rechecking the journal"),
    }
    told: set[tuple[str, int]] = set()

    def tell(step: str, done: int, of: int) -> None:
        part = done * PARTS // of if of else PARTS
        if sys.stderr.isatty():
            end = "\n" if done == of else ""
            sys.stderr.write(f"\r{words[step]} {done * 100 // (of or 1)}\u202f% {end}")
        elif (step, part) not in told:
            told.add((step, part))
            sys.stderr.write(f"{words[step]} {part * 100 // PARTS}\u202f%\n")
        sys.stderr.flush()

    return tell


def _in_french(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


def _without_password(url: str) -> str:
    """The address as it may be shown."""
    password = urlsplit(url).password
    return url.replace(f":{password}@", ":…@", 1) if password else url
