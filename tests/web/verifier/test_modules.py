"""The modules of the browser's verifier: made anew from the engine, small, and of the kind that a strict policy allows."""

from __future__ import annotations

import gzip
import json
import re
from importlib.resources import files

import pytest

from sceau.engine.checks.catalogue import reasons
from sceau.web.verifier_data import BUNDLE, FOLDER, MADE, codes_in_use, modules
from sceau.web.verifier_file import one_module

from .browser_side import asked_of_the_browser

BY_HAND = sorted(path for path in FOLDER.glob("*.js") if path.name not in MADE)
OF_BUNDLES = sorted(path for path in BUNDLE.glob("*.js") if path.name != "bundle-words.js")
CODES = {reason.code for _, reason in reasons()}
AREAS = {code.partition(".")[0] for code in CODES}
# what runs text as code, writes text as a page, or keeps something where everybody sees it
FORBIDDEN = r"\beval\b|\bFunction\(|innerHTML|outerHTML|document\.(write|cookie|body)|\bwindow\b|localStorage|globalThis\.(?!crypto\b)"
LARGEST = 66_000  # bytes, compressed together, as a page in one file would be: without the comments


@pytest.mark.parametrize("name", MADE)
def test_what_is_made_from_the_engine_is_up_to_date(name):
    assert (FOLDER / name).read_text("utf-8") == modules()[name], "python -m sceau.web.verifier_data"


def test_every_reason_that_is_given_is_one_of_the_engines():
    assert {code for code in codes_in_use() | codes_in_use(BUNDLE) if code.partition(".")[0] in AREAS} <= CODES
    assert len(codes_in_use() & CODES) > 150


def test_every_sentence_that_is_shipped_is_there_in_both_languages():
    catalogue = (FOLDER / "catalogue.js").read_text("utf-8")
    (reasons_in_it,) = re.findall(r"export const REASONS = (\{.*?\n\});", catalogue, re.DOTALL)

    shipped = json.loads(reasons_in_it.replace(",\n}", "\n}"))

    assert set(shipped) == codes_in_use() & CODES
    assert all(sorted(words) == ["en", "fr"] and all(words.values()) for words in shipped.values())


def test_the_contexts_are_those_pinned_by_their_hash():
    folder = files("sceau.engine.vocabularies") / "contexts"
    pinned = {row["url"]: row["jcs_sha256"] for row in json.loads((folder / "index.json").read_bytes())}

    (answer,) = asked_of_the_browser([{"task": "contexts"}])

    assert answer["result"] == pinned


@pytest.mark.parametrize("path", [*BY_HAND, *OF_BUNDLES], ids=lambda path: path.name)
def test_a_module_is_small_and_needs_nothing_that_a_strict_policy_refuses(path):
    text = path.read_text("utf-8")

    assert len(text.splitlines()) <= 400
    assert not re.search(FORBIDDEN, text)
    assert all(
        name.startswith(("./", "../verifier/")) for name in re.findall(r'(?:from|import\()\s*"([^"]+)"', text)
    ), "nothing from elsewhere"


def test_in_one_piece_they_import_nothing_and_are_always_the_same():
    piece = one_module()

    assert one_module() == piece
    assert not re.search(r"(?m)^\s*import\b|\bimport\(", piece)
    assert re.findall(r"(?m)^export .*", piece) == ["export { verify, fromDocuments, fromFetch, oneAfterTheOther };"]


def test_all_together_stay_light():
    texts = [
        path.read_text("utf-8")
        for path in [*BY_HAND, FOLDER / "catalogue.js", FOLDER / "contexts.js", FOLDER / "telling-words.js"]
    ]
    bare = "\n".join(re.sub(r"(?m)^\s*(//|/\*\*|\*).*\n|^\s+", "", text) for text in texts)

    assert len(gzip.compress(bare.encode(), 9)) < LARGEST
