"""What Sceau does, ready to be measured, and what must be true of its results."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import orjson
from _hostile import FRENCH, hostile_files, published
from _subject import (
    CONTEXTS,
    CREATED,
    DEMO,
    ED25519,
    Party,
    benchmark_credential,
    sample_credentials,
    sparse_list,
    variants,
)

from sceau.cli.language import say
from sceau.engine.checks.reach import Memory
from sceau.engine.images import png
from sceau.engine.images.seal import draw_seal
from sceau.engine.keys.multibase import decode_base64url
from sceau.engine.proofs.batch import Batch
from sceau.engine.proofs.data_integrity import proofs_of, verify_proof
from sceau.engine.proofs.jwt import read_jwt, sign_jwt, verify_jwt
from sceau.engine.strict_json import JsonObject
from sceau.outside.fetchers import MemoryFetcher
from sceau.outside.pictures import picture_of

PILE = 256  # credentials of a batch that are made before the clock starts
MEGABYTE = 1024 * 1024
KILOBYTES = 1024  # of a megabyte: how Linux counts a process

Turn = Callable[[int], float]


def proof_of(secured: JsonObject) -> JsonObject:
    """Its only proof."""
    (proof,) = proofs_of(secured)
    return proof


def issue(document: JsonObject, suite: str, party: Party) -> Callable[[], JsonObject]:
    """One credential, secured: from the unsigned document to the secured one."""
    return lambda: party.secured(document, suite)


def verify_only_proof(secured: JsonObject, party: Party) -> Callable[[], None]:
    """The proof alone, as the peers' own functions do."""
    proof, key = proof_of(secured), party.key.public_key
    return lambda: verify_proof(secured, proof, key=key, contexts=CONTEXTS)


def verify_all(secured: JsonObject, *, alone: bool = False, from_file: bool = False) -> Callable[[], str]:
    """Everything up to the verdict: form, schema, key, proof, dates, issuer, status.

    alone:      the status list is fetched, verified and unpacked again each time; otherwise once for all, as in a pile
    from_file:  the bytes are read too; otherwise the document is given as the peers take it
    """
    data, fetcher = orjson.dumps(secured) if from_file else secured, ED25519.fetcher(sparse_list(), "eddsa-rdfc-2022")
    memory = Memory()
    return lambda: ED25519.judged(data, fetcher, None if alone else memory).verdict


def bulk(documents: Iterable[JsonObject]) -> Turn:
    """A batch that goes on: from unsigned documents to bytes ready to be written."""
    pile = cycle(list(documents))
    batch = new_batch()
    for _ in batch.sign(islice(pile, PILE)):
        pass  # the templates are made

    def turn(count: int) -> float:
        """At least a pile, for the first and the last of a batch go both ways."""
        chosen = list(islice(pile, max(count, PILE)))
        started = time.perf_counter()
        for _ in batch.sign(chosen):
            pass
        return (time.perf_counter() - started) * count / len(chosen)

    return turn


def new_batch() -> Batch:
    """A batch of the benchmark's issuer, with a chance that is the same each time."""
    return Batch(
        signer=ED25519.signer,
        verification_method=ED25519.method,
        created=CREATED,
        contexts=CONTEXTS,
        chance=random.Random(2022).random,
    )


def bulk_agrees(documents: list[JsonObject]) -> bool:
    """Whether every credential of a batch has the bytes that it would have had alone."""
    alone = [orjson.dumps(ED25519.secured(document, "eddsa-rdfc-2022")) for document in documents]
    return list(new_batch().sign(documents)) == alone


def sign_token(document: JsonObject) -> Callable[[], str]:
    """One JWT."""
    return lambda: sign_jwt(document, signer=ED25519.signer, kid=ED25519.method)


def verify_token(token: str) -> Callable[[], JsonObject]:
    """One JWT, read strictly and its signature verified."""

    def act() -> JsonObject:
        jwt = read_jwt(token)
        verify_jwt(jwt, key=ED25519.key.public_key)
        return jwt.document

    return act


