"""Acts written in one statement each side: thousands at a time, as a batch has them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from sceau.journal.models import Act, Chain

_COLUMNS = ("number", "at", "actor", "code", "subject", "details", "why", "digest")
_INTO = "INSERT INTO journal_act (chain_id, number, at, actor, code, subject, details, why, digest) "
_SQLITE = _INTO + "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
_UNNESTED = (
    "SELECT %s, * FROM unnest(%s::bigint[], %s::bigint[], %s::uuid[], %s::text[], %s::text[], %s::text[],"
    " %s::bytea[], %s::bytea[])"
)
_POSTGRESQL = _INTO + _UNNESTED
_OUTBOX = (
    "INSERT INTO journal_pending (act_id, tries, fault)"
    " SELECT id, 0, '' FROM journal_act WHERE chain_id = %s AND number >= %s"
)
_IDS = "SELECT id FROM journal_act WHERE chain_id = %s AND number >= %s ORDER BY number"


def insert(chain: Chain, acts: Sequence[Act]) -> None:
    """Write these acts, which follow the last one of their chain, and put them in the outbox; gives them their ids."""
    key, first = _key(chain.uuid), acts[0].number
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL, [key, *([getattr(act, name) for act in acts] for name in _COLUMNS)])
        else:
            cursor.executemany(_SQLITE, [_row(key, act) for act in acts])
        cursor.execute(_OUTBOX, [key, first])
        cursor.execute(_IDS, [key, first])
        for act, (number,) in zip(acts, cursor.fetchall(), strict=True):
            act.pk = number
            act._state.adding, act._state.db = False, connection.alias


def _row(key: str | UUID, act: Act) -> list[str | int | bytes | UUID | None]:
    actor = act.actor.hex if act.actor else None
    return [key, act.number, act.at, actor, act.code, act.subject, act.details, bytes(act.why), bytes(act.digest)]


def _key(chain: UUID) -> str | UUID:
    return chain.hex if connection.vendor == "sqlite" else chain
