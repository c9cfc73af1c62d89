"""Which micro-credential of the catalogue a cell means.

| the cell is                                               | finding                  | state       |
|-----------------------------------------------------------|--------------------------|-------------|
| an id, or a title in one of its languages                 | none                     |             |
| a title but for case, accents, punctuation, spaces        | `title_case_or_accents`  |             |
| a common name, or words that only one design can mean     | `design_guessed`         |             |
| words that several designs can mean                       | `ambiguous_design`       | to_correct  |
| anything else, in a catalogue of several                  | `unknown_design`         | to_correct  |
| anything else, in a catalogue of one                      | `other_design`           | ignored     |

A guess weighs each word of the cell by its rarity in the catalogue and asks how much of that weight a
design answers for, in its titles, its common names and the words of its id. No chance, no order of rows:
the same cell and the same catalogue always give the same answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher

from sceau.intake import kinds, reasons
from sceau.intake.errors import IntakeError
from sceau.intake.findings import Note, Read
from sceau.intake.folding import fold, nfc, one_space

_HUNDRED = Decimal(100)
_ENOUGH = 0.7  # of the weight of a cell: « conseiller un particulier en assurance » is not about heat pumps
_CLEAR = 0.1  # what the second best must be below the best
_PROPOSED = 0.3  # of the weight: worth proposing to a person
_MOST_PROPOSED = 3
_SIMILAR = 0.84  # « projt » for « projet »
_STEM = 5  # letters: « sinistres » and « sinistre », « agiles » and « agile »
_ENDING = 3  # letters: « cyber » and « cyberattaque » are not the same word
_MOST_WORDS = 40
_REMEMBERED = 10_000
_EMPTY_WORDS = frozenset(
    "a an and at au aux avec by ce ces d dans de des du en et for from in l la le les leur of on ou par pour sa selon "
    "ses son sur the to un une with mc micro certification credential badge certificat certificate".split()
)


@dataclass(frozen=True, slots=True)
class KnownDesign:
    """What intake knows of a micro-credential: plain values.

    id:         its identifier, as rows may name it
    titles:     language → title
    aliases:    common names (« RGPD »); the words of the id serve as one without being listed
    threshold:  the pass mark, or None when a mark decides nothing
    maximum:    the highest mark
    """

    id: str
    titles: Mapping[str, str]
    aliases: tuple[str, ...] = ()
    threshold: Decimal | None = None
    maximum: Decimal = _HUNDRED

    def title(self, language: str = "fr") -> str:
        """The title in this language, else in French, else in any, else the id."""
        return self.titles.get(language) or self.titles.get("fr") or next(iter(self.titles.values()), self.id)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The designs that rows may name, indexed for recognition."""

    designs: Mapping[str, KnownDesign]
    _exact: Mapping[str, str]
    _folded: Mapping[str, str]
    _aliases: Mapping[str, str]
    _words: Mapping[str, frozenset[str]]
    _rarity: Mapping[str, float]
    _answers: dict[str, Read] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, designs: Iterable[KnownDesign]) -> Catalogue:
        """A catalogue of these designs.

        raises:  IntakeError when there is none
        """
        by_id = {design.id: design for design in designs}
        if not by_id:
            raise IntakeError(reasons.NO_DESIGN)
        titles = [(title, design.id) for design in by_id.values() for title in design.titles.values()]
        aliases = [(alias, design.id) for design in by_id.values() for alias in design.aliases]
        words = {design.id: frozenset(_words_of(design)) for design in by_id.values()}
        return cls(
            by_id,
            _only_one([(id_, id_) for id_ in by_id] + [(one_space(nfc(title)), id_) for title, id_ in titles]),
            _only_one([(fold(name), id_) for name, id_ in titles] + [(fold(id_), id_) for id_ in by_id]),
            _only_one([(fold(alias), id_) for alias, id_ in aliases]),
            words,
            _rarities(words.values()),
        )

    def only(self) -> KnownDesign | None:
        """The one design, when there is but one."""
        return next(iter(self.designs.values())) if len(self.designs) == 1 else None

    def read(self, text: str) -> Read:
        """The id of the design that a cell means, "" for none, with the reason why. Answers are remembered."""
        if text not in self._answers:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            self._answers[text] = self._recognise(text)
        return self._answers[text]

    def _recognise(self, text: str) -> Read:
        if found := self._exact.get(text):
            return Read(found)
        folded = fold(text)
        if found := self._folded.get(folded):
            return Read(found, (Note(kinds.TITLE_CASE_OR_ACCENTS, self.designs[found].title()),))
        found = self._aliases.get(folded) or ""
        ranking = [] if found else self._ranking(folded)
        if ranking and ranking[0][0] >= _ENOUGH:
            rivals = [id_ for score, id_ in ranking if score > ranking[0][0] - _CLEAR]
            if len(rivals) > 1 and len(self.designs) > 1:
                return Read("", (Note(kinds.AMBIGUOUS_DESIGN, self._titles(rivals[:_MOST_PROPOSED])),))
            found = rivals[0]
        if found:
            return Read(found, (Note(kinds.DESIGN_GUESSED, self.designs[found].title()),))
        if len(self.designs) == 1:
            return Read("", (Note(kinds.OTHER_DESIGN),))
        near = [id_ for score, id_ in ranking if score >= _PROPOSED]
        return Read("", (Note(kinds.UNKNOWN_DESIGN, self._titles(near[:_MOST_PROPOSED])),))

    def _ranking(self, folded: str) -> list[tuple[float, str]]:
        """How much of the weight of these words each design answers for, best first, then by id."""
        words = list(dict.fromkeys(_meaningful(folded)))[:_MOST_WORDS]
        unheard = math.log(1 + len(self.designs)) + 1
        known = {word: _known_as(word, self._rarity) for word in words}
        weights = {word: max((self._rarity[name] for name in names), default=unheard) for word, names in known.items()}
        total = sum(weights.values())
        if not total:
            return []
        scores = [
            (sum(weights[word] for word in words if known[word] & own) / total, id_) for id_, own in self._words.items()
        ]
        return sorted(scores, key=lambda score: (-score[0], score[1]))

    def _titles(self, ids: Iterable[str]) -> str:
        return " | ".join(self.designs[id_].title() for id_ in ids)


