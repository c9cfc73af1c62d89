"""A long file of past results at the desk, measured from inside; prints JSON.

    python _results_files.py FILE [propose]

The rows are made to name micro-credentials of this house, so that nearly all of them are looked up among its people.
"""

from __future__ import annotations

import csv
import io
import json
import resource
import sys
import time
from pathlib import Path

from sceau.cli import house

house.open_house(mode="demo")

from django.utils.timezone import now  # noqa: E402 -- the rooms had to be loaded first

from sceau.accounts.models import User  # noqa: E402 -- as above
from sceau.assessment.models import ResultsFile  # noqa: E402 -- as above
from sceau.assessment.outside import known_design  # noqa: E402 -- as above
from sceau.assessment.services.results_checking import check_waiting  # noqa: E402 -- as above
from sceau.assessment.services.results_proposing import propose, propose_waiting  # noqa: E402 -- as above
from sceau.assessment.services.results_staging import stage  # noqa: E402 -- as above
from sceau.config.wiring import ports  # noqa: E402 -- as above
from sceau.design.models import DesignVersion  # noqa: E402 -- as above
from sceau.institutions.models import Institution  # noqa: E402 -- as above

SLUG = "alpes-numerique"
KILOBYTES = 1024


def of_this_house(path: Path, institution: Institution) -> bytes:
    """The table, its rows naming in turn what this institution issues."""
    versions = DesignVersion.objects.filter(design__institution=institution).select_related("design").order_by("pk")
    names = list(dict.fromkeys(known_design(each).id for each in versions))
    target = io.StringIO(newline="")
    with path.open(encoding="utf-8", newline="") as source:
        rows = csv.DictReader(source)
        writer = csv.DictWriter(target, rows.fieldnames or ())
        writer.writeheader()
        writer.writerows(row | {"design_id": names[place % len(names)]} for place, row in enumerate(rows))
    return target.getvalue().encode()


def measure(path: Path, *, and_propose: bool = False) -> dict[str, object]:
    """Seconds to take the file in, seconds to check it as the worker does, and the growth of memory meanwhile."""
    institution = Institution.objects.get(slug=SLUG)
    head = User.objects.filter(memberships__institution=institution, memberships__role="head").first()
    assert head is not None
    content = of_this_house(path, institution)
    begun = time.perf_counter()
    file = stage(
        institution=institution,
        version=None,
        source="Registre",
        content=content,
        name=path.name,
        by=head,
        now=now(),
        files=ports().files,
        box=ports().box,
    ).file
    taken, processor = time.perf_counter(), time.process_time()
    del content
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    check_waiting(files=ports().files, box=ports().box, clock=now)
    ended, worked = time.perf_counter(), time.process_time()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    file = ResultsFile.objects.get(pk=file.pk)
    figures: dict[str, object] = {
        "state": file.state,
        "fault": file.fault,
        "rows": file.checked,
        "seconds_to_take_in": round(taken - begun, 2),
        "seconds_to_check": round(ended - taken, 2),
        "processor_seconds_to_check": round(worked - processor, 2),
        "memory_growth_megabytes": round(grown / KILOBYTES, 1),
        "states": file.counts,
    }
    if and_propose:
        begun, processor = time.perf_counter(), time.process_time()
        propose(file=file, by=head, now=now(), box=ports().box)
        propose_waiting(box=ports().box, clock=now)
        figures["seconds_to_propose"] = round(time.perf_counter() - begun, 2)
        figures["processor_seconds_to_propose"] = round(time.process_time() - processor, 2)
    return figures


if __name__ == "__main__":
    house.prepare(demo=True)
    print(json.dumps(measure(Path(sys.argv[1]), and_propose="propose" in sys.argv[2:])))
