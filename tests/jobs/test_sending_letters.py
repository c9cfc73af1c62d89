"""Letters leave once each, whatever the mail server, the worker or the clock do meanwhile."""

from __future__ import annotations

import smtplib
import threading
from datetime import timedelta
from random import Random

import pytest
from django.conf import settings as house
from django.core import mail
from django.db import connection, connections

from institutions.people import NOW
from issuing.lettering import Clock, Post, at_most, credentials, ids, letters, raises, refuses
from issuing.making import body, without_address
from sceau.issuing.models import Credential, Letter
from sceau.issuing.services.letters import LEASE, queue
from sceau.issuing.states import Kind, LetterState
from sceau.jobs import letters as sender
from sceau.jobs.letters import Whose, fault_of, send_due
from sceau.people.models import Person

pytestmark = pytest.mark.django_db
TURN = timedelta(seconds=5)
POST = "issuing.lettering.Post"


@pytest.fixture
def post(settings):
    settings.EMAIL_BACKEND = POST
    Post.reset()
    yield Post
    Post.reset()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def send(clock, **values) -> int:
    return send_due(clock=clock, at_most=TURN, chance=Random(1), **values)


def states() -> list[tuple[str, str]]:
    return list(Letter.objects.order_by("pk").values_list("state", "fault"))


def test_a_holder_reads_who_issued_what_and_how_to_open_it(clock):
    (letter,) = letters(1)
    credential = letter.credential

    assert send(clock) == 1

    (sent,) = mail.outbox
    person = credential.award.person
    assert sent.to == [person.addresses.get(kind="email").value]
    assert sent.subject.startswith("Votre preuve\u00a0: ")
    assert sent.body.startswith(f"Bonjour {person},")
    link = f"{house.BASE_URL}/v/{credential.code}?o={credential.opening}"
    assert f"Ouvrir ma preuve\u00a0: {link}" in sent.body.replace(" : ", "\u00a0: ")
    page, kind = sent.alternatives[0]
    assert kind == "text/html"
    assert f'href="{link}"' in page
    assert "Alpes Numérique" in page
    assert sent.attachments == []
    assert Letter.objects.get().state == LetterState.SENT


def test_the_language_is_the_persons(clock):
    (letter,) = letters(1)
    Person.objects.filter(pk=letter.credential.award.person_id).update(language="en-GB")
    send(clock)

    assert mail.outbox[0].subject.startswith("Your credential: ")
    assert "Hello " in mail.outbox[0].body
    assert 'lang="en"' in mail.outbox[0].alternatives[0][0]


def test_what_somebody_is_called_is_never_markup(clock):
    (letter,) = letters(1)
    Person.objects.filter(pk=letter.credential.award.person_id).update(given_name="<b>Zoé</b>", family_name="{link}")
    send(clock)

    page = mail.outbox[0].alternatives[0][0]
    assert "<b>Zoé" not in page
    assert "&lt;b&gt;Zoé&lt;/b&gt; {link}," in page


def test_a_second_turn_sends_nothing_twice(clock, post):
    letters(3)

    assert send(clock) == 3
    clock.forward(minutes=10)
    assert send(clock) == 0
    assert len(ids()) == len(set(ids())) == 3


def test_what_does_not_hold_any_more_is_dropped(clock, post):
    first, _ = letters(2)
    Credential.objects.filter(pk=first.credential_id).update(state="revoked", state_at=NOW)

    assert send(clock) == 1
    assert [state for state, _ in states()] == ["dropped", "sent"]


def test_an_address_that_was_taken_away_meanwhile_makes_a_paper(clock, post):
    (letter,) = letters(1)
    without_address(letter.credential.award.person)

    assert send(clock) == 0
    assert states() == [("to_print", "")]


def test_a_server_that_refuses_the_connection_loses_nothing(clock, post):
    letters(4)
    post.opens = staticmethod(raises(ConnectionRefusedError(111, "refused")))

    assert send(clock) == 0
    assert {state for state, _ in states()} == {"waiting"}
    assert [fault for _, fault in states() if fault] == ["builtins.ConnectionRefusedError"]

    Post.reset()
    clock.forward(hours=1)
    assert send(clock) == 4
    assert len(set(ids())) == 4


