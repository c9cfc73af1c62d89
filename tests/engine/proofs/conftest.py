from __future__ import annotations

import json

import pytest

from published import BENCHMARK_CREDENTIAL, published
from sceau.engine.keys.multikey import decode_secret
from sceau.engine.vocabularies.contexts import shipped

# Contexts of W3C examples, which the product does not ship
EXTRA = {
    "https://www.w3.org/ns/credentials/examples/v2": "contexts/w3c/credentials-examples-v2.json",
    "https://www.w3.org/2018/credentials/examples/v1": "contexts/w3c/credentials-examples-v1.json",
    "https://w3id.org/citizenship/v4rc1": "contexts/w3c/citizenship-v4rc1.json",
    "https://w3id.org/security/suites/ed25519-2020/v1": "contexts/w3c/ed25519-2020-v1.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context.json": "contexts/1edtech/clr-v2p0-context-2.0.0.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": "contexts/1edtech/clr-v2p0-context-2.0.1.json",
}


@pytest.fixture(scope="session")
def contexts():
    """The shipped contexts, and those that the W3C's and 1EdTech's samples use besides."""
    library = shipped()
    for url, path in EXTRA.items():
        if url not in library:
            library = library.with_document(url, published(path).read_bytes())
    # the examples of VC 1.1 build on this one; the documents here use no term of it
    return library.with_document("https://www.w3.org/ns/odrl.jsonld", b'{"@context": {}}')


@pytest.fixture(scope="session")
def keys():
    """The key pairs that the W3C publishes with its vectors, by algorithm."""
    files = {
        "Ed25519": ("vectors/vc-di-eddsa/keyPair.json", "privateKeyMultibase"),
        "P-256": ("vectors/vc-di-ecdsa/p256KeyPair.json", "secretKeyMultibase"),
        "P-384": ("vectors/vc-di-ecdsa/p384KeyPair.json", "secretKeyMultibase"),
    }
    return {
        algorithm: decode_secret(json.loads(published(path).read_bytes())[member])
        for algorithm, (path, member) in files.items()
    }


@pytest.fixture
def badge():
    """A credential with most members that Open Badges 3.0 has, unsigned."""
    return json.loads(BENCHMARK_CREDENTIAL.read_bytes())
