"""The triggers by which the database itself refuses to change what was decided and signed, whoever asks.

Decisions, and the marks that the jury changed, stand once their deliberation is closed; minutes stand as they were
made, but for their state and their seal; a signature that was given or refused stands; an award may be withdrawn once
and is never rewritten. On PostgreSQL the triggers are ALWAYS enabled, so that a session that plays the replica meets
them too; on SQLite one that precedes an insertion stops INSERT OR REPLACE, which deletes without a word. The flush
between tests lifts them.
"""

from __future__ import annotations

from typing import Final

from sceau.institutions.roles import Right, Role, may
from sceau.journal.triggers import Guard, Guards, differ

MINUTES: Final = "assessment_minutes"
SIGNATURE: Final = "assessment_signature"
DELIBERATION: Final = "assessment_deliberation"
DECISION: Final = "assessment_decision"
CHANGE: Final = "assessment_markchange"
AWARD: Final = "assessment_award"

# what never changes of a row of minutes, of a closed deliberation, of an award
FROZEN: Final = {
    MINUTES: (
        "id",
        "uuid",
        "institution_id",
        "deliberation_id",
        "corrects_id",
        "number",
        "data",
        "digest",
        "made_at",
        "made_by_id",
    ),
    DELIBERATION: (
        "id",
        "uuid",
        "session_id",
        "number",
        "round",
        "kind",
        "route",
        "corrects_id",
        "why",
        "source",
        "source_digest",
        "mode",
        "place",
        "remarks",
        "opened_at",
        "opened_by_id",
    ),
    AWARD: (
        "id",
        "uuid",
        "institution_id",
        "decision_id",
        "person_id",
        "version_id",
        "language",
        "awarded_on",
        "assessed_on",
        "score",
        "marks",
        "supervision",
        "identity_verified",
        "basis",
        "evidence",
        "made_at",
    ),
}
_SEAL: Final = ("state", "sealed_digest", "sealed_at")
_CLOSE: Final = ("closed_at", "closed_by_id")
_WITHDRAWAL: Final = ("withdrawn_at", "withdrawn_by_id")


_CLOSED: Final = "EXISTS (SELECT 1 FROM assessment_deliberation d WHERE d.id = $ AND d.closed_at IS NOT NULL)"
_DECIDED: Final = (
    "EXISTS (SELECT 1 FROM assessment_decision c JOIN assessment_deliberation d ON d.id = c.deliberation_id"
    " WHERE c.id = $ AND d.closed_at IS NOT NULL)"
)


def _is_closed(deliberation: str) -> str:
    return _CLOSED.replace("$", deliberation)


def _is_decided(decision: str) -> str:
    return _DECIDED.replace("$", decision)


_ANSWERED = "(OLD.signed_at IS NOT NULL OR OLD.dissented_at IS NOT NULL)"
# a deliberation is opened again by minutes that were withdrawn, and by nothing else
_REOPENED = (
    "NEW.closed_at IS NULL AND EXISTS (SELECT 1 FROM assessment_minutes m WHERE m.deliberation_id = OLD.id)"
    " AND NOT EXISTS (SELECT 1 FROM assessment_minutes m WHERE m.deliberation_id = OLD.id AND m.state <> 'withdrawn')"
)
_SOMEBODY_ANSWERED = (
    "EXISTS (SELECT 1 FROM assessment_signature s WHERE s.minutes_id = OLD.id"
    " AND (s.signed_at IS NOT NULL OR s.dissented_at IS NOT NULL))"
)

# minutes that somebody answered are taken back only where no seal can come: most refuse, or the president left unsigned
_MOST_REFUSE = (
    "(SELECT 2 * SUM(CASE WHEN s.dissented_at IS NULL THEN 1 ELSE 0 END) <= COUNT(*) FROM assessment_signature s"
    " WHERE s.minutes_id = OLD.id)"
)
_PRESIDING = ", ".join(f"'{role}'" for role in Role if may(role, Right.PRESIDE_JURY))
# a role that ends by itself is left to the services: a trigger reads no clock
_PRESIDENT_SIGNED_OR_STANDS = (
    "EXISTS (SELECT 1 FROM assessment_signature s JOIN assessment_seat p ON p.id = s.seat_id AND p.presides"
    " WHERE s.minutes_id = OLD.id AND (s.signed_at IS NOT NULL OR EXISTS (SELECT 1 FROM accounts_user u"
    " JOIN institutions_membership r ON r.user_id = u.id AND r.institution_id = OLD.institution_id"
    " JOIN assessment_deliberation d ON d.id = OLD.deliberation_id JOIN assessment_session e ON e.id = d.session_id"
    " WHERE u.id = p.user_id AND u.is_active AND r.ended_at IS NULL AND r.until IS NULL"
    " AND r.role IN ($) AND (r.unit_id IS NULL OR r.unit_id = e.unit_id))))"
).replace("$", _PRESIDING)

_REPLACED_CHANGE = "EXISTS (SELECT 1 FROM assessment_markchange k WHERE k.id = NEW.id AND $)".replace(
    "$", _is_decided("k.decision_id")
)

