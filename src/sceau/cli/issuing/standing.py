"""What `sceau status` says: to be decided, done, or as it stands; in words and as plain values."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from rich.markup import escape

from sceau.cli.issuing.changes import Change, Known
from sceau.cli.issuing.lists import SignedList
from sceau.cli.issuing.register import Entry
from sceau.cli.issuing.states import Act, State, words
from sceau.cli.language import say, spoken
from sceau.cli.terminal import Terminal
from sceau.engine.checks.words import date_in_words, harmless
from sceau.engine.keys.stamps import read_stamp
from sceau.engine.model.code import group_code


@dataclass(frozen=True, slots=True)
class Wording:
    """An act of the command: where it leads, what it is called, and how one is asked to confirm it."""

    state: State
    help_fr: str
    help_en: str
    question_fr: str
    question_en: str


ACTS = {
    "revoke": Wording(
        State.REVOKED,
        "retirer des preuves, pour toujours",
        "withdraw credentials, for good",
        "Révoquer {count} preuve{s}, pour toujours",
        "Revoke {count} credential{s}, for good",
    ),
    "suspend": Wording(
        State.SUSPENDED,
        "dire qu’un doute est en cours d’examen",
        "say that a doubt is being looked into",
        "Suspendre {count} preuve{s}",
        "Suspend {count} credential{s}",
    ),
    "restore": Wording(
        State.VALID,
        "lever une suspension, ou défaire un remplacement",
        "lift a suspension, or undo a replacement",
        "Rétablir {count} preuve{s}",
        "Restore {count} credential{s}",
    ),
    "replace": Wording(
        State.REPLACED,
        "dire qu’une preuve est remplacée par une autre",
        "say that a credential is replaced by another",
        "Dire que {count} preuve est remplacée",
        "Say that {count} credential is replaced",
    ),
}
_YES = {"o", "oui", "y", "yes"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a credential stands, and what led there."""

    entry: Entry
    known: Known
    state: State
    acts: Sequence[Act]


def show_plan(changes: Sequence[Change], known: Mapping[str, Known]) -> None:
    """Whose and what, before anything is done; on the error stream, as the question is."""
    console = Terminal(stderr=True)
    for change in changes:
        if change.is_new:
            to = say(
                fr=f"{words(change.was)}, sera {words(change.state)}{_by(change.by)}",
                en=f"{words(change.was)}, will be {words(change.state)}{_by(change.by)}",
            )
        else:
            to = _already(change.state)
        console.print(f"  {_line(change.code, known[change.code])} [bold]{escape(f'({to})')}[/bold]", soft_wrap=True)


def agreed(act: str, changes: Sequence[Change]) -> bool:
    """Ask, and wait for an answer; anything but a yes is a no."""
    count = sum(change.is_new for change in changes)
    question = say(fr=ACTS[act].question_fr, en=ACTS[act].question_en).format(count=count, s="s" * (count > 1))
    sys.stderr.write(question + say(fr="\u202f? (oui/non) ", en="? (yes/no) "))
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in _YES


def show_outcome(changes: Sequence[Change], known: Mapping[str, Known], lists: Sequence[SignedList]) -> None:
    """What was done, to whom, and what is to be published again."""
    console = Terminal()
    for change in changes:
        done = f"{words(change.state)}{_by(change.by)}" if change.is_new else _already(change.state)
        console.print(f"{_line(change.code, known[change.code])}{_colon()}[bold]{escape(done)}[/bold]", soft_wrap=True)
    console.print()
    if not lists:
        console.print(say(fr="Rien n’est à publier de nouveau.", en="There is nothing to publish again."))
        return
    console.print(
        say(fr="À publier de nouveau, pour que cela se sache\u00a0:", en="To publish again, to make it known:")
    )
    for each in lists:
        console.print(f"  {escape(str(each.path))}  →  {escape(each.url)}", soft_wrap=True)


def show_standings(rows: Sequence[Standing]) -> None:
    """A line for each credential, then one for each thing that was done to it."""
    console = Terminal()
    if not rows:
        console.print(
            say(
                fr="Aucune preuve de ce dossier n’a été révoquée, suspendue ni remplacée.",
                en="No credential of this folder was revoked, suspended or replaced.",
            )
        )
    for row in rows:
        console.print(
            f"{_line(row.entry.code, row.known)}{_colon()}[bold]{escape(words(row.state))}[/bold]", soft_wrap=True
        )
        for act in row.acts:
            console.print(f"  {escape(_told(act))}", soft_wrap=True)


def changes_json(
    act: str, changes: Iterable[Change], known: Mapping[str, Known], lists: Iterable[SignedList]
) -> dict[str, object]:
    """What was done, as plain values."""
    credentials = [
        {
            "code": change.code,
            **asdict(known[change.code]),
            "was": change.was,
            "state": change.state,
            "by": change.by or None,
            "changed": change.is_new,
        }
        for change in changes
    ]
    publish = [{"url": each.url, "file": str(each.path)} for each in lists]
    return {"version": 1, "act": act, "credentials": credentials, "publish": publish}


def standings_json(rows: Iterable[Standing]) -> dict[str, object]:
    """How the credentials stand, as plain values."""
    credentials = [
        {
            "code": row.entry.code,
            **asdict(row.known),
            "state": row.state,
            "acts": [{name: value for name, value in asdict(act).items() if name != "code"} for act in row.acts],
        }
        for row in rows
    ]
    return {"version": 1, "credentials": credentials}


def _line(code: str, known: Known) -> str:
    holder = harmless(known.holder) or say(fr="titulaire non précisé ici", en="holder not told here")
    title = harmless(known.title)
    return escape(f"{group_code(code)}  {holder}, " + say(fr=f"«\u00a0{title}\u00a0»", en=f"“{title}”"))


def _colon() -> str:
    return say(fr="\u00a0: ", en=": ")


def _already(state: State) -> str:
    return say(fr=f"déjà {words(state)}", en=f"already {words(state)}")


def _by(code: str) -> str:
    return say(fr=f" par {group_code(code)}", en=f" by {group_code(code)}") if code else ""


def _told(act: Act) -> str:
    moment = read_stamp(act.at)
    day = date_in_words(moment, spoken()) if moment else act.at
    reason = harmless(act.reason)
    quoted = f"{_colon()}{reason}" if reason else ""
    return f"{day}, {words(act.state)}{_by(act.by)}{quoted}"
