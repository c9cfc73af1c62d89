"""Credentials that others stand instead of: what may be replaced, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sceau.issuing.insertion import NewCredential
from sceau.issuing.models import Credential, Line, Turn
from sceau.issuing.services.publishing import set_bits
from sceau.issuing.states import CredentialState
from sceau.journal.services import Deed

REPLACEABLE: Final = frozenset({CredentialState.VALID, CredentialState.SUSPENDED})
STANDING: Final = REPLACEABLE | {CredentialState.REVOKED}


@dataclass(slots=True)
class Standing:
    """What the awards of some lines have already.

    old:       the credentials that the lines stand instead of, by primary key, kept from others
    followed:  those of them that another was made instead of, but for what was called off
    editions:  the last edition of each award that has one
    standing:  the credential of each award that counts, by the award's primary key
    """

    old: dict[int, Credential] = field(default_factory=dict)
    followed: frozenset[int] = frozenset()
    editions: dict[int, int] = field(default_factory=dict)
    standing: dict[int, int] = field(default_factory=dict)

    def next_edition(self, award: int) -> int:
        """1 for a first credential."""
        return self.editions.get(award, 0) + 1

    def may_be_replaced(self, credential: int) -> bool:
        """Whether it stands, was not revoked, and none stands instead of it."""
        return self.old[credential].state in REPLACEABLE and credential not in self.followed

    def has_another(self, award: int, but: int | None) -> bool:
        """Whether the award has a credential that counts, besides that one."""
        return self.standing.get(award, but) != but


def standing_of(lines: Sequence[Line]) -> Standing:
    """What is there already; three statements at most."""
    found = Standing()
    wanted = [line.instead_of_id for line in lines if line.instead_of_id is not None]
    if wanted:
        kept = Credential.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
        found.old = {each.pk: each for each in kept}
        later = Credential.objects.filter(replaces__in=wanted).exclude(state=CredentialState.CANCELLED)
        found.followed = frozenset(each for each in later.values_list("replaces", flat=True) if each is not None)
    rows = Credential.objects.filter(award__in=[line.award_id for line in lines])
    for award, key, edition, state in rows.values_list("award_id", "pk", "edition", "state"):
        found.editions[award] = max(edition, found.editions.get(award, 0))
        if state in STANDING:
            found.standing[award] = key
    return found


def replace_old(fresh: Sequence[NewCredential], standing: Standing, *, now: datetime) -> list[Deed]:
    """Those that the new ones stand instead of are replaced, before these are written; gives what the journal is told.

    Their lists are kept from others from here on, so that no two workers wait for each other.
    """
    over = {new.replaces_id: new for new in fresh if new.replaces_id is not None}
    if not over:
        return []
    old = [standing.old[key] for key in sorted(over)]
    set_bits(old, CredentialState.REPLACED, now=now)
    Credential.objects.filter(pk__in=over).update(state=CredentialState.REPLACED, state_at=now, state_by=None, why="")
    Turn.objects.bulk_create([Turn(credential=each, state=CredentialState.REPLACED, at=now) for each in old])
    return [Deed("credential.replaced", f"credential:{each.uuid}", {"by": over[each.pk].uuid.hex}) for each in old]
