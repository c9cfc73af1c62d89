"""The tables of the search. They are made of what other rooms hold: losing them costs an indexing, and nothing else.

Words are bytes, not texts: both databases then put them in the same order, whatever the language of the server, and the
beginning of a word is a range of an index.
"""

from __future__ import annotations

from django.db import models


class Collection(models.Model):
    """Things that are searched together: fiches, the skills of one framework, the catalogue.

    size:  how many entries it has, without which nobody knows what is rare
    """

    name = models.CharField(max_length=48, unique=True)
    size = models.PositiveIntegerField(default=0)


class Entry(models.Model):
    """One thing that can be found, under the name by which its room knows it."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="entries")
    key = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collection", "key"], name="one_entry_a_key")]


class Word(models.Model):
    """A word of a collection.

    text:     folded, in UTF-8
    stem:     see `sceau.search.words.stem`
    shown:    as the first entry spelt it, in lower case: for « vouliez-vous dire »
    entries:  how many have it
    """

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="words")
    text = models.BinaryField(max_length=160)
    stem = models.BinaryField(max_length=160)
    shown = models.CharField(max_length=40)
    entries = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collection", "text"], name="one_word_a_text")]
        indexes = [models.Index(fields=["collection", "stem"], name="words_of_a_stem")]


class Posting(models.Model):
    """An entry has a word, and the word weighs so much there. The key holds all, so that the index alone is read.

    The database does not check that both are there: one module writes these rows, by the million, and the checks cost
    PostgreSQL more than the rows.
    """

    pk = models.CompositePrimaryKey("word", "entry", "weight")
    word = models.ForeignKey(Word, on_delete=models.CASCADE, db_index=False, db_constraint=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, db_constraint=False)
    weight = models.SmallIntegerField()


class Slip(models.Model):
    """A number under which a mistyped word is found: see `sceau.search.words.slips_of`. Unchecked as postings are."""

    pk = models.CompositePrimaryKey("code", "word")
    code = models.IntegerField()
    word = models.ForeignKey(Word, on_delete=models.CASCADE, db_constraint=False)
