"""`sceau bundle`: the verifier that is one file, made from this very program."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from hashlib import sha256
from pathlib import Path

from sceau.cli.arguments import Subparsers
from sceau.cli.bake import add_force, read_bounded, write
from sceau.cli.language import say
from sceau.engine.model.bundle import MAXIMUM_BUNDLE
from sceau.web.verifier_file import page_with, verifier_page


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau bundle`."""
    parser = subparsers.add_parser(
        "bundle",
        help=say(fr="écrire le vérificateur en un fichier", en="write the verifier that is one file"),
        description=say(
            fr="Le vérificateur en une seule page\u00a0: il ouvre les preuves et leurs dossiers dans un navigateur, "
            "sans réseau. La même version de Sceau écrit toujours les mêmes octets\u00a0: comparez l’empreinte "
            "affichée à celle que publie un site.",
            en="The verifier as one single page: it opens credentials and bundles in a browser, with no network. The "
            "same version of Sceau always writes the same bytes: compare the fingerprint shown with the one that a "
            "site publishes.",
        ),
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="verifier")
    made = acts.add_parser("verifier", help=say(fr="écrire la page", en="write the page"))
    made.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar=say(fr="FICHIER", en="FILE"),
        help=say(fr="où l’écrire", en="where to write it"),
    )
    made.add_argument(
        "--with",
        dest="bundle",
        type=Path,
        metavar="bundle.json",
        help=say(
            fr="y placer un dossier de preuve, montré dès l’ouverture",
            en="put a bundle into it, which is shown at once",
        ),
    )
    add_force(made)
    return parser


def run(arguments: Namespace) -> int:
    """Write the page, and say its fingerprint."""
    page = verifier_page()
    if arguments.bundle is not None:
        page = page_with(read_bounded(arguments.bundle, MAXIMUM_BUNDLE))
    data = page.encode()
    write(arguments.out, data, force=arguments.force)
    sys.stdout.write(f"{sha256(data).hexdigest()}  {arguments.out}\n")
    return 0
