"""A process killed at any moment of what counts: it is done whole or not at all, and done again it is as if nobody died.

Everything runs on a database in a file, or on PostgreSQL: what the dead process had not committed is gone with it.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import pyhanko.pdf_utils.incremental_writer
import pyhanko.sign.signers.cms_embedder  # noqa: F401 -- read once, not by each child
import pytest
from django.apps import apps
from django.db import connection
from django.utils.timezone import now

from assessment.deciders import BEST, WORST, assessed_session, jury_session, releaser
from assessment.everything import everything, told
from assessment.grids import attempts, given, marking_session
from assessment.juries import HOUR, a_key, a_press, closed, opened, presiding
from assessment.killing import House
from assessment.making import assessor, body, head
from assessment.test_comparing import handed_in
from assessment.test_minutes import all_signed
from institutions.people import NOW
from sceau.assessment.errors import NotNow
from sceau.assessment.models import (
    Attempt,
    Award,
    Decision,
    Deliberation,
    Link,
    Mark,
    Marking,
    Minutes,
    RetainedMark,
    Session,
)
from sceau.assessment.services.deliberating import decide_as_proposed
from sceau.assessment.services.marking import Write, receive, submit
from sceau.assessment.services.minutes import close, draw
from sceau.assessment.services.proposing import confirm_results, propose_results
from sceau.assessment.services.releasing import release_results
from sceau.assessment.services.sealing import seal
from sceau.jobs import outbox
from sceau.journal.models import Act, Chain, Pending
from sceau.journal.services import take_back
from sceau.journal.verification import recheck_all
from sceau.outside.files import DiskFiles
from sceau.outside.typesetter import TypstTypesetter
from sceau.people import retention

pytestmark = pytest.mark.django_db(transaction=True)
LATE = NOW + timedelta(days=11 * 366)


@pytest.fixture
def house(tmp_path):
    """Called once the world is made: the copy that processes live and die on."""
    made = []

    def make():
        made.append(House(tmp_path))
        return made[0]

    yield make
    for each in made:
        each.close()


def facts():
    """What stands, without what chance and the order of rows gave."""
    return {
        "rows": rows(),
        "sessions": sorted(Session.objects.values_list("state", "round")),
        "results": sorted(Attempt.objects.values_list("candidate__number", "number", "state", "score")),
        "marks": sorted(Mark.objects.values_list("marking__event", "marking__place", "criterion", "level", "revision")),
        "markings": sorted(Marking.objects.values_list("event", "place", "state", "revision")),
        "retained": sorted(RetainedMark.objects.values_list("attempt__candidate__number", "criterion", "level", "how")),
        "decided": sorted(Decision.objects.values_list("attempt__candidate__number", "outcome", "score")),
        "awards": sorted((each.decision.attempt.candidate.number, each.basis["route"]) for each in _awards()),
        "minutes": sorted((each.number, each.state, bool(each.sealed_digest)) for each in Minutes.objects.all()),
        "acts": sorted(Act.objects.values_list("code", flat=True)),
        "waiting": sorted(Pending.objects.values_list("act__code", flat=True)),
    }


def rows():
    """How many there are in each table, but of links: of a letter that left twice both addresses open the file."""
    tables = sorted({model._meta.db_table for model in apps.get_models()} - {Link._meta.db_table})
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in tables))
        return {name: count for name, count in cursor.fetchall() if count}


def _awards():
    return Award.objects.select_related("decision__attempt__candidate", "decision__deliberation")


def is_consistent():
    """Whatever the moment: no hole in the journal, no award without its route, no close without its minutes."""
    assert [each.findings for each in recheck_all()] == [()] * Chain.objects.count()
    for award in _awards():
        assert award.decision.deliberation.closed_at is not None
        assert award.basis["route"] != "minutes" or award.decision.deliberation.minutes.filter(state="sealed").exists()
    for deliberation in Deliberation.objects.filter(route="minutes"):
        standing = deliberation.minutes.exclude(state="withdrawn").count()
        assert standing == (deliberation.closed_at is not None)
    for marking in Marking.objects.all():
        assert (marking.state == "submitted") == (marking.submitted_at is not None)
    return True


def papers_are_whole(folder):
    """Minutes are sealed with their file, or are not sealed; each signature that is awaited has its line."""
    for minutes in Minutes.objects.all():
        assert (minutes.state == "sealed") == bool(minutes.sealed_digest)
        assert minutes.signatures.count() == 3
        for digest in filter(None, (minutes.pdf_digest, minutes.sealed_digest)):
            assert DiskFiles(folder / "files").read(digest).startswith(b"%PDF")
    return True


def killed_everywhere(there, work, *, at_least, every=1, is_one=True, papers=False):
    """Killed at each moment, then done again; what stands then is what stands where nobody died.

    at_least:  moments that there are: a number that shrinks would show that nothing is killed any more
    every:     one moment in so many
    is_one:    one transaction does all: what is there is all of it or nothing
    papers:    its minutes have files
    """

    def found():
        return is_consistent() and (not papers or papers_are_whole(there.folder)) and facts()

    def done():
        work()
        return found()

    begun, wanted = there.within(found), there.within(done)
    letters = set(there.letters())
    there.renew()
    if connection.vendor != "sqlite":
        every *= 2 if is_one else 5  # to put a database back takes a second there
    seen = new = 0
    for moment, is_new in there.killed(work, every=every):
        seen += 1
        if not is_new:
            continue
        new += 1
        left = there.within(found)
        assert not is_one or left in (begun, wanted), moment
        assert there.within(done) == wanted, moment
        sent = there.letters()
        assert len(set(sent)) == len(letters), moment
        assert len(sent) <= len(letters) + 1, moment  # the one that it died with leaves anew, under the same id
    assert seen * every >= at_least
    assert new >= 1


def again(act, **arguments):
    """Done, unless it was done already."""
    with suppress(NotNow):
        act(**arguments)


def queue(levels):
    return [
        Write(uuid=uuid4(), criterion=f"C{n}", level=level, comment="Vu", device=UUID(int=1), sequence=n)
        for n, level in enumerate(levels, start=1)
    ]


def test_marks_that_arrive(house):
    (attempt,) = attempts(marking_session())
    marking = given(attempt)
    writes = queue(("N1", "N2", "N3"))

    killed_everywhere(
        house(), lambda: receive(marking=marking, writes=writes, by=marking.assessor, now=NOW), at_least=5
    )


def test_a_second_marking_handed_in_which_asks_for_a_third(house):
    session = marking_session()
    (attempt,) = attempts(session)
    assessor(session, "Oscar Blin")
    first, second = given(attempt), given(attempt, "Nadia Roux")
    handed_in(first, "N0", "N0", "N0")
    receive(marking=second, writes=queue(("N3", "N3", "N3")), by=second.assessor, now=NOW)

    killed_everywhere(house(), lambda: again(submit, marking=second, by=second.assessor, now=NOW), at_least=5)


def test_a_deliberation_that_is_closed_and_its_page_drawn(house, tmp_path):
    deliberation = opened(3)
    by = presiding(deliberation.session)

    def work():
        if Decision.objects.filter(outcome="").exists():
            decide_as_proposed(deliberation=deliberation, by=by, now=NOW)
        again(close, deliberation=deliberation, by=by, now=NOW + HOUR)
        minutes = Minutes.objects.get()
        draw(minutes=minutes, typesetter=page, files=DiskFiles(tmp_path / "house" / "files"))

    page = Once(tmp_path)
    killed_everywhere(house(), work, at_least=15, is_one=False, papers=True)


def test_minutes_that_are_sealed_and_give_the_awards(house, tmp_path):
    minutes = all_signed(closed(3, levels=(("N2",), ("N0",))))
    a_key(minutes.institution)
    by = presiding(minutes.deliberation.session)
    press = a_press(tmp_path / "house", typesetter=Once(tmp_path))

    def work():
        again(seal, minutes=minutes, by=by, press=press, now=NOW + HOUR)

    killed_everywhere(house(), work, at_least=10, papers=True)
    assert Award.objects.count() == 0  # nothing of it reached the database of the test


def test_results_that_are_released_and_told(house):
    deliberation = jury_session([BEST, WORST])
    outbox.drain(clock=now, at_most=timedelta(minutes=1))

    def work():
        again(release_results, deliberation=deliberation, by=deliberation.opened_by, now=NOW)
        take_back(now())  # as a worker does when it starts
        outbox.drain(clock=now, at_most=timedelta(minutes=1))

    killed_everywhere(house(), work, at_least=30, every=2, is_one=False)


def test_results_that_two_people_decide(house):
    session, mona = assessed_session([BEST, WORST])
    by = releaser()

    def work():
        again(propose_results, session=session, by=mona, now=NOW)
        again(confirm_results, deliberation=Deliberation.objects.get(), by=by, now=NOW)

    killed_everywhere(house(), work, at_least=10, every=2, is_one=False)


def test_the_round_of_retention(house, monkeypatch):
    told(everything())
    monkeypatch.setattr(retention, "BATCH", 1)
    by = head(body())

    killed_everywhere(house(), lambda: retention.run(body(), LATE, by=by), at_least=75, every=15, is_one=False)


class Once:
    """A typesetter that sets each page once for all processes: it lasts and nothing of it does."""

    def __init__(self, folder):
        self.folder, self.real = folder, TypstTypesetter()

    def document(self, name, told, *, at, attachments=()):
        page = self.folder / f"{sha256(repr((name, told, at, attachments)).encode()).hexdigest()}.pdf"
        if not page.exists():
            page.write_bytes(self.real.document(name, told, at=at, attachments=attachments))
        return page.read_bytes()
