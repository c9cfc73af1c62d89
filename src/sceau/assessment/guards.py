"""The triggers by which the database itself refuses to change what was decided and signed, whoever asks.

Decisions, and the marks that the jury changed, stand once their deliberation is closed; minutes stand as they were
made, but for their state and their seal; a signature that was given or refused stands; an award may be withdrawn once
and is never rewritten. On PostgreSQL the triggers are ALWAYS enabled, so that a session that plays the replica meets
them too; on SQLite one that precedes an insertion stops INSERT OR REPLACE, which deletes without a word. The flush
between tests lifts them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

from sceau.institutions.roles import Right, Role, may

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


@dataclass(frozen=True, slots=True)
class Guard:
    """A trigger: when it looks, at what, and what it says.

    event:  INSERT, UPDATE or DELETE
    where:  of OLD and NEW, with {differs} for the comparison that takes NULL as a value
    only:   the one database that needs it, "" for both
    """

    name: str
    event: str
    table: str
    where: str
    sentence: str
    only: str = ""


def _differ(columns: tuple[str, ...]) -> str:
    return "(" + " OR ".join(f"NEW.{column} {{differs}} OLD.{column}" for column in columns) + ")"


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

GUARDS: Final = (
    Guard(
        "minutes_are_not_changed",
        "UPDATE",
        MINUTES,
        f"{_differ(FROZEN[MINUTES])} OR (OLD.pdf_digest <> '' AND NEW.pdf_digest <> OLD.pdf_digest)"
        f" OR (OLD.state <> 'signing' AND {_differ(_SEAL)})"
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
        f"OLD.closed_at IS NOT NULL AND ({_differ(FROZEN[DELIBERATION])} OR ({_differ(_CLOSE)} AND NOT ({_REOPENED})))",
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
        f"{_differ(FROZEN[AWARD])} OR (OLD.withdrawn_at IS NOT NULL AND {_differ(_WITHDRAWAL)})",
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
)
_TRUNCATED: Final = (MINUTES, SIGNATURE, DELIBERATION, DECISION, CHANGE, AWARD)


def names(connection: BaseDatabaseWrapper) -> list[str]:
    """What the triggers of this database are called."""
    found = [guard.name for guard in GUARDS if guard.only in ("", connection.vendor)]
    if connection.vendor == "postgresql":
        found += [_emptied(table) for table in _TRUNCATED]
    return found


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of those that are absent, or switched off."""
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {row[0] for row in cursor.fetchall()}
    return [name for name in names(connection) if name not in standing]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in, anew when they were there."""
    remove(connection)
    _run(connection, _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite())


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers out."""
    if connection.vendor != "postgresql":
        return _run(connection, [f"DROP TRIGGER IF EXISTS {guard.name}" for guard in GUARDS])
    statements = [f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}" for guard in GUARDS if not guard.only]
    statements += [f"DROP TRIGGER IF EXISTS {_emptied(table)} ON {table}" for table in _TRUNCATED]
    return _run(connection, statements)


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers for a moment: for the flush between tests, and for nothing that a page can reach."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def _on_sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table}"
        f" WHEN {guard.where.format(differs='IS NOT')}"
        f" BEGIN SELECT RAISE(ABORT, 'sceau: {guard.sentence}'); END"
        for guard in GUARDS
    ]


def _on_postgresql() -> list[str]:
    """A function for each: the condition of a trigger may not look into other tables there."""
    statements = []
    for guard in GUARDS:
        if guard.only:
            continue
        where = guard.where.format(differs="IS DISTINCT FROM")
        kept = "OLD" if guard.event == "DELETE" else "NEW"
        statements += [
            f"CREATE OR REPLACE FUNCTION assessment_{guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f"BEGIN IF {where} THEN {_raise(guard.sentence)} END IF; RETURN {kept}; END$$",
            f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW"
            f" EXECUTE FUNCTION assessment_{guard.name}()",
            f"ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {guard.name}",
        ]
    refuse = _raise("what was decided and signed is never emptied")
    statements.append(
        f"CREATE OR REPLACE FUNCTION assessment_refuses() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {refuse} END$$"
    )
    for table in _TRUNCATED:
        statements += [
            f"CREATE TRIGGER {_emptied(table)} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
            " EXECUTE FUNCTION assessment_refuses()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {_emptied(table)}",
        ]
    return statements


def _raise(sentence: str) -> str:
    return f"RAISE EXCEPTION 'sceau: {sentence}' USING ERRCODE = 'integrity_constraint_violation';"


def _emptied(table: str) -> str:
    return f"{table}_is_not_emptied"


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and connection.in_atomic_block:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # it alters no table that has checks still to come
        for statement in statements:
            cursor.execute(statement)
