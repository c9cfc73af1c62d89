"""The right of a partner: asked, given, suspended, restored, withdrawn."""

from datetime import date, timedelta

import pytest

from institutions.people import NOW, member, person
from sceau.institutions import acts
from sceau.institutions.errors import AlreadyThere, NotEntitled, NotNow, WrongValue
from sceau.institutions.models import Habilitation, Membership
from sceau.institutions.models.partners import HabilitationState as State
from sceau.institutions.queries import habilitations_given_seen_by, habilitations_held_seen_by, habilitations_on
from sceau.institutions.services import (
    give_habilitation,
    move_habilitation,
    request_habilitation,
    retract_request,
)
from sceau.institutions.services.habilitations import _CODES, _WORDS, institution_named
from sceau.institutions.states import NEXT, is_over, stands_on
from sceau.journal.models import Act

TODAY = date(2026, 11, 22)


@pytest.fixture
def fatou(terres):
    """Heads the partner."""
    user = person("Fatou Gomis")
    member(user, terres, "head")
    return user


def dates(**changes):
    return {"scope": "train", "starts_on": TODAY, "ends_on": TODAY + timedelta(days=99), "now": NOW} | changes


@pytest.fixture
def given(alpes, terres, amina):
    return give_habilitation(certifier=alpes, partner=terres, by=amina, **dates())


@pytest.fixture
def asked(alpes, terres, fatou):
    return request_habilitation(certifier=alpes, partner=terres, by=fatou, **dates())


def move(row, to, by, why="contrôle"):
    return move_habilitation(habilitation=row, to=to, why=why, by=by, now=NOW)


def test_the_table_of_moves_is_whole_and_ends():
    assert set(NEXT) == set(State) == set(_WORDS)
    assert NEXT[State.WITHDRAWN] == set()
    assert {(before, after) for before, nexts in NEXT.items() for after in nexts} == set(_CODES)


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_only_what_the_table_says_may_follow(given, amina, before, after):
    Habilitation.objects.update(state=before)

    if after in NEXT[before]:
        assert move(given, after, amina).state == after
        assert Act.objects.order_by("pk").last().code == _CODES[before, after]
    else:
        with pytest.raises(NotNow):
            move(given, after, amina)
        assert Habilitation.objects.get().state == before


def test_the_certifying_body_decides(asked, amina, fatou, bruno, claire):
    for somebody in (fatou, bruno, claire):
        with pytest.raises(NotEntitled):
            move(asked, "active", somebody)

    assert move(asked, "active", amina, why="").state == "active"


def test_a_reason_is_asked_where_it_hurts(given, amina):
    for to in ("suspended", "withdrawn"):
        with pytest.raises(WrongValue):
            move(given, to, amina, why=" ")


def test_the_partner_asks_and_takes_it_back(asked, fatou, amina):
    assert asked.state == "requested"
    with pytest.raises(NotEntitled):
        retract_request(habilitation=asked, by=amina, now=NOW)

    assert retract_request(habilitation=asked, by=fatou, now=NOW).state == "withdrawn"
    with pytest.raises(NotNow):
        retract_request(habilitation=asked, by=fatou, now=NOW)


def test_nobody_gives_for_another(alpes, terres, fatou, bruno, amina):
    for somebody in (fatou, bruno):
        with pytest.raises(NotEntitled):
            give_habilitation(certifier=alpes, partner=terres, by=somebody, **dates())
    with pytest.raises(NotEntitled):
        request_habilitation(certifier=alpes, partner=terres, by=amina, **dates())
    assert not Habilitation.objects.exists()


def test_each_act_is_in_the_chain_of_whoever_did_it(asked, alpes, terres, amina):
    move(asked, "active", amina)

    codes = {act.code: act.chain_id for act in Act.objects.filter(code__startswith="habilitation.")}
    assert codes == {"habilitation.requested": terres.uuid, "habilitation.granted": alpes.uuid}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": TODAY - timedelta(days=1)}, "ends_on"),
        ({"starts_on": TODAY - timedelta(days=9), "ends_on": TODAY - timedelta(days=1)}, "ends_on"),
        ({"ends_on": date(2031, 11, 23)}, "ends_on"),
        ({"scope": "all"}, "scope"),
        ({"certifications": "x" * 2001}, "certifications"),
    ],
)
def test_what_does_not_hold_is_refused(alpes, terres, amina, changes, field):
    with pytest.raises(WrongValue) as refusal:
        give_habilitation(certifier=alpes, partner=terres, by=amina, **dates(**changes))
    assert refusal.value.field == field


def test_only_a_certifying_body_gives_and_never_to_itself(alpes, terres, amina, fatou):
    with pytest.raises(WrongValue):
        give_habilitation(certifier=alpes, partner=alpes, by=amina, **dates())
    with pytest.raises(WrongValue):
        request_habilitation(certifier=terres, partner=alpes, by=amina, **dates())


def test_the_same_is_not_given_twice(given, alpes, terres, amina):
    with pytest.raises(AlreadyThere):
        give_habilitation(certifier=alpes, partner=terres, by=amina, **dates())

    move(given, "withdrawn", amina)
    assert give_habilitation(certifier=alpes, partner=terres, by=amina, **dates())


def test_it_stands_in_its_dates_and_while_active(given, amina):
    for days, there in ((-1, False), (0, True), (99, True), (100, False)):
        day = TODAY + timedelta(days=days)
        assert stands_on(given, day) == habilitations_on(day).exists() == there
    assert is_over(given, TODAY + timedelta(days=100))
    suspended = move(given, "suspended", amina)
    assert not stands_on(suspended, TODAY)
    assert not habilitations_on(TODAY).exists()


def test_one_that_is_over_is_not_brought_back(given, amina):
    move(given, "suspended", amina)
    Habilitation.objects.update(starts_on=TODAY - timedelta(days=9), ends_on=TODAY - timedelta(days=1))

    with pytest.raises(NotNow) as refusal:
        move(given, "active", amina)
    assert refusal.value.reason is acts.HABILITATION_OVER


def test_a_centre_sees_its_own_only(given, alpes, occitanie, amina, fatou):
    others = give_habilitation(certifier=alpes, partner=occitanie, by=amina, **dates())
    manager = person("Gaston Huet")
    there = member(manager, given.partner, "centre_manager")
    at_the_certifier = member(manager, alpes, "centre_manager")

    assert list(habilitations_held_seen_by([there])) == [given]
    assert list(habilitations_given_seen_by([there])) == []
    assert list(habilitations_given_seen_by([at_the_certifier])) == []
    assert list(habilitations_held_seen_by([at_the_certifier])) == []
    heads = [Membership.objects.get(user=amina)]
    assert set(habilitations_given_seen_by(heads)) == {given, others}
    assert list(habilitations_held_seen_by(heads)) == []


@pytest.mark.parametrize("typed", ["terres-vives", " Terres-Vives ", "999900129", "999 900 129"])
def test_a_partner_is_named_by_its_short_name_or_siren(terres, typed):
    assert institution_named(typed) == terres


@pytest.mark.parametrize("typed", ["", "terres", "999900137", "Réseau Terres Vives", "%"])
def test_nobody_else_is_found(terres, typed):
    with pytest.raises(WrongValue) as refusal:
        institution_named(typed)
    assert refusal.value.field == "other"
