"""Awards: where the design asks for it, their credentials are issued once the results are released."""

from __future__ import annotations

import orjson
from django.utils.timezone import now

from sceau.assessment.models import Deliberation
from sceau.issuing.services.automatic import issue_automatically
from sceau.jobs.registry import follows
from sceau.journal.models import Act


@follows("results.released")
def issued(act: Act) -> None:
    """Twice the same act gives one batch. Those of an old register, of which nobody is told, wait for a person."""
    details = orjson.loads(act.details)
    rows = Deliberation.objects.select_related("session__institution", "session__version")
    deliberation = rows.filter(uuid=details["deliberation"]).first()
    if deliberation is not None and details.get("tell") is not False:
        issue_automatically(deliberation=deliberation, now=now())