def _words_of(design: KnownDesign) -> Iterator[str]:
    for text in (design.id, *design.titles.values(), *design.aliases):
        yield from _meaningful(fold(text))


def _meaningful(folded: str) -> list[str]:
    return [word for word in folded.split() if word not in _EMPTY_WORDS]


def _rarities(designs: Iterable[frozenset[str]]) -> dict[str, float]:
    """Word → weight: the fewer designs have it, the more it says."""
    owners: dict[str, int] = {}
    every = list(designs)
    for words in every:
        for word in words:
            owners[word] = owners.get(word, 0) + 1
    return {word: math.log(1 + len(every) / count) for word, count in owners.items()}


def _known_as(word: str, vocabulary: Mapping[str, float]) -> frozenset[str]:
    """The words of the catalogue that this one is, or is a form of, or a slip for."""
    if word in vocabulary:
        return frozenset(name for name in vocabulary if name == word or _same_stem(name, word))
    stems = frozenset(name for name in vocabulary if _same_stem(name, word))
    if stems or len(word) < _STEM:
        return stems
    matcher = SequenceMatcher(None, b=word)
    close = set()
    for name in vocabulary:
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() > _SIMILAR and matcher.quick_ratio() > _SIMILAR and matcher.ratio() > _SIMILAR:
            close.add(name)
    return frozenset(close)


def _same_stem(one: str, other: str) -> bool:
    """Plural, feminine, verb and noun: the same beginning of five letters or more, and little after it."""
    short, long = sorted((one, other), key=len)
    prolonged = len(short) >= _STEM and long.startswith(short) and len(long) - len(short) <= _ENDING
    return prolonged or (len(short) > _STEM and one[:-2] == other[:-2])


def _only_one(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Name → id, without the names that two designs share."""
    owners: dict[str, set[str]] = {}
    for name, id_ in names:
        owners.setdefault(name, set()).add(id_)
    return {name: next(iter(ids)) for name, ids in owners.items() if len(ids) == 1 and name}
