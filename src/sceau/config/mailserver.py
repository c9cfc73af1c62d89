"""The server that sends mail, from one address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465, "smtp+clear": 25}  # RFC 8314, §3.3; the last one is for a relay on this machine


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over.

    starttls:  encrypt after a first line in clear; implicit_tls: from the first byte
    """

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    implicit_tls: bool


def mail_server(url: str) -> MailServer:
    """The server that an address of the form scheme://user:password@host:port names.

    raises:  ValueError
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError
    return MailServer(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp",
        implicit_tls=parts.scheme == "smtps",
    )
