"""How fast the engine is, beside other people's software, on one credential, one key and one machine.

    ./sceau bench engine [--quick] [--json]

Everybody's turns alternate, so that a busy machine harms all alike. Shares are of the signatures that `cryptography`
package makes or verifies in this same process, round by round; those of Node are of Node's own. Results are compared
before anything is timed: an implementation whose proof differs from ours is said to differ, and the status is then 1.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import _node
import _ours as ours
import _peers as peers
import orjson
from _clock import Runner, loop, measure
from _report import Figure, Row, Table, number_of, print_tables
from _subject import CONTEXTS, ED25519, P256, benchmark_credential, sample_credentials, variants
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from sceau.cli import language
from sceau.cli.language import say
from sceau.engine.proofs.data_integrity import verify_proof

ROUNDS, QUICK_ROUNDS = 25, 5
BATCH, QUICK_BATCH = 100_000, 5_000
FLAT = 8.0  # MB that a batch may grow by between its first tenth and its end

RDFC, JCS, ECDSA = "eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019"
US = "Sceau"


@dataclass
class Entry:
    """One line of a table, before it is measured.

    goal:    the share to reach
    agrees:  whether its result is what it must be; None when there is nothing to compare with
    """

    table: str
    name: str
    runner: Runner
    goal: float | None = None
    agrees: bool | None = None


@dataclass
class Bench:
    """Everything that is measured, and who is absent."""

    entries: list[Entry] = field(default_factory=list)
    raw: dict[str, Runner] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)

    def add(
        self, table: str, name: str, turn: Callable[[int], float], of: str, goal: float | None = None, **words: Any
    ) -> None:
        """One more line."""
        self.entries.append(Entry(table, name, Runner(name, turn, self.raw[of]), goal, **words))

    def run(self, rounds: int, told: Callable[[], None]) -> None:
        """Measure everybody, in turn."""
        measure([*self.raw.values(), *(entry.runner for entry in self.entries)], rounds, told)


def tables() -> dict[str, str]:
    """The tables, with what each is about."""
    issue, verify = say(fr="délivrer", en="issue"), say(fr="vérifier la preuve seule", en="verify the proof alone")
    one, many = say(fr="délivrer, une à une", en="issue, one by one"), say(fr="délivrer en nombre", en="issue in bulk")
    whole = say(fr="vérifier en entier, jusqu’au verdict", en="verify in whole, to the verdict")
    return {
        "raw": say(fr="Signatures nues", en="Bare signatures"),
        f"{RDFC} issue": f"{RDFC}, {one}",
        f"{RDFC} bulk": f"{RDFC}, {many}",
        f"{RDFC} verify": f"{RDFC}, {verify}",
        f"{RDFC} whole": f"{RDFC}, {whole}",
        f"{JCS} issue": f"{JCS}, {issue}",
        f"{JCS} verify": f"{JCS}, {verify}",
        "jwt issue": f"JWT, EdDSA, {issue}",
        "jwt verify": f"JWT, EdDSA, {verify}",
        f"{ECDSA} issue": f"{ECDSA}, P-256, {issue}",
        f"{ECDSA} verify": f"{ECDSA}, P-256, {verify}",
    }


def bare(bench: Bench) -> None:
    """What `cryptography` does alone, in this process."""
    data = bytes(64)
    native = ED25519.key.native()
    public, signature = native.public_key(), native.sign(data)
    bench.raw["sign"] = Runner("Ed25519, sign", loop(lambda: native.sign(data)))
    bench.raw["verify"] = Runner("Ed25519, verify", loop(lambda: public.verify(signature, data)))
    curve, hashed = P256.key.native(), ec.ECDSA(SHA256())
    point, der = curve.public_key(), curve.sign(data, hashed)
    bench.raw["sign P-256"] = Runner("P-256, sign", loop(lambda: curve.sign(data, hashed)))
    bench.raw["verify P-256"] = Runner("P-256, verify", loop(lambda: point.verify(der, data, hashed)))


def sceau(bench: Bench) -> dict[str, Any]:
    """Our own lines; gives what we issued, by way of securing, for others to be compared with."""
    document, sample = benchmark_credential(), ours.first_sample()
    of_sample = say(fr="Sceau, preuve de la démonstration", en="Sceau, credential of the demonstration")
    secured = {suite: ED25519.secured(document, suite) for suite in (RDFC, JCS)}
    secured[ECDSA] = P256.secured(benchmark_credential(P256), ECDSA)
    secured["sample"] = ED25519.secured(sample, RDFC)
    token = ours.sign_token(document)()

    bench.add(f"{RDFC} issue", US, loop(ours.issue(document, RDFC, ED25519)), "sign", 0.09)
    bench.add(f"{RDFC} issue", of_sample, loop(ours.issue(sample, RDFC, ED25519)), "sign")
    agrees = ours.bulk_agrees(list(variants(document, 300)))
    bench.add(f"{RDFC} bulk", US, ours.bulk(variants(document, ours.PILE)), "sign", 0.22, agrees=agrees)
    samples = sample_credentials()
    bench.add(f"{RDFC} bulk", of_sample, ours.bulk(samples), "sign", agrees=ours.bulk_agrees(samples))
    bench.add(f"{RDFC} verify", US, loop(ours.verify_only_proof(secured[RDFC], ED25519)), "verify")
    for name, which in ((US, RDFC), (of_sample, "sample")):
        whole = ours.verify_all(secured[which])
        goal = 0.22 if which == RDFC else None
        bench.add(f"{RDFC} whole", name, loop(whole), "verify", goal, agrees=whole() == "valid")
    for label, act in (
        (say(fr="Sceau, depuis le fichier", en="Sceau, from the file"), ours.verify_all(secured[RDFC], from_file=True)),
        (
            say(fr="Sceau, liste d’états relue chaque fois", en="Sceau, status list read again each time"),
            ours.verify_all(secured[RDFC], alone=True),
        ),
    ):
        bench.add(f"{RDFC} whole", label, loop(act), "verify", agrees=act() == "valid")
    bench.add(f"{JCS} issue", US, loop(ours.issue(document, JCS, ED25519)), "sign", 0.25)
    bench.add(f"{JCS} verify", US, loop(ours.verify_only_proof(secured[JCS], ED25519)), "verify", 0.50)
    bench.add("jwt issue", US, loop(ours.sign_token(document)), "sign", 0.40)
    bench.add("jwt verify", US, loop(ours.verify_token(token)), "verify", 0.55)
    by_p256 = benchmark_credential(P256)
    bench.add(f"{ECDSA} issue", US, loop(ours.issue(by_p256, ECDSA, P256)), "sign P-256")
    bench.add(f"{ECDSA} verify", US, loop(ours.verify_only_proof(secured[ECDSA], P256)), "verify P-256")
    return secured


def others(bench: Bench, secured: dict[str, Any]) -> None:
    """The lines of other people's Python software, that is installed."""
    for name, load in peers.PEERS.items():
        try:
            pairs = load()
        except peers.Absent:
            bench.absent.append(name)
            continue
        for pair in pairs:
            sign, verify = ("sign P-256", "verify P-256") if pair.way == ECDSA else ("sign", "verify")
            agrees = agree(pair.way, pair.issue(), secured)
            bench.add(f"{pair.way} issue", pair.name, loop(pair.issue), sign, agrees=agrees)
            bench.add(f"{pair.way} verify", pair.name, loop(pair.verify), verify, agrees=agrees)


