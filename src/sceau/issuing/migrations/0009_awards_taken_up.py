"""The awards of the credentials that are there, and of the lines that wait, are marked as taken up."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

# as they were called when this ran first: what `sceau.issuing.queries.batches` calls WAITING and GIVEN
WAITING = ("waiting", "failed")
GIVEN = ("valid", "suspended", "revoked", "replaced", "erased")


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    lines = apps.get_model("issuing", "Line").objects.using(using).filter(state__in=WAITING)
    credentials = apps.get_model("issuing", "Credential").objects.using(using).filter(state__in=GIVEN)
    held = Q(pk__in=lines.values("award")) | Q(pk__in=credentials.values("award"))
    apps.get_model("assessment", "Award").objects.using(using).filter(held).update(taken_up=True)


class Migration(migrations.Migration):
    dependencies = [("issuing", "0008_digests_stand_in_the_ledger"), ("assessment", "0004_awards_taken_up")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
