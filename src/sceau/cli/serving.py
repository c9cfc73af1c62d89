"""The programs of the house: the one that serves pages, and the one that works behind them."""

from __future__ import annotations

import sys
from pathlib import Path

from sceau.cli.language import say
from sceau.cli.processes import Program

PYTHON = (sys.executable, "-P", "-m")
WAITING = 64  # requests that a process takes at once; more wait at the door


HOUSE = "sceau.config.wsgi:application"


def web(
    host: str,
    port: int,
    *,
    workers: int,
    threads: int,
    tls: tuple[Path, Path] | None = None,
    application: str = HOUSE,
) -> Program:
    """The server of pages.

    tls:          a certificate and its key; None for plain HTTP, behind a proxy or on one's own machine
    application:  what answers
    """
    words = [
        *PYTHON,
        "granian",
        "--interface=wsgi",
        f"--host={host}",
        f"--port={port}",
        f"--workers={workers}",
        f"--blocking-threads={threads}",
        f"--backpressure={WAITING}",
        "--no-ws",
        "--log-level=warning",
        "--respawn-failed-workers",
        "--workers-kill-timeout=10",
    ]
    if tls:
        words += [f"--ssl-certificate={tls[0]}", f"--ssl-keyfile={tls[1]}", "--ssl-protocol-min=tls1.2"]
    return Program(say(fr="Le serveur", en="The server"), [*words, application])


def worker() -> Program:
    """The worker, started again when it dies: what it had in hand is taken up."""
    words = [*PYTHON, "sceau.cli", "work"]
    return Program(say(fr="Le traitement de fond", en="The worker"), words, again=True)
