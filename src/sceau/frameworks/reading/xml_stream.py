"""The elements FICHE of a feed, one after another, from a stream that may be hostile.

expat hands over tags and texts, one fiche is held at a time, and what no export does is refused before it can do harm:
a DOCTYPE (and with it every entity), elements without end inside one another, texts without end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from xml.parsers import expat

from sceau.frameworks import reasons
from sceau.frameworks.errors import FrameworksError, Hostile, TooLarge, WrongFile
from sceau.frameworks.reading import values
from sceau.frameworks.reading.limits import Limits
from sceau.frameworks.reading.packages import Member

_CHUNK = 1 << 18
_VERSION = "4."


@dataclass(slots=True)
class Node:
    """An element: its text without that of its children, and its children by name, in order."""

    name: str
    line: int
    text: str = ""
    children: dict[str, list[Node]] = field(default_factory=dict)

    def all(self, *path: str) -> list[Node]:
        """The elements at a path."""
        found = [self]
        for name in path:
            found = [child for each in found for child in each.children.get(name, ())]
        return found

    def one(self, *path: str) -> str | None:
        """The text of the first element at a path; None when there is none."""
        found = self.all(*path)
        return found[0].text if found else None


Pieces: TypeAlias = "list[Node]"


class _Reader:
    """What expat calls; complete fiches gather in `fiches`."""

    def __init__(self, member: Member, limits: Limits) -> None:
        self.member, self.limits = member, limits
        self.fiches: Pieces = []
        self.root = ""
        self._open: Pieces = []  # from the fiche, or from another child of the root, inwards
        self._texts: list[list[str]] = []
        self._length = self._whole = self._pieces = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.buffer_size = _CHUNK
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self.parser.ExternalEntityRefHandler = self._doctype

    def _refuse(self, kind: type[FrameworksError], reason: Any, **details: object) -> FrameworksError:
        return kind(reason, file=self.member.name, line=self.parser.CurrentLineNumber, **details)

    def _doctype(self, *_: object) -> int:
        raise self._refuse(Hostile, reasons.DOCTYPE)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self.root:
            if name != "FICHES":
                raise self._refuse(WrongFile, reasons.OTHER_ROOT, name=name[:60])
            self.root = name
            return
        if len(self._open) >= self.limits.depth:
            raise self._refuse(Hostile, reasons.TOO_DEEP, limit=self.limits.depth)
        if not self._open:
            self._pieces = self._whole = 0
        self._pieces += 1
        if self._pieces > self.limits.pieces:
            raise self._refuse(TooLarge, reasons.TOO_MANY_PIECES, limit=self.limits.pieces)
        node = Node(name, self.parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.setdefault(name, []).append(node)
        self._open.append(node)
        self._texts.append([])
        self._length = 0

    def _text(self, text: str) -> None:
        if not self._open:
            return
        self._length += len(text)
        self._whole += len(text)
        if self._length > self.limits.text:
            raise self._refuse(TooLarge, reasons.TEXT_TOO_LONG, name=self._open[-1].name[:60], limit=self.limits.text)
        if self._whole > self.limits.fiche:  # texts between children, none of them long
            raise self._refuse(TooLarge, reasons.TEXT_TOO_LONG, name=self._open[0].name[:60], limit=self.limits.fiche)
        self._texts[-1].append(text)

    def _end(self, name: str) -> None:
        if not self._open:
            return
        node = self._open.pop()
        node.text = "".join(self._texts.pop())
        self._length = 0
        if self._open:
            return
        if name == "FICHE":
            self.fiches.append(node)
        elif name == "VERSION_FLUX" and not values.line(node.text).startswith(_VERSION):
            raise self._refuse(WrongFile, reasons.OTHER_VERSION, version=values.line(node.text)[:20] or "?")


def fiches(member: Member, limits: Limits) -> Iterator[Node]:
    """Each element FICHE, as soon as it is complete."""
    reader, fed = _Reader(member, limits), 0
    with member.open() as file:
        more = True
        while more:
            piece = file.read(_CHUNK)
            more, fed = bool(piece), fed + len(piece)
            try:
                reader.parser.Parse(piece, not more)
            except expat.ExpatError as error:
                why = expat.errors.messages.get(error.code, str(error.code))
                raise WrongFile(reasons.NOT_XML, file=member.name, line=error.lineno, why=why) from error
            except (ValueError, LookupError) as error:  # an encoding that the declaration names and nobody knows
                raise WrongFile(reasons.NOT_XML, file=member.name, line=1, why=str(error)[:80]) from error
            yield from reader.fiches
            reader.fiches.clear()
            if fed - max(reader.parser.CurrentByteIndex, 0) > limits.tag + _CHUNK:  # expat keeps it, and waits
                raise TooLarge(
                    reasons.TAG_TOO_LONG, file=member.name, line=reader.parser.CurrentLineNumber, limit=limits.tag
                )
