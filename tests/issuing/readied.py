"""The files of a batch made ready, in one line.

prepared(batch, press)      # asked for by whoever may, and made to the end
"""

from __future__ import annotations

from datetime import timedelta

from issuing.making import NOW, a_preparer
from sceau.issuing.models import Batch, BatchFiles
from sceau.issuing.services.filing import ask_files, carry_on
from sceau.issuing.services.papers import Press

LONG = timedelta(hours=1)


def asked(batch: Batch, now=NOW) -> BatchFiles:
    """Asked for by whoever may, in a batch whose lines are all signed."""
    Batch.objects.filter(pk=batch.pk, state="released").update(state="signed")
    return ask_files(batch=batch, by=a_preparer(batch.institution), now=now)


def prepared(batch: Batch, press: Press, now=NOW) -> BatchFiles:
    """And gone through to the end."""
    files = asked(batch, now)
    assert carry_on(batch.pk, press=press, clock=lambda: now, at_most=LONG)
    files.refresh_from_db()
    return files