def node(bench: Bench, secured: dict[str, Any]) -> _node.Node | None:
    """The lines of the Node stack; gives its process."""
    if not _node.is_there():
        bench.absent.append("Node")
        return None
    process = _node.Node()
    bench.raw["Node sign"] = Runner("Node Ed25519 sign", process.turn("raw issue"))
    bench.raw["Node verify"] = Runner("Node Ed25519 verify", process.turn("raw verify"))
    for way, made in process.made.items():
        name = "Node, jose" if way == "jwt" else "Node, @digitalbazaar/vc"
        agrees = agree(way, made, secured)
        bench.add(f"{way} issue", name, process.turn(f"{way} issue"), "Node sign", agrees=agrees)
        bench.add(f"{way} verify", name, process.turn(f"{way} verify"), "Node verify", agrees=agrees)
    return process


def agree(way: str, theirs: Any, secured: dict[str, Any]) -> bool | None:
    """Whether what a peer issued is what we issue, to the byte; for ECDSA and JWT, whether we verify it.

    An ECDSA signature may differ each time, and a JWT holds its JSON as it was written.
    """
    if way == "jwt":
        token = theirs if isinstance(theirs, str) else theirs.decode()
        try:
            ours.verify_token(token)()
        except Exception:
            # its payload is of another profile: look at the signature alone
            return ours.signature_holds(token)
        return True
    if way == ECDSA:
        proof = ours.proof_of(theirs)
        verify_proof(theirs, proof, key=P256.key.public_key, contexts=CONTEXTS)
        return True
    return bool(ours.proof_of(theirs)["proofValue"] == ours.proof_of(secured[way])["proofValue"])


