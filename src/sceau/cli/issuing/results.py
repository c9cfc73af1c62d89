"""What became of each row, as a table for a spreadsheet and as plain values."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sceau.cli.issuing.batch import Outcome
from sceau.cli.language import say, spoken
from sceau.engine.model.code import group_code
from sceau.intake import CheckedRow, Finding, Severity, State, display_name
from sceau.intake.cells import guarded
from sceau.intake.corrections import WRONG

ENCODING = "utf-8-sig"  # the mark by which Excel knows UTF-8


@dataclass(slots=True)
class Tally:
    """What a call came to.

    states:   state → number of rows; a row that was issued now counts as "ready"
    wrong:    the rows that wait for somebody
    guessed:  (words of the file, title that they were read as) of designs that were recognised without being exact
    """

    states: Counter[State] = field(default_factory=Counter)
    issued: int = 0
    wrong: list[CheckedRow] = field(default_factory=list)
    guessed: dict[str, str] = field(default_factory=dict)

    def note(self, outcome: Outcome) -> None:
        """Count a row."""
        row = outcome.row
        self.states[row.state] += 1
        self.issued += outcome.is_new
        if row.state in WRONG:
            self.wrong.append(row)
        for finding in row.findings:
            if finding.code == "design_guessed":
                self.guessed[finding.value.strip()] = finding.suggestion


def results_table(outcomes: Iterable[Outcome], base: str, titles: dict[str, str]) -> Iterator[bytes]:
    """The table, piece by piece, in ENCODING, with « ; » as French spreadsheets expect.

    titles:  design → title
    """
    yield _written([_headers()]).encode(ENCODING)
    for outcome in outcomes:
        yield _written([_cells(outcome, base, titles)]).encode("utf-8")


def result_json(outcome: Outcome, base: str) -> dict[str, object]:
    """A row as plain values."""
    found: dict[str, object] = {**outcome.row.as_json(), "new": outcome.is_new}
    if outcome.code:
        found |= {"code": outcome.code, "credential": f"{base}/v/{outcome.code}", "files": list(outcome.files)}
    return found


def state_words(state: State, count: int = 1) -> str:
    """A state as a person calls it, of one row or of several."""
    fr, en = {
        State.READY: ("délivrée{s}", "issued"),
        State.TO_CORRECT: ("à corriger", "to correct"),
        State.ALREADY_ISSUED: ("déjà délivrée{s}", "already issued"),
        State.CHANGED: ("déjà délivrée{s}, et autrement que la ligne ne dit", "already issued, not as the row says"),
        State.SUSPICIOUS: ("douteuse{s}", "doubtful"),
        State.IGNORED: ("laissée{s} de côté", "left aside"),
        State.NOT_AWARDED: ("non acquise{s}", "not awarded"),
    }[state]
    return say(fr=fr, en=en).format(s="s" if count > 1 else "")


def told(row: CheckedRow) -> list[Finding]:
    """The findings that a person must see: those that hold a row back, or all of them when the row went through."""
    weighty = [finding for finding in row.findings if finding.severity is not Severity.INFO]
    return weighty or list(row.findings)


def _headers() -> list[str]:
    return [
        say(fr="Ligne", en="Line"),
        say(fr="État", en="State"),
        say(fr="Code d’état", en="State code"),
        say(fr="Personne", en="Person"),
        say(fr="Micro-certification", en="Micro-credential"),
        say(fr="Code", en="Code"),
        say(fr="Adresse", en="Address"),
        say(fr="Fichiers", en="Files"),
        say(fr="Remarques", en="Remarks"),
        say(fr="Propositions", en="Suggestions"),
    ]


def _cells(outcome: Outcome, base: str, titles: dict[str, str]) -> list[str]:
    row, findings = outcome.row, told(outcome.row)
    design = row.values.get("design", "")
    colon = say(fr="\u00a0: ", en=": ")
    remarks = [f"{finding.column}{colon if finding.column else ''}{finding.sentence(spoken())}" for finding in findings]
    suggestions = [f"{finding.column} → {finding.suggestion}" for finding in findings if finding.suggestion]
    cells = [
        str(row.line),
        state_words(row.state),
        str(row.state),
        display_name(row.values),
        titles.get(design, design),
        group_code(outcome.code) if outcome.code else "",
        f"{base}/v/{outcome.code}" if outcome.code else "",
        " ".join(outcome.files),
        " ".join(remarks),
        " ; ".join(suggestions),
    ]
    return [guarded(cell) for cell in cells]


def _written(rows: list[list[str]]) -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=";", lineterminator="\r\n").writerows(rows)
    return target.getvalue()
