"""Who is told of what happens in an institution."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.timezone import now

from sceau.accounts.models import User
from sceau.institutions.models import Institution
from sceau.institutions.queries import heads_of, people_of
from sceau.journal.models import Act


def institution_of(act: Act) -> Institution:
    """The institution in whose chain the act is.

    raises:  Institution.DoesNotExist, for an act of the installation
    """
    return Institution.objects.get(uuid=act.chain_id)


def uuid_of(act: Act) -> UUID:
    """What the act was done to."""
    return UUID(act.subject.partition(":")[2])


def heads(institution: Institution, *, but: Iterable[UUID | None] = ()) -> list[User]:
    """Those who answer for an institution, without some of them: those who did it know it."""
    left_out = {each for each in but if each is not None}
    return [
        each.user for each in heads_of(institution, now=now()).select_related("user") if each.user.uuid not in left_out
    ]


def colleagues(institution: Institution, people: Iterable[User | None]) -> list[User]:
    """Those of them who hold a role there today, once each: whoever has left reads no more of it."""
    here = set(people_of(institution, now=now()).values_list("pk", flat=True))
    return list({each.pk: each for each in people if each is not None and each.pk in here}.values())


def name_of(actor: UUID | None) -> str:
    """Who did it, by name; "" when the house itself did."""
    user = User.objects.filter(uuid=actor).first() if actor else None
    return user.name if user else ""
