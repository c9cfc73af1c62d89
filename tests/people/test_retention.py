"""How long what is kept, what a run would do, and that it does no more and no less, even when it is killed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from institutions.people import NOW
from people.samples import known
from sceau.journal.models import Act
from sceau.people import erasure, retention
from sceau.people.errors import NotEntitled, NotNow, WrongValue
from sceau.people.models import Address, Keeping, Person
from sceau.people.retention import DEFAULTS, months_before, preview, round_of, rules_of, run
from sceau.people.services import add_address, confirm_schedule, edit_rule, remove_address, suspend_schedule
from sceau.people.states import DataKind, Step, Then


class Answers:
    """A room above that holds answers, each with the day that counts."""

    def __init__(self, *days):
        self.there = {uuid4(): day for day in days}
        self.archived = set()
        self.batches = []

    def due(self, institution, step, before):
        done = self.archived if step == Step.RESTRICT else set()
        return [uuid for uuid, day in self.there.items() if day < before and uuid not in done]

    def apply(self, institution, step, uuids, now):
        self.batches.append(len(uuids))
        if step == Step.RESTRICT:
            self.archived |= set(uuids)
            return len(uuids)
        return len([self.there.pop(uuid) for uuid in uuids if uuid in self.there])


@pytest.fixture
def only(monkeypatch):
    """No other room has registered anything."""
    monkeypatch.setattr(retention, "_HOLDINGS", {})
    monkeypatch.setattr(erasure, "_PARTS", {})


@pytest.fixture
def own(only, monkeypatch):
    """What this room holds by itself, the rooms above having nothing about anybody but those `held`."""
    for name, kind, due, apply in (
        ("people.removed_addresses", DataKind.REMOVED_ADDRESSES, retention._removed_due, retention._delete_removed),
        ("people.prospects", DataKind.PROSPECTS, retention._prospects_due, retention._erase_prospects),
    ):
        retention.register(name, kind, due=due, apply=apply)
    held = set()
    erasure.register("above", lines=lambda records: [], apply=lambda *_: None, held=lambda keys: held & set(keys))
    return held


@pytest.mark.parametrize(
    ("now", "months", "before"),
    [
        (datetime(2026, 11, 22, tzinfo=UTC), 12, "2025-11-22"),
        (datetime(2028, 2, 29, tzinfo=UTC), 12, "2027-02-28"),
        (datetime(2026, 3, 31, 10, tzinfo=UTC), 1, "2026-02-28"),
        (datetime(2026, 1, 15, tzinfo=UTC), 1, "2025-12-15"),
        (datetime(2026, 12, 15, tzinfo=UTC), 0, "2026-12-15"),
        (datetime(2026, 12, 15, tzinfo=UTC), 600, "1976-12-15"),
    ],
)
def test_months_are_those_of_a_calendar(now, months, before):
    assert months_before(now, months).date().isoformat() == before


def test_the_defaults_are_those_of_the_guide(alpes):
    assert rules_of(alpes) == DEFAULTS
    assert (DEFAULTS[DataKind.SCORES].active_months, DEFAULTS[DataKind.SCORES].months) == (36, 120)
    assert DEFAULTS[DataKind.AWARDS].months == 600
    assert DEFAULTS[DataKind.ANSWERS].then == Then.DELETE


def test_a_preview_writes_nothing_and_names_only_ids(alpes, only):
    answers = Answers(NOW - timedelta(days=400), NOW - timedelta(days=300))
    retention.register("answers", DataKind.ANSWERS, due=answers.due, apply=answers.apply)

    (found,) = preview(alpes, NOW)

    assert (found.kind, found.step, found.count) == (DataKind.ANSWERS, Step.DELETE, 1)
    assert found.uuids == tuple(answers.there)[:1]
    assert answers.batches == []


def test_the_house_runs_only_what_was_confirmed(alpes, amina, only):
    answers = Answers(NOW - timedelta(days=400))
    retention.register("answers", DataKind.ANSWERS, due=answers.due, apply=answers.apply)

    with pytest.raises(NotNow):
        run(alpes, NOW)
    round_of(alpes, NOW)
    assert len(answers.there) == 1
    assert Keeping.objects.get(institution=alpes).previewed["counts"] == {"answers.delete": 1}

    confirm_schedule(institution=alpes, by=amina, now=NOW)
    round_of(alpes, NOW)
    assert answers.there == {}
    act = Act.objects.get(code="retention.carried_out")
    assert act.details == '{"count":1,"kind":"answers","step":"delete"}'
    assert act.actor is None

    suspend_schedule(institution=alpes, by=amina, now=NOW)
    with pytest.raises(NotNow):
        run(alpes, NOW)


def test_a_run_is_in_batches_and_one_that_was_killed_is_gone_on_with(alpes, dora, only, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    answers = Answers(*[NOW - timedelta(days=400)] * 5)
    killed = []

    def apply(institution, step, uuids, now):
        if len(answers.batches) == 1 and not killed:
            killed.append(True)
            raise KeyboardInterrupt
        return answers.apply(institution, step, uuids, now)

    retention.register("answers", DataKind.ANSWERS, due=answers.due, apply=apply)

    with pytest.raises(KeyboardInterrupt):
        run(alpes, NOW, by=dora)
    assert len(answers.there) == 3
    assert run(alpes, NOW, by=dora) == {"answers.delete": 3}
    assert run(alpes, NOW, by=dora) == {}
    assert answers.batches == [2, 2, 1]
    assert Act.objects.filter(code="retention.carried_out", actor=dora.uuid).count() == 3


def test_an_archive_is_made_once_and_ends_later(alpes, dora, only):
    scores = Answers(NOW - timedelta(days=4 * 365), NOW - timedelta(days=11 * 365))
    retention.register("scores", DataKind.SCORES, due=scores.due, apply=scores.apply)

    assert run(alpes, NOW, by=dora) == {"scores.delete": 1, "scores.restrict": 1}
    assert run(alpes, NOW, by=dora) == {}


def test_rules_are_changed_by_who_may_and_wait_to_be_confirmed_again(alpes, amina, dora, gaelle, bruno, only):
    confirm_schedule(institution=alpes, by=amina, now=NOW)

    edit_rule(institution=alpes, kind="scores", active_months=24, then="restrict", months=60, by=dora, now=NOW)
    assert rules_of(alpes)[DataKind.SCORES].months == 60
    assert Keeping.objects.get(institution=alpes).confirmed_at is None
    edit_rule(institution=alpes, kind="scores", active_months=24, then="restrict", months=60, by=dora, now=NOW)
    assert Act.objects.filter(code="retention.rule_changed").count() == 1
    for stranger in (gaelle, bruno):
        with pytest.raises(NotEntitled):
            edit_rule(
                institution=alpes, kind="scores", active_months=0, then="delete", months=None, by=stranger, now=NOW
            )
        with pytest.raises(NotEntitled):
            confirm_schedule(institution=alpes, by=stranger, now=NOW)
        with pytest.raises(NotEntitled):
            run(alpes, NOW, by=stranger)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "nothing"}, "kind"),
        ({"then": "burn"}, "then"),
        ({"active_months": -1}, "active_months"),
        ({"months": 5000}, "months"),
        ({"active_months": 60, "months": 12}, "months"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(alpes, amina, values, field):
    whole = {"kind": "scores", "active_months": 12, "then": "restrict", "months": 120} | values

    with pytest.raises(WrongValue) as refusal:
        edit_rule(institution=alpes, by=amina, now=NOW, **whole)
    assert refusal.value.field == field


def test_addresses_taken_away_are_forgotten_after_a_month(alpes, dora, own):
    person = known(alpes, email="un@example.org", phone="06 39 98 17 44")
    own.add(person.pk)
    removed = Address.objects.get(kind="email")
    remove_address(address=removed, by=None, now=NOW)
    add_address(person=person, kind="email", value="deux@example.org", by=None, now=NOW)

    assert run(alpes, NOW + timedelta(days=20), by=dora) == {}
    assert run(alpes, NOW + timedelta(days=40), by=dora) == {"removed_addresses.delete": 1}
    assert sorted(Address.objects.values_list("value", flat=True)) == ["06 39 98 17 44", "deux@example.org"]


def test_an_archive_of_what_has_none_neither_erases_nor_deletes(alpes, own):
    """These two have no archive: asked to archive, they do nothing, and certainly not delete."""
    person = known(alpes, email="un@example.org", now=NOW - timedelta(days=4000))
    address = Address.objects.get()
    remove_address(address=address, by=None, now=NOW - timedelta(days=3000))
    for holding, uuid in (("people.prospects", person.uuid), ("people.removed_addresses", address.uuid)):
        found = retention._HOLDINGS[holding]
        assert found.due(alpes, Step.DELETE, NOW) == [uuid]
        assert found.due(alpes, Step.RESTRICT, NOW) == []
        assert found.apply(alpes, Step.RESTRICT, [uuid], NOW) == 0
    person.refresh_from_db()
    assert person.erased_at is None
    assert Address.objects.exists()


def test_a_preview_counts_what_is_deleted_once(alpes, dora, only):
    scores = Answers(NOW - timedelta(days=4 * 365), NOW - timedelta(days=11 * 365))
    retention.register("scores", DataKind.SCORES, due=scores.due, apply=scores.apply)
    found = {f"{each.kind.value}.{each.step.value}": each.count for each in preview(alpes, NOW)}

    assert found == {"scores.delete": 1, "scores.restrict": 1}
    assert run(alpes, NOW, by=dora) == found


def test_people_of_whom_nothing_is_held_are_forgotten_after_a_year(alpes, occitanie, dora, own):
    old = NOW - timedelta(days=400)
    gone, held, young = known(alpes, now=old), known(alpes, now=old), known(alpes)
    known(occitanie, now=old)
    own.add(held.pk)

    assert run(alpes, NOW, by=dora) == {"prospects.delete": 1}

    gone.refresh_from_db()
    assert (str(gone), gone.erased_at, gone.words.count()) == ("", NOW, 0)
    assert set(Person.objects.filter(erased_at__isnull=True, institution=alpes)) == {held, young}
    assert run(alpes, NOW, by=dora) == {}


def test_nobody_is_forgotten_while_the_rooms_above_are_silent(alpes, dora, only):
    retention.register(
        "people.prospects", DataKind.PROSPECTS, due=retention._prospects_due, apply=retention._erase_prospects
    )
    known(alpes, now=NOW - timedelta(days=4000))

    assert preview(alpes, NOW) == []
