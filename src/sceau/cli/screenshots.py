"""`sceau screenshots`: pictures of the main pages of the demonstration, at three widths and in both languages."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sceau.cli.arguments import Subparsers
from sceau.cli.language import say
from sceau.cli.places import ROOT, clone_or_refuse
from sceau.cli.ports import add_port, answers, chosen_port, free_or_refuse
from sceau.engine.errors import Reason

HOST = "127.0.0.1"
PHOTOGRAPHER = ROOT / "tests" / "browser" / "pictures.py"
PATIENCE = 60  # seconds: until the house is open
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser")  # its names; the first does with half the work
NO_CHROMIUM = Reason(
    "command.no_chromium",
    "Chromium n’est pas installé (sous Debian ou Ubuntu : sudo apt install chromium)",
    "Chromium is not installed (on Debian or Ubuntu: sudo apt install chromium)",
)
NOT_OPEN = Reason(
    "command.house_not_open",
    "la maison ne s’est pas ouverte en {seconds} secondes. Essayez sceau run, qui dit pourquoi",
    "the house did not open within {seconds} seconds. Try sceau run, which says why",
)


class NoPictures(Exception):
    """The pages cannot be pictured; the reason says why."""

    def __init__(self, reason: Reason, **details: object) -> None:
        super().__init__(reason.code)
        self.reason = reason
        self.details = details

    def sentence(self, language: str) -> str:
        """The clause in "fr" or "en"."""
        return self.reason.sentence(language, self.details)


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau screenshots`."""
    parser = subparsers.add_parser(
        "screenshots",
        help=say(fr="photographier les pages principales", en="take pictures of the main pages"),
        description=say(
            fr="Ouvre une démonstration neuve et photographie ses pages principales, en trois largeurs et dans les "
            "deux langues. Dit quelles pages débordent de l’écran.",
            en="Opens a fresh demonstration and takes pictures of its main pages, at three widths and in both "
            "languages. Says which pages are wider than the screen.",
        ),
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=ROOT / "var" / "screenshots",
        metavar=say(fr="DOSSIER", en="FOLDER"),
        help=say(fr="où les mettre (par défaut var/screenshots)", en="where to put them (var/screenshots by default)"),
    )
    parser.add_argument(
        "--dark", action="store_true", help=say(fr="en sombre plutôt qu’en clair", en="dark rather than light")
    )
    add_port(parser)
    parser.set_defaults(parser=parser)
    return parser


def run(arguments: Namespace) -> int:
    """Take the pictures; gives 1 when a page is wider than its screen."""
    clone_or_refuse()
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None:
        raise NoPictures(NO_CHROMIUM)
    port = chosen_port(arguments.parser, arguments.port)
    free_or_refuse(HOST, port, "./sceau screenshots")
    arguments.out.mkdir(parents=True, exist_ok=True)
    scheme = "dark" if arguments.dark else "light"
    with demonstration(port):
        words = [f"http://localhost:{port}", str(arguments.out), scheme, chromium]
        told = subprocess.run(
            [sys.executable, "-P", str(PHOTOGRAPHER), *words], stdout=subprocess.PIPE, text=True, check=True
        )
    wide = told.stdout.split()
    for name in wide:
        sys.stdout.write(say(fr=f"■ déborde de l’écran\u00a0: {name}\n", en=f"■ wider than the screen: {name}\n"))
    count = len(list(arguments.out.glob("*.png")))
    sys.stdout.write(say(fr=f"{count} images dans {arguments.out}\n", en=f"{count} pictures in {arguments.out}\n"))
    return 1 if wide else 0


@contextmanager
def demonstration(port: int) -> Iterator[None]:
    """A fresh one, open while this lasts; nothing of it is left.

    raises:  NoPictures
    """
    with tempfile.TemporaryDirectory() as folder:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SCEAU_")}
        words = [sys.executable, "-P", "-m", "sceau.cli", "run", "--no-browser", "--port", str(port)]
        with subprocess.Popen(
            words, env={**environment, "SCEAU_DATA": folder}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as house:
            try:
                _wait_for(house, port)
                yield
            finally:
                house.send_signal(signal.SIGINT)
                house.wait()


def _wait_for(house: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while not answers(HOST, port):
        if house.poll() is not None or time.monotonic() > until:
            raise NoPictures(NOT_OPEN, seconds=PATIENCE)
        time.sleep(0.2)
