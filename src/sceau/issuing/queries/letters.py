"""Letters as the desk sees them. Whether somebody may is asked at the door: letters are the whole institution's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from sceau.institutions.models import Institution
from sceau.issuing.models import Letter, Wording
from sceau.issuing.queries.settings import settings_of
from sceau.issuing.states import Kind, LetterState

# a batch that is paused tells nobody of its credentials; what happens to them later is told all the same
OF_A_PAUSED_BATCH: Final = Q(
    kind__in=[Kind.ISSUED, Kind.REPLACED, Kind.RENEWED], credential__line__batch__paused_at__isnull=False
)


@dataclass(frozen=True, slots=True)
class Post:
    """How the letters of an institution stand.

    counts:    how many in each state, zeros included
    a_minute:  how many may leave in one; minutes: how long those that wait will take, rounded up
    faulty:    of those that wait, how many were tried in vain
    """

    counts: dict[LetterState, int]
    a_minute: int
    minutes: int
    faulty: int


def post_of(institution: Institution) -> Post:
    """Two statements, however many letters there are."""
    letters = Letter.objects.filter(institution=institution).order_by()
    told = letters.values_list("state").annotate(n=Count("pk"), faulty=Count("pk", filter=~Q(fault="")))
    counts, faulty = dict.fromkeys(LetterState, 0), 0
    for state, count, tried_in_vain in told:
        counts[LetterState(state)] = count
        if state == LetterState.WAITING:
            faulty = tried_in_vain
    rate = settings_of(institution).letters_a_minute
    minutes = -(-counts[LetterState.WAITING] // rate) if rate else 0
    return Post(counts, rate, minutes, faulty)


def letters_seen(institution: Institution, *, state: str = "", kind: str = "") -> QuerySet[Letter]:
    """Those of an institution, the latest first, with what a line of a list shows."""
    letters = Letter.objects.filter(institution=institution)
    if state:
        letters = letters.filter(state=state)
    if kind:
        letters = letters.filter(kind=kind)
    rows = letters.select_related("credential__award__person__root", "credential__award__version")
    return rows.defer("credential__award__version__document").order_by("-pk")


def letters_about(institution: Institution, credential: UUID) -> QuerySet[Letter]:
    """Those about one credential, with all that is said of each, the latest first."""
    return letters_seen(institution).select_related("institution").filter(credential__uuid=credential)


def letters_on_paper(institution: Institution, *, last: int | None = None) -> QuerySet[Letter]:
    """Those to be printed, the oldest first, with all that is said of each; none of a batch that is paused.

    last:  up to this number, so that a file holds what its page told
    """
    waiting = letters_seen(institution, state=LetterState.TO_PRINT).select_related("institution")
    waiting = waiting.exclude(OF_A_PAUSED_BATCH)
    if last is not None:
        waiting = waiting.filter(pk__lte=last)
    return waiting.order_by("pk")


def letters_held_back(institution: Institution) -> int:
    """How many are to be printed once their batch goes on."""
    return Letter.objects.filter(OF_A_PAUSED_BATCH, institution=institution, state=LetterState.TO_PRINT).count()


def wordings_of(institution: Institution) -> dict[tuple[str, str], Wording]:
    """What an institution words itself, by kind and language."""
    rows = Wording.objects.filter(institution=institution).select_related("changed_by")
    return {(row.kind, row.language): row for row in rows}
