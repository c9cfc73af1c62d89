"""Django's `migrate`, which makes the tables of an empty database at once; see `sceau.config.tables`."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.core.management.sql import emit_post_migrate_signal
from django.db import connections

from sceau.config.tables import is_empty, make_all

# with any of these somebody asks for something else than all of it
SOMETHING_ELSE = ("step_by_step", "app_label", "migration_name", "fake", "plan", "check_unapplied", "prune")


class Command(migrate.Command):
    """See the module."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Those of Django, and one more."""
        super().add_arguments(parser)
        parser.add_argument(
            "--step-by-step", action="store_true", help="Go through every migration, even from an empty database."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make all tables at once where there is none; otherwise migrate."""
        connection = connections[options["database"]]
        asked_otherwise = any(options[each] for each in SOMETHING_ELSE)
        left = asked_otherwise or not is_empty(connection) or make_all(connection)
        if left:
            super().handle(*args, **options)
            return
        if options["verbosity"] >= 1:
            self.stdout.write("All tables are made, as the last migrations leave them.")
        emit_post_migrate_signal(
            options["verbosity"], options["interactive"], connection.alias, stdout=self.stdout, apps=apps, plan=[]
        )
