"""What `sceau issue` shows to a person: progress, what came of it, what waits, where things are."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from sceau.cli.issuing.batch import Outcome
from sceau.cli.issuing.results import Tally, state_words, told
from sceau.cli.language import say, spoken
from sceau.cli.terminal import Terminal
from sceau.intake import CheckedRow, Finding, State, display_name

MOST_SHOWN = 20  # rows that wait, on the screen; all of them are in the file of corrections
_ORDER = (
    State.ALREADY_ISSUED,
    State.NOT_AWARDED,
    State.TO_CORRECT,
    State.SUSPICIOUS,
    State.CHANGED,
    State.IGNORED,
)


def with_progress(outcomes: Iterable[Outcome], expected: int) -> Iterator[Outcome]:
    """The outcomes, with a bar on the error stream while somebody watches it."""
    console = Terminal(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task(say(fr="Délivrance", en="Issuing"), total=expected or None)
        for outcome in outcomes:
            progress.advance(task)
            yield outcome


def show_summary(tally: Tally, *, folder: Path, base: str, files: dict[str, Path], notes: list[str]) -> None:
    """One sentence first, then the counts, then what waits and where everything is.

    files:  what it is → where, in the words of the reader
    notes:  what else is to be known
    """
    console = Terminal()
    console.print(f"[bold]{escape(_sentence(tally))}[/bold]")
    counts = [(state, tally.states[state]) for state in _ORDER if tally.states[state]]
    if counts:
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
        for state, count in counts:
            table.add_row(f"{count}", escape(state_words(state, count)))
        console.print(Padding(table, (0, 0, 0, 2)))
    for note in notes:
        console.print()
        console.print(escape(note))
    if tally.guessed:
        _show_guesses(console, tally.guessed)
    if tally.wrong:
        _show_wrong(console, tally.wrong)
    console.print()
    console.print(say(fr="Où sont les fichiers\u00a0:", en="Where the files are:"))
    width = max(map(len, files))
    for what, where in files.items():
        console.print(f"  {escape(what.ljust(width))}  {escape(str(where))}", soft_wrap=True)
    console.print()
    if served_words() in files:
        console.print(
            escape(
                say(
                    fr=f"Cette installation les publie\u00a0: chacun peut les vérifier dès que {base} répond.",
                    en=f"This installation publishes them: everybody can verify them once {base} answers.",
                )
            ),
            soft_wrap=True,
        )
        return
    site = files.get(site_words(), folder)
    command = shlex.join(["./sceau", "verify", str(folder), "--resolve", f"{base}={site}"])
    console.print(
        escape(
            say(
                fr=f"Pour que chacun puisse vérifier, publiez le contenu de {site} à {base}. "
                f"Avant cela\u00a0: {command}",
                en=f"For everybody to verify, publish the contents of {site} at {base}. Until then: {command}",
            )
        ),
        soft_wrap=True,
    )


def served_words() -> str:
    """What the folder that the house serves is called."""
    return say(fr="Publié ici", en="Published here")


def site_words() -> str:
    """What the folder to publish is called."""
    return say(fr="À publier", en="To publish")


def _sentence(tally: Tally) -> str:
    """140 preuves délivrées, 2 lignes en attente."""
    parts = [_issued(tally)]
    waiting = len(tally.wrong)
    if waiting:
        several = "s" * (waiting > 1)
        parts.append(say(fr=f"{waiting} ligne{several} en attente", en=f"{waiting} row{several} waiting"))
    return f"{', '.join(parts)}."


def _issued(tally: Tally) -> str:
    already, several = tally.states[State.ALREADY_ISSUED], "s" * (tally.issued > 1)
    if tally.issued:
        return say(
            fr=f"{tally.issued} preuve{several} délivrée{several}", en=f"{tally.issued} credential{several} issued"
        )
    if already:
        return say(fr="Rien de nouveau à délivrer", en="Nothing new to issue")
    return say(fr="Aucune preuve délivrée", en="No credential issued")


def _show_guesses(console: Console, guessed: dict[str, str]) -> None:
    console.print()
    console.print(
        say(
            fr="Intitulés reconnus sans être exacts, à relire\u00a0:",
            en="Titles that were recognised without being exact, to read again:",
        )
    )
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for words, title in guessed.items():
        table.add_row(escape(words), "→", escape(title))
    console.print(Padding(table, (0, 0, 0, 2)))


def _show_wrong(console: Console, rows: list[CheckedRow]) -> None:
    """A line for the row, then one for each thing to know about it."""
    console.print()
    console.print(say(fr="Lignes en attente\u00a0:", en="Rows that wait:"))
    for row in rows[:MOST_SHOWN]:
        name = display_name(row.values)
        line = say(fr=f"Ligne {row.line}", en=f"Line {row.line}")
        console.print(f"  [bold]{line}[/bold]{escape(f', {name}' if name else '')} – {escape(state_words(row.state))}")
        for finding in told(row):
            console.print(Padding(_remark(finding), (0, 0, 0, 4)))
    more = len(rows) - MOST_SHOWN
    if more > 0:
        console.print(say(fr=f"  … et {more} autres, dans le fichier.", en=f"  … and {more} more, in the file."))


def _remark(finding: Finding) -> Text:
    """Column, value, what is to be said of it, and what is proposed."""
    value = finding.value.strip()
    shown = say(fr=f" «\u00a0{value[:40]}\u00a0»", en=f" “{value[:40]}”") if value else ""
    place = f"{finding.column}{shown}{say(fr=chr(0xA0), en='')}: " if finding.column else ""
    text = Text(f"{place}{finding.sentence(spoken())}")
    if finding.suggestion:
        text.append(f" → {finding.suggestion}", style="italic")
    return text