GUARDS: Final = Guards(
    "assessment",
    (
        Guard(
            "minutes_are_not_changed",
            "UPDATE",
            MINUTES,
            f"{differ(FROZEN[MINUTES])} OR (OLD.pdf_digest <> '' AND NEW.pdf_digest <> OLD.pdf_digest)"
            f" OR (OLD.state <> 'signing' AND {differ(_SEAL)})"
            f" OR (OLD.state = 'signing' AND NEW.state = 'withdrawn' AND {_SOMEBODY_ANSWERED}"
            f" AND NOT {_MOST_REFUSE} AND {_PRESIDENT_SIGNED_OR_STANDS})",
            "minutes are never changed",
        ),
        Guard("minutes_are_not_deleted", "DELETE", MINUTES, "1 = 1", "minutes are never deleted"),
        Guard(
            "minutes_are_not_replaced",
            "INSERT",
            MINUTES,
            "EXISTS (SELECT 1 FROM assessment_minutes m WHERE m.id = NEW.id OR m.uuid = NEW.uuid"
            " OR (m.institution_id = NEW.institution_id AND m.number = NEW.number)"
            " OR (m.deliberation_id = NEW.deliberation_id AND m.state <> 'withdrawn'))",
            "minutes are never replaced",
            only="sqlite",
        ),
        Guard("signature_is_not_changed", "UPDATE", SIGNATURE, _ANSWERED, "an answer to minutes is never changed"),
        Guard("signature_is_not_deleted", "DELETE", SIGNATURE, _ANSWERED, "an answer to minutes is never deleted"),
        Guard(
            "signature_is_not_replaced",
            "INSERT",
            SIGNATURE,
            "EXISTS (SELECT 1 FROM assessment_signature s WHERE (s.signed_at IS NOT NULL OR s.dissented_at IS NOT NULL)"
            " AND (s.id = NEW.id OR s.uuid = NEW.uuid OR (s.minutes_id = NEW.minutes_id AND s.seat_id = NEW.seat_id)"
            " OR (NEW.token_digest <> '' AND s.token_digest = NEW.token_digest)))",
            "an answer to minutes is never replaced",
            only="sqlite",
        ),
        Guard(
            "deliberation_is_not_changed",
            "UPDATE",
            DELIBERATION,
            f"OLD.closed_at IS NOT NULL AND ({differ(FROZEN[DELIBERATION])}"
            f" OR ({differ(_CLOSE)} AND NOT ({_REOPENED})))",
            "a deliberation that is closed is never changed",
        ),
        Guard(
            "deliberation_is_not_deleted",
            "DELETE",
            DELIBERATION,
            "OLD.closed_at IS NOT NULL",
            "a deliberation that is closed is never deleted",
        ),
        Guard(
            "deliberation_is_not_replaced",
            "INSERT",
            DELIBERATION,
            "EXISTS (SELECT 1 FROM assessment_deliberation d WHERE d.closed_at IS NOT NULL AND (d.id = NEW.id"
            " OR d.uuid = NEW.uuid OR (d.session_id = NEW.session_id AND d.number = NEW.number)))",
            "a deliberation that is closed is never replaced",
            only="sqlite",
        ),
        Guard(
            "decision_is_not_changed",
            "UPDATE",
            DECISION,
            f"{_is_closed('OLD.deliberation_id')} OR {_is_closed('NEW.deliberation_id')}",
            "a decision that was closed is never changed",
        ),
        Guard(
            "decision_is_not_deleted",
            "DELETE",
            DECISION,
            _is_closed("OLD.deliberation_id"),
            "a decision that was closed is never deleted",
        ),
        Guard(
            "decision_is_not_added",
            "INSERT",
            DECISION,
            f"{_is_closed('NEW.deliberation_id')} OR {_is_decided('NEW.id')}",
            "no decision is added to a deliberation that is closed",
        ),
        Guard(
            "mark_change_is_not_changed",
            "UPDATE",
            CHANGE,
            f"{_is_decided('OLD.decision_id')} OR {_is_decided('NEW.decision_id')}",
            "a mark that the jury changed stands",
        ),
        Guard(
            "mark_change_is_not_deleted",
            "DELETE",
            CHANGE,
            _is_decided("OLD.decision_id"),
            "a mark that the jury changed stands",
        ),
        Guard(
            "mark_change_is_not_added",
            "INSERT",
            CHANGE,
            _is_decided("NEW.decision_id") + " OR " + _REPLACED_CHANGE,
            "no mark is changed once the deliberation is closed",
        ),
        Guard(
            "award_is_not_changed",
            "UPDATE",
            AWARD,
            f"{differ(FROZEN[AWARD])} OR (OLD.withdrawn_at IS NOT NULL AND {differ(_WITHDRAWAL)})",
            "an award is never changed",
        ),
        Guard("award_is_not_deleted", "DELETE", AWARD, "1 = 1", "an award is never deleted"),
        Guard(
            "award_is_not_replaced",
            "INSERT",
            AWARD,
            "EXISTS (SELECT 1 FROM assessment_award a WHERE a.id = NEW.id OR a.uuid = NEW.uuid"
            " OR a.decision_id = NEW.decision_id)",
            "an award is never replaced",
            only="sqlite",
        ),
    ),
    emptied=(MINUTES, SIGNATURE, DELIBERATION, DECISION, CHANGE, AWARD),
    why="what was decided and signed is never emptied",
)
