"""What the services of this room share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sceau.accounts.models import User
from sceau.design.errors import NotNow
from sceau.design.models import Author, Design
from sceau.design.reasons import APPROVED_ALREADY, ARCHIVED, DELETED, IN_REVIEW, PUBLISHED_AS_IT_IS
from sceau.design.states import State
from sceau.engine.strict_json import JsonObject
from sceau.institutions.models import Institution
from sceau.journal.services import record

_WHY_NOT_WRITTEN = {
    State.IN_REVIEW: IN_REVIEW,
    State.APPROVED: APPROVED_ALREADY,
    State.PUBLISHED: PUBLISHED_AS_IT_IS,
}


def write(code: str, design: Design, *, by: User | None, now: datetime, why: str = "", **details: Any) -> None:
    """One act about a design, in the chain of its institution."""
    record(
        code,
        subject=f"design:{design.uuid}",
        by=by.uuid if by else None,
        at=now,
        institution=design.institution.uuid,
        why=why,
        **details,
    )


def write_of(
    code: str, institution: Institution, *, by: User, now: datetime, subject: str = "", **details: Any
) -> None:
    """One act about the rules of an institution."""
    record(
        code,
        subject=subject or f"institution:{institution.uuid}",
        by=by.uuid,
        at=now,
        institution=institution.uuid,
        **details,
    )


def held(design: Design) -> Design:
    """The design as it stands, its row kept from others until the transaction ends."""
    return Design.objects.select_for_update(of=("self",)).select_related("institution", "unit").get(pk=design.pk)


def require_alive(design: Design) -> None:
    """raises: NotNow for one that is archived or deleted"""
    if design.deleted_at is not None:
        raise NotNow(DELETED)
    if design.archived_at is not None:
        raise NotNow(ARCHIVED)


def require_writable(design: Design) -> None:
    """raises: NotNow, with what to do first"""
    require_alive(design)
    if design.state != State.DRAFT:
        raise NotNow(_WHY_NOT_WRITTEN[State(design.state)])


def sign_as_author(design: Design, *, by: User, now: datetime) -> bool:
    """Note that somebody wrote in the draft; gives whether they began, or began again after a pause."""
    author, is_new = Author.objects.get_or_create(
        design=design, user=by, number=0, defaults={"since": now, "until": now}
    )
    rested = is_new or (now - author.until).total_seconds() > PAUSE
    if not is_new and now > author.until:
        author.until = now
        author.save(update_fields=["until"])
    return rested


def titles_of(document: JsonObject) -> dict[str, str]:
    """The title by language, none when there is none yet."""
    title: Any = document.get("title")
    if isinstance(title, str):
        return {document.get("language", "fr"): title}
    return (
        {language: words for language, words in title.items() if isinstance(words, str)}
        if isinstance(title, dict)
        else {}
    )


PAUSE = 30 * 60  # seconds: autosaves of one sitting are one act of the journal
