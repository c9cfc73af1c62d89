"""The canonical form of many documents that differ in a few texts, without walking each of them.

The quads of a document depend on its structure and on the texts in its leaves; a text appears in them only as an
escaped literal or as a checked address. RDFC-1.0 orders blank nodes by hashes of their own lines, as long as these all
differ. So the lines can be written once with places for the texts, and only the blank nodes that have such a place are
hashed again. Whatever does not hold for one document is refused with `NotThisTemplate`, and the document takes the long
way.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import orjson

from sceau.engine.canonical.context import is_iri
from sceau.engine.canonical.jsonld import to_quads
from sceau.engine.canonical.literals import escape
from sceau.engine.canonical.rdfc import canonicalise, first_degree_lines, hash_of
from sceau.engine.errors import EngineError, NotCanonical, UnknownContext

if TYPE_CHECKING:
    from sceau.engine.strict_json import JsonObject
    from sceau.engine.vocabularies.contexts import ContextLibrary

Place = tuple[str | int, ...]

_LITERAL, _ADDRESS = range(2)


class NotThisTemplate(Exception):
    """The document is not one that this template can write."""


def leaves(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Each place of a document that holds neither an object nor an array, with what it holds."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from leaves(member, (*place, name))
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from leaves(member, (*place, index))
    else:
        yield place, value


def structure_of(held: Iterable[tuple[Place, Any]]) -> Any:
    """What two documents have in common when they differ in nothing but their texts: a value to compare and to hash.

    held:  the leaves of a document
    """
    return tuple((place, None if type(found) is str else repr(found)) for place, found in held)


class Template:
    """The canonical lines of one structure, with places for the texts that vary.

    sample:   a document of the structure
    places:   where the texts vary; places that cannot vary safely are left out, and are then part of the structure
    raises:   NotCanonical, UnknownContext when the sample itself is refused, or has parts that look the same
    """

    def __init__(self, sample: JsonObject, places: Iterable[Place], contexts: ContextLibrary) -> None:
        canonicalise(*_quads(sample, contexts), equal_nodes=False)
        kinds = {place: kind for place in places if (kind := _kind_of(sample, place, contexts)) is not None}
        self.places = tuple(kinds)
        self._skeleton = copy.deepcopy(sample)
        self._holders = [(_holder(self._skeleton, place), place[-1]) for place in self.places]
        self._is_address = [kinds[place] == _ADDRESS for place in self.places]
        self._names = _names_of(self._skeleton, contexts)
        text = orjson.dumps(sample).decode()
        batch = next(number for number in count() if f"urn:sceau:{number}:" not in text)
        marks = [f"urn:sceau:{batch}:{number}:" for number in range(len(self.places))]
        self._fill(marks)
        ground, quads = _quads(self._skeleton, contexts)
        self._compile(ground, quads, marks)

    def _fill(self, texts: Sequence[str]) -> None:
        for (holder, name), text in zip(self._holders, texts, strict=True):
            holder[name] = text

    def _compile(self, ground: list[str], quads: list[tuple[str, str, str, str]], marks: list[str]) -> None:
        """Split the lines into those that never change and those with places in them."""
        own = first_degree_lines(dict.fromkeys(quads))
        nodes = list(own)
        digest = hash_of("sha256")
        self._hash = digest
        self._hashes = {node: digest("".join(sorted(own[node]))) for node in nodes}
        slot_of = {mark: number for number, mark in enumerate(marks)}
        label_of = {node: len(marks) + number for number, node in enumerate(nodes)}
        self._moving: list[tuple[str, int, Callable[[Sequence[str]], str]]] = []
        for node in nodes:
            text = "".join(own[node])
            if any(mark in text for mark in marks):
                self._moving.append((node, len(set(own[node])), _pattern(text, slot_of)))
        varying: list[str] = []
        self._static: list[str] = []
        for line in dict.fromkeys(ground):
            if any(mark in line for mark in marks):
                varying.append(line)
            else:
                self._static.append(line[:-1])
        labelled = [
            " ".join(f"\0{part}\0" if part[0] == "_" else part for part in quad if part) + " .\n"
            for quad in dict.fromkeys(quads)
        ]
        names = slot_of | {f"\0{node}\0": place for node, place in label_of.items()}
        self._write = _pattern("".join(varying + labelled), names)
        self._root_place = self.places.index(("id",)) if ("id",) in self.places else None
        self._root = str(self._skeleton.get("id", ""))
        parts = [part for line in ground for part in line.split(" ")] + [part for quad in quads for part in quad]
        self._addresses = {part for part in parts if part[:1] == "<"} - {f"<{self._root}>"}

    def texts_of(self, document: JsonObject) -> list[str]:
        """The texts that stand in the document at the places of this template.

        raises:  NotThisTemplate when the document differs in anything else
        """
        try:
            texts = [_at(document, place) for place in self.places]
            self._fill(texts)
            if orjson.dumps(self._skeleton) == orjson.dumps(document):
                return texts
        except (KeyError, IndexError, TypeError, ValueError) as error:  # orjson refuses half a character
            raise NotThisTemplate from error
        raise NotThisTemplate

    def nquads(self, texts: Sequence[str]) -> bytes:
        """The canonical N-Quads of the document with these texts.

        raises:  NotThisTemplate when a text does something that only the long way can judge
        """
        rendered = []
        for text, is_address in zip(texts, self._is_address, strict=True):
            if is_address:
                if not is_iri(text) or text.partition(":")[0] in self._names:
                    raise NotThisTemplate
                rendered.append(text)
            else:
                rendered.append(escape(text))
        if self._describes_root_again(texts):
            raise NotThisTemplate
        hashes = self._hashes
        for node, distinct_lines, pattern in self._moving:
            own = pattern(rendered).split("\n")
            own.pop()
            own.sort()
            if len(set(own)) < distinct_lines:  # two quads have become one; its links to several others look the same
                raise NotThisTemplate
            hashes[node] = self._hash("\n".join(own) + "\n")
        labels = {node: f"_:c14n{number}" for number, node in enumerate(sorted(hashes, key=hashes.__getitem__))}
        if len(set(hashes.values())) < len(hashes):
            raise NotThisTemplate
        lines = self._write([*rendered, *map(labels.__getitem__, hashes)]).split("\n")
        lines.pop()
        lines.extend(self._static)
        lines.sort()
        if len(distinct := set(lines)) < len(lines):  # two addresses have become one
            lines = sorted(distinct)
        return ("\n".join(lines) + "\n").encode()

    def _describes_root_again(self, texts: Sequence[str]) -> bool:
        """Whether another address may be that of the document itself; the long way knows what follows."""
        place = self._root_place
        root = self._root if place is None else texts[place]
        return texts.count(root) > (place is not None) or f"<{root}>" in self._addresses


def _quads(document: JsonObject, contexts: ContextLibrary) -> tuple[list[str], list[tuple[str, str, str, str]]]:
    dataset = to_quads(document, contexts)
    return dataset.ground, dataset.quads


def _holder(document: Any, place: Place) -> Any:
    for name in place[:-1]:
        document = document[name]
    return document


def _at(document: Any, place: Place) -> str:
    for name in place:
        document = document[name]
    if type(document) is not str:
        raise TypeError
    return document


def _kind_of(sample: JsonObject, place: Place, contexts: ContextLibrary) -> int | None:
    """How the text at this place is used: as a literal or as an address; None when it may not vary.

    Two trials tell: a text that is no address shows a literal, and a strange address shows whether an address will do.
    """
    if "@context" in place or place[-1] in ("@language", "@direction"):
        return None
    trial = copy.deepcopy(sample)
    holder = _holder(trial, place)
    for kind, mark in ((_LITERAL, "urn sceau trial"), (_ADDRESS, "urn:sceau:trial")):
        holder[place[-1]] = mark
        try:
            ground, quads = _quads(trial, contexts)
        except (NotCanonical, UnknownContext) as error:
            if error.reason.code != "jsonld.not_an_iri":
                return None  # a word of the vocabulary, a type, a JSON literal…
            continue
        found = "".join([*ground, *[" ".join(quad) for quad in quads]])
        if kind == _LITERAL:
            return _LITERAL if f'"{mark}"' in found else None
        return _ADDRESS if f"<{mark}>" in found else None
    return None


def _names_of(document: JsonObject, contexts: ContextLibrary) -> frozenset[str]:
    """Every name that the contexts define anywhere: an address that begins with one may be an abbreviation."""
    found: set[str] = set()

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            found.update(value)
            for member in value.values():
                collect(member)
        elif isinstance(value, list):
            for member in value:
                collect(member)

    for place, value in leaves(document):
        if "@context" in place:
            try:
                collect(contexts.get(value))
            except EngineError:
                continue
    return frozenset(found)


def _pattern(text: str, slots: dict[str, int]) -> Callable[[Sequence[str]], str]:
    """A function that writes the text with each mark replaced by the value at its place."""
    order: list[int] = []
    pieces, rest = [], text
    while True:
        at, mark = min(((rest.find(mark), mark) for mark in slots if mark in rest), default=(-1, ""))
        if at < 0:
            break
        pieces.append(rest[:at].replace("%", "%%") + "%s")
        order.append(slots[mark])
        rest = rest[at + len(mark) :]
    pattern = "".join(pieces) + rest.replace("%", "%%")
    if not order:
        return lambda _values: text
    pick = itemgetter(*order)  # one value, or as many as there are marks in a tuple: "%" takes either
    return lambda values: pattern % pick(values)
