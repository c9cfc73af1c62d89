"""Letters to holders: noted once, lent to one worker, throttled, and what people at the desk do with them."""

from __future__ import annotations

import tracemalloc
from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from institutions.people import NOW, member, person
from issuing.lettering import at_most, credentials, letters
from issuing.making import a_preparer, body, without_address
from sceau.issuing.errors import NotEntitled, NotNow, WrongValue
from sceau.issuing.models import Batch, Credential, Letter
from sceau.issuing.queries.letters import letters_held_back, letters_on_paper, letters_seen, post_of
from sceau.issuing.services.handing import mark_printed, mark_returned, send_again, undo_printed
from sceau.issuing.services.letters import (
    FIRST_WAIT,
    LAST_TRY,
    LEASE,
    LONGEST_WAIT,
    agrees,
    claim,
    drop_stale,
    drop_waiting,
    fail,
    give_back,
    holds,
    is_lent_still,
    occasion_of,
    queue,
    settle,
)
from sceau.issuing.states import CredentialState, Kind, LetterState
from sceau.journal.models import Act
from sceau.people.models import Address
from sceau.people.queries import email_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def take(n: int = 50, now=NOW) -> list[Letter]:
    return claim(limit=n, now=now, chance=Random(1))


def turned(credential: Credential, state: CredentialState, at=NOW) -> Credential:
    Credential.objects.filter(pk=credential.pk).update(state=state, state_at=at)
    credential.refresh_from_db(fields=["state", "state_at"])
    return credential


def test_an_act_told_twice_is_one_letter():
    made = credentials(3)

    queue(made, Kind.ISSUED, due=NOW, now=NOW)
    queue(made, Kind.ISSUED, due=NOW + MINUTE, now=NOW + MINUTE)

    assert Letter.objects.count() == 3
    assert set(Letter.objects.values_list("due", "state")) == {(NOW, "waiting")}


def test_each_turn_of_a_credential_is_an_occasion_of_its_own():
    (made,) = credentials(1)
    for hour in (1, 2):
        queue([turned(made, CredentialState.SUSPENDED, NOW + timedelta(hours=hour))], Kind.SUSPENDED, due=NOW, now=NOW)
    queue([made], Kind.SUSPENDED, due=NOW, now=NOW)

    assert Letter.objects.count() == 2


def test_holders_whom_no_mail_reaches_are_given_a_paper():
    made = credentials(2)
    without_address(made[0].award.person)

    queue(made, Kind.ISSUED, due=NOW, now=NOW)

    assert [each.state for each in Letter.objects.order_by("credential")] == ["to_print", "waiting"]


def test_a_chunk_is_noted_in_a_handful_of_statements():
    many = credentials(300)
    with CaptureQueriesContext(connection) as asked:
        queue(many, Kind.ISSUED, due=NOW, now=NOW)

    assert Letter.objects.count() == 300
    assert len([each for each in asked if not each["sql"].startswith(("INSERT", "SAVEPOINT", "RELEASE"))]) == 1
    assert len(asked) <= 7


def test_what_is_taken_is_nobody_elses_until_its_lease_ends():
    letters(3)

    assert len(take()) == 3
    assert take() == []
    assert take(now=NOW + LEASE - timedelta(seconds=1)) == []
    assert len(take(now=NOW + LEASE)) == 3
    assert set(Letter.objects.values_list("tries", flat=True)) == {2}


def test_a_letter_is_not_taken_before_its_hour():
    queue(credentials(1), Kind.ISSUED, due=NOW + MINUTE, now=NOW)

    assert take() == []
    assert len(take(now=NOW + MINUTE)) == 1


def test_no_more_leave_in_a_minute_than_the_institution_decided():
    letters(12)
    at_most(body(), 5)

    first = take()
    for each in first:
        settle(each, LetterState.SENT, now=NOW + timedelta(seconds=1))

    assert len(first) == 5
    assert take(now=NOW + timedelta(seconds=59)) == []
    assert len(take(now=NOW + timedelta(seconds=62))) == 5


def test_what_is_in_hand_counts_for_the_minute():
    letters(8)
    at_most(body(), 5)

    assert len(take(3)) == 3
    assert len(take(10, now=NOW + timedelta(seconds=5))) == 2
    assert take(10, now=NOW + timedelta(seconds=10)) == []


