"""Canonical forms: the same bytes as the engine's, and as those published."""

from __future__ import annotations

import json
import struct

import orjson

from engine.canonical.nquads import read_nquads
from engine.canonical.test_jcs import NUMBERS
from interop.corpus import REFUSED, SIGNED
from published import published
from sceau.engine.canonical.rdf import canonical_nquads
from sceau.engine.errors import EngineError
from sceau.engine.vocabularies.contexts import shipped

from .browser_side import asked_of_the_browser, packed

CONTEXTS = shipped()


def _asked(task, values):
    return asked_of_the_browser([{"task": task, "given": packed(value)} for value in values])


def test_the_corpus_has_the_canonical_form_of_the_engine():
    documents = [orjson.dumps(document) for document in SIGNED.values()]

    found = [answer["result"] for answer in _asked("canonical", documents)]

    assert found == [canonical_nquads(orjson.loads(document), CONTEXTS).decode() for document in documents]


def test_what_the_engine_refuses_is_refused_for_the_same_reason_in_the_same_place():
    expected, documents = {}, {}
    for name, document in REFUSED.items():
        text = json.dumps(document, ensure_ascii=False)
        try:
            documents[name] = text.encode()
            canonical_nquads(document, CONTEXTS)
        except UnicodeEncodeError:
            documents.pop(name, None)  # half a character is refused before it comes so far
        except EngineError as error:
            expected[name] = {"refused": error.reason.code, "pointer": error.pointer}

    found = dict(zip(documents, _asked("canonical", documents.values()), strict=True))

    assert {name: found[name] for name in expected} == expected
    assert len(expected) > 10


def test_rdfc_gives_what_the_w3c_published():
    suite = published("vectors/rdf-canon")
    cases = json.loads((suite / "manifest.jsonld").read_text())["entries"]
    tasks = []
    for case in cases:
        ground, quads = read_nquads((suite / case["action"]).read_text())
        algorithm = "SHA-384" if case.get("hashAlgorithm") == "SHA384" else "SHA-256"
        tasks.append({"task": "rdfc", "ground": ground, "quads": quads, "algorithm": algorithm})

    for case, answer in zip(cases, asked_of_the_browser(tasks), strict=True):
        expected = (suite / case["result"]).read_text()
        if case["type"] == "rdfc:RDFC10MapTest":
            assert answer["result"]["labels"] == json.loads(expected), case["id"]
        else:
            assert answer["result"]["nquads"] == expected, case["id"]


def test_jcs_gives_what_was_published():
    folder = published("vectors/jcs")
    inputs = sorted((folder / "input").iterdir())

    found = [answer["result"] for answer in _asked("jcs", [path.read_bytes() for path in inputs])]

    assert found == [(folder / "output" / path.name).read_text() for path in inputs]


def test_jcs_writes_the_numbers_of_the_rfc():
    texts = {repr(struct.unpack(">d", bytes.fromhex(bits))[0]): text for bits, text in NUMBERS.items()}

    found = _asked("jcs", [text.encode() for text in texts])

    assert [answer["result"] for answer in found] == list(texts.values())
