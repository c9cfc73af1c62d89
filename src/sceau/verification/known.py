"""Whom the installation knows: its own bodies, whose identity it verified; then the lists, the first one first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from sceau.engine.checks.trust import TrustedIssuer, TrustList
from sceau.institutions.models.evidence import Evidence, EvidenceKind, EvidenceState
from sceau.verification.models import KnownIssuer, KnownList

MOST_SHOWN: Final = 200  # of what would change, by kind of change


def known_issuers() -> TrustList:
    """For one request: an issuer is looked for when a verification asks, and remembered until the request ends."""
    return TrustList(_Looked())


def lists_in_use() -> QuerySet[KnownList]:
    """In the order in which they count."""
    return KnownList.objects.filter(taken_at__isnull=False).select_related("brought_by").order_by("pk")


def lists_waiting() -> QuerySet[KnownList]:
    """Those that were brought, and that nobody decided about."""
    return KnownList.objects.filter(taken_at=None).select_related("brought_by", "instead_of").order_by("pk")


@dataclass(frozen=True, slots=True)
class Changes:
    """What a list that waits would change; of each kind the first ones, and how many there are.

    added, removed:  issuers who would become known, or no longer be
    changed:         those who would be called otherwise, each as it is and as it would be
    """

    added: list[KnownIssuer]
    removed: list[KnownIssuer]
    changed: list[tuple[KnownIssuer, KnownIssuer]]
    added_count: int
    removed_count: int
    changed_count: int

    @property
    def are_more(self) -> bool:
        """Whether some are not shown."""
        return max(self.added_count, self.removed_count, self.changed_count) > MOST_SHOWN


def changes_of(waiting: KnownList) -> Changes:
    """Compared with the list that it would replace; with nothing when it is new."""
    new = {each.issuer_id: each for each in waiting.issuers.order_by("row")}
    former = (
        waiting.instead_of.issuers.order_by("row") if waiting.instead_of is not None else KnownIssuer.objects.none()
    )
    old = {each.issuer_id: each for each in former}
    added = [each for key, each in new.items() if key not in old]
    removed = [each for key, each in old.items() if key not in new]
    both = [(old[key], each) for key, each in new.items() if key in old]
    changed = [(a, b) for a, b in both if (a.name, a.evidence) != (b.name, b.evidence)]
    return Changes(
        added[:MOST_SHOWN], removed[:MOST_SHOWN], changed[:MOST_SHOWN], len(added), len(removed), len(changed)
    )


class _Looked(Mapping[str, TrustedIssuer]):
    """The issuers of this house and of its lists, by id, each read when it is asked for."""

    def __init__(self) -> None:
        self._found: dict[str, TrustedIssuer | None] = {}

    def __getitem__(self, issuer_id: str) -> TrustedIssuer:
        if issuer_id not in self._found:
            self._found[issuer_id] = _of_the_house(issuer_id) or _of_a_list(issuer_id)
        found = self._found[issuer_id]
        if found is None:
            raise KeyError(issuer_id)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(KnownIssuer.objects.filter(listed__taken_at__isnull=False).values_list("issuer_id", flat=True))

    def __len__(self) -> int:
        return KnownIssuer.objects.filter(listed__taken_at__isnull=False).count()


def _of_the_house(issuer_id: str) -> TrustedIssuer | None:
    """A body of this installation whose identity was verified here, with what proves it."""
    if not issuer_id.startswith("did:web:"):
        return None
    proven = Evidence.objects.filter(institution__did=issuer_id, state=EvidenceState.CONFIRMED)
    rows = list(proven.select_related("institution").order_by("-kind", "subject")[:5])
    if not rows:
        return None
    said = (f"SIREN {each.subject}" if each.kind == EvidenceKind.REGISTER else each.subject for each in rows)
    evidence = ", ".join(dict.fromkeys(said))
    return TrustedIssuer(issuer_id, rows[0].institution.name, evidence, is_of_the_house=True)


def _of_a_list(issuer_id: str) -> TrustedIssuer | None:
    rows = KnownIssuer.objects.filter(issuer_id=issuer_id, listed__taken_at__isnull=False)
    row = rows.select_related("listed").order_by("listed_id").first()
    return TrustedIssuer(row.issuer_id, row.name, row.evidence, listed_in=row.listed.name) if row else None
