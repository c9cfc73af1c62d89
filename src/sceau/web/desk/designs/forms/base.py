"""A step of the wizard: pieces of a document as forms, and back. Values in, values out: no request, no database.

What somebody changed is written; what was not changed stays exactly as it was; members that no field knows stay; a
field that cannot be read keeps what was there, and is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from django.forms import BoundField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from sceau.design import pointers
from sceau.design.pointers import ABSENT
from sceau.design.steps import PARTS
from sceau.engine.quality.report import Finding
from sceau.engine.strict_json import JsonObject
from sceau.web.desk.designs.forms.parts import IDENT, Data, Leaf, One, Part, Rows, put
from sceau.web.desk.designs.forms.placed import StepField
from sceau.web.desk.designs.forms.tongues import Tongues

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
ASKED_IN: Final = "tongues"  # name of the inputs that say in which languages texts were asked for


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
        sent = dict.fromkeys(ident for ident in self._sent(piece.key) if IDENT.fullmatch(ident))
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

    @property
    def slots(self) -> Iterator[dict[str, Any]]:
        """Where something may be said, of rows and of fields: id, what it is about, what there is to say."""
        for part in self.every():
            if part.number:
                yield {"id": f"{part.prefix}_findings", "part": part, "said": part.findings}
            for bound in part.bound():
                yield {"id": bound.slot, "field": bound, "said": bound.findings or bound.errors}

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
