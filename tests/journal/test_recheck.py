"""A recheck finds any change and names the act; of a journal that nobody touched it says nothing."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from hypothesis import assume, given
from hypothesis import strategies as st

from journal.chains import AMINA, BODY, NOW, OTHER, SUBJECT, a_hand, alter, uuid_of, write
from sceau.journal import findings, guards
from sceau.journal.digests import NOTHING, digest_of
from sceau.journal.models import PLATFORM, Act, Chain, Why
from sceau.journal.queries import Head, head_of, heads
from sceau.journal.services import Deed, erase_reason, record, record_all
from sceau.journal.verification import recheck, recheck_all

pytestmark = pytest.mark.django_db
only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps types and UTF-8 by itself")

LAST = 6


def said(chain: UUID = BODY) -> list[tuple[str, int | None]]:
    return [(finding.reason.code.partition(".")[2], finding.number) for finding in recheck(chain).findings]


def test_a_journal_that_nobody_touched_is_whole():
    write(LAST)
    write(3, chain=OTHER)

    result = recheck(BODY)

    assert (result.is_whole, result.read, result.head.length) == (True, LAST, LAST)
    assert [each.head.chain for each in recheck_all()] == [BODY, OTHER]
    assert all(each.is_whole for each in recheck_all())


def test_a_journal_without_an_act_is_whole():
    assert recheck(BODY).is_whole
    assert recheck(BODY).head == Head(BODY, 0, NOTHING)


def test_details_are_kept_and_hashed_as_the_same_text_whatever_the_order():
    for details in ({"b": 1, "a": [None, True, UUID(int=3)]}, {"a": [None, True, UUID(int=3)], "b": 1}):
        record("unit.renamed", subject=SUBJECT, by=AMINA, at=NOW, institution=BODY, **details)

    assert set(Act.objects.values_list("details", flat=True)) == {f'{{"a":[null,true,"{UUID(int=3)}"],"b":1}}'}
    assert recheck(BODY).is_whole


COLUMNS = {
    "at": st.integers(-(2**63), 2**63 - 1),
    "actor": st.none() | st.uuids(),
    "code": st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=64),
    "subject": st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=96),
    "details": st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40),
    "why": st.binary(max_size=32),
    "digest": st.binary(max_size=40),
}


@given(data=st.data(), number=st.integers(1, LAST), column=st.sampled_from(sorted(COLUMNS)))
def test_any_other_value_in_any_column_of_any_act_is_found_and_the_act_named(data, number, column):
    value = data.draw(COLUMNS[column])
    with transaction.atomic():
        write(LAST)
        before = Act.objects.filter(number=number).values_list(column, flat=True).get()
        assume(value != (bytes(before) if column in ("why", "digest") else before))

        assert alter(f"UPDATE journal_act SET {column} = %s WHERE number = %s", _kept(value), number) == 1

        wanted = "digest_changed" if column == "digest" else "changed"
        assert (wanted, number) in said()
        assert {each for _, each in said()} == {number}
        transaction.set_rollback(True)


@given(data=st.data(), number=st.integers(1, LAST), column=st.sampled_from(["code", "subject", "details", "digest"]))
def test_one_bit_changed_is_found_and_the_act_named(data, number, column):
    with transaction.atomic():
        write(LAST)
        before = Act.objects.filter(number=number).values_list(column, flat=True).get()
        held = bytearray(before if column == "digest" else before.encode())
        held[data.draw(st.integers(0, len(held) - 1))] ^= 1 << data.draw(st.integers(0, 6))
        value = bytes(held) if column == "digest" else held.decode()
        assume("\0" not in str(value))

        alter(f"UPDATE journal_act SET {column} = %s WHERE number = %s", value, number)

        assert {each for _, each in said()} == {number}
        transaction.set_rollback(True)


@given(number=st.integers(1, LAST), other=st.integers(-(2**63), 2**63 - 1))
def test_an_act_with_another_number_is_found_out_of_its_place(number, other):
    assume(not 1 <= other <= LAST)
    with transaction.atomic():
        write(LAST)
        alter("UPDATE journal_act SET number = %s WHERE number = %s", other, number)

        (finding,) = recheck(BODY).findings

        assert finding.reason is findings.DISPLACED
        assert (finding.number, finding.details["written"]) == (other, number)
        transaction.set_rollback(True)


@given(first=st.integers(1, LAST), second=st.integers(1, LAST))
def test_two_acts_that_changed_places_are_named_both(first, second):
    assume(first < second)
    with transaction.atomic():
        write(LAST)
        for number, other in ((first, -1), (second, first), (-1, second)):
            alter("UPDATE journal_act SET number = %s WHERE number = %s", other, number)

        assert said() == [("displaced", first), ("displaced", second)]
        transaction.set_rollback(True)


@given(first=st.integers(1, LAST), count=st.integers(1, LAST))
def test_acts_taken_out_are_named(first, count):
    with transaction.atomic():
        write(LAST)
        with a_hand():
            gone = Act.objects.filter(number__gte=first, number__lt=first + count)
            Why.objects.filter(act__in=gone).delete()
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM journal_pending")
            gone.delete()
        last = min(first + count - 1, LAST)

        (finding,) = recheck(BODY).findings

        if last == LAST:
            assert (finding.reason, finding.number, finding.details) == (findings.CUT_SHORT, first, {"last": LAST})
        else:
            assert finding.reason is (findings.MISSING if first == last else findings.SEVERAL_MISSING)
            assert (finding.number, finding.details["last"]) == (first, last)
        transaction.set_rollback(True)


@given(number=st.integers(1, LAST), there=st.sampled_from([OTHER, UUID(int=77)]))
def test_an_act_given_to_another_journal_is_missed_here_and_seen_there(number, there):
    with transaction.atomic():
        write(LAST)
        write(2, chain=OTHER)
        try:
            alter(
                "UPDATE journal_act SET chain_id = %s, number = 50 WHERE chain_id = %s AND number = %s",
                uuid_of(there),
                uuid_of(BODY),
                number,
            )
        except IntegrityError:
            assert there != OTHER  # this database knows the journals that there are
        else:
            assert (("cut_short" if number == LAST else "missing"), number) in said()
            assert said(there) == [("beyond" if there == OTHER else "unknown_chain", 50)]
            assert {each.head.chain for each in recheck_all() if not each.is_whole} == {BODY, there}
        transaction.set_rollback(True)


@pytest.mark.parametrize("number", range(1, LAST + 1))
def test_an_act_rewritten_with_its_own_digest_betrays_itself_by_the_next(number):
    write(LAST)
    before = bytes(Act.objects.get(number=number - 1).digest) if number > 1 else NOTHING
    act = Act.objects.get(number=number)
    actor = act.actor.hex if act.actor else None
    row = [BODY.hex, number, act.at, actor, "unit.closed", act.subject, act.details, bytes(act.why).hex()]
    forged = digest_of(before, row)

    alter("UPDATE journal_act SET code = 'unit.closed', digest = %s WHERE number = %s", forged, number)

    assert said() == ([("head_changed", LAST)] if number == LAST else [("changed", number + 1)])
    assert number == LAST or "ou celui d’avant" in recheck(BODY).findings[0].sentence("fr")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("length = length + 2", [("cut_short", LAST + 1)]),
        ("length = length - 1", [("head_changed", LAST - 1), ("beyond", LAST)]),
        ("length = 0", [*[("beyond", number) for number in range(1, LAST + 1)], ("empty_head_changed", None)]),
        ("head = (SELECT digest FROM journal_act WHERE number = 2)", [("head_changed", LAST)]),
    ],
)
def test_a_changed_length_or_head_is_found(change, expected):
    write(LAST)
    alter(f"UPDATE journal_chain SET {change}")

    assert sorted(said(), key=str) == sorted(expected, key=str)


def test_a_journal_under_another_name_is_found():
    write(LAST)
    with a_hand(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO journal_chain SELECT %s, length, head FROM journal_chain", [uuid_of(OTHER)])
        cursor.execute("UPDATE journal_act SET chain_id = %s", [uuid_of(OTHER)])
        cursor.execute("DELETE FROM journal_chain WHERE uuid = %s", [uuid_of(BODY)])

    assert ("changed", 1) in said(OTHER)


@given(data=st.data(), number=st.sampled_from([3, LAST]), column=st.sampled_from(["salt", "text"]))
def test_a_changed_reason_is_found_and_its_act_named(data, number, column):
    value = data.draw(st.binary(max_size=16) if column == "salt" else COLUMNS["details"])
    with transaction.atomic():
        write(LAST)
        alter(
            f"UPDATE journal_why SET {column} = %s WHERE act_id = (SELECT id FROM journal_act WHERE number = %s)",
            value,
            number,
        )

        assert said() == [("wrong_reason", number)]
        transaction.set_rollback(True)


def test_a_reason_that_vanished_is_missed_and_one_that_was_erased_is_not():
    write(LAST)
    Why.objects.filter(act__number=3).delete()

    assert said() == [("reason_gone", 3)]

    erase_reason(Act.objects.get(number=LAST), by=AMINA, now=NOW, ground="Demande de la personne")

    assert said() == [("reason_gone", 3)]
    assert Act.objects.get(number=LAST + 1).code == "journal.reason_erased"


@pytest.mark.parametrize(("given_to", "there"), [(4, "reason_added"), (2, "reason_added")])
def test_a_reason_given_to_another_act_is_found_on_both(given_to, there):
    write(LAST)
    alter(
        "UPDATE journal_why SET act_id = (SELECT id FROM journal_act WHERE number = %s)"
        " WHERE act_id = (SELECT id FROM journal_act WHERE number = 3)",
        given_to,
    )

    assert sorted(said()) == sorted([("reason_gone", 3), (there, given_to)])


def test_the_id_of_a_row_says_nothing_of_the_act():
    write(LAST)
    Act.objects.get(number=1).pending.delete()

    alter("UPDATE journal_act SET id = 9999 WHERE number = 1")

    assert recheck(BODY).is_whole


def test_several_changes_are_all_named():
    write(20)
    for number in (4, 5, 9):
        alter("UPDATE journal_act SET code = 'unit.closed' WHERE number = %s", number)
    alter("UPDATE journal_act SET digest = %s WHERE number = 15", bytes(32))

    assert said() == [("changed", 4), ("changed", 5), ("changed", 9), ("digest_changed", 15)]


def test_of_a_journal_that_is_all_wrong_the_first_hundred_are_named():
    record_all([Deed("unit.renamed", SUBJECT)] * 150, by=AMINA, at=NOW, institution=BODY)
    alter("UPDATE journal_act SET code = 'unit.closed'")

    result = recheck(BODY)

    assert [finding.number for finding in result.findings] == list(range(1, 101))
    assert result.read == 150


@only_sqlite
@pytest.mark.parametrize(
    ("change", "number"),
    [
        ("code = CAST(x'ff' AS TEXT)", 4),
        ("details = CAST(x'7bff7d' AS TEXT)", 4),
        ("code = x'756e6974'", 4),
        ("at = 'hier'", 4),
        ("digest = 'texte'", 4),
        ("digest = 12", 4),
        ("why = 3", 4),
        ("number = 'quatre'", None),
    ],
)
def test_what_no_act_can_hold_is_found_as_well(change, number):
    write(LAST)
    alter(f"UPDATE journal_act SET {change} WHERE number = 4")

    result = recheck(BODY)

    assert number in {finding.number for finding in result.findings}
    for finding in result.findings:
        assert finding.sentence("fr")
        assert finding.sentence("en")


@only_sqlite
@pytest.mark.parametrize("change", ["text = x'00'", "salt = 'sel'", "text = CAST(x'ff' AS TEXT)"])
def test_a_reason_that_is_no_text_is_found_as_well(change):
    write(LAST)
    alter(f"UPDATE journal_why SET {change} WHERE act_id = (SELECT id FROM journal_act WHERE number = 3)")

    assert said() == [("wrong_reason", 3)]


@only_sqlite
def test_a_reader_of_texts_that_are_no_texts_leaves_the_connection_as_it_was():
    write(LAST)
    usual = connection.connection.text_factory
    alter("UPDATE journal_act SET code = CAST(x'ff' AS TEXT) WHERE number = 4")

    assert not recheck(BODY).is_whole
    assert connection.connection.text_factory is usual


def test_a_head_noted_elsewhere_shows_a_journal_that_was_rewritten_whole():
    write(LAST)
    noted = [head_of(BODY), Head(BODY, 2, bytes(Act.objects.get(number=2).digest))]
    assert recheck(BODY, witnessed=noted).is_whole
    with a_hand(), connection.cursor() as cursor:
        for table in ("journal_pending", "journal_why", "journal_act", "journal_chain"):
            cursor.execute(f"DELETE FROM {table}")
    write(LAST - 1)

    assert recheck(BODY).is_whole
    found = [(each.reason, each.number) for each in recheck(BODY, witnessed=noted).findings]
    assert found == [(findings.WITNESS_LONGER, LAST)]  # act 2 was written anew exactly as it was

    with a_hand(), connection.cursor() as cursor:
        for table in ("journal_pending", "journal_why", "journal_act", "journal_chain"):
            cursor.execute(f"DELETE FROM {table}")
    record_all([Deed("unit.closed", SUBJECT)] * 9, by=AMINA, at=NOW, institution=BODY)

    found = [(each.reason, each.number) for each in recheck(BODY, witnessed=noted).findings]
    assert found == [(findings.WITNESS_DIFFERS, 2), (findings.WITNESS_DIFFERS, LAST)]


def test_a_journal_that_is_gone_altogether_is_missed_by_who_noted_its_head():
    write(LAST)
    noted = heads()
    with a_hand(), connection.cursor() as cursor:
        for table in ("journal_pending", "journal_why", "journal_act", "journal_chain"):
            cursor.execute(f"DELETE FROM {table}")

    (result,) = recheck_all(witnessed=noted)

    assert [finding.reason for finding in result.findings] == [findings.WITNESS_LONGER]


def test_a_database_that_refuses_no_longer_is_told():
    write(LAST)
    guards.remove(connection)

    (finding,) = recheck(BODY).findings

    assert finding.reason is findings.UNGUARDED
    assert "journal_act_is_not_changed" in finding.sentence("fr")


def test_what_is_found_is_said_in_both_languages_with_number_date_and_act():
    write(LAST)
    alter("UPDATE journal_act SET subject = 'unit:other' WHERE number = 4")

    (finding,) = recheck(BODY).findings

    assert finding.sentence("fr").startswith(
        "L’acte n° 4 (26 novembre 2026, 9 h 05 UTC, unit.renamed) ne correspond plus"
    )
    assert finding.sentence("en").startswith("Act no. 4 (26 November 2026, 9:05 UTC, unit.renamed) no longer matches")
    assert finding.as_json()["code"] == "journal.changed"
    assert recheck(BODY).as_json()["whole"] is False


@pytest.mark.parametrize("reason", findings.ALL, ids=lambda reason: reason.code)
def test_every_finding_has_both_sentences_with_the_same_places(reason):
    import string

    places = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (reason.fr, reason.en)]
    assert places[0] == places[1]


def test_the_installation_has_its_own_chain():
    record("account.created", subject=f"user:{AMINA}", by=None, at=NOW)

    assert [each.head.chain for each in recheck_all()] == [PLATFORM]
    assert Chain.objects.get().length == 1


def _kept(value: object) -> object:
    return uuid_of(value) if isinstance(value, UUID) else value
