"""Where a browser sends the marks it has queued, and asks whether it is still signed in."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, now
from django.views.decorators.http import require_POST, require_safe

from sceau.assessment.errors import AssessmentError
from sceau.assessment.queries.marking import is_shown, marking_of, still_assesses
from sceau.assessment.services.marking import Answer, Received, Write, receive
from sceau.web.assessor.doors import AssessorRequest, assessor_page
from sceau.web.templatetags.words import spoken

LARGEST = 2**31 - 1  # of a revision, as the database holds it
LARGEST_SEQUENCE = 2**53  # of a whole number in a browser


@assessor_page
@require_POST
def writes(request: AssessorRequest, uuid: UUID) -> HttpResponse:
    """Take a queue of writes; each is answered, whether it is new or was taken before."""
    marking = marking_of(request.user, uuid)
    if marking is None:
        return JsonResponse({"error": "unknown"}, status=HTTPStatus.NOT_FOUND)
    try:
        queue = [_read(each) for each in orjson.loads(request.body)["writes"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"error": "malformed"}, status=HTTPStatus.BAD_REQUEST)
    try:
        received = receive(marking=marking, writes=queue, by=request.user, now=now())
    except AssessmentError as refusal:
        told = {"error": refusal.reason.code, "sentence": refusal.sentence(spoken())}
        return JsonResponse(told, status=HTTPStatus.CONFLICT)
    session = received.marking.attempt.candidate.session
    reads = is_shown(received.marking.attempt) and still_assesses(request.user, session, now=now())
    return JsonResponse(_told(received, reads=reads))


@assessor_page
@require_safe
def token(request: AssessorRequest) -> HttpResponse:
    """Who is signed in, and what a form of theirs carries: a page that was kept has an old one."""
    return JsonResponse({"user": str(request.user.uuid), "token": get_token(request)})


def _read(each: dict[str, Any]) -> Write:
    """One write of the queue. raises: ValueError, KeyError, TypeError, AttributeError"""
    return Write(
        uuid=UUID(each["uuid"]),
        criterion=_text(each["criterion"]),
        level=_text(each["level"]),
        comment=_text(each.get("comment", "")),
        device=UUID(each["device"]),
        sequence=_number(each["sequence"], LARGEST_SEQUENCE),
        base=_number(each.get("base", 0), LARGEST),
        seconds=_number(each.get("seconds", 0), LARGEST),
        told_at=_moment(each.get("told_at")),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value.replace("\x00", "")  # no text of a database holds one


def _number(value: object, largest: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= largest:
        raise ValueError
    return value


def _moment(value: object) -> datetime | None:
    """What the clock of the browser said; nothing when it says nonsense, for it is kept and never used."""
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and is_aware(found) and 1970 < found.year < 9999 else None  # noqa: PLR2004 -- years that both databases hold in any time zone


def _told(received: Received, *, reads: bool) -> dict[str, Any]:
    """reads: whether the marks are still this person's to read; what they sent is answered in any case"""
    return {
        "revision": received.marking.revision,
        "state": received.marking.state,
        "answers": [_answer(each) for each in received.answers],
        "marks": [
            {"criterion": mark.criterion, "level": mark.level, "comment": mark.comment}
            for mark in (received.marks if reads else ())
        ],
    }


def _answer(each: Answer) -> dict[str, str]:
    told = {"uuid": str(each.uuid), "outcome": each.outcome}
    if each.reason is not None:
        told |= {"code": each.reason.code, "sentence": each.reason.sentence(spoken(), each.details) + "."}
    return told
