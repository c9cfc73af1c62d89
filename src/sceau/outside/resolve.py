"""Origins that a person has named: a folder, or another server, stands for https://badges.example.

This is how one verifies what is not published yet (`--resolve https://badges.example=./site`), and how tests do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import requests

from sceau.engine.addresses import parts_of
from sceau.engine.errors import OutOfReach, Reason
from sceau.engine.ports import Fetched, Fetcher
from sceau.outside.exchange import ANSWERS, STATUS, Bounds, exchange

MALFORMED = Reason(
    "resolve.malformed",
    fr="« {text} » n’est pas de la forme https://badges.example=DOSSIER ni https://badges.example=http://AUTRE",
    en="“{text}” is not of the form https://badges.example=FOLDER nor https://badges.example=http://OTHER",
)
NO_FOLDER = Reason(
    "resolve.no_folder", fr="{folder} n’est pas un dossier qui existe", en="{folder} is not a folder that exists"
)
UNREADABLE = Reason(
    "resolve.unreadable", fr="le fichier {file} ne peut pas être lu", en="the file {file} cannot be read"
)
FILE_TOO_LARGE = Reason(
    "resolve.file_too_large",
    fr="le fichier {file} dépasse {limit} octets",
    en="the file {file} is longer than {limit} bytes",
)

_ORIGIN = re.compile(r"(https?)://([^/?#@\\\s=]+)/?", re.IGNORECASE)
_PORTS = {"http": ":80", "https": ":443"}
_TYPES = {".json": "application/json", ".jsonld": "application/ld+json", ".jwt": "text/plain", ".png": "image/png"}
_TYPES |= {".svg": "image/svg+xml", ".html": "text/html"}


class MalformedResolution(ValueError):
    """Words of a person that do not name an origin and what stands for it."""

    def __init__(self, reason: Reason, **details: object) -> None:
        super().__init__(reason.sentence("en", details))
        self.reason = reason
        self.details = details

    def sentence(self, language: str) -> str:
        """What is wrong, in "fr" or "en"."""
        return self.reason.sentence(language, self.details)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What stands for an origin.

    origin:  scheme, host and port, lower case, without the scheme's usual port
    target:  a folder, or another origin
    """

    origin: str
    target: Path | str


def read_resolution(text: str) -> Resolution:
    """What "https://badges.example=./site" means.

    raises:  MalformedResolution
    """
    named, equals, target = text.partition("=")
    origin = _origin_of(named)
    if not (origin and equals and target):
        raise MalformedResolution(MALFORMED, text=text)
    other = _origin_of(target)
    if other:
        return Resolution(origin, other)
    if "://" in target:
        raise MalformedResolution(MALFORMED, text=text)
    folder = Path(target)
    if not folder.is_dir():
        raise MalformedResolution(NO_FOLDER, folder=folder)
    return Resolution(origin, folder)


def _origin_of(text: str) -> str:
    """The origin that a text is, "" when it is none or has a path."""
    match = _ORIGIN.fullmatch(text)
    if match is None:
        return ""
    scheme = match[1].lower()
    return f"{scheme}://{match[2].lower().removesuffix(_PORTS[scheme])}"


class ResolvingFetcher:
    """Answers for the origins that a person has named, and leaves the others to another fetcher.

    otherwise:  asked for every other address
    """

    def __init__(self, resolutions: list[Resolution], otherwise: Fetcher, bounds: Bounds | None = None) -> None:
        self._targets = {resolution.origin: resolution.target for resolution in resolutions}
        self._otherwise = otherwise
        self._bounds = bounds or Bounds()

    def fetch(self, url: str, *, accept: str = "application/json") -> Fetched:
        """Ask for a document; its address stays the one that was asked for.

        raises:  OutOfReach
        """
        parts = parts_of(url)
        target = self._targets.get(_origin_of(f"{parts.scheme}://{parts.netloc}"))
        if target is None:
            return self._otherwise.fetch(url, accept=accept)
        if isinstance(target, Path):
            return _from_folder(target, url, self._bounds.bytes)
        query = f"?{parts.query}" if parts.query else ""
        return self._from_server(f"{target}{parts.path or '/'}{query}", url, accept)

    def _from_server(self, address: str, url: str, accept: str) -> Fetched:
        """From the server that was named: no guard on its address, and any certificate, since a person said so."""
        with requests.Session() as session:
            answer = exchange(session, address, accept=accept, bounds=self._bounds, verify=False)
        if answer.status not in ANSWERS:
            raise OutOfReach(STATUS, host=urlsplit(address).netloc, status=answer.status)
        return Fetched(url, answer.status, answer.content_type, answer.body)


def _from_folder(folder: Path, url: str, limit: int) -> Fetched:
    """The file of an address: its path, else with .json, else the index.json inside; 404 when there is none."""
    file = _file_of(folder.resolve(), urlsplit(url).path)
    if file is None:
        return Fetched(url, 404, "", b"")
    try:
        with file.open("rb") as opened:
            body = opened.read(limit + 1)
    except OSError as error:
        raise OutOfReach(UNREADABLE, file=file) from error
    if len(body) > limit:
        raise OutOfReach(FILE_TOO_LARGE, file=file, limit=limit)
    return Fetched(url, 200, _TYPES.get(file.suffix.lower(), ""), body)


def _file_of(folder: Path, path: str) -> Path | None:
    """The file inside the folder, never outside, by no spelling and through no link."""
    names = [unquote(name) for name in path.split("/") if name]
    if any(name in (".", "..") or re.search(r'[/\\\0:*?"<>|]', name) for name in names):
        return None
    place = folder.joinpath(*names)
    choices = [place, place.with_name(f"{place.name}.json")] if names else []
    for choice in [*choices, place / "index.json"]:
        try:
            found = choice.resolve()
            if found.is_file() and found.is_relative_to(folder):
                return found
        except (OSError, RuntimeError):  # a name too long, a link that leads to itself
            return None
    return None
