"""What the verifier of the browser takes from the engine: the questions, the sentences, the bounds, the contexts.

`python -m sceau.web.verifier_data` writes them again as modules; a test says when they are out of date.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from sceau.engine.canonical import context, jsonld, rdfc
from sceau.engine.checks import opening, procedure, reach, resources, secured, status
from sceau.engine.checks.catalogue import procedure as questions
from sceau.engine.checks.policy import Policy
from sceau.engine.checks.secured import NOT_LOOKED_AT
from sceau.engine.checks.words import date_in_words
from sceau.engine.errors import MalformedJson, Reason
from sceau.engine.keys import public
from sceau.engine.model import bundle, open_badges
from sceau.engine.model.kinds import KINDS
from sceau.engine.proofs import data_integrity, jws, suites
from sceau.engine.status import bitstring
from sceau.engine.status.notices import MESSAGES, NOTICE_SIZE
from sceau.engine.strict_json import LARGEST_INTEGER, MAXIMUM_BYTES, MAXIMUM_DEPTH, parse
from sceau.engine.vocabularies import contexts
from sceau.verification import telling

FOLDER = Path(__file__).parent / "static" / "js" / "verifier"
BUNDLE = FOLDER.with_name("bundle")  # what opens a file that comes with its own documents
HEAD = "// Made from the engine by `python -m sceau.web.verifier_data`: not to be written by hand.\n"
MADE = ("catalogue.js", "contexts.js", "contexts-others.js", "telling-words.js", "../bundle/bundle-words.js")
_CODE = re.compile(r'"([a-z][a-z0-9_]*\.[a-z][a-z0-9_]*)"')


def modules() -> dict[str, str]:
    """The text of each module that is made from the engine, by the name of its file."""
    own, others = _contexts()
    told = HEAD + _exported("TELLING", "The five lines of a report, and what to do next.", _telling())
    return dict(zip(MADE, (_catalogue(), own, others, told, _bundle_words()), strict=True))


def write() -> None:
    """Write them where they stand."""
    for name, text in modules().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def codes_in_use(folder: Path = FOLDER) -> set[str]:
    """What looks like the code of a reason in the modules of a folder that are written by hand."""
    made = {Path(name).name for name in MADE}
    texts = (path.read_text("utf-8") for path in folder.glob("*.js") if path.name not in made)
    return {code for text in texts for code in _CODE.findall(text)}


def _catalogue() -> str:
    whole: dict[str, Any] = questions()
    return HEAD + "".join(
        _exported(name, about, value)
        for name, about, value in (
            ("QUESTIONS", "The questions, in their order.", whole["checks"]),
            ("VERDICTS", "The verdict in one sentence.", whole["verdicts"]),
            ("REASONS", "The sentences, by code.", _sentences(codes_in_use())),
            ("KINDS", "What a document is, after “it is”.", {kind: list(words) for kind, words in KINDS.items()}),
            ("PLACES", "Where a text stops being JSON.", _places()),
            ("DATES", "How a date is said, and the time of day.", {name: _dates(name) for name in ("fr", "en")}),
            ("LIMITS", "How much is read and done for one question.", _limits()),
            ("SUITES_ELSEWHERE", "Suites that the engine judges and this verifier does not.", _suites_elsewhere()),
            ("SCHEMAS", "The schemas that the engine knows.", _schemas()),
            ("NOTICES", "The companion list: bits an entry, and what each value means.", _notices()),
            ("WEAK_POINTS", "Points that are no honest key.", sorted(point.hex() for point in public._WEAK_POINTS)),
            ("WORDS", "The closed lists of Open Badges 3.0.", _words()),
        )
    )


def _bundle_words() -> str:
    """The sentences that only a bundle needs."""
    used = codes_in_use(BUNDLE) - codes_in_use()
    return HEAD + _exported("SENTENCES", "The sentences about bundles, by code.", _sentences(used))


def _sentences(used: set[str]) -> dict[str, Any]:
    return {code: said for code, said in sorted(questions()["reasons"].items()) if code in used}


def _places() -> dict[str, Any]:
    """How the engine names a byte and a character: it is asked about one of each."""
    found = {}
    for name, text, marks in (
        ("byte", b'"12345\xff"', {"at": "6"}),
        ("character", b"\n  x", {"line": "2", "column": "3"}),
    ):
        try:
            parse(text)
        except MalformedJson as error:
            found[name] = {
                language: _with_marks(str(error.details[member]), marks)
                for language, member in (("fr", "place"), ("en", "place_en"))
            }
    return found


def _dates(language: str) -> dict[str, Any]:
    months = [date_in_words(datetime(2026, number, 2, tzinfo=UTC), language).split()[1] for number in range(1, 13)]
    day = date_in_words(datetime(2026, 1, 2, tzinfo=UTC), language)
    clock = date_in_words(datetime(2026, 1, 2, 13, 45, tzinfo=UTC), language).removeprefix(day)
    early = date_in_words(datetime(2026, 1, 2, 3, 45, tzinfo=UTC), language)
    return {
        "months": months,
        "first": date_in_words(datetime(2026, 1, 1, tzinfo=UTC), language).split()[0],
        "clock": _with_marks(clock, {"hour": "13", "minute": "45"}),
        "digitsOfHour": 2 if "03" in early else 1,
    }


def _with_marks(text: str, marks: dict[str, str]) -> str:
    for name, value in marks.items():
        text = text.replace(value, f"{{{name}}}", 1)
    return text


def _limits() -> dict[str, int]:
    policy = Policy(contexts.shipped())
    return {
        "bytes": MAXIMUM_BYTES,
        "depth": MAXIMUM_DEPTH,
        "integer": LARGEST_INTEGER,
        "text": opening.MAXIMUM_TEXT,
        "token": jws.MAXIMUM_LENGTH,
        "header": jws.MAXIMUM_HEADER,
        "fetched": reach.MAXIMUM_FETCHED,
        "contexts": context.MAXIMUM_CONTEXTS,
        "types": context.MAXIMUM_TYPES,
        "price": context.PRICE,
        "priceOfAll": context.MAXIMUM_PRICE,
        "memo": context.MAXIMUM_MEMO,
        "nodes": jsonld.MAXIMUM_NODES,
        "quads": jsonld.MAXIMUM_QUADS,
        "work": rdfc.WORK,
        "deepest": rdfc.DEEPEST,
        "proofs": data_integrity.MAXIMUM_PROOFS,
        "proofsOfIssuer": secured.MOST_OF_THE_ISSUER,
        "schemas": procedure.MOST_SCHEMAS,
        "resources": resources.MOST_COMPARED,
        "resourceNotes": resources.MOST_NOTES,
        "entries": status.MOST_ENTRIES,
        "ttl": status.LONGEST_TTL,
        "list": bitstring.LARGEST_LIST,
        "listEntries": bitstring.MINIMUM_ENTRIES,
        "statusSize": bitstring.LARGEST_SIZE,
        "fetches": policy.most_fetches,
        "fetchedInAll": policy.most_bytes,
        "parts": policy.most_parts,
        "signatures": policy.most_signatures,
        "skew": int(policy.clock_skew.total_seconds()),
        "bundle": bundle.MAXIMUM_BUNDLE,
        "bundleDocuments": bundle.MOST_DOCUMENTS,
    }


def _schemas() -> list[str]:
    rows = json.loads((files("sceau.engine.vocabularies") / "schemas" / "index.json").read_bytes())
    return [row["url"] for row in rows]


def _suites_elsewhere() -> list[str]:
    return sorted({*suites.WRITTEN, *suites.READ_BY_TYPE} - {"eddsa-rdfc-2022", "eddsa-jcs-2022"})


def _notices() -> dict[str, Any]:
    return {"size": NOTICE_SIZE, "messages": [MESSAGES[value] for value in range(1 << NOTICE_SIZE)]}


def _telling() -> dict[str, Any]:
    said = [value for value in vars(telling).values() if isinstance(value, Reason)]
    sentences = {one.code: one for one in said if one.code.startswith(("next.", "telling."))}
    return {
        "kinds": dict(telling.KIND_OF),
        "lines": [
            {"id": name, "title": {"fr": french, "en": english}, "questions": [each.id for each in questions]}
            for name, (french, english, questions) in telling.LINES.items()
        ],
        "sentences": {code: {"fr": one.fr, "en": one.en} for code, one in sorted(sentences.items())},
        "after": {reason.code: step.code for reason, step in telling.AFTER.items()},
        "about": {question.id: step.code for question, step in telling.ABOUT.items()},
        "notLookedAt": NOT_LOOKED_AT.code,
        "sayWhereToGo": list(telling.SAY_WHERE_TO_GO),
    }


def _words() -> dict[str, list[str]]:
    return {
        "identifierTypes": list(open_badges.IDENTIFIER_TYPES),
        "achievementTypes": list(open_badges.ACHIEVEMENT_TYPES),
        "targetTypes": list(open_badges.TARGET_TYPES),
        "resultTypes": list(open_badges.RESULT_TYPES),
        "resultStatuses": list(open_badges.RESULT_STATUSES),
        "namesOfAPerson": list(open_badges.NAMES_OF_A_PERSON),
    }


def _contexts() -> tuple[str, str]:
    """Those that our own credentials use, and all others."""
    folder = files("sceau.engine.vocabularies") / "contexts"
    own: dict[str, Any] = {}
    others: dict[str, Any] = {}
    for row in json.loads((folder / "index.json").read_bytes()):
        document = json.loads((folder / row["file"]).read_bytes())
        to = own if row["url"] in contexts.WRITTEN else others
        to[row["url"]] = {"sha256": row["jcs_sha256"], "document": document}
    about = "by URL, each with the SHA-256 of its JCS form; their licences stand in NOTICE.txt beside the engine’s."
    return (
        HEAD + _exported("CONTEXTS", f"The contexts of our own credentials, {about}", own),
        HEAD + _exported("CONTEXTS", f"The contexts that others use, {about}", others),
    )


def _exported(name: str, about: str, value: dict[str, Any] | list[Any]) -> str:
    """One name of a module: a line for each member, as short as it can be."""
    if isinstance(value, dict):
        lines = [f"  {_short(key)}: {_short(each)},\n" for key, each in value.items()]
        body = f"{{\n{''.join(lines)}}}"
    else:
        lines = [f"  {_short(each)},\n" for each in value]
        body = f"[\n{''.join(lines)}]"
    return f"\n/** {about} */\nexport const {name} = {body};\n"


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    write()
