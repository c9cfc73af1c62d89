"""`sceau frameworks`: load the registers and the frameworks that others publish, and look at what is loaded."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from pathlib import Path
from typing import Any

from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from sceau.cli import house
from sceau.cli.arguments import Subparsers
from sceau.cli.language import say, spoken
from sceau.cli.terminal import Terminal

KINDS = ("csv", "xml", "esco", "rome", "free")  # of sceau.frameworks.reading.kinds, which is read with the house only
_FEEDS = {
    "fc_csv": ("France compétences, RNCP et RS (CSV)", "France compétences, RNCP and RS (CSV)"),
    "fc_xml_rncp": ("France compétences, RNCP (XML)", "France compétences, RNCP (XML)"),
    "fc_xml_rs": ("France compétences, RS (XML)", "France compétences, RS (XML)"),
    "esco": ("ESCO", "ESCO"),
    "rome": ("ROME 4.0", "ROME 4.0"),
    "own": ("petit jeu fourni avec Sceau", "small set that ships with Sceau"),
    "free": ("liste", "list"),
}


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau frameworks`."""
    parser = subparsers.add_parser(
        "frameworks",
        help=say(fr="charger les répertoires et référentiels", en="load registers and frameworks"),
        description=say(
            fr="Charge ce que d’autres publient\u00a0: RNCP et RS, ESCO, ROME, ou une liste à vous.",
            en="Loads what others publish: RNCP and RS, ESCO, ROME, or a list of yours.",
        ),
    )
    what = parser.add_subparsers(dest="what", required=True, metavar=say(fr="QUOI", en="WHAT"))
    load = what.add_parser("import", help=say(fr="charger un export", en="load an export"))
    load.add_argument("files", nargs="+", type=Path, metavar=say(fr="FICHIER", en="FILE"))
    load.add_argument(
        "--kind", choices=KINDS, default="", help=say(fr="ne pas deviner\u00a0: c’est…", en="do not guess: it is…")
    )
    load.add_argument(
        "--framework",
        default="",
        metavar="CODE",
        help=say(fr="nom court d’une liste à vous", en="short name of a list"),
    )
    load.add_argument(
        "--name", default="", metavar=say(fr="NOM", en="NAME"), help=say(fr="son nom, pour les pages", en="its name")
    )
    load.add_argument(
        "--date",
        type=_day,
        metavar="AAAA-MM-JJ",
        help=say(fr="jour de l’export, si son nom ne le dit pas", en="day of the export, when its name does not tell"),
    )
    load.add_argument(
        "--force",
        action="store_true",
        help=say(fr="même s’il est plus ancien que celui qui est en service", en="even older than the one in use"),
    )
    listed = what.add_parser("list", help=say(fr="ce qui est chargé", en="what is loaded"))
    show = what.add_parser("show", help=say(fr="ce que l’on sait d’un code", en="what is known of a code"))
    show.add_argument("code", metavar="CODE")
    what.add_parser("load-small-set", help=say(fr="charger le petit jeu fourni", en="load the small set that ships"))
    for each in (load, listed, show):
        each.add_argument("--json", action="store_true", help=say(fr="pour une machine", en="for a machine"))
    return parser


def run(arguments: Namespace) -> int:
    """Do it."""
    house.open_house()
    if arguments.what == "import":
        return _import(arguments)
    references = house.references()
    if arguments.what == "load-small-set":
        count = references.load_small_set()
        sys.stdout.write(say(fr=f"{count} entrées lues.\n", en=f"{count} entries read.\n"))
    elif arguments.what == "list":
        _write(references.listed(), as_json=arguments.json)
    else:
        told = references.told_of(arguments.code)
        text = json.dumps(told, ensure_ascii=False, indent=2, default=str)
        sys.stdout.write(text + "\n" if arguments.json else _in_words(told))
    return 0


def _import(arguments: Namespace) -> int:
    loaded = []
    for path in arguments.files:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=Terminal(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task(path.name)

            def tell(progress: Any, task: Any = task, bar: Progress = bar, name: str = path.name) -> None:
                words = {
                    "reading": say(fr=f"{name}\u00a0: {progress.read} lus", en=f"{name}: {progress.read} read"),
                    "searching": say(
                        fr=f"{name}\u00a0: préparation de la recherche", en=f"{name}: preparing the search"
                    ),
                }
                bar.update(task, description=words.get(progress.step, name))

            loaded.append(
                house.references().load(
                    path,
                    kind=arguments.kind,
                    framework=arguments.framework,
                    name=arguments.name,
                    day=arguments.date,
                    forced=arguments.force,
                    tell=tell,
                )
            )
    _write(loaded, as_json=arguments.json)
    return 0


def _write(releases: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(releases, ensure_ascii=False, indent=2) + "\n")
    elif releases:
        sys.stdout.write("".join(f"{_line(each)}\n" for each in releases))
    else:
        sys.stdout.write(
            say(
                fr="Rien n’est chargé. «\u00a0sceau frameworks import FICHIER\u00a0» charge un export.\n",
                en="Nothing is loaded. “sceau frameworks import FILE” loads an export.\n",
            )
        )


def _line(release: dict[str, Any]) -> str:
    fr, en = _FEEDS.get(release["kind"], (release["kind"], release["kind"]))
    name = " ".join(part for part in (say(fr=fr, en=en), release["framework"], release["version"]) if part)
    counts = release["counts"]
    numbers = [
        f"{count} {say(fr=(one if count == 1 else many)[0], en=(one if count == 1 else many)[1])}"
        for key, one, many in _NUMBERS
        if (count := counts.get(key))
    ]
    day = release["export_on"]
    of = say(fr=f", export du {day}", en=f", export of {day}") if day else ""
    what = ", ".join(numbers) or release["file"]
    return say(fr=f"{name}{of}\u00a0: {what}", en=f"{name}{of}: {what}")


_NUMBERS = (
    ("read", ("entrée", "entry"), ("entrées", "entries")),
    ("new", ("nouvelle", "new"), ("nouvelles", "new")),
    ("changed", ("modifiée", "changed"), ("modifiées", "changed")),
    ("gone", ("disparue", "gone"), ("disparues", "gone")),
)


def _in_words(told: dict[str, Any]) -> str:
    if "cpf" not in told:
        label = told["label"].get(spoken()) or told["label"]["fr"] or told["label"]["en"]
        return f"{told['framework']}  {told['code']}\n{label}\n"
    lines = [f"{told['code']}  {told['title']}"]
    if told["level"]:
        lines.append(say(fr=f"Niveau {told['level']}", en=f"Level {told['level']}"))
    if told["ends_on"]:
        ends = told["ends_on"].strftime("%d/%m/%Y")
        lines.append(say(fr=f"Enregistrement jusqu’au {ends}", en=f"Registered until {ends}"))
    lines.append(told["cpf"][spoken()])
    lines += [
        f"  {body['right']}  {body['siret'] or '–'}  {body['name']}  {body['state']}" for body in told["entitled"]
    ]
    return "\n".join([*lines, told["source"], ""])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(say(fr=f"{text} n’est pas AAAA-MM-JJ", en=f"{text} is not YYYY-MM-DD")) from error
