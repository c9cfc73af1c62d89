"""`sceau restore`: what a backup holds, put back."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from sceau.cli import house
from sceau.cli.arguments import Subparsers
from sceau.cli.language import say


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau restore`."""
    parser = subparsers.add_parser(
        "restore",
        help=say(fr="remettre ce qu’un fichier a sauvegardé", en="put back what a file holds"),
        description=say(
            fr="Vérifie la sauvegarde, la remet en place, la met au niveau de ce Sceau et revérifie le journal. Si "
            "quoi que ce soit échoue, l’installation reste comme elle était. Sceau doit être fermé.",
            en="Checks the backup, puts it in place, brings it to the level of this Sceau and rechecks the journal. If "
            "anything fails, the installation stays as it was. Sceau must be closed.",
        ),
    )
    parser.add_argument("file", type=Path, metavar=say(fr="FICHIER", en="FILE"))
    parser.add_argument(
        "--replace",
        action="store_true",
        help=say(
            fr="remplacer ce que contient cette installation, qui est gardé de côté",
            en="replace what this installation holds, which is kept aside",
        ),
    )
    parser.add_argument(
        "--without-kek",
        action="store_true",
        help=say(
            fr="restaurer même sans la clé de chiffrement de la sauvegarde",
            en="restore even without the key-encryption key of the backup",
        ),
    )
    return parser


def run(arguments: Namespace) -> int:
    """Do it, and tell."""
    house.open_house()
    done = house.restore(arguments.file, replace=arguments.replace, without_kek=arguments.without_kek)
    lines = [
        say(
            fr=f"Sauvegarde du {done.made_at:%d/%m/%Y à %H:%M} (UTC) restaurée\u00a0: {done.acts} actes au journal, "
            "tous revérifiés.",
            en=f"Backup of {done.made_at:%Y-%m-%d %H:%M} (UTC) restored: {done.acts} acts in the journal, "
            "all rechecked.",
        )
    ]
    if done.aside:
        lines.append(
            say(
                fr=f"L’ancienne base est gardée\u00a0: {done.aside}. Supprimez-la quand tout va bien.",
                en=f"The former database is kept: {done.aside}. Delete it when all is well.",
            )
        )
    if done.other_secret:
        lines.append(
            say(
                fr="SCEAU_SECRET_KEY n’est pas celui de la sauvegarde\u00a0: chacun devra se reconnecter, et les "
                "invitations envoyées ne valent plus.",
                en="SCEAU_SECRET_KEY is not that of the backup: everybody has to sign in again, and invitations that "
                "were sent no longer count.",
            )
        )
    if done.other_address:
        lines.append(
            say(
                fr=f"La sauvegarde est celle de {done.other_address}\u00a0: donnez cette adresse à SCEAU_BASE_URL, car "
                "elle est dans les preuves signées.",
                en=f"The backup is of {done.other_address}: give this address to SCEAU_BASE_URL, for it is in the "
                "signed credentials.",
            )
        )
    if done.other_kek:
        lines.append(
            say(
                fr="La clé de chiffrement n’est pas là\u00a0: les clés de signature ne s’ouvrent pas, et Sceau "
                "ne démarre pas sans elles (docs/administrer.md).",
                en="The key-encryption key is not there: the signing keys do not open, and Sceau does "
                "not start without them (docs/administer.md).",
            )
        )
    sys.stdout.write("\n".join(lines) + "\n")
    return 0