def signature_holds(token: str) -> bool:
    """Whether the signature of a JWT is that of the benchmark's key, whatever it says."""
    signed, _, signature = token.rpartition(".")
    return ED25519.key.public_key.verify(decode_base64url(signature), signed.encode())


def change_status(suite: str) -> Callable[[], MemoryFetcher]:
    """One credential is revoked: its bit set, the list packed, described, signed and written as JSON."""
    lists, chance = sparse_list(), random.Random(8)

    def act() -> MemoryFetcher:
        lists.set(chance.randrange(131_072), 1)
        return ED25519.fetcher(lists, suite)

    return act


def picture() -> bytes:
    """The seal of the benchmark's micro-credential."""
    return picture_of(
        draw_seal(
            design_id="92", title="Data Analysis with Python", body="Example University", level="EQF 6", load="125 h"
        )
    )


def bake(image: bytes, text: str) -> Callable[[], bytes]:
    """A credential into a PNG."""
    return lambda: png.bake(image, text)


def unbake(image: bytes) -> Callable[[], Any]:
    """A credential out of a PNG, every checksum looked at."""
    return lambda: png.unbake(image)


def hostile(rounds: int) -> list[tuple[str, float, str]]:
    """Each hostile file: its name in the language in use, the best of a few times in seconds, the verdict."""
    fetcher = MemoryFetcher(published())
    found = []
    for name, data in hostile_files():
        times = []
        for _ in range(rounds):
            started = time.perf_counter()
            verdict = ED25519.judged(data, fetcher).verdict
            times.append(time.perf_counter() - started)
        found.append((say(fr=FRENCH[name], en=name), min(times), verdict))
    return found


def memory_of_a_batch(count: int) -> tuple[float, float, float]:
    """Memory after a tenth of a batch and after the whole, in MB, and credentials a second, their making included."""
    before = 0.0
    started = time.perf_counter()
    for made, _ in enumerate(new_batch().sign(variants(benchmark_credential(), count))):
        if made == count // 10:
            before = _resident()
    return before, _resident(), count / (time.perf_counter() - started)


def _resident() -> float:
    """The memory of this process as it is now; where the system does not say, the most that it has been."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES
    return pages * resource.getpagesize() / MEGABYTE


@dataclass(frozen=True)
class Demonstration:
    """What the command made of the learners of the demonstration, start of the program included.

    credentials:  people with a credential, in four forms each
    valid:        files that `sceau verify` found valid, of how many
    """

    credentials: int
    issuing: float
    files: int
    valid: int
    verifying: float


def the_demonstration() -> Demonstration:
    """`sceau issue` on the 200 learners, then `sceau verify` on all that it wrote."""
    with tempfile.TemporaryDirectory() as place:
        key, out = Path(place, "key.json"), Path(place, "out")
        _command("keys", "new", "--did", "web:badges.example", "--out", key)
        people = ["--design", DEMO / "designs", "--recipients", DEMO / "learners_200.csv"]
        whose = ["--issuer", DEMO / "organisations.json", "--key", key, "--out", out]
        issuing, told = _command("issue", *people, *whose, "--format", "json,jwt,png,svg", "--json")
        folder = Path(told["folder"]) if "folder" in told else out / "preuves"
        verifying, report = _command("verify", folder, "--resolve", f"https://badges.example={out / 'site'}", "--json")
    results = report["results"]
    valid = sum(result["verdict"] == "valid" for result in results)
    issued = {Path(result["source"]).stem for result in results}
    return Demonstration(len(issued), issuing, len(results), valid, verifying)


def _command(*words: str | Path) -> tuple[float, Any]:
    """A call of the command: its seconds, and what it printed for machines."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-P", "-m", "sceau.cli", *map(str, words)], check=True, capture_output=True)
    seconds = time.perf_counter() - started
    return seconds, orjson.loads(done.stdout) if "--json" in words else None


def first_sample() -> JsonObject:
    """A credential of the demonstration, unsigned."""
    return sample_credentials()[0]
