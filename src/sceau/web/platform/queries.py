"""What those who administer the installation may read: they alone ask these."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sceau.accounts.models import User
from sceau.institutions.models import Evidence, Institution, Invitation, Membership
from sceau.institutions.models.evidence import EvidenceKind, EvidenceState
from sceau.institutions.queries import standing
from sceau.institutions.roles import Role


def institutions_found(words: str, *, now: datetime) -> QuerySet[Institution]:
    """Those whose name, short name in addresses or number holds the words; each with `heads` and `registered`."""
    heads = Q(memberships__role=Role.HEAD, memberships__unit=None, memberships__user__is_active=True)
    counts = heads & Q(memberships__ended_at=None) & (Q(memberships__until=None) | Q(memberships__until__gt=now))
    registered = Evidence.objects.filter(
        institution=OuterRef("pk"), kind=EvidenceKind.REGISTER, state=EvidenceState.CONFIRMED
    )
    found = Institution.objects.annotate(
        heads=Count("memberships__user", filter=counts, distinct=True), registered=Exists(registered)
    )
    sought = words.strip()
    if sought:
        figures = sought.replace(" ", "").replace("\u202f", "").replace("\u00a0", "")
        about = Q(name__icontains=sought) | Q(legal_name__icontains=sought) | Q(slug__icontains=sought)
        found = found.filter(about | Q(siren__startswith=figures)) if figures.isdigit() else found.filter(about)
    return found.order_by("name", "pk")


def heads_and_offers(institution: Institution, *, now: datetime) -> tuple[list[Membership], list[Invitation]]:
    """Who heads an institution, and to whom that was offered."""
    heads = Membership.objects.filter(standing(now), institution=institution, role=Role.HEAD, unit=None)
    offers = Invitation.objects.filter(institution=institution, role=Role.HEAD, accepted_at=None, withdrawn_at=None)
    return list(heads.select_related("user").order_by("since")[:25]), list(offers.order_by("-sent_at")[:25])


def people_found(words: str, *, now: datetime) -> QuerySet[User]:
    """Those whose name or address holds the words; each with `places`: how many institutions they work at."""
    counts = Q(memberships__ended_at=None) & (Q(memberships__until=None) | Q(memberships__until__gt=now))
    found = User.objects.annotate(places=Count("memberships__institution", filter=counts, distinct=True))
    sought = words.strip()
    if sought:
        found = found.filter(Q(name__icontains=sought) | Q(email__icontains=sought.lower()))
    return found.order_by("name", "pk")


def only_head_of(user: User, *, now: datetime) -> list[Institution]:
    """The institutions that nobody else would head."""
    mine = Membership.objects.filter(standing(now), user=user, role=Role.HEAD, unit=None).values("institution")
    others = Membership.objects.filter(
        standing(now), role=Role.HEAD, unit=None, user__is_active=True, institution=OuterRef("pk")
    ).exclude(user=user)
    return list(Institution.objects.filter(~Exists(others), pk__in=mine).order_by("name"))
