"""`sceau backup`: everything that the house cannot do without, in one file, while it is open."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from sceau.cli import house
from sceau.cli.arguments import Subparsers
from sceau.cli.language import say


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau backup`."""
    parser = subparsers.add_parser(
        "backup",
        help=say(fr="tout sauvegarder dans un fichier", en="back everything up into a file"),
        description=say(
            fr="Sauvegarde la base de données, ce qui a été publié et le secret des connexions, pendant que Sceau est "
            "ouvert. La clé de chiffrement n’y est pas\u00a0: gardez-la ailleurs, car sans elle les clés de signature "
            "ne s’ouvrent plus.",
            en="Backs up the database, what was published and the secret of the sign-ins, while Sceau is open. The "
            "key-encryption key is not in it: keep it elsewhere, for without it the signing keys no longer open.",
        ),
    )
    parser.add_argument("file", type=Path, metavar=say(fr="FICHIER", en="FILE"))
    parser.add_argument(
        "--with-kek",
        type=Path,
        metavar=say(fr="FICHIER", en="FILE"),
        help=say(
            fr="écrire aussi la clé de chiffrement, dans un fichier à part",
            en="write the key-encryption key too, into a file apart",
        ),
    )
    return parser


def run(arguments: Namespace) -> int:
    """Do it, and tell."""
    house.open_house()
    size = house.back_up(arguments.file, kek=arguments.with_kek)
    megabytes = f"{size / 1_000_000:.1f}"
    sys.stdout.write(
        say(
            fr=f"Sauvegarde écrite\u00a0: {arguments.file} ({megabytes.replace('.', ',')} Mo)\n",
            en=f"Backup written: {arguments.file} ({megabytes} MB)\n",
        )
    )
    if bucket := house.files_elsewhere():
        sys.stdout.write(
            say(
                fr=f"Les fichiers déposés sont dans l’espace {bucket}\u00a0: sauvegardez-le de son côté.\n",
                en=f"The files handed in are in the bucket {bucket}: back it up on its side.\n",
            )
        )
    if arguments.with_kek:
        sys.stdout.write(
            say(
                fr=f"Clé de chiffrement\u00a0: {arguments.with_kek}. Ne la gardez pas avec la sauvegarde.\n",
                en=f"Key-encryption key: {arguments.with_kek}. Do not keep it with the backup.\n",
            )
        )
    else:
        sys.stdout.write(
            say(
                fr="La clé de chiffrement n’est pas dans ce fichier\u00a0: gardez-en une copie ailleurs "
                "(--with-kek l’écrit à part).\n",
                en="The key-encryption key is not in this file: keep a copy of it elsewhere (--with-kek writes it "
                "apart).\n",
            )
        )
    return 0
