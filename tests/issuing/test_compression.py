"""The bytes of credentials are compressed in the way that costs least."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite compresses nothing")
def test_postgresql_compresses_them_with_lz4():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, attcompression::text FROM pg_attribute"
            " WHERE attrelid = 'issuing_content'::regclass AND attname IN ('body', 'record')"
        )
        assert dict(cursor.fetchall()) == {"body": "l", "record": "l"}
