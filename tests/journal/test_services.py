"""What is recorded, what is refused, and what can be erased."""

from __future__ import annotations

from datetime import UTC, date, datetime
from time import process_time
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from sceau.journal import services
from sceau.journal.errors import NoGround, NothingToErase, NotOpaque
from sceau.journal.models import PLATFORM, Act, Chain, Pending, Why
from sceau.journal.queries import Wanted, acts_of, head_of, heads
from sceau.journal.services import Deed, erase_reason, on_record, record, record_all
from sceau.journal.verification import recheck

NOW = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
BODY, AMINA, BRUNO = UUID(int=1), UUID(int=2), UUID(int=3)
SUBJECT = f"unit:{UUID(int=9)}"

pytestmark = pytest.mark.django_db


def test_an_act_is_one_row_of_its_chain_with_its_reason_and_its_place_in_the_outbox():
    act = record("unit.closed", subject=SUBJECT, by=AMINA, at=NOW, institution=BODY, why="Déménagement", year=2026)

    act.refresh_from_db()
    assert (act.chain_id, act.number, act.actor, act.code) == (BODY, 1, AMINA, "unit.closed")
    assert (act.subject, act.details, act.reason.text) == (SUBJECT, '{"year":2026}', "Déménagement")
    assert act.at == 1_795_338_300_000_000
    assert act.pending.due is None
    assert head_of(BODY).digest == bytes(act.digest)
    assert "Déménagement".encode() not in bytes(act.why)


def test_the_form_that_is_hashed_is_fixed_for_ever():
    """Verified against SHA-256 of the bytes written out by hand."""
    from hashlib import sha256

    act = record("unit.closed", subject=SUBJECT, by=AMINA, at=NOW, institution=BODY, année=2026)
    row = (
        '["00000000000000000000000000000001",1,1795338300000000,"00000000000000000000000000000002","unit.closed",'
        '"unit:00000000-0000-0000-0000-000000000009","{\\"année\\":2026}",""]'
    )

    assert bytes(act.digest) == sha256(bytes(32) + row.encode()).digest()


def test_the_same_reason_twice_has_two_digests():
    first, second = record_all([Deed("unit.closed", SUBJECT, why="Oui")] * 2, by=AMINA, at=NOW)

    assert first.why != second.why


def test_nothing_to_record_writes_nothing():
    assert record_all([], by=AMINA, at=NOW, institution=BODY) == []
    assert not Chain.objects.exists()


def test_each_institution_has_its_own_numbers():
    record("unit.closed", subject=SUBJECT, by=AMINA, at=NOW, institution=BODY)
    record("account.created", subject=f"user:{AMINA}", by=None, at=NOW)

    assert [(head.chain, head.length) for head in heads()] == [(PLATFORM, 1), (BODY, 1)]


@pytest.mark.parametrize(
    "value",
    [
        "Amina Benali",
        "amina@example.org",
        "Amélie",
        "ligne\n",
        b"octets",
        object(),
        ["ok", "pas ok"],
        {"a": {"b": "Amina Benali"}},
        {"Amina Benali": 1},
        "x" * 257,
    ],
)
def test_a_detail_that_may_say_something_of_a_person_is_refused(value):
    with pytest.raises(NotOpaque) as refusal:
        record("unit.closed", subject=SUBJECT, by=AMINA, at=NOW, detail=value)

    assert "Amina" not in str(refusal.value)
    assert not Act.objects.exists()


def test_codes_numbers_dates_digests_and_ids_are_details():
    details = {
        "role": "head",
        "did": "did:web:sceau.example%3A8000:i:atelier#key-1",
        "on": date(2026, 11, 22),
        "at": NOW,
        "user": AMINA,
        "sha256": "ab" * 32,
        "fields": ["name", "city"],
        "none": None,
        "yes": True,
        "share": 0.5,
    }
    record_all([Deed("unit.closed", SUBJECT, details)], by=AMINA, at=NOW, institution=BODY)

    assert recheck(BODY).is_whole


@pytest.mark.parametrize("code", ["", "closed", "Unit.closed", "unit.closed.now", "unit closed", "a." + "b" * 63])
def test_what_is_no_code_is_refused(code):
    with pytest.raises(NotOpaque):
        record(code, subject=SUBJECT, by=AMINA, at=NOW)


@pytest.mark.parametrize("subject", ["", "unit", "unit:9", str(UUID(int=9)), "Amina Benali", f"unit:{UUID(int=9).hex}"])
def test_what_is_no_subject_is_refused(subject):
    with pytest.raises(NotOpaque):
        record("unit.closed", subject=subject, by=AMINA, at=NOW)


def test_an_erased_reason_is_gone_and_the_journal_says_who_erased_it():
    act = record("unit.closed", subject=SUBJECT, by=AMINA, at=NOW, institution=BODY, why="Amina est malade")

    erasure = erase_reason(act, by=BRUNO, now=NOW, ground="Donnée de santé")

    assert list(Why.objects.values_list("text", flat=True)) == ["Donnée de santé"]
    assert (erasure.code, erasure.actor, erasure.details) == ("journal.reason_erased", BRUNO, '{"number":1}')
    assert recheck(BODY).is_whole
    with pytest.raises(NothingToErase) as refusal:
        erase_reason(act, by=BRUNO, now=NOW, ground="Encore")
    assert "n° 1" in refusal.value.sentence("fr")
    assert Act.objects.count() == 2


