"""One house, measured from inside while exports are loaded: `python _import.py FICHES`; prints JSON."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import _exports

from sceau.cli import house

house.open_house(mode="demo")

from django.utils.timezone import now  # noqa: E402 -- the rooms had to be loaded first

from sceau.frameworks.models import Bloc, Fiche, FicheBody  # noqa: E402 -- as above
from sceau.frameworks.services import Progress, carry_out, take_file  # noqa: E402 -- as above

KILOBYTES = 1024
held: list[int] = []


def load(path: Path) -> dict[str, Any]:
    """Seconds to take, read and put in use, and until everything can be searched for."""
    begun = time.perf_counter()
    release = take_file(path=path, by=None, now=now(), keep=True)
    in_use: list[float] = []

    def tell(progress: Progress) -> None:
        if progress.step == "searching":
            in_use.append(time.perf_counter() - begun)
        held.append(memory())

    carry_out(
        release=release,
        scratch=path.parent,
        clock=now,
        tell=tell,
    )
    release.refresh_from_db()
    held.append(memory())
    figures = {name: release.counts[name] for name in ("read", "new", "changed", "unchanged", "gone")}
    return {"in_use": round(in_use[0], 1), "seconds": round(time.perf_counter() - begun, 1), **figures}


def memory() -> int:
    """What this process holds of its own now, in MB, without the pages of the database that it looks at."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(told["RssAnon"].split()[0]) // KILOBYTES


def main(count: int) -> dict[str, Any]:
    """A first import of `count` fiches, then that of the next day, in which one in a hundred has changed."""
    house.prepare(demo=False)
    with tempfile.TemporaryDirectory() as folder:
        first = _exports.fiches(Path(folder) / "export-fiches-csv-2026-08-16.zip", count)
        next_day = _exports.fiches(
            Path(folder) / "export-fiches-csv-2026-08-17.zip", count, changed=count // 100, day="2026-08-17"
        )
        small = _exports.fiches(
            Path(folder) / "export-fiches-csv-2026-08-15.zip", max(count // 30, 1), day="2026-08-15"
        )
        load(small)
        before = max(held)
        return {
            "file_bytes": first.stat().st_size,
            "first": load(first),
            "next_day": load(next_day),
            "fiches": Fiche.objects.count(),
            "blocs": Bloc.objects.count(),
            "bodies": FicheBody.objects.filter(fiche__current=True).count(),
            "memory_before": before,
            "memory": max(held),
        }


if __name__ == "__main__":
    json.dump(main(int(sys.argv[1])), sys.stdout)
    sys.stdout.write("\n")
