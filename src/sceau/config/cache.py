"""What processes share and may forget: a table, its values as JSON.

Django's own cache of this kind keeps pickles: whoever could write one row would run code here, with the key-encryption
key in reach. JSON is only read.

Keys are told to nobody either: limits count by address, and who visited is not to be read in a database or in its
backup. What is kept of a key is a digest that needs the secret of the installation.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import orjson
from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connections, router
from django.utils.timezone import now

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
TIDY_EVERY = 200  # writes of a process
_PUT = (
    "INSERT INTO shared_cache (cache_key, value, expires) VALUES (%s, %s, %s)"
    " ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
)
_ONLY_OVER_WHAT_IS_OVER = " WHERE shared_cache.expires <= %s"


class SharedCache(BaseCache):
    """A cache in the table of `sceau.config.models.Remembered`; its values are what JSON knows."""

    def __init__(self, _location: str, params: Mapping[str, Any]) -> None:
        super().__init__(dict(params))
        self._writes = 0

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value; the default when there is none, it is too old, or it is no JSON."""
        row = self._rows().filter(pk=self._key(key, version), expires__gt=now()).values_list("value", flat=True).first()
        try:
            return default if row is None else orjson.loads(row)
        except ValueError:  # not ours: as good as forgotten
            return default

    def set(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep the value, in the place of another."""
        self._put(_PUT, key, value, timeout, version)

    def add(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep the value unless there is one; of two at once, one is told True."""
        return self._put(_PUT + _ONLY_OVER_WHAT_IS_OVER, key, value, timeout, version, now())

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep the value longer; False when there is none."""
        there = self._rows().filter(pk=self._key(key, version), expires__gt=now())
        return bool(there.update(expires=self._end(timeout)))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget the value; False when there was none."""
        return bool(self._rows().filter(pk=self._key(key, version)).delete()[0])

    def delete_many(self, keys: Iterable[str], version: int | None = None) -> None:
        """Forget these values."""
        self._rows().filter(pk__in=[self._key(key, version) for key in keys]).delete()

    def clear(self) -> None:
        """Forget everything."""
        self._rows().all().delete()

    def _put(self, sql: str, key: str, value: Any, timeout: float | None, version: int | None, *more: datetime) -> bool:
        connection = connections[router.db_for_write(_model())]
        moments = [connection.ops.adapt_datetimefield_value(moment) for moment in (self._end(timeout), *more)]
        with connection.cursor() as cursor:
            cursor.execute(sql, [self._key(key, version), orjson.dumps(value).decode(), *moments])
            done = bool(cursor.rowcount)
        self._writes += 1
        if self._writes % TIDY_EVERY == 0:
            self.tidy()
        return done

    def tidy(self) -> None:
        """Drop what is over; of too many, the tenth that would be over first."""
        self._rows().filter(expires__lte=now()).delete()
        if self._rows().count() > self._max_entries:
            first = self._rows().order_by("expires").values_list("pk", flat=True)
            self._rows().filter(pk__in=list(first[: self._max_entries // 10])).delete()

    def _key(self, key: str, version: int | None) -> str:
        whole = str(self.make_key(key, version=version))
        return hmac.new(settings.SECRET_KEY.encode(), whole.encode(), sha256).hexdigest()

    def _end(self, timeout: float | None) -> datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return NEVER if seconds is None else now() + timedelta(seconds=float(seconds))

    @staticmethod
    def _rows() -> Any:
        return _model().objects


def _model() -> Any:
    """The table; its module may only be imported once the registry of apps is full."""
    from sceau.config.models import Remembered  # noqa: PLC0415 -- caches are made before models are

    return Remembered
