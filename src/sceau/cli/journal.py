"""`sceau journal`: recheck what was done in the house, and note what sums it up."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from sceau.cli import house
from sceau.cli.arguments import Subparsers
from sceau.cli.language import say, spoken

NOT_WHOLE = 1


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau journal`."""
    parser = subparsers.add_parser(
        "journal",
        help=say(fr="recontrôler le journal, noter sa tête", en="recheck the journal, note its head"),
        description=say(
            fr="Le journal dit qui a fait quoi, quand et pourquoi. Chaque acte y est lié au précédent "
            "par une empreinte.",
            en="The journal says who did what, when and why. Each act in it is tied to the one before by a digest.",
        ),
    )
    what = parser.add_subparsers(dest="what", required=True, metavar=say(fr="QUOI", en="WHAT"))
    check = what.add_parser(
        "check",
        help=say(fr="relire tout, et nommer ce qui a changé", en="read everything again, and name what was changed"),
    )
    check.add_argument(
        "--against",
        type=Path,
        metavar=say(fr="FICHIER", en="FILE"),
        help=say(
            fr="têtes notées ailleurs\u00a0: ce qu’a écrit «\u00a0head --json\u00a0», ou un journal.json",
            en="heads noted elsewhere: what “head --json” wrote, or a journal.json",
        ),
    )
    head = what.add_parser(
        "head", help=say(fr="dire la longueur et la dernière empreinte", en="say the length and the last digest")
    )
    for each in (check, head):
        each.add_argument(
            "--institution",
            default="",
            metavar=say(fr="NOM", en="NAME"),
            help=say(
                fr="le nom court d’un organisme, ou platform\u00a0; sinon tous",
                en="the short name of an institution, or platform; all of them otherwise",
            ),
        )
        each.add_argument("--json", action="store_true", help=say(fr="pour une machine", en="for a machine"))
    return parser


def run(arguments: Namespace) -> int:
    """Do it; the status of a check is 1 when a journal is not whole."""
    house.open_house()
    if arguments.what == "head":
        heads = house.journal_heads(arguments.institution)
        _write(heads, [_head_in_words(each) for each in heads], as_json=arguments.json)
        return 0
    results = house.check_journals(arguments.institution, arguments.against)
    _write(results, [line for each in results for line in _check_in_words(each)], as_json=arguments.json)
    return 0 if all(each["whole"] for each in results) else NOT_WHOLE


def _write(values: list[dict[str, object]], lines: list[str], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(values, ensure_ascii=False, indent=2) + "\n")
    elif lines:
        sys.stdout.write("\n".join(lines) + "\n")
    else:
        sys.stdout.write(say(fr="Aucun journal pour l’instant.\n", en="No journal yet.\n"))


def _head_in_words(head: dict[str, Any]) -> str:
    return f"{_name(head)}  {head['length']}  {head['digest']}"


def _check_in_words(result: dict[str, Any]) -> list[str]:
    name, read = _name(result), result["read"]
    if result["whole"]:
        return [
            say(
                fr=f"{name}\u00a0: intact, {read} acte{'s' if read > 1 else ''} relu{'s' if read > 1 else ''}.",
                en=f"{name}: intact, {read} act{'' if read == 1 else 's'} read.",
            )
        ]
    found = [f"  {finding['sentence'][spoken()]}." for finding in result["findings"]]
    return [say(fr=f"{name}\u00a0: pas intact.", en=f"{name}: not intact."), *found]


def _name(result: dict[str, Any]) -> str:
    return str(result["institution"] or result["chain"])
