"""The tables of an empty database are made at once: they are those that every migration from the first leads to."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command

from .houses import SERVER, House, database

SQLITE = r"""
def parts(sql):
    "What stands between the outer brackets of CREATE TABLE, in no order."
    inside, depth, found, text = sql[sql.index("(") + 1 : sql.rindex(")")], 0, [], ""
    for sign in inside:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            found.append(text.strip())
            text = ""
        else:
            text += sign
    return sorted([*found, text.strip()])

cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
told = sorted(
    [kind, name, table, parts(sql) if kind == "table" else sql] for kind, name, table, sql in cursor.fetchall()
)
"""
POSTGRESQL = r"""
told = []
for sql in (
    "SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, is_nullable,"
    " column_default, is_identity FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass::text, tgname, tgenabled::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind <> 'a'",
    "SELECT sequencename, data_type::text FROM pg_sequences WHERE schemaname = 'public'",
    "SELECT typname, enumlabel FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid",
):
    cursor.execute(sql)
    told.append(sorted(map(list, cursor.fetchall()), key=repr))
"""
ONE = (
    ["auth_group_permissions", "id"],
    ["auth_group_permissions_id_seq", "integer"],
    ["auth_group_permissions_id_seq", "bigint"],
)
MAKE = """
import json
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from sceau.config.preparing import migrations
call_command("migrate", verbosity=0, interactive=False, step_by_step={step_by_step})
found = {{"left": migrations().missing, "noted": sorted(map(list, MigrationRecorder(connection).applied_migrations()))}}
from django.contrib.auth.models import Permission
found["permissions"] = sorted(Permission.objects.values_list("codename", "content_type__model"))
with connection.cursor() as cursor:
{look}
found["told"] = told
print(json.dumps(found))
"""


def made(folder, name, *, step_by_step):
    look = (POSTGRESQL if SERVER else SQLITE).replace("\n", "\n    ")
    with database(name) as variables:
        (folder / name).mkdir()
        return json.loads(House(folder / name, variables).python(MAKE.format(step_by_step=step_by_step, look=look)))


def test_at_once_or_step_by_step_the_tables_are_the_same(tmp_path):
    at_once = made(tmp_path, "at_once", step_by_step=False)
    migrated = made(tmp_path, "migrated", step_by_step=True)

    assert at_once["left"] == migrated["left"] == []
    assert at_once["noted"] == migrated["noted"]
    assert ["assessment", "0001_initial"] in at_once["noted"]
    assert at_once["permissions"] == migrated["permissions"]
    assert len(json.dumps(migrated["told"])) > 50_000
    assert [_but_for_one(each) for each in at_once["told"]] == [_but_for_one(each) for each in migrated["told"]]


def _but_for_one(told):
    """Nobody has a row there: its number is an integer by the models of Django, and a bigint where they are migrated,
    as our setting of new tables says."""
    if not SERVER:
        return told
    return [row for row in told if row[:2] not in ONE]


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say():
    said = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert "No changes detected" in said.getvalue()
