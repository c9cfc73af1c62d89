"""How often something may be tried. Counted in the cache that all processes share, under its lock."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TypeVar

from allauth.core import context
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

T = TypeVar("T")


def spend(action: str, key: str, *, reading: bool = False) -> bool:
    """Count one try; False when it is one too many.

    action:   a name of settings.OWN_RATE_LIMITS
    key:      what it is counted for: an address, a code's digest
    reading:  pages that are only read are counted as well
    """
    request, limits = context.request, settings.OWN_RATE_LIMITS
    with transaction.atomic():
        used = ratelimit.consume(request, app="sceau", action=action, config=limits, key=key, limit_get=reading)
    return used is not None


def seconds_left(action: str, key: str) -> int:
    """In how many seconds another try is counted as one that may be, after `spend` said that it may not."""
    request, limits = context.request, settings.OWN_RATE_LIMITS
    waits = [1.0]
    for rate in ratelimit.get_rates(app="sceau", action=action, config=limits):
        name = ratelimit.get_cache_key(request, app="sceau", action=action, rate=rate, key=key)
        tries = cache.get(name, [])  # the latest first
        if len(tries) >= rate.amount:
            waits.append(tries[rate.amount - 1] + rate.duration - time.time())
    return math.ceil(max(waits))


def whoever_asks(request: HttpRequest) -> str:
    """The address that tries are counted for: of IPv6, the network that one house has."""
    address: str = ratelimit.get_ip(request)
    return address


def counted_at_once(act: Callable[[], T]) -> T:
    """Do what counts tries, and write the counts in one go: each alone would wait for the disk.

    raises: ValidationError as the act does, and the counts stay
    """
    with transaction.atomic():
        try:
            return act()
        except ValidationError as error:
            refusal = error
    raise refusal
