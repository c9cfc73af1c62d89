"""Whom the installation knows: its own bodies, whose identity it verified; then the lists, the first one first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import Q, QuerySet
from django.utils.timezone import now

from sceau.engine.checks.trust import TrustedIssuer, TrustList
from sceau.institutions.models.evidence import Evidence, EvidenceKind, EvidenceState
from sceau.verification.models import KnownIssuer, KnownList


def known_issuers() -> TrustList:
    """For one request: an issuer is looked for when a verification asks, and remembered until the request ends."""
    return TrustList(_Looked())


def lists_in_use() -> QuerySet[KnownList]:
    """In the order in which they count."""
    return KnownList.objects.filter(taken_at__isnull=False).select_related("brought_by").order_by("pk")


def lists_waiting() -> QuerySet[KnownList]:
    """Those that were brought, and that nobody decided about."""
    return KnownList.objects.filter(taken_at=None).select_related("brought_by", "instead_of").order_by("pk")


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
        return iter(
            KnownIssuer.objects.filter(_standing(), listed__taken_at__isnull=False).values_list("issuer_id", flat=True)
        )

    def __len__(self) -> int:
        return KnownIssuer.objects.filter(_standing(), listed__taken_at__isnull=False).count()


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
    rows = KnownIssuer.objects.filter(_standing(), issuer_id=issuer_id, listed__taken_at__isnull=False)
    row = rows.select_related("listed").order_by("listed_id").first()
    return TrustedIssuer(row.issuer_id, row.name, row.evidence, listed_in=row.listed.name) if row else None


def _standing() -> Q:
    """Entries that have not ended."""
    return Q(until=None) | Q(until__gt=now())
