"""What stands between a deliberation and its minutes, and between the minutes and their seal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sceau.assessment.composition import Finding, declared_before, settings_for, tied
from sceau.assessment.models import Decision, Deliberation, Signature
from sceau.assessment.quorum import quorum_of, seated_in
from sceau.assessment.reasons import jury as reasons
from sceau.assessment.reasons import minutes as minutes_reasons
from sceau.assessment.states import Presence
from sceau.assessment.twice import acquired_twice


def before_closing(deliberation: Deliberation, *, by_delegation: bool = False) -> list[Finding]:
    """What hinders the close; nothing when it may be closed.

    by_delegation:  somebody closes in the name of the president, who then need not be there
    """
    found: list[Finding] = []
    rules, rows = settings_for(deliberation.session), seated_in(deliberation)

    def say(reason: Any, **details: Any) -> None:
        found.append(Finding(reason, True, details))

    undecided = Decision.objects.filter(deliberation=deliberation, outcome="").count()
    if undecided:
        say(reasons.UNDECIDED, count=undecided)
    for first, second in acquired_twice(deliberation):
        say(reasons.SAME_PERSON, first=first, second=second)
    stale = declared_before([row.seat for row in rows], deliberation.session)
    for row in rows:
        if row.presence == Presence.EXPECTED:
            say(reasons.PRESENCE_UNKNOWN, name=row.seat.name)
        if row.presence == Presence.PRESENT and row.seat in stale:
            reason = reasons.UNDECLARED if row.seat.declared_at is None else reasons.DECLARED_BEFORE
            say(reason, name=row.seat.name)
    if not by_delegation and not any(row.seat.presides and row.presence == Presence.PRESENT for row in rows):
        say(reasons.PRESIDENT_AWAY)
    quorum = quorum_of(rows, rules)
    if not quorum.is_reached:
        say(reasons.NO_QUORUM, counted=quorum.counted, needed=quorum.needed)
        return found
    candidates = Decision.objects.filter(deliberation=deliberation).values_list("attempt__candidate", flat=True)
    seen = set()
    for away in tied([row.seat for row in rows], candidates).values():
        without = frozenset(seat.pk for seat in away)
        left = quorum_of(rows, rules, without=without)
        if without not in seen and not left.is_reached:
            names = ", ".join(seat.name for seat in away)
            say(reasons.NO_QUORUM_FOR, names=names, counted=left.counted, needed=left.needed)
        seen.add(without)
    return found


def is_hopeless(signatures: Sequence[Signature]) -> bool:
    """Whether so many refused or are prevented that more than half can no longer sign.

    signatures:  of the minutes
    """
    return 2 * sum(each.dissented_at is None for each in signatures) <= len(signatures)


def may_be_taken_back(signatures: Sequence[Signature], *, president_stands: bool) -> bool:
    """Whether minutes that are being signed may be taken back: before any answer, or once no seal can ever come.

    It never comes when too many refuse, nor when the president left before signing.

    signatures:  of the minutes, with their seats
    """
    if all(each.signed_at is None and each.dissented_at is None for each in signatures) or is_hopeless(signatures):
        return True
    signed = any(each.seat.presides and each.signed_at is not None for each in signatures)
    return not signed and not president_stands


def before_sealing(signatures: Sequence[Signature]) -> list[Finding]:
    """What hinders the seal; nothing when the minutes may be sealed.

    Everybody whose signature is awaited has signed, refused, or was noted as prevented; the president has signed, and
    more than half of them all.

    signatures:  of the minutes, with their seats
    """
    found: list[Finding] = []
    silent = [each.seat.name for each in signatures if each.signed_at is None and each.dissented_at is None]
    signed = [each for each in signatures if each.signed_at is not None]
    if not any(each.seat.presides for each in signed):
        found.append(Finding(minutes_reasons.PRESIDENT_MUST_SIGN, True))
    if silent:
        details: dict[str, Any] = {"names": ", ".join(silent)}
        found.append(Finding(minutes_reasons.SIGNATURES_AWAITED, True, details))
    elif 2 * len(signed) <= len(signatures):
        found.append(Finding(minutes_reasons.NO_MAJORITY, True, {"signed": len(signed), "present": len(signatures)}))
    return found
