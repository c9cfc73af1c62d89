"""A batch whose disk is full, whose database is held, whose mail server fails: nothing lost, nothing twice, all ends well."""

from __future__ import annotations

import smtplib
import sqlite3
from contextlib import closing, suppress
from datetime import timedelta
from io import BytesIO
from itertools import count
from random import Random
from zipfile import ZipFile

import pytest
from django.db import OperationalError, connection

from assessment.juries import a_key as key_for
from assessment.killing import House
from issuing.lettering import Clock, Post, ids, raises
from issuing.making import NOW, a_released_batch, awards, body, the_store
from issuing.readied import prepared
from issuing.standing import issued
from issuing.test_killed_batch import is_whole
from sceau.issuing.archive import stream
from sceau.issuing.errors import NotNow
from sceau.issuing.models import Batch, Credential, Letter, Paper
from sceau.issuing.services.finishing import move_on
from sceau.issuing.services.papers import Press, paper_of
from sceau.issuing.services.signing import Desk, issue_next_lines
from sceau.jobs import issuing
from sceau.jobs.letters import send_due
from sceau.keyring.models import Purpose
from sceau.outside.files import NOT_KEPT, DiskFiles, NotKept
from sceau.outside.pictures import picture_of

MINUTE = timedelta(minutes=1)
OVER = NOW + 20 * MINUTE
ONE_FILE = pytest.mark.skipif(connection.vendor != "sqlite", reason="of a database that is one file")


class Ports:
    keys = the_store()


@pytest.fixture(autouse=True)
def _keys(monkeypatch):
    monkeypatch.setattr(issuing, "ports", Ports)
    monkeypatch.setattr(issuing, "LOT", 3)


def a_turn(now=NOW) -> None:
    """As the worker takes it; whatever happens, it goes on."""
    issuing.sign(clock=lambda: now, at_most=5 * MINUTE)


@pytest.fixture
def room():
    """Lets the database grow by so many pages from where it stood, and no further."""
    with connection.cursor() as there:
        there.execute("VACUUM")
        there.execute("PRAGMA page_count")
        (pages,) = there.fetchone()
        yield lambda more: there.execute(f"PRAGMA max_page_count = {pages + more}")
        there.execute("PRAGMA max_page_count = 1073741823")


@ONE_FILE
@pytest.mark.django_db(transaction=True)
def test_on_a_disk_that_is_full_and_gets_room_bit_by_bit_each_lot_is_whole_or_not_there(request):
    batch = a_released_batch(awards(12))
    limit, seen = request.getfixturevalue("room"), []
    for more in range(0, 400, 5):
        limit(more)
        a_turn()
        assert is_whole() in ("released", "signed")
        seen.append(Credential.objects.count())
        if Batch.objects.get(pk=batch.pk).state == "signed":
            break

    assert seen[0] == 0
    assert len(set(seen)) > 2
    assert seen[-1] == 12


@ONE_FILE
@pytest.mark.django_db(transaction=True)
def test_letters_that_a_full_disk_does_not_take_are_noted_once_there_is_room(request):
    batch = a_released_batch(awards(250))
    issue_next_lines(batch.pk, limit=250, keys=the_store(), now=NOW)
    move_on(NOW)
    limit, told = request.getfixturevalue("room"), []
    for more in range(0, 400, 5):
        limit(more)
        with suppress(OperationalError):  # the round is made again in ten seconds
            move_on(OVER)
        told.append(Letter.objects.count())
        if told[-1]:
            break

    assert told[0] == 0
    assert told[-1] == 250
    assert Batch.objects.get(pk=batch.pk).state == "delivering"


@ONE_FILE
@pytest.mark.django_db(transaction=True)
def test_a_database_that_somebody_holds_too_long_keeps_nothing_half_and_is_asked_again(tmp_path):
    a_released_batch(awards(6))
    house = House(tmp_path)

    def held_then_free():
        connection.settings_dict["OPTIONS"]["timeout"] = 0.1
        desk = Desk(Batch.objects.get().pk, keys=the_store())
        assert desk.issue(limit=3, now=NOW) == 3
        with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            a_turn()
            while_held = Credential.objects.count()
            other.execute("ROLLBACK")
        a_turn()
        return while_held, is_whole(), Credential.objects.count()

    assert house.within(held_then_free) == (3, "signed", 6)


class FullDisk:
    """A place for files with no room left, as `DiskFiles` tells it; `there` is what it kept before."""

    def __init__(self, there):
        self.there = there

    def __getattr__(self, name):
        return getattr(self.there, name)

    def put(self, content, *, limit):
        raise NotKept(NOT_KEPT)


class PlainTypesetter:
    def document(self, template, data, *, at, attachments=()):
        return b"%PDF-1.7 " + data["url"].encode()

    def printable(self, text):
        return True


class NoSealer:
    def seal(self, pdf, *, name, **_):
        return pdf


