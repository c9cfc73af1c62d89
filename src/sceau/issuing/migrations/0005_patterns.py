"""What credentials have in common is kept once: those that are signed from here on are packed, the others stay."""

from __future__ import annotations

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sceau.issuing.guards import OF_PATTERNS


def install(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The database keeps patterns as it keeps what is packed with them."""
    OF_PATTERNS.install(schema_editor.connection)


def remove(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Before the table goes."""
    OF_PATTERNS.remove(schema_editor.connection)


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (
        ("design", "0003_touched"),
        ("issuing", "0004_renewals_and_requests"),
    )

    operations = (
        migrations.CreateModel(
            name="Pattern",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("language", models.CharField(max_length=20)),
                ("text", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="design.designversion"
                    ),
                ),
            ],
        ),
        migrations.RunPython(install, remove),
    )
