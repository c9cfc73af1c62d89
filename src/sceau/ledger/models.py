"""The rows of the list: one for each credential, in the order in which they were signed."""

from __future__ import annotations

from django.db import models


class Head(models.Model):
    """How many leaves there are; its one row is kept by whoever adds some, so that their numbers have no gap.

    number:  1, always
    """

    number = models.PositiveSmallIntegerField(primary_key=True, default=1)
    length = models.BigIntegerField(default=0)


class Leaf(models.Model):
    """One credential: the SHA-256 of its bytes, and nothing else that could tell whose it is.

    number:  0, 1, 2…, without a gap: its place in the tree (RFC 6962, section 2.1)
    """

    number = models.BigIntegerField(primary_key=True)
    digest = models.BinaryField(max_length=32, unique=True)
    at = models.DateTimeField()
