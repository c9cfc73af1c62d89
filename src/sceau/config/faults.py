"""What is told of a fault of ours: its class, its places and the request's number, which the page shows too."""

from __future__ import annotations

import sys

import structlog
from django.http import HttpRequest

from sceau.config import metrics
from sceau.config.middleware.requests import route_of

log = structlog.get_logger("sceau.fault")


def tell(sender: object, request: HttpRequest | None = None, **_: object) -> None:
    """Called by Django while the exception is being handled."""
    route = route_of(request) if request is not None else "none"
    metrics.count_fault(route)
    log.error("fault", route=route, exc_info=sys.exc_info())
