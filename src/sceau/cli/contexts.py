"""`sceau contexts`: which JSON-LD contexts may be used, and adding one that the institution trusts."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path

from sceau.cli.arguments import Subparsers
from sceau.cli.language import say
from sceau.cli.places import ROOT, in_a_clone
from sceau.engine.vocabularies.contexts import ContextLibrary, shipped
from sceau.outside.contexts import add_context, read_contexts


def contexts_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the administrator's contexts lie: $SCEAU_CONTEXTS, else var/contexts of the clone, else the user's data."""
    named = environment.get("SCEAU_CONTEXTS")
    if named:
        return Path(named)
    if in_a_clone():
        return ROOT / "var" / "contexts"
    data = environment.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "sceau" / "contexts"


def trusted_contexts() -> ContextLibrary:
    """Every context that the commands may use: the shipped ones and the administrator's.

    raises:  EngineError when the administrator's folder cannot be read as it was left
    """
    return read_contexts(contexts_folder())


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau contexts`."""
    parser = subparsers.add_parser(
        "contexts",
        help=say(fr="montrer et compléter les contextes admis", en="show and extend the contexts allowed"),
        description=say(
            fr="Les contextes JSON-LD disent ce que signifient les noms d’une preuve. Aucun n’est téléchargé\u00a0: "
            "ceux qui ne sont pas fournis s’ajoutent à la main, une fois pour toutes.",
            en="JSON-LD contexts say what the names in a credential mean. None is ever downloaded: "
            "those that are not shipped are added by hand, once and for all.",
        ),
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="list|add")
    listing = acts.add_parser("list", help=say(fr="les contextes admis", en="the contexts allowed"))
    listing.add_argument("--json", action="store_true", help=say(fr="répondre en JSON", en="answer in JSON"))
    adding = acts.add_parser("add", help=say(fr="ajouter un contexte", en="add a context"))
    adding.add_argument("url", metavar="URL", help=say(fr="l’adresse qui le désigne", en="the address that names it"))
    adding.add_argument(
        "file",
        metavar=say(fr="FICHIER", en="FILE"),
        type=Path,
        help=say(fr="le fichier, téléchargé par vous", en="the file, downloaded by you"),
    )
    adding.add_argument(
        "--sha256",
        metavar="HEX",
        help=say(
            fr="l’empreinte que le fichier doit avoir, si son éditeur la publie",
            en="the hash that the file must have, if its publisher gives it",
        ),
    )
    return parser


def run(arguments: Namespace) -> int:
    """List the contexts, or add one; gives the exit status."""
    return _add(arguments) if arguments.act == "add" else _list(as_json=arguments.json)


def _list(*, as_json: bool) -> int:
    library, own = trusted_contexts(), shipped()
    rows = [{"url": url, "content_sha256": library.hash_of(url), "shipped": url in own} for url in library.urls()]
    if as_json:
        sys.stdout.write(json.dumps({"version": 1, "contexts": rows}, ensure_ascii=False, indent=2) + "\n")
        return 0
    width = max(len(str(row["url"])) for row in rows)
    for row in rows:
        origin = say(fr="fourni", en="shipped") if row["shipped"] else say(fr="ajouté", en="added")
        sys.stdout.write(f"{row['url']:{width}}  {str(row['content_sha256'])[:16]}  {origin}\n")
    added = sum(not row["shipped"] for row in rows)
    sys.stdout.write(
        say(
            fr=f"{len(rows)} contextes\u202f; ajoutés dans {contexts_folder()}\u00a0: {added}\n",
            en=f"{len(rows)} contexts; added in {contexts_folder()}: {added}\n",
        )
    )
    return 0


def _add(arguments: Namespace) -> int:
    was_known = arguments.url in trusted_contexts()
    entry = add_context(contexts_folder(), arguments.url, arguments.file.read_bytes(), arguments.sha256)
    if was_known:
        sys.stdout.write(say(fr="Déjà là, à l’identique.\n", en="Already there, the same.\n"))
        return 0
    sys.stdout.write(
        say(
            fr=f"Ajouté\u00a0: {entry.url}\nSHA-256 du fichier\u00a0: {entry.sha256}\n"
            "Comparez cette empreinte avec celle que l’éditeur du contexte publie.\n",
            en=f"Added: {entry.url}\nSHA-256 of the file: {entry.sha256}\n"
            "Compare this hash with the one that the publisher of the context gives.\n",
        )
    )
    return 0
