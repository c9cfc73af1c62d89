"""A statement that is written once gives what the query gives, whatever is asked and whoever asks."""

from __future__ import annotations

import threading

import psycopg
import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from issuing.standing import issued
from sceau.config.databases import _plain_parameters
from sceau.issuing.models import Credential
from sceau.issuing.queries.opening import _at, credential_at
from sceau.issuing.queries.prepared import Prepared

pytestmark = pytest.mark.django_db
only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no plans for others")
BESIDE = ("institution", "award", "content", "list")


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
        assert columns == plain(whole(credential_at(each.code)))  # nobody looking on: as PostgreSQL planned it
        assert bytes(found.content.body) == bytes(each.content.body)
        assert found.get_deferred_fields() == _at(each.code).get().get_deferred_fields()
    assert credential_at("NOBODYHASTHIS0") is None
    Credential.objects.filter(pk=there[0].pk).update(state="cancelled", state_at=there[0].issued_at)
    assert credential_at(there[0].code) is None


def test_what_has_no_place_for_the_value_is_refused():
    with pytest.raises(LookupError):
        Prepared(lambda _code: Credential.objects.all(), "the code").first("x")
    with pytest.raises(LookupError):
        Prepared(lambda code, _state: Credential.objects.filter(code=code), "the code", "the state").first("x", "y")


def test_each_value_goes_to_its_places():
    one, other = issued(2)
    ordered = Credential.objects.order_by("pk")
    asked = Prepared(
        lambda code, state, pk: ordered.filter(Q(code=code) | Q(pk=pk), state=state, pk__gte=pk),
        "the code",
        "the state",
        -1,
    )

    assert asked.rows(other.code, "valid", one.pk) == [one, other]
    assert asked.rows(other.code, "valid", other.pk) == [other]
    assert asked.rows(other.code, "revoked", one.pk) == []


def test_each_thread_writes_its_own():
    asked = Prepared(_at, "the code")
    asked.first("x")
    seen = []
    thread = threading.Thread(target=lambda: seen.append(vars(asked._kept)))
    thread.start()
    thread.join()

    assert vars(asked._kept)
    assert seen == [{}]


@only_postgresql
def test_it_is_planned_once():
    there = issued(2)
    for each in there * 6:
        assert credential_at(each.code).pk == each.pk

    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans + custom_plans, statement FROM pg_prepared_statements")
        kept = cursor.fetchall()
    assert [times for times, _ in kept] == [len(there) * 6]
    assert not any(each.code in statement for each in there for _, statement in kept)


@only_postgresql
def test_the_texts_of_other_statements_are_not_kept():
    (there,) = issued(1)
    credential_at(there.code)
    list(Credential.objects.filter(code=there.code))

    kept = connection.connection._prepared  # of psycopg, which keeps what it may have to prepare
    assert [there.code.encode() in text for text, _ in [*kept._names, *kept._counts]] == [False]


@pytest.mark.django_db(transaction=True)
@only_postgresql
def test_an_upgrade_from_elsewhere_changes_nothing_for_the_reader():
    (there,) = issued(1)
    before = whole(credential_at(there.code))

    with psycopg.connect(**_plain_parameters(), autocommit=True) as elsewhere:
        for length in (80, 64):
            elsewhere.execute(f"ALTER TABLE issuing_credential ALTER COLUMN digest TYPE varchar({length})")
            assert plain(whole(credential_at(there.code))) == plain(before)
