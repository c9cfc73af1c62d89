"""The canonical form of many documents that differ in a few texts, without walking each of them.

The quads of a document depend on its structure and on the texts in its leaves; a text appears in them only as an
escaped literal or as a checked address. RDFC-1.0 orders blank nodes by hashes of their own lines, as long as these all
differ. So the lines can be written once with places for the texts, and only the blank nodes that have such a place are
hashed again. Whatever does not hold for one document is refused with `NotThisTemplate`, and the document takes the long
way.
"""

from __future__ import annotations

import copy
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import count, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import orjson

from sceau.engine.canonical.context import is_iri
from sceau.engine.canonical.jsonld import to_quads
from sceau.engine.canonical.literals import escaped_bytes
from sceau.engine.canonical.rdfc import canonicalise, first_degree_lines, relabelled
from sceau.engine.errors import EngineError, NotCanonical, UnknownContext

if TYPE_CHECKING:
    from sceau.engine.strict_json import JsonObject
    from sceau.engine.vocabularies.contexts import ContextLibrary

Place = tuple[str | int, ...]
_Quad = tuple[str, str, str, str]
_Pattern = Callable[[Sequence[bytes]], bytes]

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
        self._is_address = [kinds[place] == _ADDRESS for place in self.places]
        self._names = _names_of(sample, contexts)
        text = orjson.dumps(sample).decode()
        batch = next(number for number in count() if f"urn:sceau:{number}:" not in text)
        marks = [f"urn:sceau:{batch}:{number}:" for number in range(len(self.places))]
        skeleton = copy.deepcopy(sample)
        for place, mark in zip(self.places, marks, strict=True):
            _holder(skeleton, place)[place[-1]] = mark
        quoted = _Marks(f'"{mark}"' for mark in marks)
        self._json = quoted.pattern(orjson.dumps(skeleton).decode())
        ground, quads = _quads(skeleton, contexts)
        self._root_place = self.places.index(("id",)) if ("id",) in self.places else None
        self._root = str(skeleton.get("id", ""))
        terms = [term for line in ground for term in line.split(" ")] + [term for quad in quads for term in quad]
        self._addresses = {term for term in terms if term[:1] == "<"} - {f"<{self._root}>"}
        self._compile(dict.fromkeys(ground), dict.fromkeys(quads), marks)

    def _compile(self, ground: Iterable[str], quads: Iterable[_Quad], marks: Sequence[str]) -> None:
        """Cut the lines where a text or the label of a blank node goes.

        Lines are ordered by their subject, then by their predicate; a predicate never varies. So the lines of a
        subject are written in one piece, but for those of one predicate whose order depends on what goes into them.
        """
        own = first_degree_lines(quads)
        labels = {node: f"\0{node}\0" for node in own}
        of: dict[str, dict[str, list[str]]] = {}
        for line in (*ground, *relabelled(quads, labels)):
            subject, predicate, _rest = line.split(" ", 2)
            of.setdefault(subject, {}).setdefault(predicate, []).append(line)
        varying = _Marks((*marks, *labels.values()))
        unordered: dict[str, list[str]] = {}
        text_of: dict[str, str] = {}
        for subject, predicates in of.items():
            pieces = []
            for _predicate, lines in sorted(predicates.items()):
                if len(lines) > 1 and any(varying.are_in(line.removeprefix(subject)) for line in lines):
                    mark = f"\0{len(unordered)}\0"
                    unordered[mark] = lines
                    pieces.append(mark)
                else:
                    pieces += sorted(lines)
            text_of[subject] = "".join(pieces)
        self._unordered = [varying.pattern("".join(lines)) for lines in unordered.values()]
        every = _Marks((*marks, *labels.values(), *unordered))
        self._hashes = [_hash_of(line.encode() for line in lines) for lines in own.values()]
        self._moving = [
            (number, varying.pattern("".join(sorted(lines))), 0 if _stay_in_order(lines, varying) else len(set(lines)))
            for number, lines in enumerate(own.values())
            if varying.are_in("".join(lines))
        ]
        self._nodes = [every.pattern(text_of.pop(label, "")) for label in labels.values()]
        self._labels = [b"_:c14n%d" % rank for rank in range(len(labels))]
        self._by_label = sorted(range(len(labels)), key=str)
        self._loose = [
            (varying.pattern(subject), every.pattern(text_of.pop(subject)))
            for subject in list(text_of)
            if varying.are_in(subject)
        ]
        fixed = sorted(text_of)
        self._subjects = [subject.encode() for subject in fixed]
        self._fixed = [text_of[subject].encode() for subject in fixed]
        self._changing = [
            (place, every.pattern(text_of[subject]))
            for place, subject in enumerate(fixed)
            if every.are_in(text_of[subject])
        ]

    def read(self, document: JsonObject) -> tuple[list[str], bytes]:
        """The texts that stand in the document at the places of this template; and the document as JSON.

        raises:  NotThisTemplate when the document differs in anything else
        """
        try:
            texts = [_at(document, place) for place in self.places]
            text = orjson.dumps(document)
            if self._json([orjson.dumps(each) for each in texts]) == text:
                return texts, text
        except (KeyError, IndexError, TypeError, ValueError) as error:  # orjson refuses half a character
            raise NotThisTemplate from error
        raise NotThisTemplate

    def nquads(self, texts: Sequence[str]) -> bytes:
        """The canonical N-Quads of the document with these texts.

        raises:  NotThisTemplate when a text does something that only the long way can judge
        """
        values = []
        for text, is_address in zip(texts, self._is_address, strict=True):
            if is_address:
                if not is_iri(text) or text.partition(":")[0] in self._names:
                    raise NotThisTemplate
                values.append(text.encode())
            else:
                values.append(escaped_bytes(text))
        if self._describes_root_again(texts):
            raise NotThisTemplate
        in_order = self._in_order(values)
        labels = [b""] * len(in_order)
        for label, node in zip(self._labels, in_order, strict=True):
            labels[node] = label
        values += labels
        values += [b"".join(sorted({*write(values).splitlines(keepends=True)})) for write in self._unordered]
        pieces = self._fixed.copy()
        for place, write in self._changing:
            pieces[place] = write(values)
        self._insert(pieces, values)
        pieces += [self._nodes[in_order[rank]](values) for rank in self._by_label]  # "_" comes after "<"
        return b"".join(pieces)

    def _in_order(self, values: Sequence[bytes]) -> list[int]:
        """The blank nodes in the order of their hashes."""
        hashes = self._hashes
        for node, write, distinct_lines in self._moving:
            text = write(values)
            if not distinct_lines:
                hashes[node] = sha256(text).digest()
                continue
            own = text.splitlines(keepends=True)
            if len(set(own)) < distinct_lines:  # two quads have become one; its links to several others look the same
                raise NotThisTemplate
            hashes[node] = _hash_of(own)
        if len(set(hashes)) < len(hashes):
            raise NotThisTemplate
        return sorted(range(len(hashes)), key=hashes.__getitem__)

    def _insert(self, pieces: list[bytes], values: Sequence[bytes]) -> None:
        """Put the lines of each subject that varies where they belong; the last first, so that places stay."""
        loose = sorted(((subject(values), write(values)) for subject, write in self._loose), reverse=True)
        former = b""
        for subject, lines in loose:
            place = bisect_left(self._subjects, subject)
            if subject in (former, *self._subjects[place : place + 1]):  # two addresses have become one
                both = {*pieces[place].splitlines(keepends=True), *lines.splitlines(keepends=True)}
                pieces[place] = b"".join(sorted(both))
            else:
                pieces.insert(place, lines)
            former = subject

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


