"""What is claimed for signing says what the rows say."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from issuing.making import NOW, a_released_batch, awards
from sceau.issuing.models import Line
from sceau.issuing.queries.claimed import AWARD, AWARD_JSON, LINE, LINE_JSON, PERSON, claim
from sceau.issuing.states import LineState
from sceau.people.models import Person

pytestmark = pytest.mark.django_db


def everything(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@transaction.atomic
def claimed(batch, limit=10):
    return claim(batch.pk, limit=limit)


def test_each_column_is_that_of_the_row_whether_it_was_read_at_once_or_is_asked_for_later():
    batch = a_released_batch(awards(3, score=71))
    Line.objects.filter(batch=batch, number=2).update(renewal={"grounds": "Arrêté n° 12 « é »"})
    Person.objects.update(native_name="名前", erased_at=NOW)

    lines = claimed(batch)

    usual = list(Line.objects.filter(batch=batch).select_related("award__person").order_by("number"))
    assert lines == usual
    for line, other in zip(lines, usual, strict=True):
        assert everything(line) == everything(other)
        assert everything(line.award) == everything(other.award)
        assert everything(line.award.person) == everything(other.award.person)
        assert not line._state.adding
        assert line._state.db == other._state.db


def test_two_statements_are_enough_for_any_number():
    batch = a_released_batch(awards(3))

    for limit in (1, 3):
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            lines = claim(batch.pk, limit=limit)
        assert len(asked.captured_queries) == 2
        assert [line.number for line in lines] == list(range(1, limit + 1))


@transaction.atomic
def test_what_was_read_at_once_is_asked_for_no_more():
    (line,) = claim(a_released_batch(awards(1)).pk, limit=10)

    with CaptureQueriesContext(connection) as asked:
        read = ((line, LINE + LINE_JSON), (line.award, AWARD + AWARD_JSON), (line.award.person, PERSON))
        assert all(name in vars(row) for row, names in read for name in names)
        assert line.award.person.root is None
    assert not asked.captured_queries


def test_lines_that_do_not_wait_are_nobody_s():
    batch = a_released_batch(awards(2))
    Line.objects.filter(batch=batch, number=1).update(state=LineState.FAILED)

    assert [line.number for line in claimed(batch)] == [2]
    Line.objects.filter(batch=batch).update(state=LineState.SIGNED)
    assert claimed(batch) == []
