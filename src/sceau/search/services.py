"""What is put into a collection, and taken out. Derived from rows of other rooms, it is no act of the journal's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.db import transaction

from sceau.search import insertion
from sceau.search.models import Collection, Posting, Slip, Word
from sceau.search.models import Entry as Row
from sceau.search.words import STOP, compounds_of, edits_forgiven, slips_of, stem, words_of

BATCH: Final = 1_000  # entries written together: memory holds no more, and a statement is worth its journey
MOST_WORDS: Final = 400  # of one text: a description is found by its beginning
GREATEST: Final = 32_000  # a weight fits two bytes
LONGER: Final = 0.08  # of the weight is lost with each further word of a text


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found.

    key:    by which the room that hands it in knows it, 200 characters at most
    texts:  each with its weight, from 1 to 10: a title is worth more than a description
    boost:  percent by which it weighs more than others, or less: a fiche that is active, and one that ended
    """

    key: str
    texts: tuple[tuple[str, int], ...]
    boost: int = 0


def index(collection: str, entries: Iterable[Entry]) -> int:
    """Put entries into a collection, each in the place of what its key had; gives how many.

    They may be a stream of any length: a batch is held at a time, and written in one transaction. One writer at a time
    has a collection.
    """
    stream, written = iter(entries), 0
    while batch := list(islice(stream, BATCH)):
        with transaction.atomic():
            _put(_held(collection), {each.key: each for each in batch})
        written += len(batch)
    return written


def forget(collection: str, keys: Iterable[str]) -> None:
    """Take these out of a collection; what is not there already is no fault."""
    stream = iter(keys)
    while batch := list(islice(stream, BATCH)):
        with transaction.atomic():
            shelf = _held(collection)
            rows = Row.objects.filter(collection=shelf, key__in=batch)
            lost = _emptied(list(rows.values_list("pk", flat=True)))
            insertion.add_to_counts(lost)
            shelf.size -= rows.delete()[0]
            shelf.save(update_fields=["size"])
            _sweep(lost)


def forget_all(collection: str) -> None:
    """Empty a collection."""
    with transaction.atomic():
        shelf = _held(collection)
        words = Word.objects.filter(collection=shelf)
        Slip.objects.filter(word__in=words).delete()
        Posting.objects.filter(word__in=words).delete()
        words.delete()
        Row.objects.filter(collection=shelf).delete()
        shelf.size = 0
        shelf.save(update_fields=["size"])


def weights_of(entry: Entry) -> dict[str, tuple[int, str]]:
    """The words of an entry, each with its weight and as it is spelt.

    A word that several texts have counts in the one where it weighs most; in a text that is long it weighs less.
    """
    weights: dict[str, tuple[int, str]] = {}
    for text, weight in entry.texts:
        found = [pair for pair in words_of(text) if pair[0] not in STOP][:MOST_WORDS]
        share = weight * (100 + entry.boost) / (1 + LONGER * max(len(found) - 1, 0))
        mine = max(1, min(round(share), GREATEST))
        for word, shown in [*found, *compounds_of(text)]:
            if word not in weights or weights[word][0] < mine:
                weights[word] = (mine, weights[word][1] if word in weights else shown)
    return weights


def _held(collection: str) -> Collection:
    """The collection, whose row no other writer has until the transaction ends."""
    Collection.objects.get_or_create(name=collection)
    return Collection.objects.select_for_update().get(name=collection)


def _put(shelf: Collection, batch: dict[str, Entry]) -> None:
    known = dict(Row.objects.filter(collection=shelf, key__in=batch).values_list("key", "pk"))
    counts = _emptied(list(known.values()))
    lost = set(counts)
    new = Row.objects.bulk_create(Row(collection=shelf, key=key) for key in batch if key not in known)
    shelf.size += len(new)
    shelf.save(update_fields=["size"])
    ids = known | {row.key: row.pk for row in new}
    weights = {ids[key]: weights_of(entry) for key, entry in batch.items()}
    words = _words(shelf, {word: shown for each in weights.values() for word, (_, shown) in each.items()})
    postings = [(words[word], entry, weight) for entry, each in weights.items() for word, (weight, _) in each.items()]
    insertion.insert_postings(postings)
    counts.update(word for word, _, _ in postings)
    insertion.add_to_counts(counts)
    _sweep(lost)


def _emptied(entries: Sequence[int]) -> Counter[int]:
    """Take all words from entries; gives by how much each word has fewer."""
    if not entries:
        return Counter()
    postings = Posting.objects.filter(entry__in=entries)
    lost = Counter(postings.values_list("word_id", flat=True))
    postings._raw_delete(postings.db)  # nothing hangs on them: no need to read them first
    return Counter({word: -count for word, count in lost.items()})


def _words(shelf: Collection, wanted: dict[str, str]) -> dict[str, int]:
    """The ids of words, those that the collection does not have yet made with their slips."""
    ids = insertion.words_there(shelf.pk, list(wanted))
    missing = [(word, stem(word), shown) for word, shown in sorted(wanted.items()) if word not in ids]
    new = insertion.insert_words(shelf.pk, missing)
    insertion.insert_slips((code, pk) for word, pk in new.items() if edits_forgiven(word) for code in slips_of(word))
    return ids | new


def _sweep(words: Iterable[int]) -> None:
    """Words that no entry has any more are gone: nobody shall be led to them."""
    gone = list(Word.objects.filter(pk__in=list(words), entries=0).values_list("pk", flat=True))
    if gone:
        Slip.objects.filter(word__in=gone).delete()
        Word.objects.filter(pk__in=gone).delete()
