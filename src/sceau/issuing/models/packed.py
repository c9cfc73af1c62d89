"""Files that are kept packed, and the texts that many of them have in common."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import models

from sceau.design.models import DesignVersion
from sceau.issuing.packing import Unreadable, unpacked

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.expressions import Expression


class Pattern(models.Model):
    """What the credentials of one version of a design have in common, in one language; nothing of any of them.

    number:    Adler-32 of the text, by which packed files name it
    text:      never changed nor deleted: without it, what was packed with it is lost
    """

    number = models.BigIntegerField(primary_key=True)
    version = models.ForeignKey(DesignVersion, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=20)
    text = models.BinaryField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.number)


class PackedField(models.BinaryField[bytes, bytes]):
    """Bytes that may be packed, see `sceau.issuing.packing`: read, they are the file; written, as they are given."""

    def from_db_value(self, value: Any, _expression: Expression, connection: BaseDatabaseWrapper) -> bytes | None:
        """The file."""
        return None if value is None else unpacked(bytes(value), lambda number: _text(number, connection.alias))

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """To the database it is a column of bytes as any other, and no migration remakes its table."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs


@lru_cache(maxsize=64)  # 26 kB each; a number is that of its text, whatever database it is read from
def _text(number: int, alias: str) -> bytes:
    text = Pattern.objects.using(alias).filter(pk=number).values_list("text", flat=True).first()
    if text is None:
        raise Unreadable(f"the pattern {number} is gone")
    return bytes(text)
