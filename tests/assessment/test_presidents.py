"""A president who leaves stops no session, and a seat is worth nothing without the role that it was given for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from assessment.juries import HOUR, a_jury, a_key, a_press, closed, everybody_there, marked_session, opened, presiding
from assessment.making import colleague, head
from assessment.test_signing import SCAN, lent
from institutions.people import NOW
from sceau.accounts.models import User
from sceau.assessment.composition import composition_of
from sceau.assessment.errors import NotEntitled, NotNow, WrongValue
from sceau.assessment.keepers import is_president, keeps, may_attest
from sceau.assessment.models import Award, Minutes, Seat, Signature
from sceau.assessment.reasons import jury as reasons
from sceau.assessment.reasons import minutes as minutes_reasons
from sceau.assessment.services.deliberating import decide_as_proposed, open_deliberation
from sceau.assessment.services.jury import add_seat, declare, edit_seat
from sceau.assessment.services.minutes import close, withdraw
from sceau.assessment.services.releasing import may_release, release_results
from sceau.assessment.services.sealing import seal, signatures_of
from sceau.assessment.services.signing import (
    note_prevented,
    refuse,
    send_link,
    sign_by_link,
    sign_on_paper,
    sign_on_tablet,
    sign_with_account,
    signature_for,
    token_of,
)
from sceau.assessment.states import MinutesState, SessionState
from sceau.institutions.models import Membership
from sceau.journal.models import Act, Why

pytestmark = pytest.mark.django_db
LATER = NOW + 2 * HOUR
DRAWN = "M10 50L20 20L40 20L60 10L80 60L90 40"
WHY = "La présidence a quitté l’organisme avant de signer."


def refusal(call, **arguments):
    with pytest.raises((NotNow, WrongValue, NotEntitled)) as refused:
        call(**arguments)
    return refused.value.reason


def account_closed(user):
    User.objects.filter(pk=user.pk).update(is_active=False)


def role_withdrawn(user):
    Membership.objects.filter(user=user, ended_at=None).update(ended_at=NOW)


def role_over(user):
    Membership.objects.filter(user=user, ended_at=None).update(until=NOW + HOUR)


LEAVING = pytest.mark.parametrize("leaves", [account_closed, role_withdrawn, role_over])


def signing():
    """Minutes to be signed: the president, Karim who has an account, Sofia who has an address."""
    minutes = closed(1)
    return minutes, presiding(minutes.deliberation.session), *signatures_of(minutes)


def on_tablet(signature, by):
    return sign_on_tablet(signature=signature, drawn=DRAWN, shown=signature.minutes.digest, by=by, now=LATER)


def by_link(signature, office):
    sent = send_link(signature=signature, by=office, now=LATER)
    return sign_by_link(
        token=token_of(sent), name=sent.seat.name, ticked=True, shown=signature.minutes.digest, now=LATER
    )


def with_account(signature, keys):
    given = {"factor": "totp", "shown": signature.minutes.digest, "keys": keys, "now": LATER}
    return sign_with_account(signature=signature, by=signature.seat.user, **given)


def another_president(session, office):
    """Irène takes the place; whoever held it stays as a member who was there."""
    former = Seat.objects.get(session=session, presides=True, removed_at=None)
    kept = {"email": former.email, "quality": former.quality, "external": former.external}
    edit_seat(seat=former, by=office, now=LATER, presides=False, **kept)
    irene = colleague(session.institution, "Irène Vial", "jury_president")
    seat = add_seat(session=session, user=irene, presides=True, by=office, now=LATER)
    declare(seat=seat, by=irene, now=LATER)
    return irene


@LEAVING
def test_minutes_whose_president_left_before_signing_are_taken_back_and_another_one_presides(leaves, tmp_path):
    minutes, president, first, karim, sofia = signing()
    session, office = minutes.deliberation.session, head(minutes.institution)
    with_account(karim, a_press(tmp_path).keys)
    by_link(sofia, office)
    assert refusal(withdraw, minutes=minutes, by=office, now=LATER, why=WHY) == reasons.PRESIDENT_ONLY
    leaves(president)

    manager = colleague(minutes.institution, "Gilles Rey", "session_manager")
    assert refusal(withdraw, minutes=minutes, by=manager, now=LATER, why=WHY) == reasons.PRESIDENT_GONE_MEANWHILE
    assert refusal(withdraw, minutes=minutes, by=office, now=LATER, why=" ") == minutes_reasons.WHY_TAKEN_BACK
    deliberation = withdraw(minutes=minutes, by=office, now=LATER, why=WHY)

    minutes.refresh_from_db()
    assert (minutes.state, deliberation.closed_at) == (MinutesState.WITHDRAWN, None)
    act = Act.objects.get(code="minutes.withdrawn_later")
    assert (act.actor, Why.objects.get(act=act).text) == (office.uuid, WHY)
    assert '"answered":2' in act.details
    irene = another_president(session, office)
    everybody_there(deliberation)
    again = close(deliberation=deliberation, by=irene, now=LATER)
    assert again.number == "PV-2026-0002"
    mine, *others = signatures_of(again)
    assert (mine.seat.user, [each.signed_at for each in others]) == (irene, [None, None, None])
    for each in (mine, *others):
        on_tablet(each, irene)
    a_key(minutes.institution)
    seal(minutes=again, by=office, press=a_press(tmp_path), now=LATER)
    assert Award.objects.count() == 1
    kept = {each.seat.name: bool(each.signed_at) for each in Signature.objects.filter(minutes=minutes)}
    assert kept == {first.seat.name: False, "Karim Ould": True, "Sofia Marques": True}


def test_a_link_of_minutes_that_were_taken_back_signs_nothing():
    minutes, president, _, _, sofia = signing()
    office = head(minutes.institution)
    sent = send_link(signature=sofia, by=office, now=LATER)
    account_closed(president)
    withdraw(minutes=minutes, by=office, now=LATER, why=WHY)

    assert signature_for(token_of(sent), now=LATER) is None
    given = {"token": token_of(sent), "name": sofia.seat.name, "ticked": True, "shown": minutes.digest}
    assert refusal(sign_by_link, **given, now=LATER) == minutes_reasons.LINK_OVER
    assert Act.objects.filter(code="minutes.withdrawn").count() == 1


@LEAVING
def test_a_president_who_signed_and_left_holds_nothing_up_and_their_signature_counts(leaves, tmp_path):
    """Paper, the tablet and the note of who is prevented go to whoever may release awards, by name."""
    session = marked_session(1)
    a_jury(session, outsiders=3)
    president, office = presiding(session), head(session.institution)
    deliberation = everybody_there(open_deliberation(session=session, by=president, now=NOW))
    decide_as_proposed(deliberation=deliberation, by=president, now=NOW)
    minutes = close(deliberation=deliberation, by=president, now=NOW + HOUR)
    first, karim, sofia, paul, ines = signatures_of(minutes)
    on_tablet(first, president)
    assert refusal(on_tablet, signature=karim, by=office) == reasons.PRESIDENT_ONLY
    leaves(president)

    assert refusal(withdraw, minutes=minutes, by=office, now=LATER, why=WHY) == minutes_reasons.SIGNED_ALREADY
    manager = colleague(minutes.institution, "Gilles Rey", "session_manager")
    assert refusal(on_tablet, signature=karim, by=manager) == reasons.PRESIDENT_GONE_MEANWHILE
    assert on_tablet(karim, office).attested_by == office
    deposited = {"content": SCAN, "name": "scan.pdf", "files": a_press(tmp_path).files}
    (signed,) = sign_on_paper(minutes=minutes, signatures=[sofia], by=office, now=LATER, **deposited)
    assert (signed.way, signed.attested_by) == ("paper", office)
    by_link(paul, office)
    assert note_prevented(signature=ines, words="Injoignable.", by=office, now=LATER).attested_by == office
    a_key(minutes.institution)
    assert seal(minutes=minutes, by=office, press=a_press(tmp_path), now=LATER).state == MinutesState.SEALED
    assert Minutes.objects.count() == 1


def test_a_president_who_left_may_still_sign_by_link_or_on_paper(tmp_path):
    minutes, president, first, _, _ = signing()
    office = head(minutes.institution)
    account_closed(president)

    assert by_link(first, office).signed_at == LATER
    User.objects.filter(pk=president.pk).update(is_active=True)
    other, gone, mine, _, _ = signing()
    account_closed(gone)
    deposited = {"content": SCAN, "name": "scan.pdf", "files": a_press(tmp_path).files}
    (signed,) = sign_on_paper(minutes=other, signatures=[mine], by=office, now=LATER, **deposited)
    assert (signed.seat.user, signed.attested_by) == (gone, office)
    assert refusal(withdraw, minutes=other, by=office, now=LATER, why=WHY) == minutes_reasons.SIGNED_ALREADY


def test_minutes_that_most_refuse_are_taken_back_by_the_president():
    minutes, president, first, karim, sofia = signing()
    office = head(minutes.institution)
    on_tablet(first, president)
    refuse(signature=karim, words="Ce n’est pas ce que nous avons décidé.", now=LATER, by=karim.seat.user)
    assert refusal(withdraw, minutes=minutes, by=president, now=LATER, why=WHY) == minutes_reasons.SIGNED_ALREADY
    note_prevented(signature=sofia, words="Injoignable.", by=president, now=LATER)

    assert refusal(withdraw, minutes=minutes, by=office, now=LATER, why=WHY) == reasons.PRESIDENT_ONLY
    assert withdraw(minutes=minutes, by=president, now=LATER, why=WHY).closed_at is None
    assert Signature.objects.get(pk=first.pk).signed_at == LATER


@LEAVING
def test_the_database_itself_lets_no_minutes_go_that_the_president_signed_or_can_still_sign(leaves):
    """A role that ends by itself is for the services: a trigger reads no clock."""
    minutes, president, first, karim, _ = signing()
    row = Minutes.objects.filter(pk=minutes.pk)
    on_tablet(karim, president)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.update(state=MinutesState.WITHDRAWN)
    on_tablet(first, president)
    leaves(president)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.update(state=MinutesState.WITHDRAWN)
    assert Minutes.objects.get().state == MinutesState.SIGNING


@LEAVING
def test_a_place_without_the_role_opens_closes_attests_and_releases_nothing(leaves):
    deliberation = opened(1)
    session, president = deliberation.session, presiding(deliberation.session)
    office = head(session.institution)
    decide_as_proposed(deliberation=deliberation, by=president, now=NOW)
    colette = colleague(session.institution, "Colette Roy", "jury_president")
    lent(president, colette, session.institution)
    assert is_president(president, session, now=LATER)
    leaves(president)

    president.refresh_from_db()
    assert not is_president(president, session, now=LATER)
    assert not keeps(president, session, now=LATER)
    mine = reasons.NO_LONGER_PRESIDES if president.is_active else reasons.PRESIDENT_GONE
    assert refusal(close, deliberation=deliberation, by=president, now=LATER) == mine
    assert refusal(close, deliberation=deliberation, by=colette, now=LATER) == reasons.PRESIDENT_GONE
    assert refusal(close, deliberation=deliberation, by=office, now=LATER) == reasons.PRESIDENT_GONE
    assert not may_attest(president, session, now=LATER)
    assert may_attest(office, session, now=LATER)
    with pytest.raises(NotEntitled) as told:
        close(deliberation=deliberation, by=office, now=LATER)
    assert "Mireille Fabre" in told.value.sentence("fr")
    assert "nommez une autre présidence" in told.value.sentence("fr")

    irene = another_president(session, office)
    everybody_there(deliberation)
    assert close(deliberation=deliberation, by=irene, now=LATER).made_by == irene


@LEAVING
def test_no_sitting_opens_under_a_president_who_may_no_longer_preside(leaves):
    session = marked_session(1)
    a_jury(session)
    office = head(session.institution)
    leaves(presiding(session))

    found = [each.reason for each in composition_of(session, now=LATER) if each.hinders]
    assert found == [reasons.PRESIDENT_GONE]
    assert refusal(open_deliberation, session=session, by=office, now=LATER) == reasons.PRESIDENT_GONE
    another_president(session, office)
    assert open_deliberation(session=session, by=office, now=LATER).number == 1


@LEAVING
def test_results_whose_president_left_are_released_by_whoever_releases_awards(leaves, tmp_path):
    minutes, president, *signatures = signing()
    for each in signatures:
        on_tablet(each, president)
    office = head(minutes.institution)
    a_key(minutes.institution)
    seal(minutes=minutes, by=office, press=a_press(tmp_path), now=LATER)
    deliberation = minutes.deliberation
    assert not may_release(deliberation, by=office, now=LATER)
    leaves(president)

    president.refresh_from_db()
    with pytest.raises(NotEntitled) as told:
        release_results(deliberation=deliberation, by=president, now=LATER)
    assert told.value.reason == reasons.NO_LONGER_PRESIDES
    assert release_results(deliberation=deliberation, by=office, now=LATER).released_by == office
    deliberation.session.refresh_from_db()
    assert deliberation.session.state == SessionState.RELEASED


def test_a_role_in_another_unit_presides_over_nothing_here():
    session = marked_session(1)
    a_jury(session)
    president = presiding(session)
    there = session.institution.units.create(name="Antenne de Gap")
    Membership.objects.filter(user=president).update(unit=there)

    assert not is_president(president, session, now=NOW)
    session.unit = there
    session.save()
    assert is_president(president, session, now=NOW + timedelta(minutes=1))
