"""A long file of past results at the desk, measured from inside: `python _results_files.py FILE`; prints JSON."""

from __future__ import annotations

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
from sceau.assessment.services.results_checking import check_waiting  # noqa: E402 -- as above
from sceau.assessment.services.results_staging import stage  # noqa: E402 -- as above
from sceau.config.wiring import ports  # noqa: E402 -- as above
from sceau.institutions.models import Institution  # noqa: E402 -- as above

SLUG = "alpes-numerique"
KILOBYTES = 1024


def measure(path: Path) -> dict[str, object]:
    """Seconds to take the file in, seconds to check it as the worker does, and the growth of memory meanwhile."""
    institution = Institution.objects.get(slug=SLUG)
    head = User.objects.filter(memberships__institution=institution, memberships__role="head").first()
    assert head is not None
    begun = time.perf_counter()
    file = stage(
        institution=institution,
        version=None,
        source="Registre",
        content=path.read_bytes(),
        name=path.name,
        by=head,
        now=now(),
        files=ports().files,
        box=ports().box,
    ).file
    taken, processor = time.perf_counter(), time.process_time()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    check_waiting(files=ports().files, box=ports().box, clock=now)
    ended = time.perf_counter()
    file = ResultsFile.objects.get(pk=file.pk)
    return {
        "state": file.state,
        "fault": file.fault,
        "rows": file.checked,
        "seconds_to_take_in": round(taken - begun, 2),
        "seconds_to_check": round(ended - taken, 2),
        "processor_seconds_to_check": round(time.process_time() - processor, 2),
        "memory_growth_megabytes": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / KILOBYTES, 1),
        "states": file.counts,
    }


if __name__ == "__main__":
    house.prepare(demo=True)
    print(json.dumps(measure(Path(sys.argv[1]))))
