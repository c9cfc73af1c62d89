"""`sceau lock`: compute the locks of requirements/ again."""

from __future__ import annotations

import shutil
import subprocess
import sys
from argparse import ArgumentParser, Namespace

from sceau.cli import locks
from sceau.cli.arguments import Subparsers
from sceau.cli.language import say
from sceau.cli.places import REQUIREMENTS

# Every platform in one file, hashes for all of them, and no trace of the registry that answered.
COMPILE = ("pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--quiet")


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau lock`."""
    parser = subparsers.add_parser(
        "lock",
        help=say(fr="recalculer les versions figées", en="compute the locked versions again"),
        description=say(
            fr="Recalcule requirements/*.txt d’après requirements/*.in, avec les empreintes. Demande uv et le réseau.",
            en="Computes requirements/*.txt from requirements/*.in, with their hashes. Needs uv and the network.",
        ),
    )
    parser.add_argument(
        "--upgrade",
        action="store_true",
        help=say(fr="prendre les versions les plus récentes", en="take the latest versions"),
    )
    return parser


def run(arguments: Namespace) -> int:
    """Write each lock in turn; gives the exit status."""
    uv = shutil.which("uv")
    if uv is None:
        sys.stderr.write(say(fr="uv est introuvable\u00a0: installez-le.\n", en="uv is not found: install it.\n"))
        return 1
    upgrade = ["--upgrade"] if arguments.upgrade else []
    for name in locks.NAMES:
        lock = REQUIREMENTS / f"{name}.txt"
        asked = [
            f"requirements/{name}.in",
            "-o",
            f"requirements/{name}.txt",
        ]  # relative: comments in the lock name them
        outcome = subprocess.run([uv, *COMPILE, *upgrade, *asked], cwd=REQUIREMENTS.parent, check=False)
        if outcome.returncode:
            return 1
        body = lock.read_text(encoding="utf-8").removeprefix(_old_header(lock.read_text(encoding="utf-8")))
        lock.write_text(f"{locks.header(REQUIREMENTS, name)}\n{body}", encoding="utf-8")
        sys.stdout.write(say(fr=f"{lock.name} écrit.\n", en=f"{lock.name} written.\n"))
    return 0


def _old_header(text: str) -> str:
    first, newline, _ = text.partition("\n")
    return first + newline if first.startswith("# from ") else ""