def rows_of(bench: Bench) -> list[Table]:
    """The tables, measured."""
    titles = tables()
    raw = Table("raw", titles["raw"], [Row(each.name, each.seconds) for each in bench.raw.values()])
    found = {"raw": raw}
    for entry in bench.entries:
        table = found.setdefault(entry.table, Table(entry.table, titles[entry.table], []))
        seconds, first = entry.runner.seconds, table.rows[0].seconds if table.rows else None
        slower = seconds / first if first else None
        table.rows.append(Row(entry.name, seconds, entry.runner.share, entry.goal, entry.agrees, slower))
    return [found[key] for key in titles if key in found]


def single_figures(quick: bool) -> list[Figure]:
    """What is not a share: durations with a bound of their own, memory, the demonstration."""
    rounds = QUICK_ROUNDS if quick else ROUNDS
    image, text = ours.picture(), orjson.dumps(ED25519.secured(benchmark_credential(), RDFC)).decode()
    baked = ours.bake(image, text)()
    runners = {suite: Runner(suite, loop(ours.change_status(suite))) for suite in (RDFC, JCS)}
    runners |= {
        "bake": Runner("bake", loop(ours.bake(image, text))),
        "unbake": Runner("unbake", loop(ours.unbake(baked))),
    }
    bakers = peers.bakers()
    for name, (into, out) in bakers.items():
        theirs = into(image, text)
        runners[f"bake {name}"] = Runner(name, loop(lambda into=into: into(image, text)))
        runners[f"unbake {name}"] = Runner(name, loop(lambda out=out, theirs=theirs: out(theirs)))
    measure(runners.values(), rounds)
    milliseconds = {name: runner.seconds * 1000 for name, runner in runners.items()}
    size = f"PNG, {len(image) // 1000} kB"
    changed = say(
        fr="un état change → liste signée, 1 % de révoquées", en="a status changes → signed list, 1 % revoked"
    )
    figures = [Figure(f"{changed}, {suite}", milliseconds[suite], "ms", 1.0) for suite in (RDFC, JCS)]
    figures.append(
        Figure(say(fr=f"placer une preuve dans un {size}", en=f"bake into a {size}"), milliseconds["bake"], "ms", 0.02)
    )
    figures.append(
        Figure(say(fr=f"la reprendre d’un {size}", en=f"unbake from a {size}"), milliseconds["unbake"], "ms")
    )
    for name in bakers:
        figures.append(Figure(say(fr=f"  {name} : placer", en=f"  {name}: bake"), milliseconds[f"bake {name}"], "ms"))
        taken = say(fr=f"  {name} : reprendre", en=f"  {name}: unbake")
        figures.append(Figure(taken, milliseconds[f"unbake {name}"], "ms"))
    return [*figures, *hostile_figures(), *batch_figures(QUICK_BATCH if quick else BATCH), *demonstration()]


