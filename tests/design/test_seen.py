"""Who sees which design, in how many queries."""

from __future__ import annotations

import pytest

from design.samples import begun, released
from institutions.people import NOW, member, person
from sceau.design.queries import (
    deleted_designs_seen_by,
    design_of,
    designs_edited_by,
    designs_seen_by,
    published,
    versions_of,
)
from sceau.design.services import delete_draft
from sceau.institutions.models import Membership


def names(user, query=designs_seen_by):
    return [design.name for design in query(Membership.objects.filter(user=user))]


@pytest.fixture
def three(alpes, amina, gap, grenoble):
    """One of the whole institution, one of each unit."""
    return [
        begun(alpes, amina, name=name, unit=unit) for name, unit in (("tous", None), ("gap", gap), ("gre", grenoble))
    ]


def test_a_unit_sees_its_own_and_those_of_the_whole_and_writes_in_its_own(three, alpes, amina, gap):
    karim = person("Karim Sadki")
    member(karim, alpes, "designer", unit=gap)

    assert names(karim) == ["gap", "tous"]
    assert names(karim, designs_edited_by) == ["gap"]
    assert names(amina) == ["gre", "gap", "tous"]


def test_somebody_from_elsewhere_sees_nothing_and_an_auditor_sees_and_writes_nothing(three, bruno, alpes):
    auditor = person("Alice Audit")
    member(auditor, alpes, "auditor", until=NOW.replace(year=2027))

    assert names(bruno) == []
    assert design_of(Membership.objects.filter(user=bruno), three[0].uuid) is None
    assert len(names(auditor)) == 3
    assert names(auditor, designs_edited_by) == []


def test_what_is_thrown_away_is_in_a_list_of_its_own(three, amina):
    delete_draft(design=three[0], by=amina, now=NOW)
    memberships = list(Membership.objects.filter(user=amina))

    assert names(amina) == ["gre", "gap"]
    assert [each.name for each in deleted_designs_seen_by(memberships, since=NOW)] == ["tous"]
    assert design_of(memberships, three[0].uuid) is None


def test_a_list_takes_one_query_however_long_and_reads_no_draft(three, amina, django_assert_num_queries):
    memberships = list(Membership.objects.filter(user=amina))

    for limit in (1, 3):
        with django_assert_num_queries(1):
            rows = list(designs_seen_by(memberships)[:limit])
            assert [(row.titles["fr"], row.score, row.changed_by.name, row.unit_id) for row in rows]
            assert all("draft" in row.get_deferred_fields() for row in rows)


def test_one_version_is_read_in_one_query(alpes, claire, amina, django_assert_num_queries):
    version = released(alpes, claire, amina)

    with django_assert_num_queries(1):
        found = published(version.design.uuid, 1)
        assert found.document["title"]
        assert found.design.institution.name == "Alpes Numérique"
    with django_assert_num_queries(1):
        assert [each.published_by.name for each in versions_of(version.design)] == ["Amina Benali"]
