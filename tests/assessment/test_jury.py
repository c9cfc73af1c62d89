"""Who sits on a jury, what they declare, and how many it takes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.juries import a_jury, marked_session, opened
from assessment.making import a_session, assessor, candidates, colleague, head
from institutions.people import NOW
from sceau.assessment.composition import composition_of, tied
from sceau.assessment.errors import AlreadyThere, NotEntitled, NotNow, WrongValue
from sceau.assessment.keepers import keeps, seats_of
from sceau.assessment.models import AssessmentSettings, Seat, Seated
from sceau.assessment.quorum import needed_of, quorum_of
from sceau.assessment.reasons import jury as reasons
from sceau.assessment.services.jury import add_seat, declare, edit_seat, remove_seat, withdraw_tie
from sceau.assessment.states import Presence
from sceau.journal.models import Act

pytestmark = pytest.mark.django_db


def said(session):
    return {finding.reason for finding in composition_of(session, now=NOW)}


def test_a_jury_has_one_president_who_has_an_account_and_the_role():
    session = a_session()
    by = head(session.institution)
    mireille = colleague(session.institution, "Mireille Fabre", "jury_president")
    add_seat(session=session, user=mireille, presides=True, by=by, now=NOW)

    for who, refusal in (
        ({"name": "Sofia Marques"}, AlreadyThere),
        ({"user": colleague(session.institution, "Karim Ould", "jury_member")}, AlreadyThere),
    ):
        with pytest.raises(refusal):
            add_seat(session=session, presides=True, by=by, now=NOW, **who)
    with pytest.raises(AlreadyThere):
        add_seat(session=session, user=mireille, by=by, now=NOW)
    other = a_session()
    with pytest.raises(WrongValue) as refused:
        add_seat(session=other, name="Sofia Marques", presides=True, by=by, now=NOW)
    assert refused.value.reason == reasons.PRESIDENT_NEEDS_AN_ACCOUNT
    claire = colleague(session.institution, "Claire Dumas", "designer")
    with pytest.raises(WrongValue):
        add_seat(session=other, user=claire, by=by, now=NOW)


def test_the_composition_is_told_and_what_hinders_comes_first():
    session = a_session()
    assert said(session) >= {reasons.NO_PRESIDENT, reasons.TOO_FEW_SEATS, reasons.TOO_FEW_EXTERNALS}

    a_jury(session, declared=False)
    assert said(session) == {reasons.UNDECLARED}
    AssessmentSettings.objects.create(institution=session.institution, seats_minimum=5, externals_minimum=2)
    findings = composition_of(session, now=NOW)
    assert [finding.hinders for finding in findings] == sorted((f.hinders for f in findings), reverse=True)
    assert findings[0].sentence("fr") == "Le jury n’a pas assez de membres\u00a0: 3, quand il en faut 5."
    mona = assessor(session, "Mona Petit").user
    colleague(session.institution, "Mona Petit", "jury_member")
    add_seat(session=session, user=mona, by=head(session.institution), now=NOW)
    assert reasons.ASSESSES_TOO in said(session)


def test_a_member_says_which_candidates_they_know_and_the_office_notes_it_for_those_without_an_account():
    session = a_session()
    first, second, third = candidates(session, 3)
    mireille, karim, sofia = a_jury(session, declared=False)
    by = head(session.institution)

    declare(seat=karim, ties={second: "colleague"}, by=karim.user, now=NOW)
    declare(seat=sofia, ties={second: "relative", third: "trainer"}, by=by, now=NOW)
    with pytest.raises(NotEntitled):
        declare(seat=mireille, by=by, now=NOW)
    with pytest.raises(NotEntitled):
        declare(seat=sofia, by=karim.user, now=NOW)
    with pytest.raises(WrongValue):
        declare(seat=karim, ties={first: "enemy"}, by=karim.user, now=NOW)

    people = [first.pk, second.pk, third.pk]
    assert tied(seats_of(session), people) == {second.pk: [karim, sofia], third.pk: [sofia]}
    withdraw_tie(seat=sofia, candidate=third, by=by, now=NOW, why="saisi par erreur")
    assert set(tied(seats_of(session), people)) == {second.pk}
    with pytest.raises(WrongValue):
        withdraw_tie(seat=karim, candidate=second, by=by, now=NOW, why=" ")


def test_whoever_declared_before_the_last_candidate_came_declares_again():
    session = a_session()
    candidates(session, 1)
    mireille, *_ = a_jury(session)
    assert said(session) == set()
    candidates(session, 1, now=NOW + timedelta(hours=1))
    assert said(session) == {reasons.DECLARED_BEFORE}
    declare(seat=mireille, by=mireille.user, now=NOW + timedelta(hours=2))
    assert [finding.details["name"] for finding in composition_of(session, now=NOW)] == ["Karim Ould", "Sofia Marques"]


def test_ties_are_found_in_two_statements_however_many(django_assert_num_queries):
    session = a_session(capacity=None)
    people = candidates(session, 4)
    _, karim, sofia = a_jury(session)
    by = head(session.institution)
    declare(seat=sofia, ties=dict.fromkeys(people, "other"), by=by, now=NOW)
    declare(seat=karim, ties=dict.fromkeys(people, "other"), by=karim.user, now=NOW)
    seats = seats_of(session)
    with django_assert_num_queries(2):
        assert len(tied(seats, [each.pk for each in people])) == 4


def test_the_office_of_a_partner_and_a_stranger_do_not_compose_the_jury():
    session = marked_session(1)
    by = head(session.institution)
    (president, *_) = a_jury(session)
    bruno = colleague(session.institution, "Bruno Vial", "session_manager")
    claire = colleague(session.institution, "Claire Dumas", "designer")

    assert keeps(by, session, now=NOW)
    assert keeps(president.user, session, now=NOW)
    assert keeps(bruno, session, now=NOW)
    assert not keeps(claire, session, now=NOW)
    with pytest.raises(NotEntitled):
        add_seat(session=session, name="Intrus", by=claire, now=NOW)


def test_a_seat_is_edited_and_taken_away_but_not_from_somebody_who_is_there():
    deliberation = opened(1)
    session = deliberation.session
    by = head(session.institution)
    sofia = Seat.objects.get(session=session, user=None)

    edit_seat(
        seat=sofia, name="Sofia Marquès", email="", quality="gérante", external=True, presides=False, by=by, now=NOW
    )
    sofia.refresh_from_db()
    assert (sofia.name, sofia.quality, sofia.email) == ("Sofia Marquès", "gérante", "")
    with pytest.raises(NotNow) as refused:
        remove_seat(seat=sofia, by=by, now=NOW)
    assert refused.value.reason == reasons.SEAT_PRESENT
    newcomer = add_seat(session=session, name="Paul Delmas", external=True, by=by, now=NOW)
    assert Seated.objects.filter(deliberation=deliberation, seat=newcomer, presence=Presence.EXPECTED).exists()
    remove_seat(seat=newcomer, by=by, now=NOW)
    assert newcomer not in seats_of(session)


def test_a_quorum_is_not_reached_by_taking_the_absent_away():
    deliberation = opened(1)
    session = deliberation.session
    sofia = Seat.objects.get(session=session, user=None)
    Seat.objects.update(added_at=NOW - timedelta(days=1))
    Seated.objects.filter(deliberation=deliberation, seat=sofia).update(presence=Presence.ABSENT)

    with pytest.raises(NotNow) as refused:
        remove_seat(seat=sofia, by=head(session.institution), now=NOW)
    assert refused.value.reason == reasons.SEAT_COUNTS


def test_names_and_addresses_stay_out_of_the_journal():
    session = a_session()
    a_jury(session)

    told = " ".join(Act.objects.filter(code__startswith="jury.").values_list("details", flat=True))
    assert "jury.seat_added" in set(Act.objects.values_list("code", flat=True))
    for name in ("Sofia", "Mireille", "example"):
        assert name not in told


@given(st.integers(1, 40), st.integers(1, 100))
def test_a_quorum_is_never_nobody_and_never_more_than_everybody(seats, percent):
    needed = needed_of(seats, percent)
    assert 1 <= needed <= seats
    assert (needed - 1) * 100 < seats * percent <= needed * 100 or needed == 1


class Row:
    def __init__(self, seat_id, presence, proxy_id=None):
        self.seat_id, self.presence, self.proxy_id = seat_id, presence, proxy_id


@given(st.lists(st.sampled_from(sorted(Presence.values)), min_size=1, max_size=15), st.data())
def test_a_quorum_counts_those_who_are_there_and_proxies_only_where_the_institution_says_so(presences, data):
    rows = [
        Row(place, presence, data.draw(st.integers(0, len(presences) - 1)) if presence == "represented" else None)
        for place, presence in enumerate(presences)
    ]
    percent = data.draw(st.integers(1, 100))
    without = frozenset(data.draw(st.sets(st.integers(0, len(presences) - 1))))
    strict = quorum_of(rows, AssessmentSettings(quorum_percent=percent), without=without)
    wide = quorum_of(rows, AssessmentSettings(quorum_percent=percent, proxies_count=True), without=without)
    whole = quorum_of(rows, AssessmentSettings(quorum_percent=percent, proxies_count=True))

    assert strict.counted == strict.present <= wide.counted <= len(rows)
    assert wide.counted <= whole.counted
    assert not strict.is_reached or wide.is_reached
    there = {row.seat_id for row in rows if row.presence == "present"} - without
    assert strict.present == len(there)
    assert wide.represented == sum(
        r.presence == "represented" and r.proxy_id in there and r.seat_id not in without for r in rows
    )
    assert not there or strict.needed == -(-len(rows) * percent // 100)
    assert there or not wide.is_reached
