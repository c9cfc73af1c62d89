"""How batches, their lines and lengths of time are said."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sceau.issuing.models import Batch, Line
from sceau.issuing.queries.batches import why_failed
from sceau.issuing.reasons import by_code
from sceau.issuing.states import BatchState, LetterState, LineState
from sceau.web.templatetags.words import number

_KINDS: Final[dict[str, str]] = {
    BatchState.DRAFT: "idle",
    BatchState.ASKED: "check",
    BatchState.RELEASED: "info",
    BatchState.SIGNED: "info",
    BatchState.DELIVERING: "info",
    BatchState.DONE: "good",
    BatchState.CANCELLED: "idle",
}
LINES: Final[dict[str, str]] = {
    LineState.WAITING: "idle",
    LineState.SIGNED: "good",
    LineState.FAILED: "bad",
    LineState.DROPPED: "idle",
}
LETTERS: Final[dict[str, str]] = {
    LetterState.WAITING: "info",
    LetterState.SENT: "good",
    LetterState.BOUNCED: "bad",
    LetterState.TO_PRINT: "check",
    LetterState.PRINTED: "good",
    LetterState.DROPPED: "idle",
}
MINUTE: Final = 60  # seconds
HOUR: Final = 3600


def state_of(batch: Batch, *, now: datetime) -> tuple[str, str]:
    """The kind of mark and the word for how a batch stands."""
    if batch.fault:
        return "bad", _("Arrêté")
    if batch.paused_at is not None and batch.state not in (BatchState.DONE, BatchState.CANCELLED):
        return "check", _("En pause")
    if is_planned(batch, now=now):
        return "info", _("Planifié")
    if batch.state == BatchState.CANCELLED and batch.released_at is None:
        return "idle", _("Abandonné")
    label = str(BatchState(batch.state).label)
    return _KINDS[batch.state], label[:1].upper() + label[1:]


def is_planned(batch: Batch, *, now: datetime) -> bool:
    """Whether it is released and begins later."""
    return batch.state == BatchState.RELEASED and batch.not_before is not None and batch.not_before > now


def line_state(line: Line) -> tuple[str, str]:
    """The kind of mark and the word for how a line stands."""
    label = str(LineState(line.state).label)
    return LINES[line.state], label[:1].upper() + label[1:]


def length(seconds: float) -> str:
    """About how long, rounded up: « moins d’une minute », « 12 minutes », « 2 h 05 »."""
    if seconds < MINUTE:
        return _("moins d’une minute")
    minutes = ceil(seconds / MINUTE)
    if minutes < MINUTE:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours, rest = divmod(minutes, 60)
    if not rest:
        return ngettext("%(n)s heure", "%(n)s heures", hours) % {"n": number(hours)}
    return _("%(hours)s h %(minutes)s") % {"hours": number(hours), "minutes": f"{rest:02}"}


def left(until: datetime | None, *, now: datetime) -> str:
    """How long until then, "" when it is over."""
    if until is None or until - now <= timedelta(0):
        return ""
    return length((until - now).total_seconds())


def why(line: Line, language: str) -> str:
    """Why a line failed, as a sentence."""
    return _stopped(why_failed(line).sentence(language))


def fault_of(batch: Batch, language: str) -> str:
    """Why the house stopped a batch, as a sentence; "" when it did not."""
    reason = by_code(batch.fault)
    return "" if not batch.fault else _stopped(reason.sentence(language, {})) if reason else batch.fault


def _stopped(text: str) -> str:
    return text if text.endswith((".", "?", "…")) else f"{text}."
