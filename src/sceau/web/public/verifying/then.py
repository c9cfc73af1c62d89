"""What our own status lists said at a past moment, for a verdict as of then."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sceau.engine.checks.policy import ListThen
from sceau.issuing.queries.lists import ListThen as Kept
from sceau.issuing.queries.lists import list_then
from sceau.web.public.verifying.own import page_of

_NAMES: Final = ("status_list", "status_notices")


class OwnLists:
    """Asked with the address of a list, and a moment; remembers for one request what it read."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, datetime], Kept | None] = {}

    def __call__(self, url: str, at: datetime) -> ListThen | None:
        """The document that was served there then; None for a list of others, and when nothing of then is kept."""
        match = page_of(url)
        if match is None or match.url_name not in _NAMES:
            return None
        key = (match.kwargs["uuid"], at)
        if key not in self._kept:
            self._kept[key] = list_then(match.kwargs["uuid"], at)
        kept = self._kept[key]
        if kept is None:
            return None
        return ListThen(kept.since, kept.revocations if match.url_name == "status_list" else kept.notices)
