"""A batch is put together from awards that have no credential, once each, whoever asks and however often."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.making import somebody
from institutions.people import member
from issuing.making import (
    NOW,
    a_batch,
    a_credential,
    a_preparer,
    an_award,
    awards,
    awards_of_a_jury,
    body,
    head,
)
from sceau.assessment.models import Award
from sceau.institutions.models import Unit
from sceau.issuing.errors import NotEntitled, NotNow, WrongValue
from sceau.issuing.models import Batch, Line
from sceau.issuing.queries.batches import (
    awards_to_issue,
    batches_in_care_of,
    hindrances,
    why_failed,
)
from sceau.issuing.reasons import batches as reasons
from sceau.issuing.reasons import by_code
from sceau.issuing.reasons.common import BATCH_STANDS_ELSEWHERE, MAY_NOT
from sceau.issuing.services import preparing
from sceau.issuing.services.preparing import (
    Replacement,
    add_awards,
    drop_lines,
    prepare_batch,
    prepare_replacements,
    rename_batch,
)
from sceau.issuing.services.releasing import ask_release
from sceau.issuing.states import Cause
from sceau.journal.models import Act
from sceau.people.archive import put_away
from sceau.people.states import DataKind

pytestmark = pytest.mark.django_db


def refused(reason, act, error=NotNow, **values):
    with pytest.raises(error) as refusal:
        act(**values)
    assert refusal.value.reason is reason
    assert refusal.value.sentence("fr") != refusal.value.sentence("en")
    return refusal.value


def withdrawn(award: Award) -> Award:
    Award.objects.filter(pk=award.pk).update(withdrawn_at=NOW, withdrawn_by=award.decision)
    award.refresh_from_db()
    return award


def award_elsewhere() -> Award:
    return an_award(body("certif-occitanie"))


def prepared(of, **values):
    return {"institution": body(), "awards": of, "name": "Lot", "by": a_preparer(), "now": NOW} | values


def test_a_batch_holds_a_line_for_each_award_in_the_order_given():
    chosen = awards(3)[::-1]

    batch = a_batch([*chosen, chosen[0]], name="  Promotion   de novembre ")

    assert (batch.number, batch.name, batch.state, batch.lines_total) == (1, "Promotion de novembre", "draft", 3)
    assert list(batch.lines.order_by("number").values_list("number", "award", "state")) == [
        (number, award.pk, "waiting") for number, award in enumerate(chosen, start=1)
    ]
    act = Act.objects.get(code="batch.prepared")
    assert (act.subject, act.actor) == (f"batch:{batch.uuid}", a_preparer().uuid)


def test_awards_of_a_jury_are_put_together_as_well():
    batch = a_batch(awards_of_a_jury(2))

    assert batch.lines.count() == 2
    assert not awards_to_issue(body()).exists()


def test_numbers_go_on_in_each_institution():
    first, second = a_batch(awards(1)), a_batch(awards(1))
    elsewhere = a_batch([award_elsewhere()])

    assert (first.number, second.number, elsewhere.number) == (1, 2, 1)


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "a\u202eb", "a\x00b"])
def test_a_batch_has_a_name_that_people_can_read(name):
    chosen = awards(1)

    refused(reasons.NO_NAME, prepare_batch, WrongValue, **prepared(chosen, name=name))
    assert not Batch.objects.exists()


def test_a_batch_is_not_empty_nor_without_end(monkeypatch):
    refused(reasons.NO_AWARDS, prepare_batch, WrongValue, **prepared([]))
    monkeypatch.setattr(preparing, "MOST_LINES", 2)
    refused(reasons.TOO_MANY, prepare_batch, WrongValue, **prepared(awards(3)))
    assert not Batch.objects.exists()


# What hinders


def test_an_award_waits_in_one_batch():
    chosen = awards(2)
    batch = a_batch(chosen[:1])

    refusal = refused(reasons.AWARD_WAITS, prepare_batch, **prepared(chosen))

    assert refusal.details == {"number": batch.number, "award": str(chosen[0].uuid), "count": 1}
    assert Batch.objects.count() == 1
    drop_lines(batch=batch, lines=list(batch.lines.all()), by=a_preparer(), now=NOW)
    assert prepare_batch(**prepared(chosen)).lines_total == 2


def test_an_award_that_was_withdrawn_is_not_prepared():
    award = withdrawn(an_award())

    refused(reasons.AWARD_WITHDRAWN, prepare_batch, **prepared([award]))
    assert not awards_to_issue(body()).exists()


def test_an_award_of_another_institution_is_not_prepared():
    award = award_elsewhere()

    refused(reasons.AWARD_OF_ANOTHER, prepare_batch, **prepared([award]))


@pytest.mark.parametrize("state", ["valid", "suspended", "revoked"])
def test_an_award_has_one_credential_that_stands(state):
    credential = a_credential(state=state)

    refusal = refused(reasons.AWARD_HAS_ONE, prepare_batch, **prepared([credential.award]))

    assert credential.code in refusal.sentence("fr")
    assert not awards_to_issue(body()).exists()


def test_what_was_called_off_may_be_issued_again():
    credential = a_credential(state="cancelled")

    assert list(awards_to_issue(body())) == [credential.award]
    assert prepare_batch(**prepared([credential.award])).lines_total == 1


def test_what_a_person_had_erased_is_not_issued_again():
    credential = a_credential(state="erased")

    refused(reasons.CREDENTIAL_ERASED, prepare_batch, **prepared([credential.award]))
    assert not awards_to_issue(body()).exists()


def test_nothing_is_issued_to_whom_was_erased():
    award = an_award()
    award.person.erased_at = NOW
    award.person.save()

    refused(reasons.PERSON_ERASED, prepare_batch, **prepared([award]))
    assert not awards_to_issue(body()).exists()


def test_what_was_put_away_stays_there():
    award = an_award()
    put_away(body(), DataKind.AWARDS, [award.uuid], now=NOW)

    refused(reasons.AWARD_PUT_AWAY, prepare_batch, **prepared([award]))
    assert not awards_to_issue(body()).exists()


def test_all_that_hinders_is_told_at_once():
    free, gone, waits = awards(3)
    withdrawn(gone)
    a_batch([waits])

    found = hindrances(body(), [free, gone, waits])

    assert {pk: each.reason for pk, each in found.items()} == {
        gone.pk: reasons.AWARD_WITHDRAWN,
        waits.pk: reasons.AWARD_WAITS,
    }


# Once


def test_the_same_request_gives_the_same_batch():
    chosen = awards(2)

    first = prepare_batch(**prepared(chosen, idempotency="call-1"))
    again = prepare_batch(**prepared(chosen, idempotency="call-1"))

    assert again == first
    assert (Batch.objects.count(), Line.objects.count()) == (1, 2)
    assert Act.objects.filter(code="batch.prepared").count() == 1


def test_the_name_of_a_request_counts_in_its_institution():
    there = award_elsewhere()

    mine = prepare_batch(**prepared(awards(1), idempotency="call-1"))
    theirs = a_batch([there], idempotency="call-1")

    assert mine != theirs


# Who


def test_who_manages_sessions_prepares_and_who_heads_does():
    for who in (a_preparer(), head(body())):
        assert a_batch(awards(1), by=who).prepared_by == who


@pytest.mark.parametrize("role", ["designer", "assessor", "jury_president", "dpo", "auditor", "employer_manager"])
def test_a_colleague_without_the_right_prepares_nothing(role):
    until = None if role != "auditor" else NOW.replace(year=2027)
    user = somebody("Zoé Ailleurs")
    member(user, body(), role, until=until)

    refused(MAY_NOT, prepare_batch, NotEntitled, **prepared(awards(1), by=user))


def test_a_role_in_a_unit_does_not_bind_the_institution():
    unit = Unit.objects.create(institution=body(), name="Antenne")
    user = somebody("Ursule Antenne")
    member(user, body(), "session_manager", unit=unit)

    refused(MAY_NOT, prepare_batch, NotEntitled, **prepared(awards(1), by=user))
    a_batch(awards(1))
    assert not batches_in_care_of(user, body(), now=NOW).exists()


def test_a_stranger_and_a_closed_account_do_nothing():
    stranger = head(body("certif-occitanie"))
    closed = a_preparer()
    batch = a_batch(awards(1))
    closed.is_active = False
    closed.save()

    for user in (stranger, closed):
        for act, values in (
            (prepare_batch, prepared([an_award()], by=user)),
            (add_awards, {"batch": batch, "awards": awards(1), "by": user, "now": NOW}),
            (drop_lines, {"batch": batch, "lines": [], "by": user, "now": NOW}),
            (rename_batch, {"batch": batch, "name": "Autre", "by": user, "now": NOW}),
        ):
            refused(MAY_NOT, act, NotEntitled, **values)
        assert not batches_in_care_of(user, body(), now=NOW).exists()


@pytest.mark.parametrize("role", ["session_manager", "dpo", "auditor"])
def test_who_may_see_sees_the_batches(role):
    user = somebody("Vera Regard")
    member(user, body(), role, until=NOW.replace(year=2027))
    batch = a_batch(awards(1))

    assert list(batches_in_care_of(user, body(), now=NOW)) == [batch]


# While it is being prepared


def test_lines_are_added_at_the_end_and_once():
    chosen = awards(3)
    batch = a_batch(chosen[:1])

    add_awards(batch=batch, awards=chosen, by=a_preparer(), now=NOW)
    batch = add_awards(batch=batch, awards=chosen, by=a_preparer(), now=NOW)

    assert batch.lines_total == 3
    assert list(batch.lines.order_by("number").values_list("award", flat=True)) == [each.pk for each in chosen]
    assert Act.objects.filter(code="batch.lines_added").count() == 1


def test_a_line_that_was_left_out_may_come_back():
    (award,) = chosen = awards(1)
    batch = a_batch(awards(1))
    add_awards(batch=batch, awards=chosen, by=a_preparer(), now=NOW)
    drop_lines(batch=batch, lines=[batch.lines.get(award=award)], by=a_preparer(), now=NOW)

    batch = add_awards(batch=batch, awards=chosen, by=a_preparer(), now=NOW)

    assert batch.lines_total == 2
    assert list(batch.lines.filter(award=award).order_by("number").values_list("number", "state")) == [
        (2, "dropped"),
        (3, "waiting"),
    ]


def test_nothing_is_added_to_what_is_not_being_prepared():
    batch = ask_release(batch=a_batch(awards(1)), by=a_preparer(), now=NOW)
    values = {"batch": batch, "by": a_preparer(), "now": NOW}

    refusal = refused(BATCH_STANDS_ELSEWHERE, add_awards, awards=awards(1), **values)
    refused(BATCH_STANDS_ELSEWHERE, drop_lines, lines=list(batch.lines.all()), **values)

    assert refusal.details == {"state": "à libérer", "state_en": "to be released"}


def test_a_line_is_left_out_once_and_of_its_own_batch():
    batch, other = a_batch(awards(2)), a_batch(awards(1))
    line = batch.lines.first()
    values = {"batch": batch, "by": a_preparer(), "now": NOW}

    refused(reasons.LINE_OF_ANOTHER, drop_lines, WrongValue, lines=list(other.lines.all()), **values)
    assert drop_lines(lines=[line], **values).lines_total == 1
    refused(reasons.LINE_NOT_TO_DROP, drop_lines, lines=[line], **values)
    batch.refresh_from_db()
    assert batch.lines_total == 1


def test_a_batch_is_called_otherwise_until_it_is_released():
    batch = a_batch(awards(1))

    rename_batch(batch=batch, name="Autre nom", by=a_preparer(), now=NOW)
    rename_batch(batch=batch, name="Autre nom", by=a_preparer(), now=NOW)

    batch.refresh_from_db()
    assert batch.name == "Autre nom"
    assert Act.objects.filter(code="batch.renamed").count() == 1
    Batch.objects.filter(pk=batch.pk).update(state="released")
    refused(BATCH_STANDS_ELSEWHERE, rename_batch, batch=batch, name="Encore", by=a_preparer(), now=NOW)


# Instead of others


def replacing(credential, **values):
    given = {"institution": body(), "name": "Correction", "by": head(body()), "now": NOW, "cause": Cause.CORRECTION}
    return given | {"replacements": [Replacement(credential, "Zoë Martin")]} | values


@pytest.mark.parametrize("state", ["valid", "suspended"])
def test_a_credential_that_stands_may_be_replaced(state):
    credential = a_credential(state=state)

    line = prepare_replacements(**replacing(credential)).lines.get()

    assert (line.award, line.instead_of, line.name) == (credential.award, credential, "Zoë Martin")


@pytest.mark.parametrize("state", ["revoked", "cancelled"])
def test_a_credential_that_is_over_is_not_replaced(state):
    credential = a_credential(state=state)

    refusal = refused(reasons.NOT_TO_REPLACE, prepare_replacements, **replacing(credential))

    assert refusal.details["code"] == credential.code


def test_a_credential_is_replaced_by_one_line_at_a_time():
    credential = a_credential()
    prepare_replacements(**replacing(credential))

    refused(reasons.AWARD_WAITS, prepare_replacements, **replacing(credential))


def test_a_withdrawn_award_is_revoked_and_not_corrected():
    credential = a_credential()
    withdrawn(credential.award)

    refused(reasons.AWARD_WITHDRAWN, prepare_replacements, **replacing(credential))


def test_a_credential_of_another_institution_is_not_replaced():
    credential = a_credential()

    refused(
        reasons.AWARD_OF_ANOTHER, prepare_replacements, **replacing(credential, institution=body("certif-occitanie"))
    )


# What it costs, and what a line tells


def test_a_big_batch_asks_the_database_as_much_as_a_small_one():
    counts = []
    for n in (2, 60):
        values = prepared(awards(n))
        with CaptureQueriesContext(connection) as captured:
            prepare_batch(**values)
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert counts[0] < 30


def test_a_line_tells_why_it_failed():
    why = why_failed(Line(code="issuing.withdrawn_meanwhile"))

    assert why.reason is by_code("issuing.withdrawn_meanwhile")
    assert "retirée" in why.sentence("fr")


def test_a_fault_that_nobody_knows_is_told_by_its_code():
    assert "elsewhere.unknown" in why_failed(Line(code="elsewhere.unknown")).sentence("en")


def test_the_list_of_awards_asks_once():
    awards(30)
    institution = body()

    with CaptureQueriesContext(connection) as captured:
        assert len([str(award.person) for award in awards_to_issue(institution)]) == 30
    assert len(captured) == 1
