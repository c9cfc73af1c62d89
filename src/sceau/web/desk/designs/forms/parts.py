"""The pieces that a step is made of: an object of the document as a form, and lists of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.datastructures import MultiValueDict

from sceau.design import pointers
from sceau.design.errors import WrongValue
from sceau.engine.quality.report import BLOCKS, Finding
from sceau.engine.strict_json import JsonObject
from sceau.web.desk.designs.forms.placed import Placed, StepField
from sceau.web.desk.designs.forms.tongues import Tongues
from sceau.web.desk.fields import DeskForm

Data = MultiValueDict[str, str]
IDENT: Final = re.compile(r"[A-Za-z0-9_.]{1,40}")


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
            if len(set(ids)) == len(ids) and all(map(IDENT.fullmatch, ids)):
                return ids
        return [f"n{place}" if isinstance(each, dict) else "" for place, each in enumerate(items)]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One field of a step, for whoever compares two versions of it: name in the form, label and value in words."""

    name: str
    label: str
    said: str
    sent: tuple[tuple[str, tuple[str, ...]], ...]