def test_a_rate_of_nothing_sends_nothing():
    letters(1)
    at_most(body(), 0)

    assert take() == []
    assert post_of(body()).minutes == 0


def test_a_clock_that_was_put_back_holds_nothing_up_for_an_hour():
    letters(4)
    at_most(body(), 2)
    for each in take(now=NOW + timedelta(hours=1)):
        settle(each, LetterState.SENT, now=NOW + timedelta(hours=1))

    assert len(take(now=NOW)) == 2


def test_a_batch_that_is_paused_tells_nobody_until_it_goes_on():
    first, _ = letters(2)
    (other,) = letters(1)
    (taken, *_) = take(1)
    Batch.objects.filter(pk=first.credential.line.batch_id).update(paused_at=NOW)

    assert take() == [other]
    assert not is_lent_still(taken)
    queue([turned(first.credential, CredentialState.SUSPENDED)], Kind.SUSPENDED, due=NOW, now=NOW)
    assert [each.kind for each in take()] == [Kind.SUSPENDED]

    Batch.objects.update(paused_at=None)
    assert len(take(now=NOW + LEASE)) == 4


def test_one_institution_with_many_letters_does_not_keep_the_others_waiting():
    other = body("certif-occitanie")
    letters(30)
    letters(2, institution=other)

    at_most(body(), 10)
    assert {each.institution_id for each in take(40)} == {body().pk, other.pk}


def test_waits_grow_after_each_fault_and_end():
    (letter,) = letters(1)
    now, waits = NOW, []
    for _ in range(14):
        (taken,) = take(now=now)
        fail(taken, "smtp.rcpt.450", now=now)
        letter.refresh_from_db()
        waits.append(letter.due - now)
        now = letter.due

    assert waits[:3] == [FIRST_WAIT, FIRST_WAIT * 2, FIRST_WAIT * 4]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT
    assert letter.fault == "smtp.rcpt.450"


def test_an_address_refused_for_days_is_given_up_and_a_server_that_is_away_never_is():
    refused, away = letters(2)
    Letter.objects.update(tries=LAST_TRY - 1)
    for each in take():
        fail(each, "smtp.rcpt.452", now=NOW, of_the_server=each.pk == away.pk)

    refused.refresh_from_db()
    away.refresh_from_db()
    assert (refused.state, refused.fault, refused.ended_at) == ("bounced", "smtp.rcpt.452", NOW)
    assert away.state == "waiting"
    assert away.due - NOW <= timedelta(minutes=16)


def test_the_text_of_a_fault_is_never_kept():
    letters(1)
    (taken,) = take()
    fail(taken, ValueError("amina@example.org"), now=NOW)

    assert Letter.objects.get().fault == "builtins.ValueError"


def test_what_was_not_begun_is_as_if_it_had_not_been_taken():
    letters(1)
    give_back(take(), now=NOW)

    assert list(Letter.objects.values_list("tries", "due", "state")) == [(0, NOW, "waiting")]
    assert len(take()) == 1


def test_a_worker_that_lost_its_lease_knows_it():
    letters(1)
    (lost,) = take()
    (taken,) = take(now=NOW + LEASE)

    assert not is_lent_still(lost)
    assert is_lent_still(taken)
    fail(lost, "smtp.rcpt.450", now=NOW + LEASE)
    assert is_lent_still(taken)
    assert settle(taken, LetterState.SENT, now=NOW + LEASE) is True
    assert settle(lost, LetterState.BOUNCED, now=NOW + LEASE) is False
    assert Letter.objects.get().state == LetterState.SENT


@pytest.mark.parametrize(
    ("kind", "state", "agrees"),
    [
        (Kind.ISSUED, CredentialState.VALID, True),
        (Kind.ISSUED, CredentialState.CANCELLED, False),
        (Kind.ISSUED, CredentialState.REPLACED, False),
        (Kind.ISSUED, CredentialState.ERASED, False),
        (Kind.SUSPENDED, CredentialState.SUSPENDED, True),
        (Kind.SUSPENDED, CredentialState.VALID, False),
        (Kind.RESTORED, CredentialState.SUSPENDED, False),
        (Kind.REVOKED, CredentialState.REVOKED, True),
    ],
)
def test_a_letter_holds_only_while_its_credential_stands_so(kind, state, agrees):
    (made,) = credentials(1)
    queue([turned(made, state)], kind, due=NOW, now=NOW)

    assert holds(Letter.objects.select_related("credential__award__person").get(), now=NOW) is agrees


