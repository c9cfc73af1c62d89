"""The files of credentials are kept small, and come back byte for byte or not at all."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction

from issuing.making import NOW, a_released_batch, awards, body, head, the_store
from sceau.issuing.models import Content, Credential, Pattern
from sceau.issuing.packing import LONGEST, Packer, Unreadable, pattern_named_in, unpacked
from sceau.issuing.services import lots
from sceau.issuing.services.shelving import MANY
from sceau.issuing.services.signing import Desk
from sceau.jobs.loading import load_all
from sceau.jobs.registry import followers_of
from sceau.journal.models import Act, Pending

LATER = NOW + timedelta(hours=1)
COMMON = b'{"name":"what many have in common","level":5}' * 20


def kept() -> list[tuple[int, bytes, bytes]]:
    """As they stand on the disk."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT credential_id, body, record FROM issuing_content ORDER BY credential_id")
        return [(key, bytes(body), bytes(record)) for key, body, record in cursor.fetchall()]


def signed(n: int, **values) -> None:
    batch = a_released_batch(awards(n, **values))
    assert Desk(batch.pk, keys=the_store()).issue(limit=500, now=LATER) == n


@pytest.mark.parametrize(
    "file", [COMMON, COMMON[:-1] + b',"of":"its own"}', "{«\u202f甲\u202f»}".encode() * 999, b"{}", b""]
)
def test_a_packed_file_comes_back_byte_for_byte(file):
    packer = Packer(COMMON)

    there = packer.packed(file)

    assert len(there) <= len(file)
    assert unpacked(there, {packer.number: COMMON}.__getitem__) == file


def test_of_a_pattern_that_is_too_long_the_end_counts():
    packer = Packer(b"x" * LONGEST + COMMON)

    assert len(packer.text) == LONGEST
    assert len(packer.packed(COMMON)) < 100


def test_what_was_damaged_is_never_taken_for_the_file():
    packer = Packer(COMMON)
    file = COMMON + b'{"and":"something of its own"}'
    there = packer.packed(file)

    for place in range(2, len(there)):
        for damaged in (there[:place], there[:place] + bytes([there[place] ^ 1]) + there[place + 1 :]):
            with pytest.raises(Unreadable):
                unpacked(damaged, lambda number: COMMON)
    with pytest.raises(Unreadable):
        unpacked(there, lambda number: COMMON + b" ")
    with pytest.raises(Unreadable):
        unpacked(there + b" ", lambda number: COMMON)


@pytest.mark.django_db
def test_credentials_of_a_design_are_kept_as_what_they_have_of_their_own():
    signed(MANY)

    pattern = Pattern.objects.get()
    plain = {each.pk: (bytes(each.body), bytes(each.record)) for each in Content.objects.all()}
    for key, there, record in kept():
        assert pattern_named_in(there) == pattern_named_in(record) == pattern.pk
        assert len(there) + len(record) < sum(map(len, plain[key])) / 8
        assert sha256(plain[key][0]).hexdigest() == Credential.objects.get(pk=key).digest
        assert plain[key][0].startswith(b"{")


@pytest.mark.django_db
def test_a_pattern_says_nothing_of_anybody():
    made = awards(MANY)
    batch = a_released_batch(made)
    Desk(batch.pk, keys=the_store()).issue(limit=500, now=LATER)

    text = bytes(Pattern.objects.get().text).decode(errors="replace")

    said = [head(body()).name, "Claire Dumas", "Registre", "ab" * 32]
    for credential in Credential.objects.select_related("award__person"):
        person = credential.award.person
        said += [credential.code, str(person), str(credential.list.uuid)]
    assert [each for each in said if each in text] == []


@pytest.mark.django_db
def test_one_pattern_serves_the_batches_that_follow_however_few_they_are():
    signed(MANY)
    signed(1)
    signed(MANY)

    assert Pattern.objects.count() == 1
    assert {pattern_named_in(there) for _, there, _ in kept()} == {Pattern.objects.get().pk}


@pytest.mark.django_db
def test_each_language_has_its_own():
    signed(MANY)
    signed(MANY, language="en")

    assert sorted(Pattern.objects.values_list("language", flat=True)) == ["en", "fr"]


@pytest.mark.django_db
def test_few_credentials_are_kept_as_they_are():
    signed(MANY - 1)

    assert not Pattern.objects.exists()
    assert all(there.startswith(b"{") and record.startswith(b"{") for _, there, record in kept())


@pytest.mark.django_db
def test_the_pattern_of_a_lot_that_was_undone_is_used_by_none(monkeypatch):
    """A desk that remembered it would pack with a text that nobody has."""
    batch = a_released_batch(awards(MANY))
    desk = Desk(batch.pk, keys=the_store())
    with monkeypatch.context() as patched:
        patched.setattr(lots, "insert_credentials", _full_disk)
        with pytest.raises(OSError, match="full"):
            desk.issue(limit=500, now=LATER)
    assert not Pattern.objects.exists()

    assert desk.issue(limit=500, now=LATER) == MANY

    assert {pattern_named_in(there) for _, there, _ in kept()} == {Pattern.objects.get().pk}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", ["UPDATE issuing_pattern SET language = 'en'", "DELETE FROM issuing_pattern"])
def test_the_database_keeps_patterns(statement):
    signed(MANY)

    with pytest.raises(DatabaseError, match="pattern"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Pattern.objects.filter(language="fr").exists()


@pytest.mark.django_db
def test_no_worker_is_told_of_each_credential():
    """Nobody follows that act: if somebody shall, `sceau.issuing.services.lots` puts it in the outbox again."""
    load_all()
    signed(2)

    issued = Act.objects.filter(code="credential.issued")
    assert issued.count() == 2
    assert not Pending.objects.filter(act__in=issued).exists()
    assert not followers_of("credential.issued")


def _full_disk(*_arguments):
    raise OSError("the disk is full")