@pytest.mark.parametrize(
    "fault",
    [
        TimeoutError("slow"),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPConnectError(421, b"too many"),
        smtplib.SMTPAuthenticationError(535, b"5.7.8 no"),
        smtplib.SMTPSenderRefused(550, b"5.7.1 who are you", "sceau@example.org"),
        smtplib.SMTPDataError(421, b"closing"),
        OSError(28, "No space left on device"),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_a_server_that_is_away_is_nobodys_fault(clock, post, fault):
    letters(3)
    post.says = staticmethod(raises(fault))

    assert send(clock) == 0
    assert {state for state, _ in states()} == {"waiting"}
    assert len([each for _, each in states() if each]) == 1  # one was tried; the others were given back
    assert list(Letter.objects.order_by("-tries").values_list("tries", flat=True)) == [1, 0, 0]


def test_an_address_that_does_not_exist_comes_back_with_its_code_and_the_others_leave(clock, post):
    first, *_ = letters(3)
    gone = first.credential.award.person.addresses.get(kind="email").value
    no = refuses(550, "5.1.1 no such user")
    post.says = staticmethod(lambda letter: no(letter) if letter.to == [gone] else None)

    assert send(clock) == 2
    assert states() == [("bounced", "smtp.rcpt.550.5.1.1"), ("sent", ""), ("sent", "")]


def test_a_full_mailbox_is_tried_again_and_the_others_leave(clock, post):
    first, *_ = letters(2)
    full = first.credential.award.person.addresses.get(kind="email").value
    no = refuses(452, "4.2.2 full")
    post.says = staticmethod(lambda letter: no(letter) if letter.to == [full] else None)

    assert send(clock) == 1
    assert states() == [("waiting", "smtp.rcpt.452.4.2.2"), ("sent", "")]
    Post.reset()
    clock.forward(seconds=31)
    assert send(clock) == 1


@pytest.mark.parametrize(
    ("fault", "whose", "code"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"5.1.1 unknown")}), Whose.ADDRESS, "smtp.rcpt.550.5.1.1"),
        (smtplib.SMTPRecipientsRefused({"a": (553, b"no")}), Whose.ADDRESS, "smtp.rcpt.553"),
        (smtplib.SMTPRecipientsRefused({"a": (550, b"5.7.1 relaying denied")}), Whose.LETTER, "smtp.rcpt.550.5.7.1"),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"4.2.0 greylisted")}), Whose.LETTER, "smtp.rcpt.450.4.2.0"),
        (smtplib.SMTPRecipientsRefused({"a": (421, b"bye")}), Whose.SERVER, "smtp.rcpt.421"),
        (smtplib.SMTPDataError(554, b"refused"), Whose.ADDRESS, "smtp.data.554"),
        (smtplib.SMTPDataError(451, b"later"), Whose.LETTER, "smtp.data.451"),
        (smtplib.SMTPAuthenticationError(535, b"no"), Whose.SERVER, "smtp.authenticationerror.535"),
        (TimeoutError(), Whose.SERVER, "builtins.TimeoutError"),
        (ValueError("a\nb"), Whose.ADDRESS, "letter.address"),
    ],
)
def test_what_a_mail_server_says_is_told_apart(fault, whose, code):
    found = fault_of(fault)

    assert (found.whose, found.code) == (whose, code)


def test_a_letter_that_cannot_be_written_holds_up_no_other(clock, post, monkeypatch):
    first, _ = letters(2)
    compose = sender.compose

    def broken(letter, email):
        if letter.pk == first.pk:
            raise KeyError("a wording")
        return compose(letter, email)

    monkeypatch.setattr(sender, "compose", broken)

    assert send(clock) == 1
    assert states() == [("waiting", "builtins.KeyError"), ("sent", "")]


def test_a_server_that_dies_after_the_text_is_asked_again_under_the_same_name(clock, post):
    letters(1)
    post.after = staticmethod(raises(smtplib.SMTPServerDisconnected("after DATA")))
    send(clock)
    Post.after = staticmethod(lambda letter: None)
    clock.forward(seconds=31)
    send(clock)

    first, second = ids()
    assert first == second
    assert states() == [("sent", "")]


class Killed(BaseException):
    """As if the worker had been killed there."""


def test_a_worker_killed_between_the_letter_and_its_row_sends_it_under_the_same_name(clock, post):
    letters(2)
    post.after = staticmethod(raises(Killed()))
    with pytest.raises(Killed):
        send(clock)
    assert {state for state, _ in states()} == {"waiting"}

    Post.after = staticmethod(lambda letter: None)
    assert send(clock) == 0  # lent still
    clock.at = NOW + LEASE
    assert send(clock) == 2
    assert len(ids()) == 3
    assert len(set(ids())) == 2


def test_what_is_sent_again_by_hand_is_another_letter(clock, post):
    (letter,) = letters(1)
    send(clock)
    Letter.objects.update(state="waiting", again=1, ended_at=None, due=NOW)
    send(clock)

    first, second = ids()
    assert first != second
    assert letter.credential.code in Post.arrived[1].body


def test_a_clock_that_jumps_while_letters_leave_gives_the_others_back(clock, post):
    letters(3)
    post.after = staticmethod(lambda letter: clock.forward(hours=-2))

    assert send(clock) == 1
    assert [state for state, _ in states()] == ["sent", "waiting", "waiting"]
    Post.after = staticmethod(lambda letter: None)
    clock.at = NOW
    assert send(clock) == 2
    assert len(set(ids())) == 3


def test_a_slow_server_is_left_long_before_the_lease_ends(clock, post):
    letters(10)
    post.after = staticmethod(lambda letter: clock.forward(seconds=60))

    assert send(clock) == 3
    assert Letter.objects.filter(state="waiting", tries=0).count() == 7


def test_many_waiting_letters_are_taken_a_few_at_a_time(clock, post):
    at_most(body(), 10_000)
    queue(credentials(400), Kind.ISSUED, due=NOW, now=NOW)
    taken = []
    post.after = staticmethod(lambda letter: taken.append(Letter.objects.filter(state="waiting", tries=1).count()))

    assert send(clock, limit=50) == 400
    assert max(taken) == 50


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one worker")
def test_two_workers_at_once_send_each_letter_once(post):
    at_most(body(), 10_000)
    queue(credentials(200), Kind.ISSUED, due=NOW, now=NOW)
    barrier, sent = threading.Barrier(2), []

    def work(seed: int) -> None:
        try:
            barrier.wait()
            for _ in range(60):
                sent.append(send_due(clock=lambda: NOW, at_most=TURN, chance=Random(seed), limit=7))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work, args=(seed,)) for seed in (1, 2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()

    assert sum(sent) == 200
    assert len(ids()) == len(set(ids())) == 200
    assert connection.vendor == "postgresql"


def test_outside_production_letters_are_files_of_a_folder(clock, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "sceau.config.mailing.FolderBackend", tmp_path
    letters(3)

    assert send(clock) == 3
    written = [each.read_text() for each in tmp_path.iterdir()]
    assert len(written) == 3
    assert all("Auto-Submitted: auto-generated" in each for each in written)
