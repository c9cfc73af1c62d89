"""What the marks of awards would be, counted in full."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sceau.assessment.models import Award
from sceau.assessment.services.taking_up import take_up
from sceau.issuing.models import Credential, Line
from sceau.issuing.queries.batches import GIVEN, WAITING
from sceau.issuing.services.keeping import let_go


def wrongly_marked() -> list[UUID]:
    """The awards of the whole house whose mark is not what their lines and credentials say."""
    held = set(Line.objects.filter(state__in=WAITING).values_list("award", flat=True))
    held |= set(Credential.objects.filter(state__in=GIVEN).values_list("award", flat=True))
    marks = Award.objects.order_by("pk").values_list("pk", "uuid", "taken_up")
    return [uuid for pk, uuid, taken_up in marks if taken_up != (pk in held)]


def mark(awards: Collection[int]) -> None:
    """Mark those whose lines and credentials were put into the tables without an act."""
    take_up(awards)
    let_go(awards)
