"""`sceau bench`: the measurements of benchmarks/, each a script that runs by itself."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace

from sceau.cli.arguments import Subparsers
from sceau.cli.language import say, spoken
from sceau.cli.places import BENCHMARKS, clone_or_refuse


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau bench`: the name of a measurement, then those of its script."""
    known = ", ".join(measurements())
    return subparsers.add_parser(
        "bench",
        usage=say(fr="sceau bench [MESURE [MOT…]]", en="sceau bench [MEASUREMENT [WORD…]]"),
        help=say(fr="mesurer la vitesse, à côté d’autres logiciels", en="measure the speed, beside other software"),
        description=say(
            fr=f"Mesure la vitesse, à côté d’autres logiciels. Mesures\u00a0: {known}\u202f; sans nom, toutes.",
            en=f"Measures the speed, beside other software. Measurements: {known}; without a name, all of them.",
        ),
    )


def measurements() -> list[str]:
    """The names of the measurements that there are."""
    return sorted(script.stem for script in BENCHMARKS.glob("*.py") if not script.stem.startswith("_"))


def run(arguments: Namespace) -> int:
    """Run one measurement, or all of them; gives the gravest of their exit statuses."""
    clone_or_refuse()
    name, *words = arguments.words or [""]
    if name and name not in measurements():
        known = ", ".join(measurements())
        sys.stderr.write(
            say(
                fr=f"Mesure inconnue\u00a0: {name} (au choix\u00a0: {known}).\n",
                en=f"Unknown measurement: {name} (choose from {known}).\n",
            )
        )
        return 2
    chosen = [name] if name else measurements()
    return max((_measure(each, words) for each in chosen), default=0)


def _measure(name: str, words: list[str]) -> int:
    command = [sys.executable, str(BENCHMARKS / f"{name}.py"), *words]
    return subprocess.run(command, env={**os.environ, "SCEAU_LANG": spoken()}, check=False).returncode
