"""Designs: whoever may read a draft is asked to, its authors hear what was said, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import orjson
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from sceau.accounts.models import User
from sceau.design.models import Author, Design, DesignVersion, Review
from sceau.design.queries import authors_of, reviewers_for
from sceau.design.states import Decision
from sceau.jobs.mail import address, send
from sceau.jobs.readers import colleagues, heads, name_of, uuid_of
from sceau.jobs.registry import follows
from sceau.journal.models import Act


@follows("design.review_asked")
def ask_the_reviewers(act: Act) -> None:
    """Whoever is asked, or all who may; once somebody decided, or it was withdrawn, there is nothing to ask."""
    design, review = _design(act), _review(act)
    if review is None or review.decision != Decision.WAITING:
        return
    readers = [review.reviewer] if review.reviewer else reviewers_for(design, now=now())
    _tell(
        act,
        design,
        readers,
        template="design_review_asked",
        page="desk_design_review",
        button=_("Relire"),
        message=review.message,
        number=review.for_number,
    )


@follows("design.approved", "design.changes_asked")
def tell_the_authors(act: Act) -> None:
    """All who wrote in what was read, and whoever asked."""
    design, review = _design(act), _review(act)
    if review is None:
        return
    _tell(
        act,
        design,
        [*_authors(design), review.asked_by],
        template="design_approved" if act.code == "design.approved" else "design_changes_asked",
        page="desk_design",
        note=review.note,
        comments=[text for text in review.comments.values() if text],
        number=review.for_number,
    )


@follows("design.published", "design.retired")
def tell_of_a_version(act: Act) -> None:
    """Its authors and the heads."""
    design, number = _design(act), _details(act).get("number")
    rows = DesignVersion.objects.filter(design=design).defer("document", "source", "gate")
    version = rows.filter(number=number).first() if isinstance(number, int) else None
    if version is None:
        return
    _tell(
        act,
        design,
        [*(each.user for each in authors_of(design, version.number)), *heads(design.institution)],
        template=f"design_{act.code.partition('.')[2]}",
        page="desk_design",
        number=version.number,
        why=version.retired_why,
    )


def _tell(
    act: Act, design: Design, readers: Iterable[User | None], *, template: str, page: str, **context: Any
) -> None:
    """Each once who is still there, but not whoever did it."""
    for reader in colleagues(design.institution, readers):
        if reader.uuid == act.actor:
            continue
        send(
            act=act,
            to=reader,
            template=template,
            institution=design.institution,
            design=design.titles.get(reader.language) or next(iter(design.titles.values()), design.name),
            who=name_of(act.actor),
            link=address(page, design.institution.slug, design.uuid),
            **context,
        )


def _design(act: Act) -> Design:
    return Design.objects.select_related("institution", "unit").defer("draft").get(uuid=uuid_of(act))


def _review(act: Act) -> Review | None:
    uuid = _details(act).get("review")
    rows = Review.objects.select_related("asked_by", "reviewer")
    return rows.filter(uuid=UUID(uuid)).first() if isinstance(uuid, str) else None


def _authors(design: Design) -> list[User]:
    return [each.user for each in Author.objects.filter(design=design, number=0).select_related("user")]


def _details(act: Act) -> dict[str, Any]:
    found = orjson.loads(act.details)
    return found if isinstance(found, dict) else {}
