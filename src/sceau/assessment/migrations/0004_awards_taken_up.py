"""An award says itself whether it is taken up; those that are not are found by an index of their own.

SQLite makes the table anew for it, so that its guards are put in again. Which awards are taken up, the room that issues
knows: its own migration marks those that are there.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

from sceau.assessment.guards import GUARDS


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    GUARDS.install(schema_editor.connection)


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    GUARDS.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("assessment", "0003_results_files")]

    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField("award", "taken_up", models.BooleanField(default=False)),
        migrations.AddIndex(
            "award",
            models.Index(
                fields=["institution", "-awarded_on", "-id"],
                condition=Q(taken_up=False, withdrawn_at__isnull=True),
                name="awards_that_wait",
            ),
        ),
        migrations.RunPython(install, remove),
    ]
