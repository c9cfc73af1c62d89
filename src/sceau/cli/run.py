"""`sceau run`: the house opened on this machine, with its demonstration, until Ctrl-C."""

from __future__ import annotations

import os
import sys
import webbrowser
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from sceau.cli import house, serving
from sceau.cli.arguments import Subparsers
from sceau.cli.language import say
from sceau.cli.ports import add_port, answers, chosen_port, free_or_refuse
from sceau.cli.processes import Meanwhile, held, run_beside

if TYPE_CHECKING:
    from sceau.config.waiting import HowFar

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
        house.prepare(demo=False)
        return _stay(there.base_url, port, demo=there.mode == "demo", browser=not arguments.no_browser)


def _stay(address: str, port: int, *, demo: bool, browser: bool) -> int:
    """Open, and stay until a signal; a demonstration that is to come is written while pages say how far it is."""

    def shown() -> None:
        if browser and _has_browser():
            webbrowser.open(address)

    def opened() -> None:
        _say(_told(address, demo=demo))
        if not to_come:
            shown()

    to_come = demo and house.demonstration_is_to_come()
    web, worker = serving.web(HOST, port, workers=1, threads=THREADS), serving.worker()
    if to_come:
        _say(
            say(
                fr=f"La démonstration se prépare, une fois pour toutes\u00a0; {address} dit aussi où elle en est.\n",
                en=f"The demonstration is being prepared, once and for all; {address} also tells how far it is.\n",
            )
        )
    meanwhile = Meanwhile(_write_demonstration, [worker], shown) if to_come else None
    programs = [web] if to_come else [web, worker]
    status = run_beside(programs, ready=lambda: answers(HOST, port), opened=opened, meanwhile=meanwhile)
    _say(say(fr="Sceau est fermé.\n", en="Sceau is closed.\n"))
    return status


class _Stopped(Exception):
    """Somebody closed the house before its demonstration was whole."""


def _write_demonstration(stopped: Callable[[], bool]) -> None:
    """Write it, with one line that advances; on what is no terminal, one line for each session."""
    told = -1

    def tell(how_far: HowFar) -> None:
        nonlocal told
        if stopped():
            raise _Stopped
        if how_far.sessions != told:
            told = how_far.sessions
            line = say(
                fr=f"Démonstration\u00a0: {told} session{'s' if told > 1 else ''} sur {how_far.of}…",
                en=f"Demonstration: {told} of {how_far.of} sessions…",
            )
            _say(f"\r{line}" if sys.stdout.isatty() else f"{line}\n")

    try:
        house.write_demonstration(tell)
    finally:
        if sys.stdout.isatty():
            _say("\n")


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


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
