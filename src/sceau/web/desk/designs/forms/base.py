"""A step of the wizard: pieces of a document as forms, and back. Values in, values out: no request, no database.

What somebody changed is written; what was not changed stays exactly as it was; members that no field knows stay; a
field that cannot be read keeps what was there, and is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django.forms import BoundField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from sceau.design import pointers
from sceau.design.errors import WrongValue
from sceau.design.pointers import ABSENT
from sceau.design.steps import PARTS
from sceau.engine.quality.report import BLOCKS, Finding
from sceau.engine.strict_json import JsonObject
from sceau.web.desk.designs.forms.fields import Placed, StepField
from sceau.web.desk.designs.forms.tongues import Tongues
from sceau.web.desk.fields import DeskForm

Data = MultiValueDict[str, str]
_IDENT: Final = re.compile(r"[A-Za-z0-9_.]{1,40}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
ASKED_IN: Final = "tongues"  # name of the inputs that say in which languages texts were asked for


class Part(DeskForm):
    """Fields of one object of the document.

    item:      the object; pointer: where it stands; document: the whole, for those whose choices come from elsewhere
    ident:     of a row, what tells it from the others; number: its place, 1 for the first, 0 for what is no row
    around:    what the page knows and the document does not
    """

    fields: dict[str, Placed]  # type: ignore[assignment]  # every field of a step knows its place

    def __init__(
        self,
        data: Data | None,
        *,
        item: JsonObject,
        document: JsonObject,
        pointer: str,
        tongues: Tongues,
        prefix: str,
        ident: str = "",
        number: int = 0,
        around: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, prefix=prefix)
        self.item, self.document, self.pointer, self.tongues = item, document, pointer, tongues
        self.around: Mapping[str, Any] = around or {}
        self.ident, self.number = ident, number
        self.findings: tuple[Finding, ...] = ()
        self.prepare()
        for field in self.fields.values():
            field.speak(tongues)
        self.initial = {name: field.plain(self.found(field.at)) for name, field in self.fields.items()}

    def prepare(self) -> None:
        """Choices that come from the document."""

    def found(self, at: str) -> Any:
        """What stands at a place of the object."""
        return pointers.read(self.item, at) if at else self.item

    def changes(self) -> Iterator[tuple[str, Any]]:
        """What was changed: where in the object, and what is to stand there."""
        for name, field in self.fields.items():
            if not self.is_bound or name in self.errors or self.cleaned_data[name] == self.initial[name]:
                continue
            value = self.cleaned_data[name]
            yield field.at, field.kept(value, self.found(field.at))
            yield from (field.beside(value) if field.beside else {}).items()

    def written(self, item: JsonObject) -> JsonObject:
        """The object with what was typed."""
        for at, value in self.changes():
            item = put(item, at, value)
        return self.settled(item)

    def settled(self, item: JsonObject) -> JsonObject:
        """The object once its fields are in: what follows from them."""
        return item

    def pointer_of(self, field: Placed) -> str:
        """Where the value of a field stands in the document."""
        return f"{self.pointer}{field.at}"

    @property
    def wrong(self) -> bool:
        """Whether something in it blocks the publication, or could not be read."""
        every = [*self.findings, *(finding for bound in self.bound() for finding in bound.findings)]
        return bool(self.errors) or any(finding.severity == BLOCKS for finding in every)

    def bound(self) -> Iterator[StepField]:
        """Its fields, as they are shown."""
        for name in self.fields:
            yield self[name]  # type: ignore[misc]  # Placed makes them


def put(item: JsonObject, at: str, value: Any) -> JsonObject:
    """A copy of the object with this value there; ABSENT takes it away.

    What stands in the way and can hold nothing, a number where an object is expected, gives its place.
    """
    try:
        return pointers.write(item, at, value)
    except WrongValue:
        names = at.split("/")
        above = next(
            place
            for place in ("/".join(names[:depth]) for depth in range(2, len(names)))
            if not isinstance(pointers.read(item, place), dict)
        )
        return pointers.write(pointers.write(item, above, {}), at, value)


@dataclass(frozen=True, slots=True)
class One:
    """One part.

    key:  its name in the step's templates; at: where its object stands, "" for the whole document
    """

    key: str
    part: type[Part]
    at: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of parts, one for each item of a list of the document.

    new:    the id of a new row, from the ids there are; None for items without ids, which begin empty
    begin:  what a new row holds, from the document and its id
    name:   what one is called, with its number: « Acquis 3 »
    """

    key: str
    part: type[Part]
    at: str
    new: str | None = None
    begin: Callable[[JsonObject], JsonObject] = lambda document: {}
    name: Callable[[int], str] = str

    def items(self, document: JsonObject) -> list[Any]:
        """What the document holds."""
        found = pointers.read(document, self.at)
        return found if isinstance(found, list) else []

    def idents(self, document: JsonObject) -> list[str]:
        """What tells the rows apart: their ids where each has its own, else their places; "" for what is no object."""
        items = self.items(document)
        if self.new is not None:
            ids = [str(each.get("id", "")) if isinstance(each, dict) else "" for each in items]
            if len(set(ids)) == len(ids) and all(map(_IDENT.fullmatch, ids)):
                return ids
        return [f"n{place}" if isinstance(each, dict) else "" for place, each in enumerate(items)]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One field of a step, for whoever compares two versions of it: name in the form, label and value in words."""

    name: str
    label: str
    said: str
    sent: tuple[tuple[str, tuple[str, ...]], ...]


class Step:
    """One step of the wizard, read from a document, or from what was sent about it.

    data:     what was sent; the languages in which it was asked are among it
    tongues:  the languages in which texts are asked for, those of the document where nothing is said
    more:     keys of the rows of which one more, empty, is shown
    around:   what the page knows and the document does not: fields of the institution, its other designs
    """

    name: ClassVar[str]
    pieces: ClassVar[tuple[One | Rows, ...]]

    def __init__(
        self,
        document: JsonObject,
        data: Mapping[str, Any] | None = None,
        *,
        tongues: Tongues | None = None,
        more: tuple[str, ...] = (),
        around: Mapping[str, Any] | None = None,
    ) -> None:
        self.document = document
        self.data = None if data is None else _several(data)
        self.tongues = _asked_in(self.data) or tongues or tongues_of(document)
        self.more = more
        self.around: Mapping[str, Any] = around or {}
        self.parts: dict[str, Any] = {}
        for piece in self.pieces:
            made = self._one(piece) if isinstance(piece, One) else self._rows(piece)
            self.parts[piece.key] = made

    def __getitem__(self, key: str) -> Any:
        """A part, or a list of parts."""
        return self.parts[key]

    def _one(self, piece: One) -> Part:
        item = pointers.read(self.document, piece.at) if piece.at else self.document
        item = item if isinstance(item, dict) else {}
        return self._part(piece, item, self.data, pointer=piece.at, prefix=piece.key)

    def _rows(self, piece: Rows) -> list[Part]:
        items, idents = piece.items(self.document), piece.idents(self.document)
        there = {ident: (place, item) for place, (ident, item) in enumerate(zip(idents, items, strict=True)) if ident}
        sent = dict.fromkeys(ident for ident in self._sent(piece.key) if _IDENT.fullmatch(ident))
        # what the page did not have (it came meanwhile) stays as it is, after what it had
        order = [*sent, *(ident for ident in there if ident not in sent)]
        # the id that it will have once it is written: what is saved twice is one row
        if piece.key in self.more and piece.new is None and (fresh := f"n{len(items)}") not in order:
            order.append(fresh)
        nothing: tuple[int, JsonObject] = (len(items), {})
        rows = []
        for number, ident in enumerate(order, start=1):
            place, item = there.get(ident, nothing)
            if ident not in there and piece.new is not None:
                item = {"id": ident}
            rows.append(
                self._part(
                    piece,
                    item,
                    self.data if ident in sent else None,
                    pointer=f"{piece.at}/{place}",
                    prefix=f"{piece.key}-{ident}",
                    ident=ident,
                    number=number,
                )
            )
        return rows

    def _part(self, piece: One | Rows, item: JsonObject, data: Data | None, **place: Any) -> Part:
        return piece.part(data, item=item, document=self.document, tongues=self.tongues, around=self.around, **place)

    def _sent(self, key: str) -> list[str]:
        return [] if self.data is None else self.data.getlist(key)

    def every(self) -> Iterator[Part]:
        """All parts, in order."""
        for made in self.parts.values():
            yield from made if isinstance(made, list) else (made,)

    @property
    def faults(self) -> list[tuple[StepField, object]]:
        """What could not be read, and why."""
        return [(bound, error) for part in self.every() for bound in part.bound() for error in bound.errors]

    @property
    def errors(self) -> int:
        """How many fields could not be read."""
        return sum(len(part.errors) for part in self.every())

    def written(self) -> JsonObject:
        """The document with what was typed."""
        document = self.document
        for piece in self.pieces:
            made = self.parts[piece.key]
            if isinstance(piece, Rows):
                document = self._with_rows(document, piece, made)
                continue
            item = pointers.read(document, piece.at) if piece.at else document
            item = item if isinstance(item, dict) else {}
            written = made.written(item)
            if written != item:
                document = put(document, piece.at, written or ABSENT) if piece.at else written
        return self.settled(document)

    def _with_rows(self, document: JsonObject, piece: Rows, parts: list[Part]) -> JsonObject:
        idents = piece.idents(self.document)
        there = dict(zip(idents, piece.items(self.document), strict=True))
        fixed = [item for ident, item in zip(idents, piece.items(self.document), strict=True) if not ident]
        rows = [part.written(part.item) for part in parts]
        rows = [row for part, row in zip(parts, rows, strict=True) if part.ident in there or row.keys() - {"id"}]
        present = pointers.read(self.document, piece.at)
        whole = fixed + rows
        if whole == present or not (whole or piece.items(self.document)):
            return document
        return put(document, piece.at, whole or ABSENT)

    def settled(self, document: JsonObject) -> JsonObject:
        """The document once its pieces are in: what follows from them."""
        return document

    def values(self, document: JsonObject | None = None) -> dict[str, Any]:
        """What is to be saved, by pointer; ABSENT for what goes."""
        written = self.written() if document is None else document
        return {pointer: pointers.read(written, pointer) for pointer in PARTS[self.name]}

    def act(self, document: JsonObject, act: str) -> tuple[JsonObject, str]:
        """The document after « add:key », « remove:key:row », « up:key:row » or « down:key:row »; where to look.

        The second value is the id of what the act was about, such as "outcomes-LO3"; "" when nothing was done.
        """
        verb, _colon, rest = act.partition(":")
        key, _colon, ident = rest.partition(":")
        piece = next((each for each in self.pieces if isinstance(each, Rows) and each.key == key), None)
        if piece is None or verb not in ("add", "remove", "up", "down"):
            return document, ""
        items, idents = list(piece.items(document)), piece.idents(document)
        if verb == "add":
            begun = piece.begin(document)
            if piece.new is None and not begun:
                return document, f"{key}-n{len(items)}"
            fresh = _fresh(piece.new or "n", idents)
            begun = {"id": fresh, **begun} if piece.new else begun
            return put(document, piece.at, [*items, begun]), f"{key}-{fresh if piece.new else f'n{len(items)}'}"
        if ident not in idents:
            return document, ""
        place = idents.index(ident)
        if verb == "remove":
            del items[place]
            document = put(document, piece.at, items or ABSENT)
            return self.without(document, key, ident), f"{key}-{idents[place - 1]}" if place else key
        other = place + (1 if verb == "down" else -1)
        if 0 <= other < len(items):
            items[place], items[other] = items[other], items[place]
        return put(document, piece.at, items), f"{key}-{ident}"

    def without(self, document: JsonObject, key: str, ident: str) -> JsonObject:
        """The document once a row was taken away: nothing names it any more."""
        return document

    def typed(self) -> QueryDict:
        """What a browser would send of the step as it stands in the document, nothing being touched."""
        sent = QueryDict(mutable=True)
        sent.setlist(ASKED_IN, list(self.tongues.languages))
        for piece in self.pieces:
            if isinstance(piece, Rows):
                sent.setlist(piece.key, [part.ident for part in self.parts[piece.key]])
        for part in self.every():
            for name, field in part.fields.items():
                for each, values in field.sent(part.add_prefix(name), part.initial[name]).items():
                    sent.setlist(each, values)
        return sent

    def leaves(self) -> dict[str, Leaf]:
        """Every field, by its name in the form."""
        found: dict[str, Leaf] = {}
        for piece in self.pieces:
            made = self.parts[piece.key]
            for part in made if isinstance(made, list) else [made]:
                row = piece.name(part.number) if isinstance(piece, Rows) else ""
                for bound in part.bound():
                    found[bound.html_name] = _leaf(part, bound, row)
        return found

    def show(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Put each finding at the field it is about; gives those that are about no field in particular."""
        places: dict[str, Part | StepField] = {}
        for part in self.every():
            if part.number:
                places.setdefault(part.pointer, part)
            for bound in part.bound():
                places[part.pointer_of(bound.field)] = bound  # type: ignore[arg-type]  # every field is Placed
        left: list[Finding] = []
        at: dict[str, list[Finding]] = {}
        for finding in findings:
            place = nearest(finding.pointer, places)
            if place is None:
                left.append(finding)
            else:
                at.setdefault(place, []).append(finding)
        for place, several in at.items():
            places[place].findings = tuple(several)
        return tuple(left)

    def anchor(self, pointer: str) -> str:
        """The id of the control of a place of the document, of the list it is in; "" when the step has neither."""
        places = {part.pointer_of(bound.field): bound for part in self.every() for bound in part.bound()}  # type: ignore[arg-type]  # Placed
        rows = {part.pointer: part for part in self.every() if part.number}
        lists = [each for each in self.pieces if isinstance(each, Rows)]
        place = None if pointer in {each.at for each in lists} else nearest(pointer, {**rows, **places})
        if place is None:
            return next((each.key for each in lists if nearest(pointer, {each.at: each})), "")
        return places[place].anchor if place in places else str(rows[place].prefix)


