"""What is measured: one credential, one key, one moment, the same for everybody."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from sceau.engine.checks.policy import Policy, TrustedIssuer, TrustList
from sceau.engine.checks.reach import Memory
from sceau.engine.checks.report import Report
from sceau.engine.checks.verify import verify
from sceau.engine.keys import did_key
from sceau.engine.keys.private import PrivateKey, generate
from sceau.engine.model.awards import Award, Basis, Holder, Issuer, Person, Route, StatusPlace
from sceau.engine.model.bodies import read_bodies
from sceau.engine.model.code import make_code
from sceau.engine.model.describe import describe
from sceau.engine.model.designs import read_design
from sceau.engine.proofs.data_integrity import secure
from sceau.engine.status.bitstring import StatusList
from sceau.engine.status.documents import status_list_credential
from sceau.engine.strict_json import JsonObject
from sceau.engine.vocabularies.contexts import shipped
from sceau.outside.fetchers import MemoryFetcher

HERE = Path(__file__).parent
DEMO = HERE.parent / "demo"
CREATED = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
CONTEXTS = shipped()
LIST_URL = "https://badges.example.edu/status/7"


@dataclass(frozen=True)
class Party:
    """An issuer with one key, known to the reader, and its status list.

    method:  the id of its key
    """

    key: PrivateKey

    @cached_property
    def did(self) -> str:
        return did_key.did_of(self.key.public_key)

    @cached_property
    def method(self) -> str:
        return did_key.method_of(self.key.public_key)

    @cached_property
    def signer(self) -> Any:
        return self.key.signer()

    def secured(self, document: JsonObject, suite: str) -> JsonObject:
        """The document with its proof."""
        return secure(
            document,
            signer=self.signer,
            verification_method=self.method,
            created=CREATED,
            contexts=CONTEXTS,
            cryptosuite=suite,
        )

    def fetcher(self, lists: StatusList, suite: str) -> MemoryFetcher:
        """What the issuer publishes, in memory."""
        unsigned = status_list_credential(LIST_URL, self.did, lists, purpose="revocation", valid_from=CREATED)
        return MemoryFetcher({LIST_URL: orjson.dumps(self.secured(unsigned, suite))})

    def judged(self, anything: Any, fetcher: MemoryFetcher, memory: Memory | None = None) -> Report:
        """The verdict of a reader who knows the issuer."""
        trusted = TrustList.of(TrustedIssuer(self.did, "Example"))
        return verify(anything, policy=Policy(CONTEXTS, trusted=trusted), fetcher=fetcher, now=NOW, memory=memory)


ED25519 = Party(generate("Ed25519", bytes(range(32))))
P256 = Party(generate("P-256", bytes(range(40))))


def benchmark_credential(party: Party = ED25519) -> JsonObject:
    """The credential of 92 quads, unsigned, issued by this party."""
    document: JsonObject = json.loads((HERE / "data" / "credential-92.json").read_bytes())
    document.pop("proof", None)
    document["issuer"]["id"] = party.did
    return document


def variants(document: JsonObject, count: int) -> Iterator[JsonObject]:
    """As many credentials as asked for, as a batch has them: another id, holder, place in the list and grade each."""
    text = orjson.dumps(document)
    chance = random.Random(92)
    for number in range(count):
        copy: JsonObject = orjson.loads(text)
        copy["id"] = f"https://badges.example.edu/credentials/{number:08d}"
        index = chance.randrange(131_072)
        copy["credentialStatus"]["id"] = f"{LIST_URL}#{index}"
        copy["credentialStatus"]["statusListIndex"] = str(index)
        subject = copy["credentialSubject"]
        subject["id"] = f"did:example:learner{number:08d}"
        subject["identifier"][0]["identityHash"] = f"sha256${chance.randbytes(32).hex()}"
        subject["identifier"][0]["salt"] = chance.randbytes(8).hex()
        yield copy


def sparse_list(share: float = 0.01) -> StatusList:
    """A status list of the usual length in which this share of the credentials is revoked."""
    chance = random.Random(7)
    lists = StatusList.new()
    for index in chance.sample(range(131_072), int(131_072 * share)):
        lists.set(index, 1)
    return lists


def sample_credentials(party: Party = ED25519) -> list[JsonObject]:
    """The credentials of the learners of the demonstration who have their award, unsigned, as `describe` makes them."""
    bodies = read_bodies(json.loads((DEMO / "organisations.json").read_bytes()))
    designs = {path.stem: read_design(json.loads(path.read_bytes())) for path in (DEMO / "designs").glob("*.json")}
    made = []
    with (DEMO / "learners_200.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            if row["decision"] != "ACQUIS":
                continue
            design = designs[row["design_id"]]
            body, *partners = (bodies[each.id] for each in design.bodies)
            issuer = Issuer(did=party.did, base="https://badges.example.edu", body=body, partners=tuple(partners))
            name = f"{row['prenom1']} {row['nom_naissance']}"
            award = Award(
                code=make_code(sha256(row["learner_id"].encode()).digest()),
                holder=Holder(name=name, email=row["email"], salt=f"{number:016x}"),
                language=row["langue"],
                awarded_on=date.fromisoformat(row["date_evaluation"]),
                valid_from=CREATED,
                basis=Basis(route=Route.DECISION, people=(Person("Jury"),), digest="ab" * 32),
                status=StatusPlace(LIST_URL, number),
            )
            made.append(describe(design, issuer, award))
    return made
