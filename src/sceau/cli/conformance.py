"""`sceau conformance`: the VC-API with test issuers, for the test suites of others."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from sceau.cli import serving
from sceau.cli.arguments import Subparsers
from sceau.cli.language import say
from sceau.cli.ports import add_port, answers, chosen_port, free_or_refuse
from sceau.cli.processes import run_beside

HOST = "127.0.0.1"
SECONDS = 10


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau conformance`."""
    parser = subparsers.add_parser(
        "conformance",
        help=say(fr="ouvrir la VC-API, pour les suites de tests", en="open the VC-API, for test suites"),
        description=say(
            fr="Ouvre la VC-API avec des émetteurs d’essai, dont les clés disparaissent avec lui, et dit leurs DID. "
            "C’est pour les suites de tests du W3C et de 1EdTech\u00a0: il délivre à qui le demande, et ne connaît "
            "aucune installation.",
            en="Opens the VC-API with test issuers, whose keys vanish with it, and tells their DIDs. It is for the "
            "test suites of the W3C and 1EdTech: it issues to whoever asks, and knows no installation.",
        ),
    )
    add_port(parser)
    parser.add_argument(
        "--base",
        default="",
        metavar=say(fr="ADRESSE", en="ADDRESS"),
        help=say(
            fr="l’adresse sous laquelle les listes d’état sont trouvées (par défaut http://127.0.0.1:PORT)",
            en="the address at which status lists are found (http://127.0.0.1:PORT by default)",
        ),
    )
    parser.set_defaults(parser=parser)
    return parser


def run(arguments: Namespace) -> int:
    """Open, tell who signs, and stay until a signal."""
    port = chosen_port(arguments.parser, arguments.port)
    free_or_refuse(HOST, port, "sceau conformance")
    os.environ["SCEAU_CONFORMANCE_BASE"] = (arguments.base or f"http://{HOST}:{port}").rstrip("/")
    os.environ.setdefault("SCEAU_CONFORMANCE_SEED", secrets.token_hex(32))
    server = serving.web(
        HOST, port, workers=1, threads=4, application="sceau.config.conformance.wsgi:application"
    )  # one process: the lists are in its memory
    return run_beside([server], ready=lambda: answers(HOST, port), opened=lambda: _tell(port))


def _tell(port: int) -> None:
    for told in _index(port)["suites"].values():
        sys.stdout.write(f"{told['address']}\n")
        for did in told["issuers"]:
            sys.stdout.write(f"    {did}\n")
    sys.stdout.flush()


def _index(port: int) -> Any:
    connection = http.client.HTTPConnection(HOST, port, timeout=SECONDS)
    try:
        connection.request("GET", "/vc-api/")
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()
