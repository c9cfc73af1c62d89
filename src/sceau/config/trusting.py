"""The lists of issuers that the installation trusts, for the command: the same acts as on the administrator's pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.utils.timezone import now

from sceau.engine.checks.trust import TRUST_LIST_VERSION
from sceau.engine.keys.stamps import write_stamp
from sceau.verification import lists
from sceau.verification.comparing import KINDS, Change, Changes, changes_of, ended
from sceau.verification.errors import NO_LIST, VerificationError
from sceau.verification.known import lists_in_use
from sceau.verification.models import KnownIssuer, KnownList


def listed() -> list[dict[str, Any]]:
    """The lists in use, in the order in which they count."""
    moment = now()
    return [_as_json(each) | {"ended": ended(each, moment)} for each in lists_in_use()]


def bring(path: Path, *, name: str, replaced: str, take: bool) -> dict[str, Any]:
    """Read a file, tell all that it would change, and put it in use where that was asked.

    name:      of a new list; replaced: the name of the list in use that it replaces; one of the two is ""
    returns:   name, counts, changes, older; taken: whether it is in use now
    raises:    VerificationError, EngineError, OSError
    """
    with path.open("rb") as opened:
        content = opened.read(lists.LARGEST + 1)
    moment = now()
    instead_of = _named(replaced) if replaced else None
    waiting = lists.bring(content=content, file_name=path.name, name=name, instead_of=instead_of, by=None, now=moment)
    try:
        told = _told(changes_of(waiting, base=settings.BASE_URL, now=moment))
        if take:
            lists.take(waiting=waiting, by=None, now=moment)
    finally:
        lists.leave(waiting=waiting)  # one that is in use stays
    return {"name": waiting.name, "kind": waiting.kind, "entries": waiting.entries, **told, "taken": take}


def remove(name: str, *, why: str) -> dict[str, Any]:
    """Know nobody by a list any more. raises: VerificationError"""
    found = _named(name)
    told = _as_json(found)
    lists.remove(listed=found, by=None, now=now(), why=why)
    return told


def exported(name: str) -> bytes:
    """A list in use as a file that every installation reads, and `sceau verify --trust`. raises: VerificationError"""
    found = _named(name)
    rows = found.issuers.order_by("row")
    whole: dict[str, Any] = {"version": TRUST_LIST_VERSION, "name": found.name}
    if found.updated:
        whole["updated"] = found.updated
    whole["issuers"] = [_entry(each) for each in rows]
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _named(name: str) -> KnownList:
    found = lists_in_use().filter(name=" ".join(name.split())).first()
    if found is None:
        raise VerificationError(NO_LIST, name=name)
    return found


def _as_json(found: KnownList) -> dict[str, Any]:
    return {
        "name": found.name,
        "kind": found.kind,
        "entries": found.entries,
        "updated": found.updated,
        "file": found.file_name,
        "sha256": found.sha256,
        "taken_at": write_stamp(found.taken_at) if found.taken_at else None,
    }


def _told(changes: Changes) -> dict[str, Any]:
    return {
        "counts": {kind: changes.count(kind) for kind in KINDS},
        "older": _in_both(changes.older) if changes.older else None,
        "changes": [_change(each) for kind in KINDS for each in changes.of_kind[kind]],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "change": change.kind,
        "before": _entry(change.before) if change.before else None,
        "after": _entry(change.after) if change.after else None,
        "doubts": [_in_both(each) for each in change.doubts],
    }


def _in_both(doubt: Any) -> dict[str, str]:
    return {language: doubt.sentence(language) for language in ("fr", "en")}


def _entry(issuer: KnownIssuer) -> dict[str, str]:
    told = {"id": issuer.issuer_id, "name": issuer.name}
    told |= {"evidence": issuer.evidence} if issuer.evidence else {}
    return told | ({"until": write_stamp(issuer.until)} if issuer.until else {})
