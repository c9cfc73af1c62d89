"""Whether this installation works, for machines that watch over it; nothing here is secret, nothing costs much."""

from __future__ import annotations

from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sceau.config.preparing import migrations
from sceau.jobs.queries import worker_lives

UNWELL = 503

_complete = False  # once all tables are made, none goes away while this process runs


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """All: the database, its tables, the worker. For whoever is to be woken up."""
    return _answer(_tables() | {"worker": _worker()})


@never_cache
@require_safe
def health_of_pages(request: HttpRequest) -> JsonResponse:
    """What pages need, the database and its tables. For a balancer: a worker at rest closes no page."""
    return _answer(_tables())


def _answer(states: dict[str, str]) -> JsonResponse:
    well = all(state == "ok" for state in states.values())
    return JsonResponse({"status": "ok" if well else "unwell", **states}, status=200 if well else UNWELL)


def _tables() -> dict[str, str]:
    global _complete  # noqa: PLW0603 -- a fact about this process
    try:
        if not _complete:
            _complete = not migrations().missing
        else:
            worker_lives(now=now())
    except Error:
        return {"database": "out of reach", "tables": "unknown"}
    return {"database": "ok", "tables": "ok" if _complete else "behind"}


def _worker() -> str:
    try:
        return "ok" if worker_lives(now=now()) else "silent"
    except Error:
        return "unknown"
