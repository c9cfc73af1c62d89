"""How reports are shown to a person: one sentence first, then the checks; of many, the problems first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sceau.cli.language import say, spoken
from sceau.engine.checks.report import Check, Outcome, Report
from sceau.engine.checks.secured import NOT_LOOKED_AT
from sceau.engine.checks.words import date_in_words, harmless

Named = tuple[str, Report]

MOST_SHOWN = 50  # lines of a pile on the screen; --json has them all

# the mark has its own shape, so that it survives black and white
_MARKS = {"valid": ("●", "green"), "check": ("◇", "yellow"), "invalid": ("■", "red")}
_OUTCOMES = {Outcome.PASSED: ("●", "green"), Outcome.UNKNOWN: ("◇", "yellow"), Outcome.FAILED: ("■", "red")}
_NOT_LOOKED_AT = ("○", "bright_black")
_WORST_FIRST = ("invalid", "check", "valid")


def show_report(report: Report, name: str, at: datetime, console: Console) -> None:
    """One report: the verdict, why, what it is about, and every check."""
    console.print(_line(*_MARKS[report.verdict], f"[bold]{escape(report.sentence[spoken()])}[/bold]"), soft_wrap=True)
    decisive = report.decisive
    if decisive is not None:
        console.print(f"  {escape(decisive.message[spoken()])}.", soft_wrap=True)
    for line in _about(report):
        console.print(f"  {escape(line)}", soft_wrap=True)
    when, shown = date_in_words(at, spoken()), harmless(name)
    console.print(
        f"  [bright_black]{escape(say(fr=f'{shown}, au {when}', en=f'{shown}, as of {when}'))}[/bright_black]",
        soft_wrap=True,
    )
    console.print()
    for check in report.checks:
        console.print(_check_line(check), soft_wrap=True)
    for note in report.notes:
        console.print(_line(*_NOT_LOOKED_AT, escape(note.message[spoken()])), soft_wrap=True)


def show_pile(results: Sequence[Named], skipped: Mapping[str, str], at: datetime, console: Console) -> None:
    """Many reports: the counts, then a table with the problems first.

    results:  (name, report) pairs
    skipped:  files that are no credentials, by name
    """
    counts = Counter(report.verdict for _, report in results)
    console.print(f"[bold]{escape(_total(len(results), date_in_words(at, spoken())))}[/bold]", soft_wrap=True)
    for verdict in _WORST_FIRST:
        if counts[verdict]:
            console.print("  " + _line(*_MARKS[verdict], _counted(verdict, counts[verdict])), soft_wrap=True)
    if skipped:
        console.print("  " + _line(*_NOT_LOOKED_AT, _left_aside(len(skipped))), soft_wrap=True)
    problems = [each for each in results if each[1].verdict != "valid"]
    if problems:
        console.print()
        _show_problems(sorted(problems, key=lambda each: _WORST_FIRST.index(each[1].verdict)), console)


def _total(count: int, when: str) -> str:
    if count == 0:
        return say(fr="Aucune preuve n’a été trouvée", en="No credential was found")
    if count == 1:
        return say(fr=f"1 preuve examinée, au {when}", en=f"1 credential examined, as of {when}")
    return say(fr=f"{count} preuves examinées, au {when}", en=f"{count} credentials examined, as of {when}")


def _counted(verdict: str, count: int) -> str:
    if verdict == "valid":
        plural = "s" if count > 1 else ""
        return say(fr=f"{count} authentique{plural} et valide{plural}", en=f"{count} authentic and valid")
    if verdict == "check":
        return say(fr=f"{count} à vérifier", en=f"{count} to check")
    return say(fr=f"{count} à refuser", en=f"{count} to refuse")


def _left_aside(count: int) -> str:
    if count == 1:
        return say(
            fr="1 fichier n’est pas une preuve et est laissé de côté", en="1 file is no credential and is left aside"
        )
    return say(
        fr=f"{count} fichiers ne sont pas des preuves et sont laissés de côté",
        en=f"{count} files are no credentials and are left aside",
    )


def _show_problems(problems: Sequence[Named], console: Console) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column("")
    table.add_column(say(fr="fichier", en="file"), overflow="fold")
    table.add_column(say(fr="verdict", en="verdict"), overflow="fold")
    table.add_column(say(fr="raison", en="reason"), overflow="fold", ratio=1)
    for name, report in problems[:MOST_SHOWN]:
        mark, colour = _MARKS[report.verdict]
        reason = report.decisive.message[spoken()] if report.decisive else ""
        table.add_row(
            f"[{colour}]{mark}[/{colour}]", escape(harmless(name)), escape(report.sentence[spoken()]), escape(reason)
        )
    console.print(table)
    if len(problems) > MOST_SHOWN:
        rest = len(problems) - MOST_SHOWN
        told = say(
            fr=f"… et {rest} de plus\u00a0: --json les donne toutes", en=f"… and {rest} more: --json has them all"
        )
        console.print(f"  {told}")


def _about(report: Report) -> list[str]:
    """What the document says of itself. What nothing attests is not repeated as if it were true."""
    said = report.credential
    if said is None or report.authenticity is not Outcome.PASSED:
        return []
    name = harmless(said.name or "")
    issuer = harmless(said.issuer_name or said.issuer_id or "")
    lines = [say(fr=f"«\u00a0{name}\u00a0», par {issuer}", en=f"“{name}”, by {issuer}")] if name else []
    holder = said.holder_name or said.subject_id
    if holder:
        lines.append(say(fr=f"Titulaire\u00a0: {harmless(holder)}", en=f"Holder: {harmless(holder)}"))
    return lines


def _check_line(check: Check) -> str:
    mark, colour = _NOT_LOOKED_AT if check.reason is NOT_LOOKED_AT else _OUTCOMES[check.outcome]
    title = check.question.fr if spoken() == "fr" else check.question.en
    pointer = harmless(check.pointer) if check.outcome else ""
    where = f" [bright_black]({escape(pointer)})[/bright_black]" if pointer else ""
    said = f"{escape(title)}{say(fr=chr(0xA0), en='')}: {escape(check.message[spoken()])}"
    return "  " + _line(mark, colour, said + where)


def _line(mark: str, colour: str, text: str) -> str:
    return f"[{colour}]{mark}[/{colour}] {text}"
