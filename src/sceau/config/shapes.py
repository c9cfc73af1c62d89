"""What a value of a setting looks like: each function takes the text of a variable, and raises ValueError or Unfit."""

from __future__ import annotations

import re
from email.utils import parseaddr
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import dj_database_url

from sceau.config.bucket import bucket_place
from sceau.config.errors import DATA_OUT_OF_REACH, FILE_OUT_OF_REACH, WEAK_SECRET
from sceau.config.mailserver import mail_server
from sceau.engine.errors import Reason
from sceau.outside.keystores.kek import KekRing, UnusableKek

SHORTEST_SECRET = 50  # signs; what Django asks for (security.W009)
SHORTEST_TOKEN = 20
FEWEST_SIGNS = 5  # different ones; also Django's

_HOST = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*")
_IPV6 = re.compile(r"\[[0-9a-f:.]+\]")
_EMAIL = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;.]+")


class Unfit(ValueError):
    """A value that will not do, for a reason of its own."""

    def __init__(self, reason: Reason, **details: object) -> None:
        super().__init__(reason.code)
        self.reason = reason
        self.details = details


def base_url(text: str) -> str:
    """Scheme, host and port in lower case, nothing after."""
    parts = urlsplit(text.strip())
    host, port = parts.hostname or "", parts.port
    if parts.scheme not in {"http", "https"} or not is_host(f"[{host}]" if ":" in host else host):
        raise ValueError(text)
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None:
        raise ValueError(text)
    name = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{name}" + (f":{port}" if port and port != usual else "")


def is_host(name: str) -> bool:
    """Whether a server may have this name: letters of DNS, or an address."""
    return bool(_HOST.fullmatch(name) or _IPV6.fullmatch(name))


def hosts(text: object) -> tuple[str, ...]:
    """Names between commas; ".exemple.fr" stands for all names under it."""
    names = tuple(name.lower() for name in _between_commas(text))
    if not all(is_host(name.removeprefix(".")) for name in names):
        raise ValueError(text)
    return names


def networks(text: object) -> tuple[IPv4Network | IPv6Network, ...]:
    """Addresses and networks between commas."""
    return tuple(ip_network(name, strict=False) for name in _between_commas(text))


def _between_commas(text: object) -> list[str]:
    words = text.split(",") if isinstance(text, str) else list(map(str, text)) if isinstance(text, tuple | list) else []
    return [word.strip() for word in words if word.strip()]


def folder(text: str | Path) -> Path:
    """A folder that can be written, made when it is not there, for the owner alone."""
    path = Path(text).expanduser().absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        trial = path / ".writable"
        trial.touch()
        trial.unlink(missing_ok=True)
    except OSError as error:
        raise Unfit(DATA_OUT_OF_REACH, value=str(path)) from error
    return path


def file(text: str | Path | None) -> Path | None:
    """A file that can be read."""
    if text is None or not str(text):
        return None
    path = Path(text).expanduser().absolute()
    try:
        with path.open("rb"):
            return path
    except OSError as error:
        raise Unfit(FILE_OUT_OF_REACH, value=str(path)) from error


def fonts(text: str | Path | None) -> Path | None:
    """A folder that can be read."""
    if text is None or not str(text):
        return None
    path = Path(text).expanduser().absolute()
    try:
        next(path.iterdir(), None)
    except OSError as error:
        raise Unfit(FILE_OUT_OF_REACH, value=str(path)) from error
    return path


def database_url(text: str) -> str:
    """PostgreSQL or SQLite."""
    if text:
        engine = str(dj_database_url.parse(text).get("ENGINE", ""))
        if not engine.endswith((".postgresql", ".sqlite3")):
            raise ValueError
    return text


def secret_key(text: str) -> str:
    """Long, and not one sign again and again."""
    return _strong(text, SHORTEST_SECRET)


def token(text: str) -> str:
    """Long enough not to be guessed."""
    return _strong(text, SHORTEST_TOKEN)


def _strong(text: str, least: int) -> str:
    if text and (len(text) < least or len(set(text)) < FEWEST_SIGNS):
        raise Unfit(WEAK_SECRET)
    return text


def kek(text: str) -> str:
    """The text of a ring of key-encryption keys, one a line: a variable may part them by commas or spaces."""
    if text.strip():
        comments_apart = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
        text = "\n".join(re.split(r"[\s,]+", comments_apart.strip()))
        try:
            KekRing.read(text)
        except UnusableKek as error:
            raise Unfit(error.reason, **error.details) from error
    return text.strip()


def mail(text: str) -> str:
    """A server that sends mail."""
    if text:
        mail_server(text)
    return text


def files(text: str) -> str:
    """A bucket."""
    if text:
        bucket_place(text)
    return text


def mail_from(text: str) -> str:
    """An address, after a name or alone."""
    if text:
        email(parseaddr(text)[1])
    return text


def email(text: str) -> str:
    """An address alone."""
    if text and not _EMAIL.fullmatch(text):
        raise ValueError(text)
    return text


def time_zone(text: str) -> str:
    """A name of the IANA list."""
    try:
        return ZoneInfo(text).key
    except (KeyError, OSError) as error:
        raise ValueError(text) from error
