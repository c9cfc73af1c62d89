"""Credentials that were issued before, by the hundred thousand, written by the database: only their number counts.

They are copies of one that was issued, each with ids, a code and digests of its own, as unequal as real ones are, so
that every index is as large as it would be. Their awards do not exist, and the digests of their acts are of nothing:
whoever rechecks the journal of such a house, or verifies all that it issued, finds that.
"""

from __future__ import annotations

import secrets
from typing import Any, Final

from django.db import connection, models, transaction

from sceau.issuing.models import Content, Credential, Line
from sceau.journal.models import Act, Chain
from sceau.ledger.models import Head, Leaf

AT_ONCE: Final = 50_000
FAR: Final = 1_000_000_000  # ids that nothing real has
PLACES: Final = 131_072  # in a status list
NUMBERS: Final = {
    "sqlite": "(WITH RECURSIVE c(n) AS (SELECT {0} UNION ALL SELECT n + 1 FROM c WHERE n < {1}) SELECT n FROM c)",
    "postgresql": "(SELECT generate_series({0}, {1}) AS n)",
}
CHANCE: Final = {"sqlite": "randomblob(32)", "postgresql": "sha256(('{salt}' || n)::bytea)"}
HEX: Final = {"sqlite": "lower(hex({0}))", "postgresql": "encode({0}, 'hex')"}
COUNTED: Final = {"sqlite": "printf('%08x', n)", "postgresql": "lpad(to_hex(n), 8, '0')"}
UUID: Final = {"sqlite": "replace({0}, '-', '')", "postgresql": "({0})::uuid"}


def fill(up_to: int) -> None:
    """As many credentials as that, with those that are there."""
    for first in range(Credential.objects.count() + 1, up_to + 1, AT_ONCE):
        last = min(first + AT_ONCE - 1, up_to)
        with connection.cursor() as cursor:
            _without_references(cursor, True)
            try:
                with transaction.atomic():
                    _copies(cursor, first, last)
            finally:
                _without_references(cursor, False)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # which it does by itself within a minute; SQLite knows none of that in a house


def _without_references(cursor: Any, wanted: bool) -> None:
    if connection.vendor == "sqlite":
        cursor.execute(f"PRAGMA foreign_keys = {'OFF' if wanted else 'ON'}")
    else:
        cursor.execute(f"SET session_replication_role = {'replica' if wanted else 'DEFAULT'}")


def _copies(cursor: Any, first: int, last: int) -> None:
    vendor = connection.vendor
    chance = CHANCE[vendor].format(salt=secrets.token_hex(4))
    digits = HEX[vendor].format(chance)
    uuid = f"{COUNTED[vendor]} || '-0000-7000-8000-' || substr({digits}, 1, 12)"
    one = Credential.objects.filter(pk__lt=FAR).latest("pk")
    act = Act.objects.get(code="credential.issued", subject=f"credential:{one.uuid}")
    # kept from the workers, who may still write acts of the batch before; in the order in which they take them
    head, chain = Head.objects.select_for_update().get(), Chain.objects.select_for_update().get(pk=act.chain_id)
    far, numbers = f"{FAR} + n", NUMBERS[vendor].format(first, last)

    def copy(model: type[models.Model], key: object, **own: str) -> None:
        columns = [field.column for field in model._meta.concrete_fields if own.get(field.column) != ""]
        names = ", ".join(f'"{column}"' for column in columns)
        values = ", ".join(own.get(column, f't."{column}"') for column in columns)
        table, by = model._meta.db_table, model._meta.pk.column
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t, {numbers} c WHERE t.{by} = {key}"
        )

    copy(Line, one.line_id, id=far, batch_id=f"{FAR} + n / 10000", number="n", award_id=far)
    copy(
        Credential,
        one.pk,
        id=far,
        uuid=UUID[vendor].format(uuid),
        code=f"upper(substr({digits}, 1, 14))",
        award_id=far,
        line_id=far,
        list_id=f"{FAR} + n / {PLACES}",
        index=f"mod(n, {PLACES})" if vendor == "postgresql" else f"n % {PLACES}",
        digest=digits,
        leaf=f"{head.length - first} + n",
        replaces_id="NULL",
    )
    copy(Content, one.pk, credential_id=far)
    copy(Leaf, one.leaf, number=f"{head.length - first} + n", digest=chance)
    subject, number = f"'credential:' || {uuid}", f"{chain.length - first + 1} + n"
    copy(Act, act.pk, id="", number=number, subject=subject, digest=chance)
    count = last - first + 1
    Head.objects.update(length=head.length + count)
    Chain.objects.filter(pk=chain.pk).update(length=chain.length + count, head=secrets.token_bytes(32))
