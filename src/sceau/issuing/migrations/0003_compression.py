"""PostgreSQL compresses the bytes of credentials with LZ4, where it can: its own way takes longer than signing them."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import NotSupportedError, ProgrammingError, migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def compress(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A server that was built without LZ4 goes on as it does."""
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for column in ("body", "record"):
                cursor.execute(f"ALTER TABLE issuing_content ALTER COLUMN {column} SET COMPRESSION lz4")
    except (NotSupportedError, ProgrammingError):
        return


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (("issuing", "0002_guards"),)
    operations = (migrations.RunPython(compress, migrations.RunPython.noop),)