def test_of_two_suspensions_the_first_letter_is_out_of_date():
    (made,) = credentials(1)
    queue([turned(made, CredentialState.SUSPENDED, NOW)], Kind.SUSPENDED, due=NOW, now=NOW)
    queue([turned(made, CredentialState.SUSPENDED, NOW + MINUTE)], Kind.SUSPENDED, due=NOW, now=NOW)

    first, second = Letter.objects.order_by("pk")
    assert first.occasion == occasion_of(NOW)
    assert not holds(first, now=NOW)
    assert holds(second, now=NOW)


def test_nothing_is_told_to_somebody_who_was_erased():
    (letter,) = letters(1)
    person = letter.credential.award.person
    person.erased_at = NOW
    person.save()

    assert not holds(Letter.objects.get(), now=NOW)


def test_a_reminder_ends_with_what_it_reminds_of():
    (letter,) = letters(1, Kind.EXPIRING, valid_until=NOW + MINUTE)

    assert holds(letter, now=NOW)
    assert not holds(letter, now=NOW + MINUTE)


def test_letters_that_wait_are_dropped_and_those_that_left_are_not():
    first, second = letters(2)
    settle(first, LetterState.SENT, now=NOW)

    assert drop_waiting([first.credential, second.credential], now=NOW) == 1
    assert [each.state for each in Letter.objects.order_by("pk")] == ["sent", "dropped"]


def test_printed_letters_are_marked_and_put_back_once_each():
    made = [each.pk for each in letters(3, email=False)]

    assert mark_printed(institution=body(), letters=made[:2], by=a_preparer(), now=NOW) == made[:2]
    assert mark_printed(institution=body(), letters=made[:2], by=a_preparer(), now=NOW) == []
    assert undo_printed(institution=body(), letters=made, by=a_preparer(), now=NOW) == made[:2]
    assert post_of(body()).counts[LetterState.TO_PRINT] == 3
    assert [act.code for act in Act.objects.filter(code__startswith="letters.").order_by("pk")] == [
        "letters.printed",
        "letters.unprinted",
    ]


def test_letters_of_another_institution_are_not_marked():
    (theirs,) = letters(1, institution=body("certif-occitanie"), email=False)

    assert mark_printed(institution=body(), letters=[theirs.pk], by=a_preparer(), now=NOW) == []
    with pytest.raises(NotEntitled):
        mark_printed(institution=theirs.institution, letters=[theirs.pk], by=a_preparer(), now=NOW)


def test_a_letter_that_came_back_is_marked_corrected_and_sent_again():
    (letter,) = letters(1)
    settle(letter, LetterState.SENT, now=NOW)
    mark_returned(letter=letter, by=a_preparer(), now=NOW)
    letter.refresh_from_db()
    assert letter.state == LetterState.BOUNCED

    again = send_again(letter=letter, email=" Nouvelle@Example.org ", by=a_preparer(), now=NOW + MINUTE)

    assert (again.state, again.tries, again.again, again.due, again.ended_at) == ("waiting", 0, 1, NOW + MINUTE, None)
    assert email_of(letter.credential.award.person) == "nouvelle@example.org"
    assert Address.objects.filter(person=letter.credential.award.person, removed_at__isnull=True).count() == 2


def test_a_paper_becomes_a_letter_once_an_address_is_known():
    (letter,) = letters(1, email=False)

    with pytest.raises(WrongValue) as refused:
        send_again(letter=letter, email="", by=a_preparer(), now=NOW)
    assert refused.value.field == "email"
    assert send_again(letter=letter, email="c@example.org", by=a_preparer(), now=NOW).state == LetterState.WAITING


def test_an_address_that_is_none_is_refused_and_nothing_is_sent():
    (letter,) = letters(1, email=False)

    with pytest.raises(WrongValue):
        send_again(letter=letter, email="pas une adresse", by=a_preparer(), now=NOW)
    assert Letter.objects.get().state == LetterState.TO_PRINT


