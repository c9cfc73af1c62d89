"""Who is written to when results are released, proposed or contested; and what no letter holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils.timezone import now

from assessment.deciders import BEST, NOW, WORST, assessed_session, jury_session, releaser
from assessment.making import body, colleague
from sceau.assessment.models import Decision, Deliberation, Link
from sceau.assessment.services.appeals import Answer, answer_appeal, open_appeal
from sceau.assessment.services.proposing import confirm_results, propose_results
from sceau.assessment.services.releasing import release_results
from sceau.jobs import outbox
from sceau.people.models import Address

pytestmark = pytest.mark.django_db


def letters():
    """What leaves now: to whom, and the letter."""
    mail.outbox.clear()
    outbox.drain(clock=lambda: now() + timedelta(minutes=1), at_most=timedelta(minutes=1))
    return {letter.to[0]: letter for letter in mail.outbox}


def words(letter):
    return " ".join(letter.body.replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.fixture
def released():
    deliberation = jury_session([BEST, WORST])
    deliberation.session.candidates.filter(number=2).update(language="en")
    letters()
    release_results(deliberation=deliberation, by=deliberation.opened_by, now=NOW)
    return deliberation


def test_each_candidate_is_told_once_in_their_language_and_reads_no_result(released):
    found = letters()

    assert set(found) == {"candidate1@example.org", "candidate2@example.org"}
    first, second = found["candidate1@example.org"], found["candidate2@example.org"]
    assert first.subject.startswith("Votre résultat est disponible")
    assert second.subject.startswith("Your result is available")
    assert "jusqu’au 22 décembre 2026 inclus" in words(first)
    assert "until 22 December 2026 included" in words(second)
    for letter in (first, second):
        assert "/candidate/open/" in letter.body
        assert "acquis" not in words(letter)
        assert "100" not in words(letter)
    assert letters() == {}
    assert Link.objects.count() == 2


def test_two_who_share_a_mailbox_are_each_told():
    deliberation = jury_session([BEST, WORST])
    Address.objects.update(value="famille@example.org")
    letters()
    release_results(deliberation=deliberation, by=deliberation.opened_by, now=NOW)
    letters()

    assert [letter.to for letter in mail.outbox] == [["famille@example.org"]] * 2
    assert Link.objects.values("candidate").distinct().count() == 2


def test_a_language_that_we_do_not_write_gets_french():
    deliberation = jury_session([BEST])
    deliberation.session.candidates.update(language="ti")
    letters()
    release_results(deliberation=deliberation, by=deliberation.opened_by, now=NOW)

    assert letters()["candidate1@example.org"].subject.startswith("Votre résultat")


def test_who_has_no_address_gets_no_letter_and_nobody_else_is_kept_waiting():
    deliberation = jury_session([BEST, WORST])
    Address.objects.filter(person=deliberation.session.candidates.get(number=1).person).delete()
    letters()
    release_results(deliberation=deliberation, by=deliberation.opened_by, now=NOW)

    assert set(letters()) == {"candidate2@example.org"}


def test_nobody_is_told_where_whoever_releases_says_so():
    deliberation = jury_session([BEST])
    letters()
    release_results(deliberation=deliberation, by=deliberation.opened_by, now=NOW, tell=False)

    assert letters() == {}


def test_those_who_may_confirm_hear_of_a_proposal_while_it_waits():
    session, mona = assessed_session([BEST])
    letters()
    deliberation = propose_results(session=session, by=mona, now=NOW)

    found = letters()
    assert set(found) == {releaser().email}
    assert f"/results/{deliberation.uuid}/" in found[releaser().email].body

    release = colleague(body(), "Bérénice Roy", "head")
    confirm_results(deliberation=deliberation, by=release, now=NOW)
    assert letters() == {}


def test_an_appeal_is_acknowledged_and_goes_to_those_who_did_not_mark(released):
    letters()
    appeal = open_appeal(decision=Decision.objects.first(), words="Une erreur.", by=None, now=NOW)

    found = letters()

    assert set(found) == {"candidate1@example.org", releaser().email, released.opened_by.email}
    assert "au plus tard le 22 décembre 2026" in words(found["candidate1@example.org"])
    assert f"/appeals/{appeal.uuid}/" in found[releaser().email].body
    assert "Une erreur" not in found[releaser().email].body  # read at the desk, not in a mailbox
    answer_appeal(appeal=appeal, answer=Answer(words="Non.", effect="none"), by=releaser(), now=NOW)
    told = letters()
    assert set(told) == {"candidate1@example.org"}
    assert "Non." not in words(told["candidate1@example.org"])


def test_an_assessor_of_the_candidate_is_not_asked_to_answer():
    session, mona = assessed_session([WORST])
    colleague(body(), mona.name, "head")
    deliberation = propose_results(session=session, by=mona, now=NOW)
    confirm_results(deliberation=deliberation, by=releaser(), now=NOW)
    release_results(deliberation=Deliberation.objects.get(), by=releaser(), now=NOW)
    letters()
    open_appeal(decision=Decision.objects.get(), words="Une erreur.", by=None, now=NOW)

    assert mona.email not in letters()