@pytest.mark.parametrize("ground", ["", "  \n"])
def test_a_reason_is_not_erased_without_saying_why(ground):
    act = record("unit.closed", subject=SUBJECT, by=AMINA, at=NOW, institution=BODY, why="Amina est malade")

    with pytest.raises(NoGround):
        erase_reason(act, by=BRUNO, now=NOW, ground=ground)
    assert Why.objects.get().text == "Amina est malade"


def test_the_bell_rings_once_committed_and_its_fault_harms_nobody(monkeypatch, django_capture_on_commit_callbacks):
    rung: list[str] = []
    monkeypatch.setattr(services, "_listeners", [])
    on_record(lambda: 1 / 0)
    with django_capture_on_commit_callbacks(execute=True):
        record("unit.closed", subject=SUBJECT, by=AMINA, at=NOW)
    monkeypatch.setattr(services, "_listeners", [])
    on_record(lambda: rung.append("ding"))

    with django_capture_on_commit_callbacks(execute=True):
        record("unit.closed", subject=SUBJECT, by=AMINA, at=NOW)
        assert rung == []

    assert rung == ["ding"]


def test_what_is_rolled_back_leaves_no_act_no_number_and_no_pending():
    record("unit.closed", subject=SUBJECT, by=AMINA, at=NOW, institution=BODY)
    with transaction.atomic():
        record("unit.closed", subject=SUBJECT, by=AMINA, at=NOW, institution=BODY, why="Non")
        transaction.set_rollback(True)

    assert (Act.objects.count(), Pending.objects.count(), Why.objects.count()) == (1, 1, 0)
    assert record("unit.closed", subject=SUBJECT, by=AMINA, at=NOW, institution=BODY).number == 2


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(), [4, 3, 2, 1]),
        (Wanted(actors=(AMINA,)), [3, 1]),
        (Wanted(actors=()), []),
        (Wanted(by_house=True), [4]),
        (Wanted(codes=("unit.closed", "unit.created")), [3, 1]),
        (Wanted(since=datetime(2026, 11, 3, tzinfo=UTC)), [4, 3]),
        (Wanted(before=datetime(2026, 11, 3, tzinfo=UTC)), [2, 1]),
        (Wanted(subjects=(f"user:{BRUNO}",)), [2]),
        (Wanted(actors=(AMINA,), codes=("unit.closed",)), [3]),
    ],
)
def test_acts_are_found_by_whom_by_what_by_when_and_by_what_they_were_done_to(wanted, numbers):
    for day, by, code, subject in (
        (1, AMINA, "unit.created", SUBJECT),
        (2, BRUNO, "user.changed", f"user:{BRUNO}"),
        (3, AMINA, "unit.closed", SUBJECT),
        (4, None, "unit.swept", SUBJECT),
    ):
        record(code, subject=subject, by=by, at=datetime(2026, 11, day, tzinfo=UTC), institution=BODY)
    record("unit.closed", subject=SUBJECT, by=AMINA, at=NOW)

    assert [act.number for act in acts_of(BODY, wanted)] == numbers
    assert Wanted().is_everything
    assert not Wanted(actors=()).is_everything


@pytest.mark.parametrize("count", [1, 300])
def test_any_number_of_acts_is_written_with_as_many_statements(count, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        record_all([Deed("unit.closed", SUBJECT, why="Oui")] * count, by=AMINA, at=NOW)


def test_an_act_costs_no_more_in_a_long_journal():
    """Of a guard that reads the whole chain for each act, the thousandth would cost a hundred times the first."""

    def seconds() -> float:
        begun = process_time()
        record_all([Deed("unit.closed", SUBJECT)] * 50, by=AMINA, at=NOW, institution=BODY)
        return process_time() - begun

    early = min(seconds() for _ in range(4))
    record_all([Deed("unit.closed", SUBJECT)] * 8_000, by=AMINA, at=NOW, institution=BODY)
    late = min(seconds() for _ in range(4))

    assert late < 5 * early


def test_a_reason_belongs_to_its_own_act_though_the_outbox_was_emptied_before():
    for _each in range(3):
        record("unit.added", subject=f"unit:{uuid4()}", by=None, at=NOW)
    Pending.objects.all().delete()

    deeds = [Deed("unit.closed", f"unit:{uuid4()}", {}, why) for why in ("un", "deux", "trois")]
    acts = record_all(deeds, by=None, at=NOW)

    assert [(act.pk, act.number) for act in acts] == list(
        Act.objects.filter(code="unit.closed").order_by("number").values_list("pk", "number")
    )
    assert [Why.objects.get(act=act).text for act in acts] == ["un", "deux", "trois"]
