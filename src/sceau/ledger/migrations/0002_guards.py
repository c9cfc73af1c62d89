"""The database refuses to change what stands in this room."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sceau.ledger.guards import GUARDS


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    GUARDS.install(schema_editor.connection)


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    GUARDS.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