def _hash_of(lines: Iterable[bytes]) -> bytes:
    """§4.6 of RDFC-1.0, steps 4 and 5; as bytes, which sort as their digits do."""
    return sha256(b"".join(sorted(lines))).digest()


def _stay_in_order(lines: Iterable[str], marks: _Marks) -> bool:
    """Whether these lines have one order, and stay as many, whatever goes into them.

    What stands before the first mark of a line decides, unless it begins another line as well.
    """
    beginnings = sorted(marks.beginning(line) for line in set(lines))
    return not any(later.startswith(former) for former, later in pairwise(beginnings))


class _Marks:
    """What stands in a text where something goes; each has a number."""

    def __init__(self, marks: Iterable[str]) -> None:
        self._number_of = {mark: number for number, mark in enumerate(marks)}
        self._cut = re.compile(f"({'|'.join(map(re.escape, self._number_of)) or '(?!)'})")

    def are_in(self, text: str) -> bool:
        """Whether there is one."""
        return self._cut.search(text) is not None

    def beginning(self, text: str) -> str:
        """What stands before the first mark; all of it when there is none."""
        return self._cut.split(text, maxsplit=1)[0]

    def pattern(self, text: str) -> _Pattern:
        """A function that writes the text with each mark replaced by the value of its number."""
        parts = self._cut.split(text)
        pattern = "%b".join(part.replace("%", "%%") for part in parts[::2]).encode()
        order = [self._number_of[mark] for mark in parts[1::2]]
        if not order:
            whole = text.encode()
            return lambda _values: whole
        pick = itemgetter(*order)  # one value, or as many as there are marks in a tuple: "%" takes either
        return lambda values: pattern % pick(values)
