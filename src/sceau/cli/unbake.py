"""`sceau unbake`: take the credential out of a PNG or SVG image."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from sceau.cli.arguments import Subparsers
from sceau.cli.bake import add_force, read_bounded, write
from sceau.cli.language import say
from sceau.engine.images import Baked, unbake
from sceau.engine.images.baked import LARGEST_IMAGE


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau unbake`."""
    parser = subparsers.add_parser(
        "unbake",
        help=say(fr="reprendre la preuve d’une image", en="take the credential out of an image"),
        description=say(
            fr="Reprend la preuve que porte une image PNG ou SVG, telle qu’elle y est, sans la vérifier.",
            en="Takes out the credential that a PNG or SVG image holds, as it stands there, without verifying it.",
        ),
    )
    parser.add_argument("image", type=Path, metavar="IMAGE", help=say(fr="image PNG ou SVG", en="PNG or SVG image"))
    parser.add_argument(
        "--out",
        type=Path,
        metavar=say(fr="FICHIER", en="FILE"),
        help=say(fr="où l’écrire, au lieu de la montrer", en="where to write it, instead of showing it"),
    )
    add_force(parser)
    return parser


def run(arguments: Namespace) -> int:
    """Unbake, then write or show."""
    found = unbake(read_bounded(arguments.image, LARGEST_IMAGE))
    if arguments.out is None:
        sys.stdout.write(f"{found.text}\n")
        return 0
    write(arguments.out, found.text.encode(), force=arguments.force)
    what = _what(found)
    sys.stderr.write(say(fr=f"{what[0]} est dans {arguments.out}.\n", en=f"{what[1]} is in {arguments.out}.\n"))
    return 0


def _what(found: Baked) -> tuple[str, str]:
    version = "3.0" if found.standard == "ob3" else "2.0"
    if found.form == "url":
        return "L’adresse d’une preuve Open Badges", "The address of an Open Badges credential"
    return f"La preuve Open Badges {version}", f"The Open Badges {version} credential"
