"""A deliberation is closed and becomes minutes; they are drawn on paper, or taken back while no seal stands on them.

What the minutes say is frozen in one short transaction. The pages of paper are made afterwards from those data alone,
and made again when the house stopped in between.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.assessment.errors import ChangedMeanwhile, NotNow, WrongValue
from sceau.assessment.hindrances import before_closing, may_be_taken_back
from sceau.assessment.keepers import president_of, require_attester, require_president, stands
from sceau.assessment.minutes_data import data_of, digest_of, text_of
from sceau.assessment.minutes_paper import paper_of
from sceau.assessment.minutes_words import Words
from sceau.assessment.models import Deliberation, Minutes, Seated, Signature
from sceau.assessment.ports import Files, Typesetter
from sceau.assessment.quorum import seated_in
from sceau.assessment.reasons import jury as reasons
from sceau.assessment.reasons import minutes as minutes_reasons
from sceau.assessment.services.at_work import held_deliberation, touch
from sceau.assessment.services.writing import held, write
from sceau.assessment.states import MinutesState, Presence
from sceau.engine.ports import Attachment
from sceau.institutions.models import Institution
from sceau.institutions.services.writing import held as held_institution

LARGEST: Final = 50_000_000  # bytes of a PDF of minutes: five hundred candidates take some two millions
JSON: Final = "application/json"


def close(
    *, deliberation: Deliberation, by: User, now: datetime, seen: int | None = None, remarks: str | None = None
) -> Minutes:
    """End the deliberation and freeze what was decided in numbered minutes, which are then to be signed.

    by:       the president, or somebody to whom they delegated their signature
    seen:     the revision that the screen showed
    remarks:  of the jury, as they are to stand; None for what was written before
    raises:   NotEntitled, NotNow, ChangedMeanwhile: then nothing is written
    """
    with transaction.atomic():
        session = held(deliberation.session)
        there = held_deliberation(deliberation, session)
        delegation = require_president(by, session, now=now)
        if there.closed_at is not None:
            raise NotNow(reasons.CLOSED)
        if there.adjourned_at is not None:
            raise NotNow(reasons.ADJOURNED)
        if seen is not None and seen != there.revision:
            raise ChangedMeanwhile(reasons.CHANGED_MEANWHILE)
        finding = next(iter(before_closing(there, by_delegation=delegation is not None)), None)
        if finding is not None:
            raise NotNow(finding.reason, **finding.details)
        there.remarks = there.remarks if remarks is None else remarks.strip()
        number = _next_number(held_institution(session.institution), now)
        data = data_of(there, number=number, closed_at=now, closed_by=by.name, delegation=delegation)
        minutes = Minutes.objects.create(
            institution=session.institution,
            deliberation=there,
            corrects=_corrected(there),
            number=number,
            data=data,
            digest=digest_of(data),
            made_at=now,
            made_by=by,
        )
        Signature.objects.bulk_create(Signature(minutes=minutes, seat=row.seat) for row in _signing(seated_in(there)))
        there.closed_at, there.closed_by = now, by
        touch(there, "remarks", "closed_at", "closed_by")
        write(
            "minutes.made",
            session,
            by=by,
            now=now,
            minutes=str(minutes.uuid),
            number=number,
            digest=minutes.digest,
            delegated=delegation is not None,
        )
    return minutes


def withdraw(*, minutes: Minutes, by: User, now: datetime, why: str) -> Deliberation:
    """Take back minutes that wait for their seal: the deliberation is open again, and the number stays theirs.

    Before anybody answered; later, only when no seal can come any more: too many refuse, or the president, who has not
    signed, no longer stands. Answers stay with these minutes as they were given and count for no others.

    by:      the president, or who signs for them; once the president no longer stands, whoever may release awards
    raises:  NotEntitled, NotNow, WrongValue
    """
    if not why.strip():
        raise WrongValue(minutes_reasons.WHY_TAKEN_BACK, field="why")
    with transaction.atomic():
        session = held(minutes.deliberation.session)
        there = held_deliberation(minutes.deliberation, session)
        require_attester(by, session, now=now)
        current = to_be_signed(minutes)
        signatures = list(current.signatures.select_related("seat"))
        standing = stands(president_of(session), session, now=now)
        if not may_be_taken_back(signatures, president_stands=standing):
            raise NotNow(minutes_reasons.SIGNED_ALREADY)
        answered = sum(each.signed_at is not None or each.dissented_at is not None for each in signatures)
        current.state = MinutesState.WITHDRAWN
        current.save(update_fields=["state"])
        there.closed_at = there.closed_by = None
        touch(there, "closed_at", "closed_by")
        write(
            "minutes.withdrawn_later" if answered else "minutes.withdrawn",
            session,
            by=by,
            now=now,
            why=why.strip(),
            minutes=str(current.uuid),
            number=current.number,
            answered=answered,
            president_stands=standing,
        )
    return there


def draw(*, minutes: Minutes, typesetter: Typesetter, files: Files) -> bytes:
    """The PDF of the minutes as they are to be signed, with lines for signatures; made once and kept.

    raises:  EngineError when it cannot be set
    """
    if minutes.pdf_digest and files.has(minutes.pdf_digest):
        return files.read(minutes.pdf_digest)
    pdf = typesetter.document(
        "minutes",
        paper_of(minutes, _blank(minutes), is_sealed=False),
        at=minutes.made_at,
        attachments=[data_file(minutes)],
    )
    digest = files.put(pdf, limit=LARGEST)
    Minutes.objects.filter(pk=minutes.pk, pdf_digest="").update(pdf_digest=digest)
    minutes.pdf_digest = minutes.pdf_digest or digest
    return pdf


def data_file(minutes: Minutes) -> Attachment:
    """The data as they are attached: their SHA-256 is the digest that everybody signs."""
    words = Words(minutes.data["language"])
    described = words.say("attached", number=minutes.number)
    return Attachment(f"{minutes.number}.json", text_of(minutes.data), JSON, "source", described)


def to_be_signed(minutes: Minutes) -> Minutes:
    """The minutes as they stand, their row kept from others, while they are being signed. raises: NotNow"""
    current = Minutes.objects.select_for_update(of=("self",)).select_related("institution").get(pk=minutes.pk)
    if current.state != MinutesState.SIGNING:
        raise NotNow(minutes_reasons.NOT_TO_SIGN)
    return current


def _blank(minutes: Minutes) -> list[Signature]:
    """A line for each one who is to sign, as on the day of the close."""
    rows = minutes.signatures.select_related("seat").order_by("-seat__presides", "seat__pk")
    return [Signature(minutes=minutes, seat=row.seat) for row in rows]


def _signing(rows: list[Seated]) -> list[Seated]:
    """Whoever was there; the president always, in whose name somebody may sign."""
    return [row for row in rows if row.presence == Presence.PRESENT or row.seat.presides]


def _corrected(deliberation: Deliberation) -> Minutes | None:
    if deliberation.corrects_id is None:
        return None
    former = Minutes.objects.filter(deliberation=deliberation.corrects_id, state=MinutesState.SEALED).first()
    if former is None:
        raise NotNow(reasons.FORMER_NOT_SEALED)
    return former


def _next_number(institution: Institution, now: datetime) -> str:
    """PV-2026-0007: counted without holes, for no row of them is ever deleted. The institution's row is held."""
    year = localdate(now).year
    made = Minutes.objects.filter(institution=institution, number__startswith=f"PV-{year}-").count()
    return f"PV-{year}-{made + 1:04}"
