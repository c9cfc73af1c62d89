"""JSON-LD to canonical N-Quads, against the intermediate values that W3C publishes with its cryptosuites."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from published import BENCHMARK_CREDENTIAL, published
from sceau.engine.canonical.rdf import canonical_dataset, canonical_nquads
from sceau.engine.vocabularies.contexts import shipped

CONTEXTS = shipped()
for _url, _file in (
    ("https://www.w3.org/ns/credentials/examples/v2", "w3c/credentials-examples-v2.json"),
    ("https://w3id.org/citizenship/v4rc1", "w3c/citizenship-v4rc1.json"),
):
    if _url not in CONTEXTS:
        CONTEXTS = CONTEXTS.with_document(_url, (published("contexts") / _file).read_bytes())

# folder, document, its canonical form, proof options, their canonical form
PUBLISHED = [
    ("vc-di-eddsa", "unsigned.json", "eddsa-rdfc-2022/canonDocDataInt.txt"),
    ("vc-di-eddsa", "eddsa-rdfc-2022/proofConfigDataInt.json", "eddsa-rdfc-2022/proofCanonDataInt.txt"),
    ("vc-di-ecdsa", "unsigned.json", "ecdsa-rdfc-2019-p256/canonDocECDSAP256.txt"),
    ("vc-di-ecdsa", "ecdsa-rdfc-2019-p256/proofConfigECDSAP256.json", "ecdsa-rdfc-2019-p256/proofCanonECDSAP256.txt"),
]


@pytest.mark.parametrize(("folder", "document", "canonical"), PUBLISHED, ids=lambda value: value)
def test_the_published_canonical_form(folder, document, canonical):
    vectors = published(f"vectors/{folder}")

    found = canonical_nquads(json.loads((vectors / document).read_text()), CONTEXTS)

    assert found.decode() == (vectors / canonical).read_text()


def test_the_published_hash_of_the_document():
    vectors = published("vectors/vc-di-eddsa")
    document = json.loads((vectors / "unsigned.json").read_text())

    digest = sha256(canonical_nquads(document, CONTEXTS)).hexdigest()

    assert digest == (vectors / "eddsa-rdfc-2022/docHashDataInt.txt").read_text().strip()


def test_the_benchmark_credential_has_the_size_it_is_known_by():
    document = json.loads(BENCHMARK_CREDENTIAL.read_text())

    canonical = canonical_dataset(document, CONTEXTS)

    assert len(canonical.lines) == 92
    assert len(canonical.labels) == 6
