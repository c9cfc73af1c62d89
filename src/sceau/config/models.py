"""The table that all processes share for what may be forgotten."""

from __future__ import annotations

from django.db import models


class Remembered(models.Model):
    """A row of the cache that processes share, see `sceau.config.cache`; value: JSON."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "shared_cache"

    def __str__(self) -> str:
        return self.cache_key
