"""Finding by words: what has every word asked first, then what is rare, weighs more and is spelt as it was typed.

Whoever may see what is found is for the room that put it there: it reads its rows by the keys found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import log2
from typing import Final, TypeAlias

import orjson
from django.db import connection

from sceau.search.models import Collection
from sceau.search.words import STOP, distance, edits_forgiven, slips_of, stem, words_of

MOST_CHARACTERS: Final = 200  # of what is asked; the rest is not read
MOST_WORDS: Final = 12
SHORTEST_BEGINNING: Final = 2  # one letter begins a tenth of a language
MOST_COMPLETIONS: Final = 300  # of an unfinished word, the most common ones
MOST_BEGUN: Final = 6_000  # entries that completions lead to: nobody who typed two letters reads them all
MOST_LOOKED_AT: Final = 4_000  # entries; beyond that the most common words only choose among what rarer ones found
MOST_SPELLINGS: Final = 12  # of a mistyped word, the nearest ones

# how much of its weight a word keeps, in percent, by the way it was found
EXACT: Final = 100
SAME_STEM: Final = 88
BEGUN: Final = 70
MISTYPED: Final = {1: 50, 2: 30}
MISTYPED_BEGUN: Final = {1: 40, 2: 20}

Value: TypeAlias = int | str | bytes  # of a statement


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found.

    words:  how many of the words asked it has
    score:  compares with the other hits of the same question, and with nothing else
    """

    collection: str
    key: str
    words: int
    score: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A word of a collection that may be meant by one that was typed."""

    id: int
    text: str
    shown: str
    entries: int


@dataclass(frozen=True, slots=True)
class _Meaning:
    """A word of a collection that stands for an asked one.

    number:  of the asked word
    factor:  by which its weight in an entry counts
    """

    word: int
    number: int
    factor: int
    entries: int


@dataclass(slots=True)
class _Asked:
    """A word as it was typed.

    unfinished:  it may be the beginning of a longer one
    found:       what it may mean: candidates with their percent
    """

    text: str
    unfinished: bool = False
    found: list[tuple[_Candidate, int]] = field(default_factory=list)


def find(
    collections: str | Sequence[str],
    words: str,
    *,
    limit: int = 20,
    among: Sequence[str] | None = None,
    typing: bool = True,
) -> list[Hit]:
    """What has these words, the best first; among equals, what was indexed first. At most four queries.

    words:   as somebody typed them; MOST_CHARACTERS and MOST_WORDS are read
    among:   only these keys
    typing:  the last word may be unfinished, unless a space follows it
    """
    asked = _read(words, typing=typing)
    shelves = _shelves(collections) if asked else {}
    if not shelves or (among is not None and not among):
        return []
    _meet(asked, shelves)
    _forgive(asked, shelves)
    means = _weighed(asked, shelves)
    return _ranked(means, shelves, limit=limit, among=among) if means else []


def nearest_words(collections: str | Sequence[str], words: str) -> str:
    """What was probably meant, as entries spell it; "" when every word is known, or none is near."""
    asked = _read(words, typing=False)
    shelves = _shelves(collections) if asked else {}
    if not shelves:
        return ""
    _meet(asked, shelves)
    unknown = [each for each in asked if not each.found]
    _forgive(asked, shelves)
    if not unknown or not all(each.found for each in unknown):
        return ""
    meant = {id(each): _nearest(each) for each in unknown}
    return " ".join(meant.get(id(each), each.text) for each in asked)


def _read(words: str, *, typing: bool) -> list[_Asked]:
    """What is asked: words that say nothing alone are left out, unless there is nothing else."""
    words = words[:MOST_CHARACTERS]
    every = [folded for folded, _ in words_of(words)]
    telling = list(dict.fromkeys(word for word in every if word not in STOP)) or list(dict.fromkeys(every))
    asked = [_Asked(word) for word in telling[:MOST_WORDS]]
    if asked and typing and words[-1:].isalnum() and every[-1] == asked[-1].text:
        asked[-1].unfinished = len(asked[-1].text) >= SHORTEST_BEGINNING
    return asked


def _shelves(collections: str | Sequence[str]) -> dict[int, tuple[str, int]]:
    """By id, the name and the size of those that hold something."""
    names = [collections] if isinstance(collections, str) else list(collections)
    rows = Collection.objects.filter(name__in=names, size__gt=0)
    return {pk: (name, size) for pk, name, size in rows.values_list("pk", "name", "size")}


_WORDS: Final = "SELECT id, text, shown, entries FROM search_word WHERE collection_id IN ({shelves}) AND {condition}"
_BY_TEXT: Final = "text IN ({places})"
_BY_STEM: Final = "stem IN ({places})"
_BY_BEGINNING: Final = "text >= %s AND text < %s ORDER BY entries DESC, text LIMIT %s"
_FIRST: Final = "SELECT * FROM ({statement}) AS begun"
_BY_SLIP: Final = "id IN (SELECT word_id FROM search_slip WHERE code IN ({places}))"


def _meet(asked: list[_Asked], shelves: dict[int, tuple[str, int]]) -> None:
    """Look the words up: as they stand, by their stems, and the last one as a beginning."""
    stems = sorted({stem(each.text) for each in asked})
    statements = [_words(shelves, _BY_TEXT, asked), _words(shelves, _BY_STEM, stems)]
    values: list[Value] = [*shelves, *(each.text.encode() for each in asked), *shelves, *(s.encode() for s in stems)]
    begun = asked[-1].text.encode() if asked[-1].unfinished else b""
    if begun:
        statements.append(_FIRST.format(statement=_words(shelves, _BY_BEGINNING)))
        values += [*shelves, begun, begun + b"\xff", MOST_COMPLETIONS]
    statement = " UNION ".join(statements)
    completions: list[_Candidate] = []
    for candidate in _candidates(statement, values):
        its_stem = stem(candidate.text)
        for each in asked:
            if candidate.text == each.text:
                each.found.append((candidate, EXACT))
            elif its_stem == stem(each.text):
                each.found.append((candidate, SAME_STEM))
            elif each.unfinished and candidate.text.startswith(each.text):
                completions.append(candidate)
    asked[-1].found += [(each, BEGUN) for each in _most_common(completions)]


def _most_common(completions: list[_Candidate]) -> Iterator[_Candidate]:
    entries = 0
    for each in sorted(completions, key=lambda one: (-one.entries, one.text)):
        entries += each.entries
        if entries > MOST_BEGUN and entries > each.entries:
            return
        yield each


def _forgive(asked: list[_Asked], shelves: dict[int, tuple[str, int]]) -> None:
    """For the words that no collection knows, look for those that are nearly written so."""
    unknown = [each for each in asked if not each.found and edits_forgiven(each.text)]
    codes = sorted({code for each in unknown for code in slips_of(each.text)})
    if not codes:
        return
    candidates = _candidates(_words(shelves, _BY_SLIP, codes), [*shelves, *codes])
    for each in unknown:
        most, near = edits_forgiven(each.text), []
        for candidate in candidates:
            edits = distance(each.text, candidate.text, most)
            if edits is not None:
                near.append((-MISTYPED[edits], candidate))
            elif each.unfinished and (edits := distance(each.text, candidate.text, most, unfinished=True)) is not None:
                near.append((-MISTYPED_BEGUN[max(edits, 1)], candidate))
        near.sort(key=lambda pair: (pair[0], -pair[1].entries, pair[1].text))
        each.found = [(candidate, -percent) for percent, candidate in near[:MOST_SPELLINGS]]


def _weighed(asked: list[_Asked], shelves: dict[int, tuple[str, int]]) -> list[_Meaning]:
    """What the asked words mean: what is rare counts more.

    All spellings of one asked word are as rare as they are together, in all that is asked: a slip of the hand would be
    worth gold otherwise, and a list of ten lines worth less than one of ten thousand.
    """
    size, means = sum(each for _, each in shelves.values()), []
    for number, word in enumerate(asked):
        found = word.found
        whole = [candidate.entries for candidate, percent in found if percent > BEGUN]
        common = sum(whole or [candidate.entries for candidate, _ in found])
        rarity = 10 * log2(1 + size / max(common, 1))
        means += [_Meaning(each.id, number, round(rarity * percent), each.entries) for each, percent in found]
    return means


# SQLite must be told in which order to join, and to read the array once: otherwise it reads every posting there is, or
# takes the array apart for each of them
_ASKED: Final = {
    "sqlite": "SELECT CAST(value ->> 0 AS INTEGER), CAST(value ->> 1 AS INTEGER), CAST(value ->> 2 AS INTEGER),"
    " CAST(value ->> 3 AS INTEGER) FROM json_each(%s)",
    "postgresql": "SELECT * FROM unnest(%s::bigint[], %s::integer[], %s::integer[], %s::integer[])",
}
_RANKED: Final = """
WITH asked(word, number, factor, leads) AS MATERIALIZED ({asked}),
led(entry) AS MATERIALIZED (
    SELECT DISTINCT posting.entry_id
    FROM asked CROSS JOIN search_posting AS posting WHERE posting.word_id = asked.word AND asked.leads = 1
),
best(entry, number, score) AS (
    SELECT posting.entry_id, asked.number, MAX(posting.weight * asked.factor)
    FROM asked CROSS JOIN search_posting AS posting WHERE posting.word_id = asked.word {led} {among}
    GROUP BY posting.entry_id, asked.number
),
ranked(entry, words, score) AS (
    SELECT entry, COUNT(*), SUM(score) FROM best GROUP BY entry ORDER BY 2 DESC, 3 DESC, 1 LIMIT %s
)
SELECT search_entry.collection_id, search_entry.key, ranked.words, ranked.score
FROM ranked JOIN search_entry ON search_entry.id = ranked.entry
ORDER BY ranked.words DESC, ranked.score DESC, ranked.entry
"""
_LED: Final = "AND (asked.leads = 1 OR posting.entry_id IN (SELECT entry FROM led))"
_AMONG: Final = (
    "AND posting.entry_id IN (SELECT id FROM search_entry WHERE collection_id IN ({shelves}) AND key IN ({keys}))"
)


def _ranked(
    means: list[_Meaning],
    shelves: dict[int, tuple[str, int]],
    *,
    limit: int,
    among: Sequence[str] | None,
) -> list[Hit]:
    leading = _leading(means)
    rows = [(each.word, each.number, each.factor, int(each.number in leading)) for each in means]
    arrays: list[Value] = ["{" + ",".join(map(str, column)) + "}" for column in zip(*rows, strict=True)]
    values: list[Value] = arrays if connection.vendor == "postgresql" else [orjson.dumps(rows).decode()]
    only = ""
    if among is not None:
        only = _AMONG.format(shelves=_places(shelves), keys=_places(among))
        values += [*shelves, *among]
    led = "" if all(leads for *_, leads in rows) else _LED
    statement = _RANKED.format(asked=_ASKED[connection.vendor], led=led, among=only)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, limit])
        return [Hit(shelves[shelf][0], key, words, int(score)) for shelf, key, words, score in cursor.fetchall()]


def _leading(means: list[_Meaning]) -> set[int]:
    """The asked words, the rarest first, whose entries are looked at: the others only add to what these found.

    What has every word asked has the rarest of them, so nothing of that is lost.
    """
    sizes: Counter[int] = Counter()
    for each in means:
        sizes[each.number] += each.entries
    leading: set[int] = set()
    entries = 0
    for number, size in sorted(sizes.items(), key=lambda pair: (pair[1], pair[0])):
        entries += size
        if leading and entries > MOST_LOOKED_AT:
            break
        leading.add(number)
    return leading


def _words(shelves: Iterable[int], condition: str, values: Iterable[object] = ()) -> str:
    return _WORDS.format(shelves=_places(shelves), condition=condition.format(places=_places(values)))


def _candidates(statement: str, values: list[Value]) -> list[_Candidate]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [
            _Candidate(number, bytes(text).decode(), shown, entries)
            for number, text, shown, entries in cursor.fetchall()
            if entries
        ]


def _nearest(asked: _Asked) -> str:
    """Of what a mistyped word may mean, the nearest, then the most common."""
    return min(asked.found, key=lambda pair: (-pair[1], -pair[0].entries, pair[0].text))[0].shown


def _places(values: Iterable[object]) -> str:
    return ", ".join("%s" for _ in values)
