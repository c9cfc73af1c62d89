"""The Node stack beside us: one process that measures its own turns, so that they alternate with ours."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

from _subject import ED25519, HERE, P256, Party, benchmark_credential

from sceau.engine.keys import did_key
from sceau.engine.keys.jwk import to_jwk
from sceau.engine.keys.multibase import encode_base64url
from sceau.engine.keys.multikey import encode_public

PACKAGES = HERE.parent / "tests" / "interop" / "node_modules"
SUITES = {"eddsa-rdfc-2022": ED25519, "eddsa-jcs-2022": ED25519, "ecdsa-rdfc-2019": P256}


class Node:
    """node.mjs, running.

    made:  what it issued, by way of securing
    """

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            ["node", str(HERE / "node.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        jwk = {**to_jwk(ED25519.key.public_key), "d": encode_base64url(ED25519.key.secret)}
        header = {"alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": ED25519.method}
        parties = [_party(suite, party) for suite, party in SUITES.items()]
        answer = self._ask(parties=parties, jwk=jwk, header=header, created="2026-01-15T10:00:00Z")
        self.made: dict[str, Any] = answer["made"]
        self.version: str = answer["version"]

    def turn(self, act: str) -> Callable[[int], float]:
        """What runs one of its acts so many times, and gives the seconds."""
        return lambda count: float(self._ask(act=act, count=count)["seconds"])

    def close(self) -> None:
        """End the process."""
        with self.process:
            self.process.stdin.close()

    def _ask(self, **words: Any) -> Any:
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def is_there() -> bool:
    """Whether Node and the packages of tests/interop are installed."""
    return shutil.which("node") is not None and PACKAGES.is_dir()


def _party(suite: str, party: Party) -> dict[str, Any]:
    did = did_key.document_of(party.did)
    (method,) = did["verificationMethod"]
    key = {
        "id": party.method,
        "controller": party.did,
        "publicKeyMultibase": encode_public(party.key.public_key),
        "secretKeyMultibase": party.key.secret_multibase,
    }
    documents = {party.did: did, party.method: {"@context": did["@context"], **method}}
    return {"suite": suite, "key": key, "document": benchmark_credential(party), "documents": documents}