def certificates_in_zip(files):
    parts = stream(Credential.objects.all(), files=files, painter=picture_of, now=NOW)
    return sum(name.endswith("certificate.pdf") for name in ZipFile(BytesIO(b"".join(parts))).namelist())


@pytest.mark.django_db
def test_papers_that_a_full_disk_does_not_take_are_said_and_made_once_there_is_room(tmp_path):
    made = issued(3)
    key_for(body(), Purpose.DOCUMENTS)
    files = DiskFiles(tmp_path)
    press, full = (Press(PlainTypesetter(), NoSealer(), the_store(), each) for each in (files, FullDisk(files)))
    first = paper_of(made[0], "certificate", press=press, now=NOW)

    with pytest.raises(NotNow) as refused:
        paper_of(made[1], "certificate", press=full, now=NOW)
    assert refused.value.reason.code == "papers.not_kept"
    assert refused.value.sentence("fr") != refused.value.sentence("en")
    assert paper_of(made[0], "certificate", press=full, now=NOW) == first
    batch = Batch.objects.get()
    stopped = prepared(batch, full)
    assert (stopped.state, stopped.code) == ("stopped", "papers.not_kept")
    assert certificates_in_zip(files) == 1
    assert Paper.objects.count() == 1

    assert prepared(batch, press).state == "ready"
    assert certificates_in_zip(files) == 3
    assert Paper.objects.count() == 3


@pytest.mark.django_db
def test_a_paper_that_the_disk_damaged_is_made_again(tmp_path):
    (made,) = issued(1)
    key_for(body(), Purpose.DOCUMENTS)
    press = Press(PlainTypesetter(), NoSealer(), the_store(), DiskFiles(tmp_path))
    first = paper_of(made, "certificate", press=press, now=NOW)
    (file,) = (each for each in tmp_path.rglob("*") if each.is_file() and each.name == Paper.objects.get().digest)
    file.chmod(0o600)
    file.write_bytes(b"%PDF-1.7 a page of somebody else")

    assert paper_of(made, "certificate", press=press, now=NOW) == first
    assert press.files.read(Paper.objects.get().digest) == first


@pytest.fixture
def post(settings):
    settings.EMAIL_BACKEND = "issuing.lettering.Post"
    Post.reset()
    yield Post
    Post.reset()


def in_the_middle(fault, at=3):
    """Raised once, by the letter of that place."""
    places = count(1)
    return lambda letter: raises(fault)() if next(places) == at else None


@pytest.mark.parametrize(
    ("opens", "says", "arrive", "faults"),
    [
        (ConnectionRefusedError(111, "refused"), None, 0, 1),
        (None, TimeoutError("slow"), 2, 1),
        (None, smtplib.SMTPServerDisconnected("gone"), 2, 1),
        (None, smtplib.SMTPRecipientsRefused({"a": (451, b"4.7.1 greylisted")}), 4, 1),
        (None, smtplib.SMTPDataError(452, b"4.3.1 no room here"), 4, 1),
    ],
    ids=["refused", "timeout", "hangs_up", "greylisted", "full"],
)
@pytest.mark.django_db
def test_a_mail_server_that_fails_in_the_middle_of_a_delivery_holds_it_up_and_nobody_is_told_twice(
    post, opens, says, arrive, faults
):
    batch, clock = a_released_batch(awards(5)), Clock()
    a_turn()
    clock.at = OVER
    move_on(OVER)
    if opens:
        post.opens = staticmethod(raises(opens))
    if says:
        post.says = staticmethod(in_the_middle(says))

    sent = send_due(clock=clock, at_most=MINUTE, chance=Random(1))

    assert sent == len(ids()) == arrive
    assert Letter.objects.exclude(fault="").count() == faults
    move_on(OVER)
    assert Batch.objects.get(pk=batch.pk).state == "delivering"

    arrived = ids()
    Post.says, Post.opens = staticmethod(lambda letter: None), staticmethod(lambda: None)
    clock.forward(minutes=1)
    send_due(clock=clock, at_most=MINUTE, chance=Random(1))
    assert len(ids()) == len(set(ids())) == 5
    assert ids()[: len(arrived)] == arrived
    move_on(clock())
    assert Batch.objects.get(pk=batch.pk).state == "done"


@pytest.mark.django_db
def test_an_address_refused_for_good_is_in_the_report_and_holds_up_nobody(post):
    batch, clock = a_released_batch(awards(4)), Clock()
    a_turn()
    clock.at = OVER
    move_on(OVER)
    post.says = staticmethod(in_the_middle(smtplib.SMTPRecipientsRefused({"a": (550, b"5.1.1 unknown")})))

    assert send_due(clock=clock, at_most=MINUTE, chance=Random(1)) == 3
    move_on(clock())

    assert Batch.objects.get(pk=batch.pk).state == "done"
    assert sorted(Letter.objects.values_list("state", "fault")) == [("bounced", "smtp.rcpt.550.5.1.1")] + 3 * [
        ("sent", "")
    ]
