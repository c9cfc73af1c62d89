"""The triggers by which the database itself refuses to change what was issued, whoever asks.

How a credential stands may change, and the opening of its page; nothing else of it. One that was revoked, called off
or erased stays so, but that an erasure may follow. Its bytes never change, and only an erasure takes them away.
"""

from __future__ import annotations

from typing import Final

from sceau.journal.triggers import Guard, Guards, differ

CREDENTIAL: Final = "issuing_credential"
CONTENT: Final = "issuing_content"
TURN: Final = "issuing_turn"
PATTERN: Final = "issuing_pattern"
FROZEN: Final = (
    "id",
    "uuid",
    "code",
    "institution_id",
    "award_id",
    "edition",
    "line_id",
    "key_id",
    "list_id",
    "index",
    "digest",
    "leaf",
    "issued_at",
    "valid_until",
    "replaces_id",
)
_FINAL = "OLD.state IN ('revoked', 'cancelled', 'erased') AND NEW.state <> OLD.state AND NEW.state <> 'erased'"
_STANDS = "NOT EXISTS (SELECT 1 FROM issuing_credential c WHERE c.id = OLD.credential_id AND c.state = 'erased')"

GUARDS: Final = Guards(
    "issuing",
    (
        Guard(
            "credential_is_not_changed",
            "UPDATE",
            CREDENTIAL,
            differ([f'"{column}"' for column in FROZEN]),
            "a credential is never changed",
        ),
        Guard("credential_keeps_its_end", "UPDATE", CREDENTIAL, _FINAL, "a credential that ended does not come back"),
        Guard("credential_is_not_deleted", "DELETE", CREDENTIAL, "1 = 1", "a credential is never deleted"),
        Guard(
            "credential_is_not_replaced",
            "INSERT",
            CREDENTIAL,
            "EXISTS (SELECT 1 FROM issuing_credential c WHERE c.id = NEW.id OR c.code = NEW.code"
            " OR c.uuid = NEW.uuid OR c.line_id = NEW.line_id)",
            "a credential is never overwritten",
            only="sqlite",
        ),
        Guard("content_is_not_changed", "UPDATE", CONTENT, "1 = 1", "the bytes of a credential are never changed"),
        Guard("content_is_not_deleted", "DELETE", CONTENT, _STANDS, "only an erasure takes the bytes away"),
        Guard(
            "content_is_not_replaced",
            "INSERT",
            CONTENT,
            "EXISTS (SELECT 1 FROM issuing_content c WHERE c.credential_id = NEW.credential_id)",
            "the bytes of a credential are never overwritten",
            only="sqlite",
        ),
        Guard(
            "turn_is_not_changed", "UPDATE", TURN, differ(["credential_id", "state", "at"]), "a turn is never changed"
        ),
        Guard("turn_is_not_deleted", "DELETE", TURN, "1 = 1", "a turn is never deleted"),
    ),
    emptied=(CREDENTIAL, CONTENT, TURN),
    why="what was issued is never emptied",
)

# by themselves, for their table came later: without a pattern, the bytes that were packed with it are lost
OF_PATTERNS: Final = Guards(
    "issuing_patterns",
    (
        Guard("pattern_is_not_changed", "UPDATE", PATTERN, "1 = 1", "a pattern is never changed"),
        Guard("pattern_is_not_deleted", "DELETE", PATTERN, "1 = 1", "a pattern is never deleted"),
        Guard(
            "pattern_is_not_replaced",
            "INSERT",
            PATTERN,
            "EXISTS (SELECT 1 FROM issuing_pattern p WHERE p.number = NEW.number)",
            "a pattern is never overwritten",
            only="sqlite",
        ),
    ),
    emptied=(PATTERN,),
    why="patterns are never emptied",
)
