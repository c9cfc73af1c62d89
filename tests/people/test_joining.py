"""Merges: a decision, with a reason, that moves nothing and can be undone after anything."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from institutions.people import NOW, member, person
from people.samples import BOX, SIOBHAN, known
from sceau.institutions.services import create_institution
from sceau.journal.models import Act
from sceau.people.errors import NotEntitled, NotNow, PeopleError, WrongValue
from sceau.people.models import Address, CivilStatus, Consent, Merge, NameWord, Person
from sceau.people.queries import addresses_of, behind, everybody_behind, find, merges_of, people_seen_by, person_of
from sceau.people.services import add_address, edit_person, give_consent, merge, set_civil_status, undo_merge


def _merged(kept, other, by):
    return merge(kept=kept, other=other, why="La même personne", by=by, now=NOW)


def test_a_merge_points_one_record_at_the_other_and_is_on_record(alpes, amina):
    one, other = known(alpes), known(alpes, "Siobhán", "Le Goff")

    made = _merged(one, other, amina)

    other.refresh_from_db()
    assert person_of(other) == one
    assert [each.pk for each in everybody_behind(one)] == [one.pk, other.pk]
    assert [each.pk for each in everybody_behind(other)] == [one.pk, other.pk]
    act = Act.objects.get(code="person.merged")
    assert act.subject == f"person:{one.uuid}"
    assert str(other.uuid) in act.details
    assert act.reason.text == "La même personne"
    assert list(merges_of(one)) == [made]


def test_what_is_known_of_either_is_known_of_the_person(alpes, amina):
    one = known(alpes, email="un@example.org")
    other = known(alpes, "Siobhán", "Le Goff", email="deux@example.org")
    _merged(one, other, amina)

    assert [each.value for each in addresses_of(one)] == ["un@example.org", "deux@example.org"]


def test_a_list_shows_a_merged_person_once_and_search_finds_them_under_either_name(alpes, amina):
    one, other = known(alpes), known(alpes, "Siobhán", "Le Goff", email="deux@example.org")
    _merged(one, other, amina)
    seen = people_seen_by(amina.memberships.all())

    assert list(seen) == [one]
    assert list(find(seen, alpes, "goff")) == [one]
    assert list(find(seen, alpes, "deux@example.org")) == [one]


def test_undoing_gives_back_what_was_there_whatever_was_written_meanwhile(alpes, amina):
    one, other = known(alpes), known(alpes, "Siobhán", "Le Goff", email="deux@example.org")
    made = _merged(one, other, amina)
    edit_person(
        person=one, given_name="Siobhán", family_name="Kerr", native_name="", language="en", reference="7",
        by=amina, now=NOW,
    )  # fmt: skip
    add_address(person=one, kind="email", value="trois@example.org", by=amina, now=NOW)

    freed = undo_merge(merge=made, why="Deux cousines", by=amina, now=NOW)

    one.refresh_from_db()
    assert freed == other
    assert (one.family_name, freed.family_name, freed.root, freed.merged_into) == ("Kerr", "Le Goff", None, None)
    assert [each.value for each in addresses_of(one)] == ["trois@example.org"]
    assert [each.value for each in addresses_of(freed)] == ["deux@example.org"]
    seen = people_seen_by(amina.memberships.all())
    assert list(find(seen, alpes, "goff")) == [freed]
    assert Act.objects.get(code="person.separated").reason.text == "Deux cousines"
    assert merges_of(one).get().undone_by == amina
    with pytest.raises(NotNow):
        undo_merge(merge=made, why="Encore", by=amina, now=NOW)


def test_a_record_that_was_merged_into_another_takes_no_part_any_more(alpes, amina):
    one, two, three = known(alpes), known(alpes), known(alpes)
    _merged(one, two, amina)

    for kept, other in ((two, three), (three, two), (two, one)):
        with pytest.raises(NotNow):
            _merged(kept, other, amina)


def test_what_is_written_of_a_merged_record_is_written_of_the_one_that_stands(alpes, amina):
    one, two, three = known(alpes), known(alpes), known(alpes)
    stale = Person.objects.get(pk=three.pk)  # as another room has it in hand
    _merged(two, three, amina)
    _merged(one, two, amina)

    add_address(person=stale, kind="email", value="x@example.org", by=amina, now=NOW)
    give_consent(person=stale, subject="x", how="on_screen", by=None, now=NOW)
    set_civil_status(person=stale, values=SIOBHAN, box=BOX, by=None, now=NOW)

    assert Address.objects.get().person == Consent.objects.get().person == CivilStatus.objects.get().person == one


def test_a_merge_of_a_merged_person_and_each_undone_in_any_order(alpes, amina):
    one, two, three = known(alpes), known(alpes), known(alpes)
    first = _merged(two, three, amina)
    second = _merged(one, two, amina)
    three.refresh_from_db()
    assert (three.merged_into_id, three.root_id) == (two.pk, one.pk)

    undo_merge(merge=first, why="Non", by=amina, now=NOW)
    three.refresh_from_db()
    assert three.root_id is None
    assert [each.pk for each in everybody_behind(one)] == [one.pk, two.pk]

    _merged(two_again := one, three, amina)
    undo_merge(merge=second, why="Non", by=amina, now=NOW)
    assert [each.pk for each in everybody_behind(two_again)] == [one.pk, three.pk]


def test_undoing_a_merge_takes_along_what_hangs_below(alpes, amina):
    one, two, three = known(alpes), known(alpes), known(alpes)
    _merged(two, three, amina)
    second = _merged(one, two, amina)

    undo_merge(merge=second, why="Non", by=amina, now=NOW)
    two.refresh_from_db()

    assert [each.pk for each in everybody_behind(two)] == [two.pk, three.pk]
    assert [each.pk for each in everybody_behind(one)] == [one.pk]


def test_without_the_right_a_reason_or_two_records_nothing_happens(alpes, occitanie, amina, bruno, dora):
    one, other = known(alpes), known(alpes)

    for stranger in (bruno, dora):
        with pytest.raises(NotEntitled):
            _merged(one, other, stranger)
    with pytest.raises(WrongValue):
        merge(kept=one, other=other, why=" ", by=amina, now=NOW)
    with pytest.raises(WrongValue):
        _merged(one, one, amina)
    with pytest.raises(WrongValue):
        _merged(one, known(occitanie), amina)
    assert not Merge.objects.exists()


def test_an_account_is_not_given_two_people(alpes, amina):
    own = person("Siobhan Kerr")
    one, other = known(alpes), known(alpes, user=own)
    made = _merged(one, other, amina)
    known(alpes, "Siobhán", "Nouvelle", user=own)

    with pytest.raises(NotNow):
        undo_merge(merge=made, why="Non", by=amina, now=NOW)


def test_the_database_itself_refuses_a_second_merge_of_a_record_and_a_circle_of_one(alpes, amina):
    one, two, three = known(alpes), known(alpes), known(alpes)
    _merged(one, two, amina)

    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.create(kept=three, other=two, why="x", by=amina, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=one.pk).update(merged_into=one.pk, root=one.pk)


class AnyOrder(TestCase):
    """Whatever is merged and undone, in whatever order."""

    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(st.booleans(), st.integers(0, 4), st.integers(0, 4)), max_size=12))
    def test_the_records_stay_trees_and_undoing_everything_gives_back_the_beginning(self, steps):
        by = person("Amina Benali")
        body = create_institution(legal_name="A", name="A", slug="aa", did_host="sceau.example", by=by, now=NOW)
        member(by, body, "head")
        people = [known(body, "Siobhán", f"Nom{number}") for number in range(5)]
        before = _words()

        for is_merge, first, second in steps:
            try:
                if is_merge:
                    _merged(people[first], people[second], by)
                else:
                    standing = list(Merge.objects.filter(undone_at__isnull=True).order_by("pk"))
                    if standing:
                        undo_merge(merge=standing[first % len(standing)], why="Non", by=by, now=NOW)
            except PeopleError:
                pass
            self._whole(people)
        for each in Merge.objects.filter(undone_at__isnull=True).order_by("?"):
            undo_merge(merge=each, why="Non", by=by, now=NOW)

        assert not Person.objects.filter(root__isnull=False).exists()
        assert _words() == before

    def _whole(self, people):
        rows = {each.pk: each for each in Person.objects.all()}
        for each in rows.values():
            end, steps = each, 0
            while end.merged_into_id is not None:
                end, steps = rows[end.merged_into_id], steps + 1
                assert steps < len(people)
            assert each.root_id == (None if end is each else end.pk)
            assert each in everybody_behind(end)
        for word in NameWord.objects.select_related("person"):
            assert word.standing_id == (word.person.root_id or word.person_id)


def _words():
    return sorted((row.person_id, row.standing_id, bytes(row.text)) for row in NameWord.objects.all())


def test_rows_of_other_rooms_are_asked_for_with_one_condition(alpes, amina):
    one, other = known(alpes, civil=SIOBHAN), known(alpes, civil=SIOBHAN)
    _merged(one, other, amina)

    assert NameWord.objects.filter(behind(other), text=b"siobhan").count() == 2
