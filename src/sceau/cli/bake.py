"""`sceau bake`: put a credential into a PNG or SVG image."""

from __future__ import annotations

import errno
import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from sceau.cli.arguments import Subparsers
from sceau.cli.language import say
from sceau.engine.errors import EngineError, MalformedImage, Reason
from sceau.engine.images import bake
from sceau.engine.images.baked import (
    CREDENTIAL_TOO_LARGE,
    LARGEST_IMAGE,
    NOT_A_CREDENTIAL,
    NOT_UTF_8,
    Standard,
    form_of,
)
from sceau.engine.keys.multibase import decode_base64url
from sceau.engine.model.kinds import CREDENTIALS, KINDS, kind_of
from sceau.engine.strict_json import MAXIMUM_BYTES, JsonObject, parse_object

NOTHING_TO_SHARE = Reason(
    "bake.nothing_to_share",
    fr="{file} est {what}, et non une preuve\u202f: une image se montre à tous, rien n’y a été placé",
    en="{file} is {what_en}, not a credential: an image is shown to everybody, nothing was put into it",
)
_OPEN_BADGES_2 = ("https://w3id.org/openbadges/v2", "https://w3id.org/openbadges/v1")


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau bake`."""
    parser = subparsers.add_parser(
        "bake",
        help=say(fr="placer une preuve dans une image", en="put a credential into an image"),
        description=say(
            fr="Place une preuve dans une image PNG ou SVG, là où les lecteurs d’Open Badges la cherchent. "
            "Le dessin n’est pas touché\u202f; une preuve plus ancienne est remplacée.",
            en="Puts a credential into a PNG or SVG image, where readers of Open Badges look for it. "
            "The drawing is not touched; an older credential is replaced.",
        ),
    )
    parser.add_argument("image", type=Path, metavar="IMAGE", help=say(fr="image PNG ou SVG", en="PNG or SVG image"))
    parser.add_argument(
        "credential",
        type=Path,
        metavar=say(fr="PREUVE", en="CREDENTIAL"),
        help=say(fr="fichier .json ou .jwt", en="a .json or .jwt file"),
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar=say(fr="FICHIER", en="FILE"),
        help=say(fr="où écrire l’image qui porte la preuve", en="where to write the image that holds the credential"),
    )
    add_force(parser)
    return parser


def run(arguments: Namespace) -> int:
    """Bake and write."""
    image = read_bounded(arguments.image, LARGEST_IMAGE)
    text = _text_of(read_bounded(arguments.credential, MAXIMUM_BYTES))
    document = _document_of(text)
    _refuse_other_than_credentials(document, arguments.credential)
    write(arguments.out, bake(image, text, standard=_standard_of(document)), force=arguments.force)
    sys.stderr.write(
        say(fr=f"La preuve est dans {arguments.out}.\n", en=f"The credential is in {arguments.out}.\n"),
    )
    return 0


def add_force(parser: ArgumentParser) -> None:
    """The word that lets a file be replaced."""
    parser.add_argument(
        "--force",
        action="store_true",
        help=say(fr="remplacer le fichier s’il existe", en="replace the file if it exists"),
    )


def read_bounded(file: Path, limit: int) -> bytes:
    """The bytes of a file, at most one more than the limit: the engine refuses what is too large."""
    with file.open("rb") as opened:
        return opened.read(limit + 1)


def write(file: Path, data: bytes, *, force: bool) -> None:
    """Write a file, whole or not at all.

    raises:  FileExistsError when there is one and nobody said to replace it
    """
    if file.exists() and not force:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file))
    beside = file.with_name(f".{file.name}.new")
    beside.write_bytes(data)
    beside.replace(file)


def _text_of(data: bytes) -> str:
    if len(data) > MAXIMUM_BYTES:
        raise MalformedImage(CREDENTIAL_TOO_LARGE, limit=MAXIMUM_BYTES)
    try:
        return data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise MalformedImage(NOT_UTF_8) from error


def _refuse_other_than_credentials(document: JsonObject, file: Path) -> None:
    """A private key is JSON too, and a picture goes everywhere."""
    inner = document.get("vc", document)  # VC-JWT of VC 1.1, §6.3.1: the credential in a claim of its own
    kind = kind_of(inner) if isinstance(inner, dict) else "unknown"
    if kind not in CREDENTIALS | {"ob1", "ob2"}:
        what, what_en = KINDS[kind]
        raise MalformedImage(NOTHING_TO_SHARE, file=file, what=what, what_en=what_en)


def _standard_of(document: JsonObject) -> Standard:
    """Which Open Badges a credential follows, by its context."""
    context = document.get("@context")
    contexts = context if isinstance(context, list) else [context]
    return "ob2" if any(one in _OPEN_BADGES_2 for one in contexts) else "ob3"


def _document_of(text: str) -> JsonObject:
    """The credential's JSON. raises: EngineError when it is not JSON that everybody reads alike"""
    if form_of(text) == "json":
        return parse_object(text)
    try:
        return parse_object(decode_base64url(text.split(".")[1]))
    except (EngineError, IndexError) as error:
        raise MalformedImage(NOT_A_CREDENTIAL) from error
