"""What is read for a lot, or of one person, is found by indexes: it does not grow with the house."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from institutions.people import member
from institutions.people import person as person_with_account
from issuing.making import NOW, a_released_batch, awards, the_store
from sceau.assessment.models import Award, Candidate
from sceau.assessment.queries.candidates import files_at, with_needs
from sceau.assessment.queries.examday import emails_of
from sceau.issuing.services.signing import issue_next_lines
from sceau.people.models import Address, Consent
from sceau.people.queries import behind, bring_roots, email_of
from sceau.people.services import merge

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL chooses by how many rows there are"),
]
FEW = {"issuing_statuslist", "institutions_institution"}  # one for some hundred thousand credentials; some in a house


def read_whole(queries) -> list[str]:
    """The tables of which each row is read."""
    found = []
    with connection.cursor() as cursor:
        for each in queries:
            if each["sql"].startswith("SELECT"):
                cursor.execute(f"EXPLAIN QUERY PLAN {each['sql']}")
                steps = [row[3] for row in cursor.fetchall()]
                found += [table for step in steps for table in re.findall(r"^SCAN (\w+)", step)]
    return [table for table in found if table not in FEW and not table.startswith("sqlite_")]


def plans_of(rows) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        list(rows)
    return read_whole(asked.captured_queries)


def test_the_test_sees_what_is_read_whole():
    assert plans_of(Address.objects.filter(value__endswith="x")) == ["people_address"]


def test_a_lot_reads_what_is_its_own():
    batch = a_released_batch(awards(20))

    with CaptureQueriesContext(connection) as asked:
        assert issue_next_lines(batch.pk, limit=20, keys=the_store(), now=NOW) == 20

    assert read_whole(asked.captured_queries) == []


def test_rows_of_a_person_are_found_also_under_merged_records():
    person = awards(1)[0].person

    for model in (Address, Consent, Candidate, Award):
        assert plans_of(model.objects.filter(behind(person)).order_by()) == []
    assert plans_of(with_needs(Candidate.objects.filter(person=person)).order_by()) == []
    with CaptureQueriesContext(connection) as asked:
        files_at("somebody@example.org", now=NOW)
    assert read_whole(asked.captured_queries) == []


def test_addresses_of_merged_records_count_for_the_one_that_stands():
    one, other = (award.person for award in awards(2))
    head = person_with_account("Zoe Essai")
    member(head, one.institution, "head")
    merge(kept=one, other=other, why="la même", by=head, now=NOW)
    other.refresh_from_db()
    Address.objects.filter(person=one).delete()

    assert email_of(other) == email_of(one) != ""
    assert emails_of([one, other]) == {one.pk: email_of(one), other.pk: email_of(one)}

    bring_roots([one, other])
    with CaptureQueriesContext(connection) as asked:
        assert (one.root, other.root) == (None, one)
    assert not asked.captured_queries
