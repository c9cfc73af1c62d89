"""`sceau design`: what the quality gate says of designs, before anybody publishes them."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, date, datetime
from pathlib import Path

from rich.markup import escape

from sceau.cli.arguments import Subparsers
from sceau.cli.language import say, spoken
from sceau.cli.terminal import Terminal
from sceau.engine.checks.words import harmless
from sceau.engine.errors import EngineError, MalformedJson, Reason
from sceau.engine.model.samples import modernise
from sceau.engine.model.texts import read_text
from sceau.engine.quality.gate import assess
from sceau.engine.quality.profiles import PROFILES
from sceau.engine.quality.report import ADVISES, BLOCKS, WARNS, GateReport, Setting
from sceau.engine.strict_json import JsonObject, parse_object

LARGEST_FILE = 5_000_000
MOST_FILES = 500
LONGEST_LINE = 600
REFUSED, TO_BE_CHECKED = 1, 3
UNCHECKED = "registration.not_checked"  # the registers are tables of the platform: a file alone cannot be compared

NO_DESIGN = Reason("design.no_file", fr="aucun fichier .json dans {place}", en="no .json file in {place}")


class NoDesign(EngineError):
    """A folder without any file to look at."""


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau design`."""
    parser = subparsers.add_parser(
        "design",
        help=say(fr="dire ce qui manque à une micro-certification", en="say what a micro-credential lacks"),
        description=say(
            fr="Passe des micro-certifications au contrôle de qualité de la plateforme, sans elle\u00a0: ce qui "
            "empêche de publier, ce qui mériterait mieux, avec un bon exemple.\n"
            "Finit par 0 si tout peut être publié, 1 si quelque chose s’y oppose, 3 s’il ne reste qu’à interroger les "
            "répertoires, ce que seule la plateforme peut faire.",
            en="Puts micro-credentials through the quality gate of the platform, without it: what forbids publishing, "
            "what deserves better, with a good example.\n"
            "Ends with 0 when everything may be published, 1 when something forbids it, 3 when only the registers are "
            "left to be asked, which the platform alone can do.",
        ),
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="check")
    checking = acts.add_parser("check", help=say(fr="contrôler des fichiers", en="check files"))
    checking.add_argument(
        "files",
        metavar=say(fr="FICHIER", en="FILE"),
        type=Path,
        nargs="+",
        help=say(fr="micro-certifications sceau.design/1, ou dossiers", en="sceau.design/1 designs, or folders"),
    )
    checking.add_argument("--json", action="store_true", help=say(fr="répondre en JSON", en="answer in JSON"))
    return parser


def run(arguments: Namespace) -> int:
    """Look at each file; a file that is no JSON is said to be none, and the others are looked at all the same."""
    today = datetime.now(UTC).date()
    results = [(str(path), _look(path, today)) for path in _files(arguments.files)]
    if arguments.json:
        answers = [{"source": name, **_as_json(found)} for name, found in results]
        sys.stdout.write(json.dumps({"version": 1, "results": answers}, ensure_ascii=False, indent=2) + "\n")
    else:
        console = Terminal()
        for name, found in results:
            _show(name, found, console)
    return max((_status(found) for _, found in results), key=(0, TO_BE_CHECKED, REFUSED).index)


def _files(named: list[Path]) -> list[Path]:
    """raises: NoDesign, OSError"""
    found: list[Path] = []
    for path in named:
        inside = sorted(path.glob("*.json"))[:MOST_FILES] if path.is_dir() else [path]
        if not inside:
            raise NoDesign(NO_DESIGN, place=path)
        found += inside
    return found


def _look(path: Path, today: date) -> tuple[JsonObject, GateReport] | MalformedJson:
    try:
        document = modernise(parse_object(path.read_bytes(), limit=LARGEST_FILE))
    except MalformedJson as error:
        return error
    return document, assess(document, today=today, setting=Setting())


def _status(found: tuple[JsonObject, GateReport] | MalformedJson) -> int:
    if isinstance(found, MalformedJson):
        return REFUSED
    blocking = {finding.code for finding in found[1].of_severity(BLOCKS)}
    return REFUSED if blocking - {UNCHECKED} else TO_BE_CHECKED if blocking else 0


def _as_json(found: tuple[JsonObject, GateReport] | MalformedJson) -> JsonObject:
    if isinstance(found, MalformedJson):
        return {"error": {language: found.sentence(language) for language in ("fr", "en")}}
    return {"report": found[1].as_json()}


def _show(name: str, found: tuple[JsonObject, GateReport] | MalformedJson, console: Terminal) -> None:
    console.print(f"[bold]{escape(harmless(name))}[/bold]", soft_wrap=True)
    if isinstance(found, MalformedJson):
        unreadable = say(fr="Illisible\u00a0: ", en="Unreadable: ")
        console.print(f"  {unreadable}{escape(harmless(found.sentence(spoken()), LONGEST_LINE))}.", soft_wrap=True)
        return
    document, report = found
    language = spoken()
    title = read_text(document.get("title"), "fr")
    told = [
        str(title.to(language)) if title else say(fr="sans intitulé", en="without a title"),
        PROFILES[report.profile].name.to(language),
        say(fr=f"{report.score} sur 100", en=f"{report.score} out of 100"),
        _languages(report),
    ]
    console.print(f"  {escape(harmless(' · '.join(told), LONGEST_LINE))}", soft_wrap=True)
    names = {
        BLOCKS: say(fr="Empêche de publier", en="Forbids publishing"),
        WARNS: say(fr="À revoir", en="To be looked at again"),
        ADVISES: say(fr="Conseil", en="Advice"),
    }
    for severity, heading in names.items():
        for finding in report.of_severity(severity):
            sentence, example = finding.sentence.to(language), finding.example.to(language)
            colon = say(fr="\u00a0: ", en=": ")
            console.print(f"  [bold]{heading}[/bold]{colon}{escape(harmless(sentence, LONGEST_LINE))}", soft_wrap=True)
            if severity == BLOCKS:
                shown = say(fr="Bon exemple", en="Good example")
                console.print(f"    {shown}{colon}{escape(harmless(example, LONGEST_LINE))}", soft_wrap=True)


def _languages(report: GateReport) -> str:
    if not report.languages:
        return say(fr="aucune langue complète", en="no complete language")
    return say(fr="langues complètes\u00a0: ", en="complete languages: ") + ", ".join(report.languages)
