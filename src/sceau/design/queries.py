"""Reads of the designs, each with who may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.design.facts import gate_of_document
from sceau.design.models import Author, CustomField, Design, DesignVersion, Review
from sceau.design.rules import settings_of
from sceau.design.states import Decision, State
from sceau.engine.quality.report import GateReport
from sceau.institutions.models import Institution, Membership
from sceau.institutions.queries import people_of, reach, within
from sceau.institutions.roles import Right

__all__ = [
    "authors_of",
    "custom_fields_of",
    "deleted_designs_seen_by",
    "design_of",
    "designs_edited_by",
    "designs_seen_by",
    "gate_of",
    "latest_published",
    "published",
    "published_latest",
    "reviewers_for",
    "reviews_of",
    "reviews_waiting_for",
    "settings_of",
    "versions_of",
]


def designs_seen_by(memberships: Iterable[Membership]) -> QuerySet[Design]:
    """The designs of an institution, for a colleague with these memberships of it; the drafts themselves left aside.

    Whoever is only of a unit sees the designs of that unit and those of the institution as a whole.
    """
    seen = list(memberships)
    return (
        Design.objects.filter(
            _seen_within(reach(seen, Right.SEE_DESIGNS)),
            institution__in={each.institution_id for each in seen},
            deleted_at__isnull=True,
        )
        .select_related("institution__design_settings", "unit", "created_by", "changed_by")
        .defer("draft")
        .order_by("-changed_at", "-pk")
    )


def designs_edited_by(memberships: Iterable[Membership]) -> QuerySet[Design]:
    """Those that a colleague may write in."""
    seen = list(memberships)
    return designs_seen_by(seen).filter(within(reach(seen, Right.EDIT_DESIGNS)))


def deleted_designs_seen_by(memberships: Iterable[Membership], *, since: datetime) -> QuerySet[Design]:
    """The drafts thrown away since, that a colleague may take back."""
    seen = list(memberships)
    return (
        Design.objects.filter(
            within(reach(seen, Right.EDIT_DESIGNS)),
            institution__in={each.institution_id for each in seen},
            deleted_at__gte=since,
        )
        .select_related("institution", "unit", "changed_by")
        .defer("draft")
        .order_by("-deleted_at", "-pk")
    )


def design_of(memberships: Iterable[Membership], uuid: UUID) -> Design | None:
    """One design with its draft, for a colleague who may see it."""
    return designs_seen_by(memberships).defer(None).filter(uuid=uuid).first()


def versions_of(design: Design) -> QuerySet[DesignVersion]:
    """Everything published of a design that one may see, the newest first, without the documents."""
    return (
        DesignVersion.objects.filter(design=design)
        .select_related("design", "design__institution", "published_by", "retired_by")
        .defer("document", "source", "gate")
        .order_by("-number")
    )


def reviews_of(design: Design) -> QuerySet[Review]:
    """Every review of a design that one may see, the newest first."""
    return Review.objects.filter(design=design).select_related("asked_by", "reviewer", "decided_by").order_by("-pk")


def reviews_waiting_for(user: User, memberships: Iterable[Membership]) -> QuerySet[Review]:
    """The reviews that somebody may decide now: asked of them or of anybody, and not of their own."""
    seen = list(memberships)
    mine = Author.objects.filter(user=user, number=0).values("design")
    return (
        Review.objects.filter(
            Q(reviewer=user) | Q(reviewer__isnull=True),
            decision=Decision.WAITING,
            design__in=designs_seen_by(seen).filter(within(reach(seen, Right.REVIEW_DESIGNS))).values("pk"),
            design__state=State.IN_REVIEW,
        )
        .exclude(design__in=mine)
        .select_related("design", "asked_by", "reviewer")
        .defer("design__draft")
        .order_by("asked_at", "pk")
    )


def reviewers_for(design: Design, *, now: datetime) -> list[User]:
    """Who may be asked to review the draft: those who hold the right there and did not write in it, by name."""
    authors = set(Author.objects.filter(design=design, number=0).values_list("user_id", flat=True))
    memberships: dict[int, list[Membership]] = {}
    for each in Membership.objects.filter(institution=design.institution, ended_at__isnull=True):
        if each.until is None or each.until > now:
            memberships.setdefault(each.user_id, []).append(each)

    def may_review(user: User) -> bool:
        where = reach(memberships.get(user.pk, []), Right.REVIEW_DESIGNS)
        return where is None or design.unit_id in where

    people = people_of(design.institution, now=now)
    return [user for user in people if user.pk not in authors and may_review(user)]


def authors_of(design: Design, number: int = 0) -> QuerySet[Author]:
    """Who wrote in a version; 0: in the draft."""
    return Author.objects.filter(design=design, number=number).select_related("user").order_by("since", "pk")


def custom_fields_of(institution: Institution, *, removed: bool = False) -> QuerySet[CustomField]:
    """The fields that the institution adds to its designs, in its order; removed: those that it asks no more."""
    return CustomField.objects.filter(institution=institution, removed_at__isnull=not removed)


def gate_of(design: Design, *, now: datetime) -> GateReport:
    """What the rules and the registers of today say of the draft."""
    return gate_of_document(design.draft, design.institution, on=localdate(now))


def published(uuid: UUID, number: int) -> DesignVersion | None:
    """One published version, for everybody: also one that is retired, since credentials point to it."""
    return _public().filter(design__uuid=uuid, number=number).first()


def published_latest(uuid: UUID) -> DesignVersion | None:
    """The version of a design that is offered now, for everybody."""
    return latest_published().filter(design__uuid=uuid).first()


def latest_published() -> QuerySet[DesignVersion]:
    """The version of each design that is offered now, for everybody: the last one, unless it was retired."""
    return _public().filter(entry__isnull=False)


def _public() -> QuerySet[DesignVersion]:
    return DesignVersion.objects.select_related("design", "design__institution").defer("design__draft", "source")


def _seen_within(units: frozenset[int] | None) -> Q:
    return Q() if units is None else Q(unit__in=units) | Q(unit__isnull=True)
