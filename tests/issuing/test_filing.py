"""The files of a batch made ready by a worker: once, to the end, whatever stops it; and forgotten when one is erased."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessment.juries import a_key as key_for
from issuing.making import NOW, a_preparer, a_released_batch, awards, body, head, the_store
from issuing.readied import LONG, asked, prepared
from issuing.standing import LATER, issued, signed
from sceau.assessment.ports import Typesetter
from sceau.engine.errors import EngineError, Reason
from sceau.issuing.errors import NotEntitled, NotNow
from sceau.issuing.models import Batch, BatchFiles, Credential, FilesFault, Paper
from sceau.issuing.queries.files import are_ready, in_hand, still_since
from sceau.issuing.services import filing
from sceau.issuing.services.filing import LEASE, ask_files, carry_on
from sceau.issuing.services.opening import renew_opening
from sceau.issuing.services.papers import Press
from sceau.journal.models import Act
from sceau.keyring.models import Purpose
from sceau.outside.files import DiskFiles
from sceau.people.erasure import erase
from sceau.people.models import Person

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """What happens to a worker that is killed: nothing of it is caught."""


class Setter(Typesetter):
    """Sets empty documents at once. names: that cannot be printed; after: so many it is killed or fails"""

    def __init__(self, *, unprinted="", killed_at=0, fails=False):
        self.made, self.unprinted, self.killed_at, self.fails = 0, unprinted, killed_at, fails

    def document(self, template, data, *, at, attachments=()):
        if self.fails:
            raise EngineError(Reason("typesetting.test", "le moteur est à l’arrêt", "the engine is down"))
        self.made += 1
        if self.made == self.killed_at:
            raise Killed
        return b"%PDF- " + data["number"].encode()

    def printable(self, text):
        return not self.unprinted or self.unprinted not in text


class Sealer:
    def seal(self, pdf, **_):
        return pdf


def press_of(tmp_path, **how):
    return Press(Setter(**how), Sealer(), the_store(), DiskFiles(tmp_path / "files"))


@pytest.fixture
def press(tmp_path):
    return press_of(tmp_path)


@pytest.fixture
def batch(db):
    key_for(body(), Purpose.DOCUMENTS)
    return issued(5)[0].line.batch


def fresh(batch):
    return Batch.objects.get(pk=batch.pk)


def test_all_papers_are_made_and_the_batch_is_ready(batch, press):
    files = prepared(batch, press)

    assert (files.state, files.done, files.total, files.code) == ("ready", 5, 5, "")
    assert are_ready(files, fresh(batch))
    assert Paper.objects.count() == 5


def test_asked_twice_it_is_asked_once(batch, press):
    first = asked(batch)
    again = asked(batch, now=LATER)
    assert again.asked_at == first.asked_at
    carry_on(batch.pk, press=press, clock=lambda: LATER, at_most=LONG)
    assert asked(batch, now=LATER).state == "ready"

    assert Act.objects.filter(code="batch.files_asked").count() == 1
    assert press.typesetter.made == 5


def test_only_whoever_prepares_batches_may(batch):
    with pytest.raises(NotEntitled):
        ask_files(batch=batch, by=head(body("certif-occitanie")), now=NOW)


@pytest.mark.parametrize(
    ("state", "code"), [("released", "files.still_signing"), ("cancelled", "issuing.batch_stands_elsewhere")]
)
def test_a_batch_that_moves_or_was_called_off_has_none(batch, state, code):
    Batch.objects.filter(pk=batch.pk).update(state=state)

    with pytest.raises(NotNow) as refused:
        ask_files(batch=batch, by=a_preparer(), now=NOW)
    assert refused.value.reason.code == code


def test_killed_half_way_it_is_taken_up_where_it_was_and_nothing_is_made_twice(batch, tmp_path, monkeypatch):
    monkeypatch.setattr(filing, "FEW", 2)
    asked(batch)
    with pytest.raises(Killed):
        carry_on(batch.pk, press=press_of(tmp_path, killed_at=4), clock=lambda: NOW, at_most=LONG)
    assert BatchFiles.objects.get().done == 2
    assert Paper.objects.count() == 3

    after = press_of(tmp_path)
    assert not carry_on(batch.pk, press=after, clock=lambda: NOW, at_most=LONG), "as long as it may live, it is its own"
    later = NOW + LEASE + timedelta(seconds=1)
    assert [each.pk for each in in_hand(now=later)] == [batch.pk]
    assert carry_on(batch.pk, press=after, clock=lambda: later, at_most=LONG)

    assert after.typesetter.made == 2
    assert (BatchFiles.objects.get().state, BatchFiles.objects.get().done) == ("ready", 5)


def test_one_that_was_taken_for_dead_writes_nothing_more(batch, press, monkeypatch):
    monkeypatch.setattr(filing, "FEW", 2)
    asked(batch)
    late = NOW + 2 * LEASE

    def clock():
        """The first worker hangs at its second paper, and another does it all."""
        if press.typesetter.made == 2 and not BatchFiles.objects.get().done:
            BatchFiles.objects.update(claimed_until=None)
            assert carry_on(batch.pk, press=press, clock=lambda: late, at_most=LONG)
        return NOW

    assert not carry_on(batch.pk, press=press, clock=clock, at_most=LONG)

    files = BatchFiles.objects.get()
    assert (files.state, files.done, files.ready_at) == ("ready", 5, late)
    assert press.typesetter.made == 5


def test_a_turn_ends_in_time_and_leaves_the_rest_to_the_next(batch, press, monkeypatch):
    monkeypatch.setattr(filing, "FEW", 1)
    asked(batch)
    ticks = (NOW + timedelta(seconds=n) for n in range(1000))

    assert not carry_on(batch.pk, press=press, clock=lambda: next(ticks), at_most=timedelta(seconds=8))
    files = BatchFiles.objects.get()
    assert 0 < files.done < 5
    assert files.claimed_until is None


def test_a_name_that_cannot_be_printed_stops_none_of_the_others_and_is_said(press, tmp_path):
    key_for(body(), Purpose.DOCUMENTS)
    chosen = awards(3)
    Person.objects.filter(pk=chosen[1].person_id).update(given_name="伟", family_name="王")
    credentials = signed(a_released_batch(chosen))

    files = prepared(credentials[0].line.batch, press_of(tmp_path, unprinted="王"))

    assert (files.state, files.done) == ("ready", 3)
    assert [(each.credential, each.code) for each in FilesFault.objects.all()] == [
        (credentials[1], "papers.name_not_printed")
    ]
    assert prepared(files.batch, press, LATER).ready_at == LATER, "what is missing may be tried again"
    assert not FilesFault.objects.exists()


def test_without_a_key_of_documents_it_stops_at_once_and_goes_on_with_one(press):
    batch = issued(3)[0].line.batch
    files = prepared(batch, press)
    assert (files.state, files.code, files.done) == ("stopped", "papers.no_key_of_documents", 0)
    assert not FilesFault.objects.exists()

    key_for(body(), Purpose.DOCUMENTS)
    assert prepared(batch, press, LATER).state == "ready"


@pytest.mark.parametrize("few", [20, 1])
def test_what_fails_again_and_again_stops_it_with_its_reason(tmp_path, batch, monkeypatch, few):
    monkeypatch.setattr(filing, "IN_A_ROW", 3)
    monkeypatch.setattr(filing, "FEW", few)

    files = prepared(batch, press_of(tmp_path, fails=True))

    assert (files.state, files.code, files.done) == ("stopped", "papers.not_made", 2)
    assert files.details == {"why": "le moteur est à l’arrêt", "why_en": "the engine is down"}


def test_an_erasure_makes_what_was_ready_out_of_date_and_takes_what_was_said_of_it(tmp_path):
    key_for(body(), Purpose.DOCUMENTS)
    chosen = awards(2)
    Person.objects.filter(pk=chosen[1].person_id).update(given_name="伟", family_name="王")
    credentials = signed(a_released_batch(chosen))
    batch, press = credentials[0].line.batch, press_of(tmp_path, unprinted="王")
    prepared(batch, press)

    erase(person=credentials[1].award.person, why="Demande", by=head(body()), now=LATER)

    assert BatchFiles.objects.get().state == "stale"
    assert not FilesFault.objects.exists()
    files = prepared(batch, press, LATER)
    assert (files.state, files.total) == ("ready", 1)
    assert press.typesetter.made == 1, "the paper of the other one is there"


def test_erased_while_they_are_made_it_is_no_fault_and_holds_nothing_up(batch, press):
    asked(batch)
    one = Credential.objects.first()
    erase(person=one.award.person, why="Demande", by=head(body()), now=NOW)

    assert carry_on(batch.pk, press=press, clock=lambda: LATER, at_most=LONG)
    assert BatchFiles.objects.get().state == "ready"
    assert (Paper.objects.count(), FilesFault.objects.count()) == (4, 0)


def test_a_link_that_was_renewed_asks_for_its_paper_anew(batch, press):
    prepared(batch, press)
    renew_opening(credential=Credential.objects.first(), by=None, now=LATER)

    assert not are_ready(BatchFiles.objects.get(), fresh(batch))
    assert prepared(batch, press, LATER).state == "ready"
    assert press.typesetter.made == 6


def test_a_line_that_is_signed_later_makes_them_out_of_date(batch, press):
    files = prepared(batch, press)
    Batch.objects.filter(pk=batch.pk).update(lines_signed=6)

    assert not are_ready(files, fresh(batch))


def test_what_does_not_move_is_told(batch, press):
    files = asked(batch)

    assert still_since(files, now=NOW + timedelta(minutes=1)) is None
    assert still_since(files, now=NOW + timedelta(minutes=3)) == NOW
    carry_on(batch.pk, press=press, clock=lambda: NOW, at_most=LONG)
    assert still_since(BatchFiles.objects.get(), now=LATER) is None
