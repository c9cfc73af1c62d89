"""Sound documents to start from."""

from __future__ import annotations

import copy
import json
from typing import Any

from published import BENCHMARK_CREDENTIAL, published

VC_2 = "https://www.w3.org/ns/credentials/v2"
VC_1 = "https://www.w3.org/2018/credentials/v1"
OB_3_0_3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"


def read(path: str) -> Any:
    """A published document."""
    return json.loads(published(path).read_bytes())


def bench() -> Any:
    """The unsigned credential that speed is measured on."""
    return json.loads(BENCHMARK_CREDENTIAL.read_bytes())


def complete(*, endorsed_once: bool = False) -> Any:
    """The published credential that has nearly every member; endorsed_once keeps one of its endorsements."""
    document = read("vectors/open-badges-3.0/complete.json")
    if endorsed_once:
        del document["endorsement"]
        del document["issuer"]["endorsement"]
        del document["credentialSubject"]["achievement"]["endorsement"]
        del document["credentialSubject"]["achievement"]["creator"]["endorsement"][1]
        document["credentialSubject"]["achievement"]["related"] = [
            {"id": "https://1edtech.edu/achievements/other", "type": ["Related"], "inLanguage": "fr-FR", "version": "2"}
        ]
    return document


def plain() -> Any:
    """A small sound credential of data model 2.0 that is no badge."""
    return copy.deepcopy(
        {
            "@context": [VC_2],
            "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
            "type": ["VerifiableCredential"],
            "issuer": "did:example:issuer",
            "validFrom": "2026-01-15T10:00:00Z",
            "validUntil": "2027-01-15T10:00:00Z",
            "credentialSubject": {"id": "did:example:holder"},
        }
    )
