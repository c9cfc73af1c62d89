"""The index of digests goes: nobody looked anything up in it, and the list of digests has one of its own.

It was the widest of those where values fall by chance, which is what a credential costs more of in a house that issued
many. SQLite makes the table anew for it, so that its guards are put in again.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sceau.issuing.guards import GUARDS


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    GUARDS.install(schema_editor.connection)


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    GUARDS.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("issuing", "0007_status_snapshots")]

    operations = [
        migrations.RunPython(remove, install),
        migrations.AlterField("credential", "digest", models.CharField(max_length=64)),
        migrations.RunPython(install, remove),
    ]
