"""The port that the house opens on."""

from __future__ import annotations

import argparse
import errno
import os
import socket

from sceau.cli.language import say
from sceau.engine.errors import Reason

DEFAULT = 8000
HIGHEST = 65_535
FIRST_FREE = 1024  # below it, a port is for the administrator of the machine

PORT_TAKEN = Reason(
    "command.port_taken",
    "Le port {port} est déjà pris par un autre programme, ou par un Sceau déjà ouvert. Arrêtez-le, ou choisissez-en un "
    "autre : {command} --port {other}",
    "Port {port} is already taken by another program, or by a Sceau that is open. Stop it, or choose another: "
    "{command} --port {other}",
)
PORT_FORBIDDEN = Reason(
    "command.port_forbidden",
    "Vous n’avez pas le droit d’ouvrir le port {port}. Choisissez-en un au-dessus de 1023 : {command} --port {other}",
    "You have no right to open port {port}. Choose one above 1023: {command} --port {other}",
)
NO_SUCH_HOST = Reason(
    "command.no_such_host",
    "L’adresse {host} n’est pas celle de cette machine. Donnez à --host 127.0.0.1, 0.0.0.0 ou une de ses adresses",
    "The address {host} is not one of this machine. Give --host 127.0.0.1, 0.0.0.0 or one of its addresses",
)


class CannotListen(Exception):
    """The house cannot be opened there."""

    def __init__(self, reason: Reason, **details: object) -> None:
        super().__init__(reason.code)
        self.reason = reason
        self.details = details

    def sentence(self, language: str) -> str:
        """The clause in "fr" or "en"."""
        return self.reason.sentence(language, self.details)


def add_port(parser: argparse.ArgumentParser) -> None:
    """The option --port, whose default is SCEAU_PORT or 8000."""
    parser.add_argument(
        "--port",
        type=port_number,
        default=None,
        metavar="PORT",
        help=say(
            fr=f"le port à ouvrir (par défaut SCEAU_PORT, sinon {DEFAULT})",
            en=f"the port to open (SCEAU_PORT by default, otherwise {DEFAULT})",
        ),
    )


def port_number(text: str) -> int:
    """A port from a command line or from SCEAU_PORT."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= HIGHEST:
        raise argparse.ArgumentTypeError(
            say(
                fr=f"un port est un nombre de 1 à {HIGHEST}, et non «\u00a0{text}\u00a0»",
                en=f"a port is a number from 1 to {HIGHEST}, not “{text}”",
            )
        )
    return int(text)


def chosen_port(parser: argparse.ArgumentParser, asked: int | None) -> int:
    """The port that is asked for; wrong usage ends the command as argparse does."""
    if asked is not None:
        return asked
    try:
        return port_number(os.environ.get("SCEAU_PORT", "").strip() or str(DEFAULT))
    except argparse.ArgumentTypeError as fault:
        parser.error(f"SCEAU_PORT{say(fr=chr(0xA0), en='')}: {fault}")


def free_or_refuse(host: str, port: int, command: str) -> None:
    """Go on only when the port can be opened.

    command:  as the person called it, for what is proposed
    raises:   CannotListen
    """
    other = port + 1 if FIRST_FREE <= port < HIGHEST else 8080
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except PermissionError as refusal:
            raise CannotListen(PORT_FORBIDDEN, port=port, command=command, other=other) from refusal
        except socket.gaierror as refusal:
            raise CannotListen(NO_SUCH_HOST, host=host) from refusal
        except OSError as refusal:
            reason = PORT_TAKEN if refusal.errno == errno.EADDRINUSE else NO_SUCH_HOST
            raise CannotListen(reason, host=host, port=port, command=command, other=other) from refusal


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    there = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared, not opened
    try:
        with socket.create_connection((there, port), timeout=0.5):
            return True
    except OSError:
        return False
