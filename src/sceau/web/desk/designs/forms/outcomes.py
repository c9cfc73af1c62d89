"""Second step: what the holder can do, one observable verb each, and what that corresponds to in known frameworks."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sceau.design import pointers
from sceau.engine.quality.words import Words
from sceau.engine.strict_json import JsonObject
from sceau.web.desk.designs.forms.base import Step
from sceau.web.desk.designs.forms.fields import Pick, Texts, texts_of
from sceau.web.desk.designs.forms.identity import labelled
from sceau.web.desk.designs.forms.parts import Part, Rows, put

AT: Final = "/annex1/mandatory/learning_outcomes"
CRITERIA: Final = "/assessment/grid/criteria"
# the revised taxonomy of Bloom: what the person does, from the simplest
BLOOM: Final = {
    1: Words("mémoriser", "remember"),
    2: Words("comprendre", "understand"),
    3: Words("appliquer", "apply"),
    4: Words("analyser", "analyse"),
    5: Words("évaluer", "evaluate"),
    6: Words("créer", "create"),
}
# what the samples and the standard write, in French
DESCRIPTORS: Final = {
    "savoir": Words("Savoir", "Knowledge"),
    "aptitude": Words("Aptitude", "Skill"),
    "autonomie et responsabilité": Words("Autonomie et responsabilité", "Responsibility and autonomy"),
}
CLASSIFICATIONS: Final = ("isced_f", "rome", "nsf")
_FRAMEWORK_OF: Final = {"isced_f": "isced-f", "rome": "rome", "nsf": "nsf"}


def _bloom(level: int | None) -> JsonObject:
    return {"/bloom_label": texts_of(BLOOM[level]) if level in BLOOM else pointers.ABSENT}


class OutcomePart(Part):
    """One learning outcome."""

    statement = Texts(
        at="/statement",
        needed=True,
        rows=2,
        label=gettext_lazy("À la fin, la personne est capable de"),
    )
    bloom = Pick(at="/bloom_level", coerce=int, beside=_bloom, label=gettext_lazy("Niveau de Bloom"))
    descriptor = Pick(at="/eqf_descriptor", label=gettext_lazy("Nature (CEC)"))

    picker: Any = None  # what helps to align it, drawn by the page

    def prepare(self) -> None:
        """Labels in the language of the page."""
        self.fields["bloom"].offer(  # type: ignore[attr-defined]  # those are choices
            [(level, f"{level} · {label}") for level, label in labelled(BLOOM)]
        )
        self.fields["descriptor"].offer(labelled(DESCRIPTORS))  # type: ignore[attr-defined]  # the same

    def settled(self, item: JsonObject) -> JsonObject:
        """The verb is that of the statement."""
        statement = item.get("statement")
        if statement == self.item.get("statement"):
            return item
        verb = verb_of(statement, self.tongues.main)
        return put(item, "/verb", verb or pointers.ABSENT)

    @property
    def alignments(self) -> list[Any]:
        """What it corresponds to, as it stands in the document."""
        found = self.item.get("alignments")
        return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []

    @property
    def criteria(self) -> int:
        """How many criteria judge it."""
        return sum(self.ident in (each.get("outcome_ids") or []) for each in criteria_of(self.document))


class OutcomesStep(Step):
    """See the module."""

    name: ClassVar = "outcomes"
    pieces: ClassVar = (
        Rows(
            "outcomes",
            OutcomePart,
            at=AT,
            new="LO",
            name=lambda number: _("Acquis %(number)s") % {"number": number},
        ),
    )

    def without(self, document: JsonObject, key: str, ident: str) -> JsonObject:
        """No criterion judges an outcome that is not there."""
        grid = pointers.read(document, CRITERIA)
        if not isinstance(grid, list):
            return document
        kept = [_without(each, "outcome_ids", ident) for each in grid]
        return document if kept == grid else put(document, CRITERIA, kept)

    def act(self, document: JsonObject, act: str) -> tuple[JsonObject, str]:
        """Besides: « unalign:LO1:0 » and « unclass:rome:0 » take away what a framework gave."""
        verb, _colon, rest = act.partition(":")
        target, _colon, place = rest.partition(":")
        if verb == "unalign":
            return _taken(document, self._alignments(document, target), place), f"outcomes-{target}"
        if verb == "unclass" and target in CLASSIFICATIONS:
            return _taken(document, f"/classification/{target}", place), f"class-{target}"
        return super().act(document, act)

    def align(self, document: JsonObject, ident: str, alignment: JsonObject) -> tuple[JsonObject, str]:
        """The document with what an outcome corresponds to, once, and where to look."""
        at = self._alignments(document, ident)
        return (_added(document, at, alignment, "id"), f"outcomes-{ident}") if at else (document, "")

    def classify(self, document: JsonObject, scheme: str, entry: JsonObject) -> tuple[JsonObject, str]:
        """The document with one more code of a classification, and where to look."""
        return _added(document, f"/classification/{scheme}", entry, "code"), f"class-{scheme}"

    def _alignments(self, document: JsonObject, ident: str) -> str:
        piece = self.pieces[0]
        idents = piece.idents(document)
        return f"{AT}/{idents.index(ident)}/alignments" if ident in idents else ""


def classified(document: JsonObject) -> list[JsonObject]:
    """The codes of each classification: scheme, framework to look in, entries."""
    found = []
    for scheme in CLASSIFICATIONS:
        entries = pointers.read(document, f"/classification/{scheme}")
        entries = [each for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []
        found.append({"scheme": scheme, "framework": _FRAMEWORK_OF[scheme], "entries": entries})
    return found


def criteria_of(document: JsonObject) -> list[JsonObject]:
    """The criteria of the grid, those that are objects."""
    found = pointers.read(document, CRITERIA)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def outcomes_of(document: JsonObject) -> list[JsonObject]:
    """The outcomes, those that are objects."""
    found = pointers.read(document, AT)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def verb_of(statement: Any, main: str) -> str:
    """The first word of a statement in the main language, in small letters; "" when there is none."""
    text = statement.get(main) if isinstance(statement, dict) else statement
    words = text.split() if isinstance(text, str) else []
    return words[0].strip(".,;:!?«»\"'’").lower()[:40] if words else ""


def _added(document: JsonObject, at: str, entry: JsonObject, key: str) -> JsonObject:
    there = pointers.read(document, at)
    there = there if isinstance(there, list) else []
    if any(isinstance(each, dict) and each.get(key) == entry.get(key) for each in there):
        return document
    return put(document, at, [*there, entry])


def _taken(document: JsonObject, at: str, place: str) -> JsonObject:
    there = pointers.read(document, at) if at else None
    if not isinstance(there, list) or not place.isdigit() or int(place) >= len(there):
        return document
    left = [each for number, each in enumerate(there) if number != int(place)]
    return put(document, at, left or pointers.ABSENT)


def _without(item: Any, member: str, ident: str) -> Any:
    named = item.get(member) if isinstance(item, dict) else None
    if not isinstance(named, list) or ident not in named:
        return item
    return {**item, member: [each for each in named if each != ident]}
