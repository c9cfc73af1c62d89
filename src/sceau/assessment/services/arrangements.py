"""What is arranged for somebody to sit the assessment: asked by the candidate, decided by whoever answers for it.

The reason is nobody's business here: it is neither asked nor kept.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment.errors import AlreadyThere, NotEntitled, NotNow, WrongValue
from sceau.assessment.models import Arrangement, Candidate
from sceau.assessment.reasons import evidence as reasons
from sceau.assessment.reasons.candidates import TOO_LONG
from sceau.assessment.reasons.common import MAY_NOT
from sceau.assessment.rights import may, require
from sceau.assessment.services.entering import ENTERED, held_candidate
from sceau.assessment.services.writing import held, require_state, write
from sceau.institutions.roles import Right
from sceau.intake.folding import fold

KINDS: Final = ("extra_time", "breaks", "reader", "format", "room", "equipment", "other")
THIRD: Final = 33  # « tiers-temps »
_NEEDS_WORDS: Final = ("equipment", "other")
_MOST_WORDS: Final = 300
_MOST_EXTRA: Final = 100
_MOST: Final = 10


def ask_arrangement(
    *,
    candidate: Candidate,
    kind: str,
    words: str = "",
    extra_percent: int | None = None,
    by: User | None,
    now: datetime,
) -> Arrangement:
    """Ask for something to be arranged.

    kind:           of `KINDS`
    words:          what is needed, never why
    extra_percent:  of the duration, for extra time: 1 to 100
    by:             None for the candidate
    raises:         WrongValue, AlreadyThere, NotNow, NotEntitled
    """
    values = checked_wish(kind, words, extra_percent)
    with transaction.atomic():
        session = held(candidate.session)
        there = held_candidate(candidate, session)
        if by is not None and not any(
            may(by, right, session, now=now) for right in (Right.MANAGE_SESSIONS, Right.MANAGE_ARRANGEMENTS)
        ):
            raise NotEntitled(MAY_NOT)
        require_state(session, *ENTERED)
        known = Arrangement.objects.filter(candidate=there).exclude(state="refused")
        if known.count() >= _MOST:
            raise NotNow(reasons.TOO_MANY_ARRANGEMENTS)
        if known.filter(kind=kind, words=values["words"]).exists():
            raise AlreadyThere(reasons.ALREADY_ASKED, field="kind")
        arrangement = Arrangement.objects.create(candidate=there, state="asked", asked_at=now, **values)
        write("candidate.arrangement_asked", session, by=by, now=now, candidate=there)
    return arrangement


def decide_arrangement(
    *, arrangement: Arrangement, granted: bool, extra_percent: int | None = None, by: User, now: datetime
) -> Arrangement:
    """Grant or refuse it. What was decided once is decided anew by asking again.

    extra_percent:  what is granted of extra time; None: what was asked
    raises:         NotEntitled, NotNow, WrongValue
    """
    with transaction.atomic():
        session = held(arrangement.candidate.session)
        require(by, Right.MANAGE_ARRANGEMENTS, session, now=now)
        there = Arrangement.objects.select_for_update().get(pk=arrangement.pk)
        if there.state != "asked":
            raise NotNow(reasons.DECIDED)
        if extra_percent is not None:
            there.extra_percent = checked_wish(there.kind, there.words, extra_percent)["extra_percent"]
        there.state = "granted" if granted else "refused"
        there.decided_at, there.decided_by = now, by
        there.save(update_fields=["state", "extra_percent", "decided_at", "decided_by"])
        code = "candidate.arrangement_granted" if granted else "candidate.arrangement_refused"
        write(code, session, by=by, now=now, candidate=arrangement.candidate)
    return there


def drop_arrangement(*, arrangement: Arrangement, by: User | None, now: datetime) -> None:
    """Take back what was asked and not answered yet. by: None for the candidate. raises: NotNow, NotEntitled"""
    with transaction.atomic():
        session = held(arrangement.candidate.session)
        if by is not None:
            require(by, Right.MANAGE_ARRANGEMENTS, session, now=now)
        there = Arrangement.objects.select_for_update().get(pk=arrangement.pk)
        if there.state != "asked":
            raise NotNow(reasons.DECIDED)
        there.delete()
        write("candidate.arrangement_dropped", session, by=by, now=now, candidate=arrangement.candidate)


def checked_wish(kind: str, words: str, extra_percent: int | None) -> dict[str, Any]:
    """What is asked, as it is kept: kind, words, extra_percent. raises: WrongValue"""
    if kind not in KINDS:
        raise WrongValue(reasons.NO_SUCH_KIND, field="kind")
    told = " ".join(words.split())
    if len(told) > _MOST_WORDS:
        raise WrongValue(TOO_LONG, field="words", length=len(told), most=_MOST_WORDS)
    if kind in _NEEDS_WORDS and not told:
        raise WrongValue(reasons.WORDS_NEEDED, field="words")
    if kind != "extra_time":
        return {"kind": kind, "words": told, "extra_percent": None}
    extra = THIRD if extra_percent is None else extra_percent
    if not 1 <= extra <= _MOST_EXTRA:
        raise WrongValue(reasons.EXTRA_TIME, field="extra_percent")
    return {"kind": kind, "words": told, "extra_percent": extra}


def wish_of(typed: str) -> dict[str, Any] | None:
    """What a cell of a table asks for, as `checked_wish` gives it; None for nothing. raises: WrongValue"""
    if not typed:
        return None
    kind = "extra_time" if "tiers" in fold(typed) else "other"
    return checked_wish(kind, "" if kind == "extra_time" else typed, None)