def nearest(pointer: str, places: Mapping[str, object]) -> str | None:
    """The longest of the places that the pointer is, or stands under; else the first one that stands under it."""
    place = pointer
    while place:
        if place in places:
            return place
        place = place.rpartition("/")[0]
    return next((each for each in places if pointer and each.startswith(f"{pointer}/")), None)


def tongues_of(document: JsonObject) -> Tongues:
    """The languages in which a design is written: those it is to be published in, its main one first."""
    main = document.get("language")
    main = main if isinstance(main, str) and main else "fr"
    others = document.get("languages")
    others = [each for each in others if isinstance(each, str)] if isinstance(others, list) else []
    return Tongues(tuple(dict.fromkeys([main, *others])), main)


def _asked_in(data: Data | None) -> Tongues | None:
    """The languages that the page showed, its main one first: a text in one that came since is not wiped out."""
    sent = [each for each in (data.getlist(ASKED_IN) if data else []) if _LANGUAGE.fullmatch(each)]
    return Tongues(tuple(dict.fromkeys(sent)), sent[0]) if sent else None


def _several(data: Mapping[str, Any]) -> Data:
    if isinstance(data, MultiValueDict):
        return data
    return MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in data.items()})


def _fresh(stem: str, idents: list[str]) -> str:
    """« LO4 » after « LO3 »: never the id of a row that is there."""
    number = 1 + max(
        (int(match[1]) for each in idents if (match := re.fullmatch(rf"{stem}(\d{{1,6}})", each))), default=0
    )
    while f"{stem}{number}" in idents:
        number += 1
    return f"{stem}{number}"


def _leaf(part: Part, bound: BoundField, row: str) -> Leaf:
    field: Any = bound.field
    value = part.initial[bound.name]
    if part.is_bound:
        value = part.cleaned_data[bound.name] if bound.name not in part.errors else value
    label = str(bound.label)
    sent = field.sent(bound.html_name, value)
    return Leaf(
        name=bound.html_name,
        label=_("%(row)s, %(field)s") % {"row": row, "field": label[:1].lower() + label[1:]} if row else label,
        said=field.said(value),
        sent=tuple((each, tuple(values)) for each, values in sent.items()),
    )
