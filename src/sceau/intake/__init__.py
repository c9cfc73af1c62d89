"""Tables from outside: read any CSV, XLSX or ODS, match its columns, check its rows. Knows no room, no model, no clock.

    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from sceau.intake import Catalogue, IntakeError, KnownDesign, State, check_rows, open_table, write_corrections

    catalogue = Catalogue.of(
        [KnownDesign("mc-rgpd", {"fr": "Traiter des données…"}, aliases=("RGPD",), threshold=Decimal(65))]
    )
    try:
        table = open_table(Path("jury.csv"))  # or bytes; sheet=, encoding=, delimiter=, header_line= mend a wrong guess
        rows = check_rows(table, catalogue, today=date(2026, 11, 21), decided_by=False, already=issued)
    except IntakeError as refusal:  # the whole file: refusal.sentence("fr"), without its full stop
        ...
    for row in rows:  # streamed; table.expected_rows is for the progress bar
        row.line, row.state, row.values, row.others  # values["design"], values["given_name"], values["score"]…
        for finding in row.findings:
            finding.column, finding.value, finding.code, finding.severity
            finding.sentence("fr"), finding.suggestion
        if row.state is State.READY:  # issue it, then remember every key of it:
            issued.update({(key, row.values["design"]): row.fingerprint for key in row.keys})

`already` only needs `.get((person key, design id))`: a dict, or a view of a database. The same file again then gives
`already_issued` rows, and a row that says something else gives `changed`. Values are listed at `CheckedRow`, fields at
`fields.FIELDS`, codes at `kinds`, states and the rules of findings at `check`, recognition of titles at `designs`.
`match_columns(table.headers).mapping` is a plain dict to show, correct, remember, and give back as `mapping=`.
`write_corrections(rows, table, target)` writes the wrong rows for a spreadsheet; `open_table` reads them back.
"""

from __future__ import annotations

from sceau.intake.check import CheckedRow, check_columns, check_rows, display_name
from sceau.intake.columns import Columns, Match, match_columns
from sceau.intake.corrections import write_corrections
from sceau.intake.designs import Catalogue, KnownDesign
from sceau.intake.errors import IntakeError, TooLarge, UnmatchedColumns, UnreadableFile
from sceau.intake.findings import Finding, Kind, Severity, State
from sceau.intake.identity import fingerprint, person_key, person_keys
from sceau.intake.limits import Limits
from sceau.intake.table import Found, Row, Table, open_table

__all__ = [
    "Catalogue", "CheckedRow", "Columns", "Finding", "Found", "IntakeError", "Kind", "KnownDesign", "Limits", "Match",
    "Row", "Severity", "State", "Table", "TooLarge", "UnmatchedColumns", "UnreadableFile", "check_columns",
    "check_rows", "display_name", "fingerprint", "match_columns", "open_table", "person_key", "person_keys",
    "write_corrections",
]  # fmt: skip
