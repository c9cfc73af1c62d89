"""How often something may be tried. Counted in the cache that all processes share, under its lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from allauth.core import context
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

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
