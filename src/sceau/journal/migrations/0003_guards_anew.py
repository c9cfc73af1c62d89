"""The guards as they are written now, in the place of those that an earlier version put in."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sceau.journal import guards


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_guards")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
