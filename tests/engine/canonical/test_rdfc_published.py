"""RDFC-1.0 against the cases of w3c/rdf-canon: the canonical form, and the map of labels."""

from __future__ import annotations

import json

import pytest

from engine.canonical.nquads import read_nquads
from published import published
from sceau.engine.canonical.rdfc import canonicalise

SUITE = published("vectors/rdf-canon")
CASES = json.loads((SUITE / "manifest.jsonld").read_text())["entries"]


def _canonical(case):
    ground, quads = read_nquads((SUITE / case["action"]).read_text())
    return canonicalise(ground, quads, algorithm="sha384" if case.get("hashAlgorithm") == "SHA384" else "sha256")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_published_case(case):
    canonical = _canonical(case)

    if case["type"] == "rdfc:RDFC10MapTest":
        assert canonical.labels == json.loads((SUITE / case["result"]).read_text())
    else:
        assert canonical.nquads.decode() == (SUITE / case["result"]).read_text()


def test_the_suite_is_all_there():
    kinds = [case["type"] for case in CASES]

    assert kinds.count("rdfc:RDFC10EvalTest") == 30
    assert kinds.count("rdfc:RDFC10MapTest") == 13