def test_what_does_not_hold_any_more_is_not_sent_again():
    (letter,) = letters(1, email=False)
    turned(letter.credential, CredentialState.REVOKED)

    with pytest.raises(NotNow):
        send_again(letter=letter, email="c@example.org", by=a_preparer(), now=NOW)


def test_a_letter_that_waits_is_neither_marked_nor_sent_again():
    (letter,) = letters(1)

    with pytest.raises(NotNow):
        mark_returned(letter=letter, by=a_preparer(), now=NOW)
    with pytest.raises(NotNow):
        send_again(letter=letter, email="", by=a_preparer(), now=NOW)


def test_whoever_only_reads_changes_no_letter():
    (letter,) = letters(1, email=False)
    auditor = person("Odile Lecture")
    member(auditor, body(), "auditor", until=NOW + timedelta(days=3650))

    with pytest.raises(NotEntitled):
        mark_printed(institution=body(), letters=[letter.pk], by=auditor, now=NOW)
    with pytest.raises(NotEntitled):
        send_again(letter=letter, email="c@example.org", by=auditor, now=NOW)


def test_the_post_is_counted_in_two_statements_and_lists_are_bounded():
    letters(130)
    ours = body()
    with CaptureQueriesContext(connection) as asked:
        post = post_of(ours)
    assert (post.counts[LetterState.WAITING], post.minutes, post.a_minute) == (130, 2, 120)
    assert len(asked) == 2
    assert letters_seen(body("certif-occitanie")).count() == 0
    assert letters_seen(body(), state="waiting", kind="issued").count() == 130


def test_many_waiting_letters_are_neither_read_nor_held():
    (credential,) = credentials(1)
    at_most(body(), 10_000)
    Letter.objects.bulk_create(
        (
            Letter(
                institution=credential.institution,
                credential=credential,
                kind=Kind.ISSUED,
                occasion=str(number),
                due=NOW,
                made_at=NOW,
            )
            for number in range(20_000)
        ),
        batch_size=5_000,
    )
    ours = body()
    tracemalloc.start()
    try:
        assert len(take(50)) == 50
        assert post_of(ours).counts[LetterState.WAITING] == 20_000
        assert len(letters_seen(ours, state="waiting")[:25]) == 25
        assert tracemalloc.get_traced_memory()[1] < 12_000_000  # twenty thousand of them would take forty
    finally:
        tracemalloc.stop()


def test_papers_of_a_paused_batch_wait_as_its_mails_do():
    (letter,) = letters(1, email=False)
    Batch.objects.update(paused_at=NOW)

    assert list(letters_on_paper(body())) == []
    assert letters_held_back(body()) == 1

    Batch.objects.update(paused_at=None)
    assert list(letters_on_paper(body())) == [letter]


def test_papers_that_remind_of_what_is_over_are_put_away():
    letters(1, Kind.EXPIRING, email=False, valid_until=NOW + MINUTE)

    assert drop_stale(now=NOW) == 0
    assert drop_stale(now=NOW + MINUTE) == 1


def test_papers_of_a_turn_that_was_turned_since_are_put_away():
    (made,) = credentials(1, email=False)
    for at in (NOW, NOW + 2 * MINUTE):  # suspended, restored, suspended again
        Credential.objects.filter(pk=made.pk).update(state="suspended", state_at=at)
        made.refresh_from_db()
        queue([made], Kind.SUSPENDED, due=at, now=at)

    drop_stale(now=NOW + 3 * MINUTE)

    assert list(Letter.objects.filter(state="to_print").values_list("occasion", flat=True)) == [
        occasion_of(NOW + 2 * MINUTE)
    ]
    assert all(agrees(each, now=NOW + 3 * MINUTE) for each in letters_on_paper(body()))


def test_papers_about_an_erased_person_and_answers_that_are_forgotten_are_put_away():
    erased, asked, other = letters(3, email=False)
    erased.credential.award.person.erased_at = NOW
    erased.credential.award.person.save(update_fields=["erased_at"])
    Letter.objects.filter(pk=asked.pk).update(kind=Kind.ANSWERED, occasion="0d55c551-0000-4000-8000-000000000000")

    assert drop_stale(now=NOW) == 2
    assert list(letters_on_paper(body())) == [other]