def hostile_figures() -> list[Figure]:
    """The slowest of the hostile files, and a fault for each that is not refused."""
    found = sorted(ours.hostile(rounds=3), key=lambda each: -each[1])
    name, seconds, _ = found[0]
    worst = say(fr="le plus lent de {} fichiers hostiles de 256 ko", en="the slowest of {} hostile files of 256 kB")
    accepted = [name for name, _, verdict in found if verdict == "valid"]
    return [Figure(f"{worst.format(len(found))} ({name})", seconds * 1000, "ms", 100.0, agrees=not accepted)]


def batch_figures(count: int) -> list[Figure]:
    """What a long batch keeps in memory."""
    before, after, speed = ours.memory_of_a_batch(count)
    size = number_of(count)
    grown = say(
        fr=f"lot de {size} : mémoire prise entre le premier dixième et la fin",
        en=f"batch of {size}: memory taken between the first tenth and the end",
    )
    peak = say(fr=f"lot de {size} : mémoire à la fin", en=f"batch of {size}: memory at the end")
    told = say(
        fr=f"lot de {size} : vitesse, documents à signer compris",
        en=f"batch of {size}: speed, with the documents to sign",
    )
    return [Figure(grown, after - before, "MB", FLAT), Figure(peak, after, "MB"), Figure(told, speed, "/s")]


def demonstration() -> list[Figure]:
    """The 200 learners of the demonstration, by the command."""
    found = ours.the_demonstration()
    issuing = say(
        fr=f"« sceau issue » : {found.credentials} preuves en JSON, JWT, PNG et SVG",
        en=f"“sceau issue”: {found.credentials} credentials as JSON, JWT, PNG and SVG",
    )
    verifying = say(
        fr=f"« sceau verify » : ces {found.files} fichiers", en=f"“sceau verify”: these {found.files} files"
    )
    return [
        Figure(issuing, found.issuing, "s"),
        Figure(verifying, found.verifying, "s", agrees=found.valid == found.files),
    ]


def machine() -> dict[str, Any]:
    """Where this ran."""
    names = ("cryptography", "orjson", "pyld", "openvc-core", "openbadgeslib", "joserfc", "pyjwt")
    return {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": [round(each, 2) for each in os.getloadavg()],
        "versions": {name: _version(name) for name in names},
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except ModuleNotFoundError:
        return None


def main() -> int:
    """Measure, print; gives 1 when a result is not what it must be."""
    language.use(language.wanted_language(sys.argv[1:], os.environ))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few rounds: an idea of the numbers")
    parser.add_argument("--json", action="store_true", help="for machines")
    asked = parser.parse_args()
    bench = Bench()
    bare(bench)
    process = None
    secured = sceau(bench)
    others(bench, secured)
    try:
        process = node(bench, secured)
        bench.run(QUICK_ROUNDS if asked.quick else ROUNDS, lambda: print(".", end="", file=sys.stderr, flush=True))
        print(file=sys.stderr)
    finally:
        if process:
            process.close()
    found, figures, where = rows_of(bench), single_figures(asked.quick), machine()
    if asked.json:
        answer = {
            "version": 1,
            "machine": where,
            "absent": bench.absent,
            "tables": [table.as_json() for table in found],
            "figures": [figure.as_json() for figure in figures],
        }
        sys.stdout.write(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        print_tables(found, figures, where, bench.absent)
    faults = [row for table in found for row in table.rows if row.agrees is False]
    return 1 if faults or any(figure.agrees is False for figure in figures) else 0


if __name__ == "__main__":
    raise SystemExit(main())
