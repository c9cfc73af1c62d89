"""Evidence: files, links, texts and notes of observation, put into the file of an attempt and taken out of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, BinaryIO, Final
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from sceau.accounts.models import User
from sceau.assessment.errors import AlreadyThere, NotEntitled, NotNow, WrongValue
from sceau.assessment.models import AssessmentSettings, Assessor, Attempt, Piece, Session
from sceau.assessment.ports import Files
from sceau.assessment.reasons import evidence as reasons
from sceau.assessment.reasons.candidates import TOO_LONG
from sceau.assessment.reasons.common import MAY_NOT
from sceau.assessment.rights import may
from sceau.assessment.services.entering import ENTERED
from sceau.assessment.services.writing import held, rules_for, write
from sceau.assessment.states import CandidateState, MarkingState
from sceau.engine.marking.rules import AssessmentRules
from sceau.institutions.roles import Right
from sceau.intake.errors import UnfitUpload
from sceau.intake.limits import MEGABYTE
from sceau.intake.uploads import Upload, examine

KINDS: Final = ("file", "link", "text", "observation")
_MOST_NAME: Final = 200
_MOST_TEXT: Final = 20_000  # eight pages
_MOST_LINK: Final = 1000
_PIECE: Final = 1 << 16
_SENT_FOR_EACH_KEPT: Final = 3  # what a candidate took out is kept: nobody fills a disk by sending and taking out


def add_file(
    *,
    attempt: Attempt,
    source: BinaryIO,
    name: str,
    title: str = "",
    outcomes: Sequence[str] = (),
    files: Files,
    by: User | None,
    now: datetime,
) -> Piece:
    """Put a file in, known by its bytes; it is kept under its hash, and given back as a file to save.

    source:    can be gone back in
    name:      as it came; title: what it shows, by default its name
    outcomes:  ids of the learning outcomes that it is for
    by:        None for the candidate
    raises:    WrongValue with what is wrong of the file, AlreadyThere, NotNow, NotEntitled
    """
    limit = _settings(attempt.candidate.session).piece_megabytes * MEGABYTE
    try:
        upload: Upload = examine(source, name, limit=limit)
    except UnfitUpload as error:
        raise WrongValue(error.reason, field="file", **error.details) from error
    shown = _line(title, "title", required=False) or upload.name
    with transaction.atomic():  # who may not, or comes too late, leaves nothing on the disk
        _require_room(attempt, _open(attempt, by=by, now=now), by=by)
    digest = files.put(iter(lambda: source.read(_PIECE), b""), limit=limit)
    try:
        return _add(
            attempt,
            by=by,
            now=now,
            outcomes=outcomes,
            kind="file",
            name=shown,
            text=upload.name,
            digest=digest,
            media_type=upload.media_type,
            size=upload.size,
        )
    except IntegrityError as error:
        raise AlreadyThere(reasons.SAME_FILE, field="file") from error


def add_piece(
    *,
    attempt: Attempt,
    kind: str,
    title: str,
    text: str = "",
    url: str = "",
    outcomes: Sequence[str] = (),
    by: User | None,
    now: datetime,
) -> Piece:
    """Put in an address, a text, or the note of somebody who assesses and saw the candidate at work.

    kind:    "link", "text" or "observation"
    url:     http or https; it is never fetched
    by:      None for the candidate
    raises:  WrongValue, NotNow, NotEntitled
    """
    if kind not in KINDS or kind == "file" or (kind == "observation" and by is None):
        raise WrongValue(reasons.NO_SUCH_KIND, field="kind")
    written = text.strip()
    if kind != "link" and not written:
        raise WrongValue(reasons.EMPTY, field="text")
    if len(written) > _MOST_TEXT:
        raise WrongValue(TOO_LONG, field="text", length=len(written), most=_MOST_TEXT)
    address = _link(url) if kind == "link" else ""
    return _add(
        attempt,
        by=by,
        now=now,
        outcomes=outcomes,
        kind=kind,
        name=_line(title, "title", required=True),
        text=written,
        url=address,
    )


def remove_piece(*, piece: Piece, by: User | None, now: datetime) -> Piece:
    """Take a piece out: its row stays with its hash, so that what was there is known; the file is no longer given.

    by:      None for the candidate, who only removes their own, and not once somebody marked on it
    raises:  NotNow, NotEntitled
    """
    with transaction.atomic():
        session = _open(piece.attempt, by=by, now=now)
        there = Piece.objects.select_for_update(of=("self",)).get(pk=piece.pk)
        if there.removed_at is not None:
            return there
        manages = by is not None and may(by, Right.MANAGE_SESSIONS, session, now=now)
        if not manages and there.sent_by_id != (by.pk if by else None):
            raise NotEntitled(reasons.NOT_YOURS)
        if piece.attempt.markings.filter(state=MarkingState.SUBMITTED).exists():
            raise NotNow(reasons.MARKED_ALREADY)
        there.removed_at, there.removed_by = now, by
        there.save(update_fields=["removed_at", "removed_by"])
        write("candidate.piece_removed", session, by=by, now=now, candidate=piece.attempt.candidate, piece=there.uuid)
    return there


def show_in_credential(*, piece: Piece, shown: bool, by: User, now: datetime) -> Piece:
    """Whether the body shows a piece with the credential. raises: NotEntitled"""
    with transaction.atomic():
        session = held(piece.attempt.candidate.session)
        if not may(by, Right.MANAGE_SESSIONS, session, now=now):
            raise NotEntitled(MAY_NOT)
        there = Piece.objects.select_for_update(of=("self",)).get(pk=piece.pk)
        if there.in_credential != shown:
            there.in_credential = shown
            there.save(update_fields=["in_credential"])
            code = "candidate.piece_shown" if shown else "candidate.piece_hidden"
            write(code, session, by=by, now=now, candidate=piece.attempt.candidate, piece=there.uuid)
    return there


def no_file() -> WrongValue:
    """The refusal of a file that was not chosen."""
    return WrongValue(reasons.EMPTY, field="file")


def outcomes_of(rules: AssessmentRules) -> tuple[str, ...]:
    """Ids of the learning outcomes that the grid is about, in its order."""
    return tuple(dict.fromkeys(each for criterion in rules.grid.criteria for each in criterion.outcomes))


def _add(attempt: Attempt, *, by: User | None, now: datetime, outcomes: Sequence[str], **values: Any) -> Piece:
    with transaction.atomic():
        session = _open(attempt, by=by, now=now)
        chosen = list(dict.fromkeys(outcomes))
        if set(chosen) - set(outcomes_of(rules_for(session))):
            raise WrongValue(reasons.NO_SUCH_OUTCOME, field="outcomes")
        _require_room(attempt, session, by=by)
        piece = Piece.objects.create(attempt=attempt, outcomes=chosen, sent_by=by, sent_at=now, **values)
        write(
            "candidate.piece_added",
            session,
            by=by,
            now=now,
            candidate=attempt.candidate,
            piece=piece.uuid,
            kind=piece.kind,
        )
    return piece


def _require_room(attempt: Attempt, session: Session, *, by: User | None) -> None:
    """raises: NotNow when the file holds all it may, or when a candidate has sent much more and taken it out"""
    most = _settings(session).pieces_most
    sent = Piece.objects.filter(attempt=attempt)
    if sent.filter(removed_at__isnull=True).count() >= most:
        raise NotNow(reasons.TOO_MANY_PIECES, most=most)
    limit = most * _SENT_FOR_EACH_KEPT
    if by is None and sent.filter(sent_by__isnull=True).count() >= limit:
        raise NotNow(reasons.SENT_TOO_MANY, most=limit)


def _open(attempt: Attempt, *, by: User | None, now: datetime) -> Session:
    """The session, held, when this somebody may put evidence in there now. raises: NotNow, NotEntitled"""
    session = held(attempt.candidate.session)
    candidate = attempt.candidate
    if session.state not in ENTERED or candidate.state not in (CandidateState.ENROLLED, CandidateState.APPLIED):
        raise NotNow(reasons.EVIDENCE_CLOSED)
    if by is None or may(by, Right.MANAGE_SESSIONS, session, now=now):
        return session
    assesses = Assessor.objects.filter(session=session, user=by, removed_at__isnull=True).exists()
    if not (assesses and may(by, Right.MARK, session, now=now)):
        raise NotEntitled(MAY_NOT)
    return session


def _line(typed: str, field: str, *, required: bool) -> str:
    found = " ".join(typed.split())
    if required and not found:
        raise WrongValue(reasons.EMPTY, field=field)
    if len(found) > _MOST_NAME:
        raise WrongValue(TOO_LONG, field=field, length=len(found), most=_MOST_NAME)
    return found


def _link(typed: str) -> str:
    found = typed.strip()
    try:
        parts = urlsplit(found)
        named = bool(parts.hostname and "." in parts.hostname)
    except ValueError as error:
        raise WrongValue(reasons.NOT_A_LINK, field="url") from error
    if parts.scheme not in ("http", "https") or not named or parts.username or any(map(str.isspace, found)):
        raise WrongValue(reasons.NOT_A_LINK, field="url")
    if len(found) > _MOST_LINK:
        raise WrongValue(TOO_LONG, field="url", length=len(found), most=_MOST_LINK)
    return found


def _settings(session: Session) -> AssessmentSettings:
    found = AssessmentSettings.objects.filter(institution=session.institution_id).first()
    return found or AssessmentSettings(institution_id=session.institution_id)
