"""Somebody else reads a draft before it is published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from sceau.accounts.models import User
from sceau.design.cleaning import clean
from sceau.design.errors import NotEntitled, NotNow, WrongValue
from sceau.design.models import Author, Design, Review
from sceau.design.reasons import (
    AUTHOR_MAY_NOT_REVIEW,
    CHANGED_SINCE_REVIEW,
    EMPTY,
    NOT_IN_REVIEW,
    REVIEWER_IS_AUTHOR,
    REVIEWER_MAY_NOT,
)
from sceau.design.rights import may, require
from sceau.design.services.drafts import move
from sceau.design.services.writing import held, require_alive, require_writable, write
from sceau.design.states import Decision, State
from sceau.design.steps import STEPS, digest_of
from sceau.institutions.roles import Right


def ask_review(*, design: Design, message: str = "", reviewer: User | None = None, by: User, now: datetime) -> Review:
    """Send the draft to be read; it does not change meanwhile.

    reviewer:  None: whoever may review
    raises:    NotEntitled, NotNow
    """
    with transaction.atomic():
        there = held(design)
        require(by, Right.EDIT_DESIGNS, there, now=now)
        require_writable(there)
        if reviewer is not None:
            if _wrote(there, reviewer):
                raise NotEntitled(REVIEWER_IS_AUTHOR, field="reviewer", name=reviewer.name)
            if not may(reviewer, Right.REVIEW_DESIGNS, there, now=now):
                raise NotEntitled(REVIEWER_MAY_NOT, field="reviewer", name=reviewer.name)
        review = Review.objects.create(
            design=there,
            revision=there.revision,
            digest=digest_of(there.draft),
            for_number=there.last_number + 1,
            asked_by=by,
            asked_at=now,
            message=clean(message) or "",
            reviewer=reviewer,
        )
        move(there, State.IN_REVIEW)
        there.save(update_fields=["state"])
        write(
            "design.review_asked",
            there,
            by=by,
            now=now,
            review=str(review.uuid),
            revision=there.revision,
            reviewer=str(reviewer.uuid) if reviewer else None,
        )
    return review


def withdraw_review(*, design: Design, by: User, now: datetime) -> Design:
    """Take the draft back, to write in it; also one that was approved and is not published yet.

    raises:  NotEntitled, NotNow
    """
    with transaction.atomic():
        there = held(design)
        require(by, Right.EDIT_DESIGNS, there, now=now)
        require_alive(there)
        if there.state not in (State.IN_REVIEW, State.APPROVED):
            raise NotNow(NOT_IN_REVIEW)
        Review.objects.filter(design=there, decision=Decision.WAITING).update(
            decision=Decision.WITHDRAWN, decided_by=by, decided_at=now
        )
        move(there, State.DRAFT)
        there.save(update_fields=["state"])
        write("design.review_withdrawn", there, by=by, now=now, revision=there.revision)
    return there


def decide_review(
    *,
    review: Review,
    approved: bool,
    note: str = "",
    comments: Mapping[str, str] | None = None,
    by: User,
    now: datetime,
) -> Review:
    """Approve what was read, or ask for changes.

    note:      for the authors; asked, here or by step, where changes are
    comments:  by step
    raises:    NotEntitled for one of its authors, NotNow, WrongValue
    """
    told = {step: text for step in STEPS if (text := clean((comments or {}).get(step, "")))}
    words = clean(note) or ""
    with transaction.atomic():
        there = held(review.design)
        require(by, Right.REVIEW_DESIGNS, there, now=now)
        require_alive(there)
        found = Review.objects.filter(pk=review.pk, decision=Decision.WAITING).first()
        if found is None or there.state != State.IN_REVIEW:
            raise NotNow(NOT_IN_REVIEW)
        if _wrote(there, by):
            raise NotEntitled(AUTHOR_MAY_NOT_REVIEW)
        if digest_of(there.draft) != found.digest:
            raise NotNow(CHANGED_SINCE_REVIEW)
        if not approved and not (words or told):
            raise WrongValue(EMPTY, field="note")
        found.decision = Decision.APPROVED if approved else Decision.CHANGES_ASKED
        found.decided_by, found.decided_at, found.note, found.comments = by, now, words, told
        found.save(update_fields=["decision", "decided_by", "decided_at", "note", "comments"])
        move(there, State.APPROVED if approved else State.DRAFT)
        there.save(update_fields=["state"])
        write(
            "design.approved" if approved else "design.changes_asked",
            there,
            by=by,
            now=now,
            review=str(found.uuid),
            revision=found.revision,
            digest=found.digest,
        )
    return found


def _wrote(design: Design, user: User) -> bool:
    return Author.objects.filter(design=design, number=0, user=user).exists()
