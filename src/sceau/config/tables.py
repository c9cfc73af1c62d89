"""The tables of an empty database, made at once as the models are today.

Going through every migration from the first leads to the same tables, which a test of both databases sees to: seventy
steps, each of which draws the whole house anew for Django, when one is enough where there is nothing to bring along.
"""

from __future__ import annotations

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor

OURS = "sceau."


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether nobody has made a table in this database yet."""
    return not connection.introspection.table_names()


def make_all(connection: BaseDatabaseWrapper) -> bool:
    """Make the table of every model, its guards, and the list of migrations where they are noted as made.

    connection:  of a database that is empty; all is made in it, or nothing
    returns:     whether migrations are left to be made: those of an application that writes its tables in SQL
    """
    executor = MigrationExecutor(connection)
    plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    in_sql = {each.app_label for each in plan if any(isinstance(operation, RunSQL) for operation in each.operations)}
    made = [each for each in plan if each.app_label not in in_sql]
    with connection.schema_editor(atomic=True) as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection) and model._meta.app_label not in in_sql:
                editor.create_model(model)
        for migration in made:
            _guard(migration, editor)
        editor.create_model(executor.recorder.Migration)
        _note(executor, made)
    return len(made) < len(plan)


def _guard(migration: Migration, editor: BaseDatabaseSchemaEditor) -> None:
    """What a migration of our rooms does in Python, and no model says.

    What those of others do brings rows along, and there is none; so does what is `elidable` of ours.
    """
    for each in migration.operations:
        if isinstance(each, RunPython) and each.code.__module__.startswith(OURS) and not each.elidable:
            each.code(apps, editor)  # type: ignore[arg-type]  # models as they are: those of a state are drawn for it


def _note(executor: MigrationExecutor, made: list[Migration]) -> None:
    """Write that these are made, and so those that one of them stands for."""
    keys = [key for each in made for key in (each.replaces or [(each.app_label, each.name)])]
    rows = executor.recorder.Migration
    rows.objects.using(executor.connection.alias).bulk_create([rows(app=app, name=name) for app, name in keys])
    executor.check_replacements()
