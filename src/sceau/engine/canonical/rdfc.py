"""RDFC-1.0: one order and one set of labels for the quads of a dataset.

Credentials whose blank nodes all look different at first sight take the short way; the others take the full algorithm,
with a bound on the work, since equal parts can be arranged in factorially many ways.

source:  W3C RDF Dataset Canonicalization 1.0 (RDFC-1.0), Recommendation of 21 May 2024, §4
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, permutations
from operator import eq

from sceau.engine.canonical.reasons import EQUAL_NODES, LONE_SURROGATE, TOO_MUCH_WORK
from sceau.engine.errors import NotCanonical, TooComplex

DEEPEST = 100  # how far the full algorithm follows nodes that look alike; JSON is no deeper than 32
WORK = 8_000  # steps of the full algorithm, some 20 ms: a thousand times what a sane credential needs

_Quad = tuple[str, str, str, str]
_Hash = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Canonical:
    """A dataset in its canonical form.

    lines:   the quads in canonical N-Quads, in code point order
    labels:  from each blank node's label in the input to its canonical one, "b0" → "c14n0"
    """

    lines: list[str]
    labels: dict[str, str]

    @property
    def nquads(self) -> bytes:
        """The lines as UTF-8.

        raises:  NotCanonical when a text holds half a character
        """
        try:
            return "".join(self.lines).encode()
        except UnicodeEncodeError as error:
            raise NotCanonical(LONE_SURROGATE) from error


def hash_of(algorithm: str) -> _Hash:
    """A function from text to lower-case hexadecimal digits; algorithm is "sha256" or "sha384"."""
    make = getattr(hashlib, algorithm)
    return lambda text: make(text.encode()).hexdigest()


def canonicalise(
    ground: Iterable[str],
    quads: Iterable[_Quad],
    *,
    algorithm: str = "sha256",
    work: int = WORK,
    equal_nodes: bool = True,
) -> Canonical:
    """The canonical form of a dataset.

    ground:       N-Quads lines without blank nodes
    quads:        subject, predicate, object, graph as N-Quads terms; at least one is a blank node "_:…"
    equal_nodes:  False refuses blank nodes that look alike at first sight, as one does before signing
    raises:       TooComplex, NotCanonical
    """
    distinct = quads if isinstance(quads, list) else list(quads)
    digest = hash_of(algorithm)
    try:
        lines_of = {node: sorted(lines) for node, lines in first_degree_lines(distinct).items()}
        if any(_has_twins(lines) for lines in lines_of.values()):  # perhaps equal quads, of which one counts
            distinct = list(dict.fromkeys(distinct))
            lines_of = {node: sorted(lines) for node, lines in first_degree_lines(distinct).items()}
        hashes = {node: digest("".join(lines)) for node, lines in lines_of.items()}
        in_order = sorted(hashes, key=hashes.__getitem__)
        if len(set(hashes.values())) == len(hashes):
            labels = {node: f"_:c14n{number}" for number, node in enumerate(in_order)}
        elif equal_nodes:
            labels = _Full(distinct, hashes, digest, work).labels()
        else:
            raise NotCanonical(EQUAL_NODES)
    except UnicodeEncodeError as error:
        raise NotCanonical(LONE_SURROGATE) from error
    lines = [*ground, *relabelled(distinct, labels)]
    lines.sort()
    if _has_twins(lines):
        lines = list(dict.fromkeys(lines))
    return Canonical(lines, {node[2:]: label[2:] for node, label in labels.items()})


def _has_twins(lines: list[str]) -> bool:
    """Whether two lines of a sorted list are equal."""
    return any(map(eq, lines, islice(lines, 1, None)))


def relabelled(quads: Iterable[_Quad], labels: dict[str, str]) -> Iterator[str]:
    """The quads as lines, each blank node under its new label."""
    for subject, predicate, found, graph in quads:
        if subject[0] == "_":
            subject = labels[subject]  # noqa: PLW2901 -- the loop's own name, three lines long
        if found[0] == "_":
            found = labels[found]  # noqa: PLW2901
        yield (
            f"{subject} {predicate} {found} {labels.get(graph, graph)} .\n"
            if graph
            else f"{subject} {predicate} {found} .\n"
        )


def first_degree_lines(quads: Iterable[_Quad]) -> dict[str, list[str]]:
    """For each blank node, the lines it occurs in: itself as _:a, every other blank node as _:z.

    source:  §4.6 "Hash First Degree Quads", steps 1–3; the hash of the sorted lines is steps 4 and 5
    """
    lines: dict[str, list[str]] = {}
    for subject, predicate, found, graph in quads:
        tail = f" {'_:z' if graph[0] == '_' else graph} .\n" if graph else " .\n"
        from_blank, to_blank = subject[0] == "_", found[0] == "_"
        if from_blank:
            other = found if not to_blank else "_:a" if found == subject else "_:z"
            end = tail if graph != subject else " _:a .\n"
            lines.setdefault(subject, []).append(f"_:a {predicate} {other}{end}")
        if to_blank and found != subject:
            end = tail if graph != found else " _:a .\n"
            lines.setdefault(found, []).append(f"{'_:z' if from_blank else subject} {predicate} _:a{end}")
        if graph and graph[0] == "_" and graph not in (subject, found):
            line = f"{'_:z' if from_blank else subject} {predicate} {'_:z' if to_blank else found} _:a .\n"
            lines.setdefault(graph, []).append(line)
    return lines


class _Issuer:
    """§4.5 "Issue Identifier": labels handed out in order, each node its own."""

    __slots__ = ("given", "prefix")

    def __init__(self, prefix: str, given: dict[str, str] | None = None) -> None:
        self.prefix = prefix
        self.given = given if given is not None else {}

    def issue(self, node: str) -> str:
        return self.given.setdefault(node, f"{self.prefix}{len(self.given)}")

    def copy(self) -> _Issuer:
        return _Issuer(self.prefix, dict(self.given))


class _Full:
    """§4.4.3, steps 3–5, for datasets in which some blank nodes look alike."""

    def __init__(self, quads: list[_Quad], hashes: dict[str, str], digest: _Hash, work: int) -> None:
        self.hashes = hashes
        self.digest = digest
        self.work = work
        self.depth = 0
        self.canonical = _Issuer("_:c14n")
        self.quads_of: dict[str, list[_Quad]] = {}
        for quad in quads:
            for node in {part for part in (quad[0], quad[2], quad[3]) if part[:1] == "_"}:
                self.quads_of.setdefault(node, []).append(quad)

    def labels(self) -> dict[str, str]:
        alike: dict[str, list[str]] = {}
        for node, found in self.hashes.items():
            alike.setdefault(found, []).append(node)
        for found in sorted(alike):
            if len(alike[found]) == 1:
                self.canonical.issue(alike[found][0])
        for found in sorted(alike):
            if len(alike[found]) > 1:
                self.label_alike(alike[found])
        return self.canonical.given

    def label_alike(self, nodes: list[str]) -> None:
        results: list[tuple[str, _Issuer]] = []
        for node in nodes:
            if node not in self.canonical.given:
                issuer = _Issuer("_:b")
                issuer.issue(node)
                results.append(self.n_degree(node, issuer))
        for _, issuer in sorted(results, key=lambda result: result[0]):
            for node in issuer.given:
                self.canonical.issue(node)

    def follow(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """`n_degree`, one step further from where we began."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooComplex(TOO_MUCH_WORK)
        found = self.n_degree(node, issuer)
        self.depth -= 1
        return found

    def spend(self) -> None:
        self.work -= 1
        if self.work < 0:
            raise TooComplex(TOO_MUCH_WORK)

    def related(self, node: str, quad: _Quad, issuer: _Issuer, position: str) -> str:
        """§4.7 "Hash Related Blank Node"."""
        label = self.canonical.given.get(node) or issuer.given.get(node) or self.hashes[node]
        return self.digest(f"{position}{quad[1] if position != 'g' else ''}{label}")

    def n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """§4.8 "Hash N-Degree Quads"."""
        self.spend()
        around: dict[str, list[str]] = {}
        for quad in self.quads_of[node]:
            for position, other in (("s", quad[0]), ("o", quad[2]), ("g", quad[3])):
                if other[:1] == "_" and other != node:
                    self.spend()
                    around.setdefault(self.related(other, quad, issuer, position), []).append(other)
        data: list[str] = []
        for found in sorted(around):
            data.append(found)
            path, issuer = self.shortest(around[found], issuer)
            data.append(path)
        return self.digest("".join(data)), issuer

    def shortest(self, nodes: list[str], issuer: _Issuer) -> tuple[str, _Issuer]:
        """§4.8, steps 5.4–5.6: the arrangement of the nodes whose path comes first."""
        chosen_path, chosen = "", issuer
        for arrangement in permutations(nodes):
            self.spend()
            found = self.path_of(arrangement, issuer.copy(), chosen_path)
            if found is not None and (not chosen_path or found[0] < chosen_path):
                chosen_path, chosen = found
        return chosen_path, chosen

    def path_of(self, arrangement: tuple[str, ...], issuer: _Issuer, best: str) -> tuple[str, _Issuer] | None:
        """§4.8, steps 5.4.4–5.4.5; None as soon as the path can no longer be the first."""
        path, recursion = "", []
        for node in arrangement:
            if node in self.canonical.given:
                path += self.canonical.given[node]
            else:
                if node not in issuer.given:
                    recursion.append(node)
                path += issuer.issue(node)
            if best and len(path) >= len(best) and path > best:
                return None
        for node in recursion:
            digest, result = self.follow(node, issuer)
            path += f"{issuer.issue(node)}<{digest}>"
            issuer = result
            if best and len(path) >= len(best) and path > best:
                return None
        return path, issuer
