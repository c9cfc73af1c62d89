"""The triggers by which the database itself keeps the list: a leaf never changes, and none is taken out."""

from __future__ import annotations

from typing import Final

from sceau.journal.triggers import Guard, Guards

LEAF: Final = "ledger_leaf"
HEAD: Final = "ledger_head"

GUARDS: Final = Guards(
    "ledger",
    (
        Guard("leaf_is_not_changed", "UPDATE", LEAF, "1 = 1", "a leaf is never changed"),
        Guard("leaf_is_not_deleted", "DELETE", LEAF, "1 = 1", "a leaf is never deleted"),
        Guard(
            "leaf_is_not_replaced",
            "INSERT",
            LEAF,
            "EXISTS (SELECT 1 FROM ledger_leaf l WHERE l.number = NEW.number OR l.digest = NEW.digest)",
            "a leaf is never replaced",
            only="sqlite",
        ),
        Guard("list_only_grows", "UPDATE", HEAD, "NEW.length < OLD.length", "the list only ever grows"),
        Guard("list_is_not_deleted", "DELETE", HEAD, "1 = 1", "the list only ever grows"),
    ),
    emptied=(LEAF, HEAD),
    why="the list of digests is never emptied",
)
