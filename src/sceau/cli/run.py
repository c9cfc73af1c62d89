"""`sceau run`: the house opened on this machine, with its demonstration, until Ctrl-C."""

from __future__ import annotations

import os
import sys
import webbrowser
from argparse import ArgumentParser, Namespace

from sceau.cli import house, serving
from sceau.cli.arguments import Subparsers
from sceau.cli.language import say
from sceau.cli.ports import add_port, answers, chosen_port, free_or_refuse
from sceau.cli.processes import held, run_beside

HOST = "127.0.0.1"
THREADS = 4


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau run`."""
    parser = subparsers.add_parser(
        "run",
        help=say(fr="ouvrir Sceau sur cette machine, avec sa démonstration", en="open Sceau here, with its demo"),
        description=say(
            fr="Ouvre Sceau sur cette machine avec des organismes et des personnes inventés, et montre la page "
            "d’accueil. Ctrl-C arrête tout.\nCe qui s’y fait est gardé dans var/house\u202f; supprimez "
            "ce dossier pour repartir de zéro.",
            en="Opens Sceau on this machine with invented bodies and people, and shows the first page. Ctrl-C ends it "
            "all.\nWhat is done there is kept in var/house; delete that folder to start afresh.",
        ),
    )
    add_port(parser)
    parser.add_argument(
        "--no-browser",
        action="store_true",
        help=say(fr="ne pas ouvrir le navigateur", en="do not open the browser"),
    )
    parser.set_defaults(parser=parser)
    return parser


def run(arguments: Namespace) -> int:
    """Prepare, open, and stay until a signal."""
    port = chosen_port(arguments.parser, arguments.port)
    free_or_refuse(HOST, port, "./sceau run")
    there = house.open_house(mode="demo", base_url=f"http://localhost:{port}", log_level="warning")
    with held(there.lock):
        house.prepare(demo=there.mode == "demo")
        return _stay(there.base_url, port, demo=there.mode == "demo", browser=not arguments.no_browser)


def _stay(address: str, port: int, *, demo: bool, browser: bool) -> int:
    """Open, and stay until a signal."""

    def opened() -> None:
        sys.stdout.write(_told(address, demo=demo))
        sys.stdout.flush()
        if browser and _has_browser():
            webbrowser.open(address)

    programs = [serving.web(HOST, port, workers=1, threads=THREADS), serving.worker()]
    status = run_beside(programs, ready=lambda: answers(HOST, port), opened=opened)
    sys.stdout.write(say(fr="Sceau est fermé.\n", en="Sceau is closed.\n"))
    return status


def _told(address: str, *, demo: bool) -> str:
    told = say(fr=f"Sceau est ouvert\u00a0: {address}\n", en=f"Sceau is open: {address}\n")
    if demo:
        told += say(
            fr=f"Pour vous connecter\u00a0: {address}/account/login/ (les comptes de démonstration y sont)\n"
            f"Les messages envoyés\u00a0: {address}/demo/mail\n",
            en=f"To sign in: {address}/account/login/ (the accounts of the demonstration are there)\n"
            f"The mail that was sent: {address}/demo/mail\n",
        )
    return told + say(fr="Ctrl-C arrête tout.\n", en="Ctrl-C ends it all.\n")


def _has_browser() -> bool:
    """Whether somebody sits in front of a screen."""
    if os.environ.get("CI"):
        return False
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
