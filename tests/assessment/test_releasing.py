"""Results are read once somebody releases them: the president of the jury, or whoever releases awards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assessment.deciders import BEST, NOW, WORST, assessed_session, jury_session, releaser, sealed
from institutions.people import person
from sceau.assessment.errors import NotEntitled, NotNow
from sceau.assessment.models import Deliberation, Seat
from sceau.assessment.queries.awards import decision_shown_to
from sceau.assessment.reasons import awards as reasons
from sceau.assessment.results_paper import results_data
from sceau.assessment.services.awarding import make_awards
from sceau.assessment.services.proposing import confirm_results, propose_results
from sceau.assessment.services.releasing import may_release, release_results
from sceau.assessment.states import SessionState
from sceau.institutions.models import Delegation

pytestmark = pytest.mark.django_db


def refused(reason, act, error=NotNow, **values):
    with pytest.raises(error) as refusal:
        act(**values)
    assert refusal.value.reason is reason


def test_the_president_releases_and_then_candidates_read():
    deliberation = jury_session([BEST])
    candidate = deliberation.session.candidates.get()
    assert decision_shown_to(candidate) is None

    release_results(deliberation=deliberation, by=deliberation.opened_by, now=NOW)

    assert decision_shown_to(candidate).outcome == "acquired"
    deliberation.session.refresh_from_db()
    assert deliberation.session.state == SessionState.RELEASED
    refused(reasons.RELEASED_ALREADY, release_results, deliberation=deliberation, by=deliberation.opened_by, now=NOW)


def test_the_head_does_not_release_in_the_place_of_a_president_who_can():
    deliberation = jury_session([BEST])

    with pytest.raises(NotEntitled):
        release_results(deliberation=deliberation, by=releaser(), now=NOW)
    assert not may_release(deliberation, by=releaser(), now=NOW)


def test_whoever_signs_for_the_president_releases():
    deliberation = jury_session([BEST])
    Delegation.objects.create(
        institution=deliberation.session.institution,
        delegator=deliberation.opened_by,
        delegate=releaser(),
        what="minutes",
        starts_on=date(2026, 11, 1),
        ends_on=date(2026, 12, 1),
        act_file=b"%PDF-1.7",
        act_name="acte.pdf",
        act_digest="0" * 64,
        created_at=NOW,
    )

    assert release_results(deliberation=deliberation, by=releaser(), now=NOW).released_by == releaser()


def test_where_the_president_has_no_account_whoever_releases_awards_does():
    deliberation = jury_session([BEST])
    Seat.objects.filter(presides=True).update(user=None)

    assert may_release(deliberation, by=releaser(), now=NOW)
    release_results(deliberation=deliberation, by=releaser(), now=NOW)


def test_nothing_is_released_before_the_seal():
    deliberation = jury_session([BEST], seal=False)
    by = deliberation.opened_by

    refused(reasons.NOT_DECIDED_YET, release_results, deliberation=deliberation, by=by, now=NOW)
    sealed(deliberation, by)
    with pytest.raises(NotNow):
        release_results(deliberation=deliberation, by=by, now=NOW)  # the session is still deliberating


def test_a_stranger_releases_nothing():
    deliberation = jury_session([BEST])

    with pytest.raises(NotEntitled):
        release_results(deliberation=deliberation, by=person("Sacha Ailleurs"), now=NOW)


def test_without_a_jury_whoever_confirms_may_release():
    session, mona = assessed_session([BEST])
    deliberation = propose_results(session=session, by=mona, now=NOW)
    with pytest.raises(NotEntitled):
        release_results(deliberation=deliberation, by=mona, now=NOW)
    confirm_results(deliberation=deliberation, by=releaser(), now=NOW)

    release_results(deliberation=deliberation, by=releaser(), now=NOW, tell=False)

    assert Deliberation.objects.get().released_at == NOW


# The sheet of results


def test_the_sheet_tells_everything_that_counts():
    deliberation = jury_session([WORST])
    make_awards(deliberation=deliberation, by=None, now=NOW)
    candidate = deliberation.session.candidates.select_related("person").get()
    assert results_data(candidate, "fr", now=NOW) is None
    release_results(deliberation=deliberation, by=deliberation.opened_by, now=NOW)

    sheet = results_data(candidate, "fr", now=NOW + timedelta(days=1))

    assert sheet["candidate"] == "Naïma Haddad"
    assert sheet["decision"] == "Non acquis"
    assert sheet["score"] == "0 sur 100"
    assert sheet["decided"].startswith("Décision du jury du 22 novembre 2026, procès-verbal n°\u00a0PV-2026-")
    assert [outcome["state"] for outcome in sheet["outcomes"]] == ["non acquis"] * 4
    first = sheet["outcomes"][0]["criteria"][0]
    assert (first["points"], first["state"], first["mark"]) == ("0 / 3", "non acquis", first["mark"])
    assert any("22 décembre 2026 inclus" in line for line in sheet["next"])
    assert sheet["explanation"] == []


def test_the_sheet_of_results_speaks_english_too():
    deliberation = jury_session([BEST])
    candidate = deliberation.session.candidates.select_related("person").get()
    release_results(deliberation=deliberation, by=deliberation.opened_by, now=NOW)

    sheet = results_data(candidate, "en", now=NOW)

    assert sheet["decision"] == "Acquired"
    assert sheet["decided"].startswith("Decision of the jury of 22 November 2026")
