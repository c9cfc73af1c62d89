"""Who signs: a key in a file, or an institution of the house."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sceau.cli import house
from sceau.cli.issuing.errors import BASE_OF_HOUSE, NO_BASE_URL, NOT_WITH_INSTITUTION, WRONG_BASE_URL, CannotIssue
from sceau.cli.issuing.keys import SigningKey, open_signing_key, refuse_out_of_service
from sceau.cli.issuing.site import Site
from sceau.cli.language import say
from sceau.cli.passphrase import passphrase_of_key
from sceau.engine.model.bodies import Body
from sceau.outside.keyfiles import document_beside

if TYPE_CHECKING:
    from sceau.config.issuing import HouseKey


@dataclass(frozen=True, slots=True)
class Signatory:
    """A key with what follows from where it is.

    base:  the public address of what is issued; "" when the key is in a file and its DID names no host
    body:  the institution, when the house knows it
    """

    key: SigningKey
    base: str
    body: Body | None
    _file: Path | None
    _house: HouseKey | None

    @property
    def is_served(self) -> bool:
        """Whether the house publishes what there is to publish."""
        return self._house is not None

    def site(self, out: Path) -> Site:
        """Where what is published lies: beside the credentials, or where the house serves it from."""
        root = out / "site" if self._house is None else self._house.published
        return Site(root, self.base)

    def publish_controller(self, site: Site, *, now: datetime) -> None:
        """Publish the DID document of a key in a file; the house serves its own. raises: CannotIssue"""
        if self._file is not None:
            site.publish_controller(self.key, beside=document_beside(self._file), now=now)

    def note(self, code: str, *, count: int, at: datetime) -> None:
        """Tell the journal of the house what was done with its key."""
        if self._house is not None and count:
            self._house.note(code, count=count, at=at)


def add_who_signs(parser: ArgumentParser, *, key: str) -> None:
    """The words that say who signs. key: the help of --key"""
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument("--key", type=Path, metavar=say(fr="FICHIER", en="FILE"), help=key)
    group.add_argument(
        "--institution",
        default="",
        metavar=say(fr="NOM", en="NAME"),
        help=say(
            fr="un organisme de cette installation, avec sa clé en service",
            en="an institution of this installation, with its key in service",
        ),
    )


def open_signatory(arguments: Namespace, *, now: datetime) -> Signatory:
    """Who the words name, with a key that is in service.

    raises:  CannotIssue, what reading a key raises, what opening the house raises
    """
    slug = getattr(arguments, "institution", "")
    if slug:
        return _of_house(arguments, slug)
    key = open_signing_key(arguments.key, passphrase_of_key(arguments))
    refuse_out_of_service(key, key.document, document_beside(arguments.key), now)
    return Signatory(key, key.origin, None, arguments.key, None)


def base_url(asked: str, signatory: Signatory) -> str:
    """The address that was asked for, else the signatory's. raises: CannotIssue"""
    url = asked or signatory.base
    if not url:
        raise CannotIssue(NO_BASE_URL)
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or not parts.netloc or parts.query or parts.fragment or " " in url:
        raise CannotIssue(WRONG_BASE_URL, url=url)
    return url.rstrip("/")


def _of_house(arguments: Namespace, slug: str) -> Signatory:
    if getattr(arguments, "issuer_name", "") or arguments.passphrase or arguments.passphrase_file:
        raise CannotIssue(NOT_WITH_INSTITUTION)
    found = house.open_key(slug)
    asked = getattr(arguments, "base_url", "")
    if asked and asked.rstrip("/") != found.base:
        raise CannotIssue(BASE_OF_HOUSE, url=asked, base=found.base)
    key = SigningKey(found.signer, found.did, found.method, f"{found.method}-jwk", found.document)
    return Signatory(key, found.base, found.body, None, found)
