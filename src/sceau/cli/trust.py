"""`sceau trust`: the lists of issuers that the installation trusts, for whoever administers it without a browser."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from sceau.cli import house
from sceau.cli.arguments import Subparsers
from sceau.cli.language import say, spoken

_FORMATS = {
    "sceau": ("liste de Sceau", "list of Sceau"),
    "dcc": ("registre du DCC", "registry of the DCC"),
    "profiles": ("profils Open Badges", "Open Badges profiles"),
    "federation": ("énoncés OpenID Federation", "OpenID Federation statements"),
}
_KINDS = {
    "warned": ("À regarder de près", "To be looked at"),
    "added": ("Ajoutés", "Added"),
    "removed": ("Retirés", "Removed"),
    "changed": ("Décrits autrement", "Described otherwise"),
}
_MARKS = {"warned": "!", "added": "+", "removed": "-", "changed": "~"}


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau trust`."""
    parser = subparsers.add_parser(
        "trust",
        help=say(fr="les listes de confiance de l’installation", en="the trust lists of the installation"),
        description=say(
            fr="Prend les registres d’émetteurs que d’autres publient, après avoir montré tout ce qu’ils changent. "
            "Rien n’atteste un registre lui-même\u00a0: prenez-le à sa source.",
            en="Takes over the registries of issuers that others publish, after it has shown all that they change. "
            "Nothing attests a registry itself: take it from its source.",
        ),
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar=say(fr="ACTE", en="ACT"))
    listed = acts.add_parser("list", help=say(fr="les listes en service", en="the lists in use"))
    taken = acts.add_parser(
        "import",
        help=say(fr="montrer ce qu’un fichier change, et le prendre", en="show what a file changes, and take it"),
    )
    name = say(fr="NOM", en="NAME")
    taken.add_argument("file", type=Path, metavar=say(fr="FICHIER", en="FILE"))
    which = taken.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--name", default="", metavar=name, help=say(fr="une liste nouvelle, de ce nom", en="a new list of this name")
    )
    which.add_argument(
        "--replace",
        default="",
        metavar=name,
        help=say(fr="à la place de cette liste en service", en="in the place of this list in use"),
    )
    taken.add_argument(
        "--yes",
        action="store_true",
        help=say(fr="le prendre\u00a0; sinon, rien ne change", en="take it; else nothing changes"),
    )
    gone = acts.add_parser("remove", help=say(fr="retirer une liste", en="remove a list"))
    gone.add_argument("name", metavar=name)
    gone.add_argument(
        "--why",
        required=True,
        metavar=say(fr="MOTIF", en="REASON"),
        help=say(fr="pour le journal", en="for the journal"),
    )
    export = acts.add_parser(
        "export",
        help=say(fr="écrire une liste, pour une autre installation", en="write a list, for another installation"),
    )
    export.add_argument("name", metavar=name)
    export.add_argument(
        "--out",
        type=Path,
        metavar=say(fr="FICHIER", en="FILE"),
        help=say(fr="dans ce fichier plutôt qu’à l’écran", en="into this file rather than to the screen"),
    )
    for each in (listed, taken):
        each.add_argument("--json", action="store_true", help=say(fr="pour une machine", en="for a machine"))
    return parser


def run(arguments: Namespace) -> int:
    """Do it, and tell."""
    trusting = house.trusting()
    if arguments.act == "list":
        _write(trusting.listed(), _lists, as_json=arguments.json)
    elif arguments.act == "import":
        told = trusting.bring(arguments.file, name=arguments.name, replaced=arguments.replace, take=arguments.yes)
        _write(told, _preview, as_json=arguments.json)
    elif arguments.act == "remove":
        gone = trusting.remove(arguments.name, why=arguments.why)
        sys.stdout.write(
            say(
                fr=f"«\u00a0{gone['name']}\u00a0» est retirée ({_issuers(gone['entries'])}).\n",
                en=f"“{gone['name']}” is removed ({_issuers(gone['entries'])}).\n",
            )
        )
    elif arguments.out is None:
        sys.stdout.write(trusting.exported(arguments.name).decode())
    else:
        arguments.out.write_bytes(trusting.exported(arguments.name))
    return 0


def _write(told: Any, in_words: Any, *, as_json: bool) -> None:
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n" if as_json else in_words(told))


def _lists(found: list[dict[str, Any]]) -> str:
    if not found:
        return say(
            fr="Aucune liste en service. «\u00a0sceau trust import FICHIER --name NOM\u00a0» en prend une.\n",
            en="No list is in use. “sceau trust import FILE --name NAME” takes one.\n",
        )
    return "".join(f"{_line(each)}\n" for each in found)


def _line(found: dict[str, Any]) -> str:
    fr, en = _FORMATS.get(found["kind"], (found["kind"], found["kind"]))
    day, over = (found["taken_at"] or "")[:10], found["ended"]
    ended = say(fr=f", dont {over} qui ne valent plus", en=f", {over} of which have ended") if over else ""
    return say(
        fr=f"{found['name']}\u00a0: {fr}, {_issuers(found['entries'])}{ended}, prise le {day}",
        en=f"{found['name']}: {en}, {_issuers(found['entries'])}{ended}, taken on {day}",
    )


def _issuers(count: int) -> str:
    is_one = count < 2 if spoken() == "fr" else count == 1  # noqa: PLR2004 -- as French has it
    return f"{count} {say(fr='émetteur' if is_one else 'émetteurs', en='issuer' if is_one else 'issuers')}"


def _preview(told: dict[str, Any]) -> str:
    lines = [f"{told['name']}\u00a0:" if spoken() == "fr" else f"{told['name']}:"]
    lines += [
        f"  {say(fr=fr, en=en)} {told['counts'][kind]}" for kind, (fr, en) in _KINDS.items() if told["counts"][kind]
    ]
    if not any(told["counts"].values()):
        lines.append(
            say(
                fr="  Rien n’y est autre que dans la liste en service.",
                en="  Nothing is other than in the list in use.",
            )
        )
    if told["older"]:
        lines += ["", f"! {_capital(told['older'][spoken()])}."]
    for kind, (fr, en) in _KINDS.items():
        of_kind = [each for each in told["changes"] if each["change"] == kind]
        lines += ["", say(fr=fr, en=en), *(line for each in of_kind for line in _change(each))] if of_kind else []
    lines += ["", _end(taken=told["taken"])]
    return "\n".join(lines) + "\n"


def _change(change: dict[str, Any]) -> list[str]:
    before, after = change["before"], change["after"]
    entry = after or before
    name = entry["name"] if not (before and after) else f"{before['name']} → {after['name']}"
    told = f"  {_MARKS[change['change']]} {name}  {entry['id']}"
    told += f"  {entry['evidence']}" if entry.get("evidence") else ""
    doubts = change["doubts"] if change["change"] == "warned" else []
    return [told, *(f"      {_capital(each[spoken()])}." for each in doubts)]


def _end(*, taken: bool) -> str:
    if taken:
        return say(fr="Cette liste est en service.", en="This list is in use.")
    return say(
        fr="Rien n’a changé. Pour prendre ce fichier, ajoutez --yes.",
        en="Nothing has changed. To take this file, add --yes.",
    )


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
