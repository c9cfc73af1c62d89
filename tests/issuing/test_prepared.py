"""A statement that is written once gives what the query gives, whatever is asked and whoever asks."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from issuing.standing import issued
from sceau.issuing.models import Credential
from sceau.issuing.queries.opening import _at, credential_at
from sceau.issuing.queries.prepared import Prepared

pytestmark = pytest.mark.django_db
BESIDE = ("institution", "award", "content")


def whole(row):
    """Every column that was read of a row and of those beside it."""
    parts = [
        row,
        *(getattr(row, name) for name in BESIDE),
        row.award.person,
        row.award.version,
        row.award.version.design,
    ]
    return [{name: value for name, value in vars(each).items() if name != "_state"} for each in parts]


def plain(columns):
    return [{name: str(value) for name, value in each.items()} for each in columns]


def test_it_gives_what_the_query_gives_in_one_statement():
    there = issued(3)

    for each in there:
        with CaptureQueriesContext(connection) as asked:
            found = credential_at(each.code)
            columns = plain(whole(found))
        assert len(asked) == 1
        assert columns == plain(whole(_at(each.code).get()))
        assert bytes(found.content.body) == bytes(each.content.body)
        assert found.get_deferred_fields() == _at(each.code).get().get_deferred_fields()
    assert credential_at("NOBODYHASTHIS0") is None
    Credential.objects.filter(pk=there[0].pk).update(state="cancelled", state_at=there[0].issued_at)
    assert credential_at(there[0].code) is None


def test_what_has_no_place_for_the_value_is_refused():
    with pytest.raises(LookupError):
        Prepared(lambda _code: Credential.objects.all(), stand_in="the code").first("x")


def test_each_thread_writes_its_own():
    asked = Prepared(_at, stand_in="the code")
    asked.first("x")
    seen = []
    thread = threading.Thread(target=lambda: seen.append(vars(asked._kept)))
    thread.start()
    thread.join()

    assert vars(asked._kept)
    assert seen == [{}]
