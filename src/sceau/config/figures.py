"""The page of figures, for Prometheus: guarded by a token, or for this machine alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hmac import compare_digest
from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sceau.config import metrics, selftest
from sceau.config.middleware.proxies import FORWARDED_BY
from sceau.engine.errors import EngineError
from sceau.jobs.queries import failing_acts, last_heartbeat, waiting_acts

if TYPE_CHECKING:
    from prometheus_client.core import GaugeMetricFamily

PLAIN = "text/plain; charset=utf-8"
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
NOT_FOR_YOU = "Pas de chiffres ici sans SCEAU_METRICS_TOKEN.\nNo figures here without SCEAU_METRICS_TOKEN.\n"


@never_cache
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """What was counted, and how the house stands."""
    if not _may_read(request):
        return HttpResponse(NOT_FOR_YOU, status=403, content_type=PLAIN)
    return HttpResponse(metrics.exposition(list(house(now=now()))), content_type=PROMETHEUS)


def _may_read(request: HttpRequest) -> bool:
    """With the token where there is one; otherwise from this machine, by its number, through no proxy."""
    if settings.METRICS_TOKEN:
        word, _, token = request.headers.get("Authorization", "").partition(" ")
        return word.lower() == "bearer" and compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())
    asked, _ = split_domain_port(request.get_host())
    return not request.META.get(FORWARDED_BY) and _is_here(request.META.get("REMOTE_ADDR", "")) and _names_here(asked)


def _names_here(host: str) -> bool:
    return host == "localhost" or _is_here(host.strip("[]"))


def _is_here(text: str) -> bool:
    try:
        return ip_address(text).is_loopback
    except ValueError:
        return False


def house(*, now: datetime) -> Iterator[GaugeMetricFamily]:
    """What waits, whether the worker lives, whether the keys are sound; the first figure alone without a database."""
    try:
        heard = last_heartbeat()
        figures = [
            ("sceau_outbox_acts", "Acts whose consequences are still to come", waiting_acts()),
            ("sceau_outbox_failing_acts", "Acts of the outbox that were tried and failed", failing_acts()),
            (
                "sceau_worker_silence_seconds",
                "Seconds since a worker last said that it lives; infinite when none ever did",
                (now - heard).total_seconds() if heard else float("inf"),
            ),
            ("sceau_key_faults", "What the self-test of the signing keys found wrong; -1: it failed", _keys(now)),
        ]
    except Error:
        figures = []
    yield _gauge("sceau_database_up", "Whether the database answers", 1 if figures else 0)
    for name, meaning, value in figures:
        yield _gauge(name, meaning, value)


def _keys(now: datetime) -> int:
    try:
        return selftest.count_of_faults(now=now)
    except EngineError:
        return -1


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 -- after metrics.keep_in

    return GaugeMetricFamily(name, meaning, value)
