"""Roles changed, taken away, given up; signatures lent."""

from datetime import date, timedelta

import pytest

from institutions.people import NOW, member, person
from sceau.institutions.errors import AlreadyThere, LastHead, NotEntitled, NotNow, UnsafeAct, WrongValue
from sceau.institutions.models import Delegation, Membership
from sceau.institutions.queries import (
    delegates_of,
    delegations_to,
    institutions_of,
    members_seen_by,
    memberships_of,
    people_of,
    reach,
    rights_held,
)
from sceau.institutions.roles import IN_A_UNIT, MAY, Right, Role, rights_of
from sceau.institutions.services import change_role, create_delegation, end_membership, revoke_delegation
from sceau.journal.models import Act, Why

PDF = b"%PDF-1.7\n%%EOF"
TODAY = date(2026, 11, 22)


def of(user):
    return Membership.objects.get(user=user, ended_at=None)


def change(membership, by, role="assessor", unit=None, until=None, why="réorganisation"):
    return change_role(membership=membership, role=role, unit=unit, until=until, why=why, by=by, now=NOW)


def end(membership, by, why="départ"):
    return end_membership(membership=membership, why=why, by=by, now=NOW)


# the table


def test_a_head_may_all_and_an_auditor_changes_nothing():
    assert rights_of(["head"]) == frozenset(Right)
    assert {right for right in MAY[Role.AUDITOR] if not right.startswith("see_")} == set()
    assert set(MAY) == set(Role)


def test_a_role_in_one_unit_gives_no_hold_on_the_institution():
    rights = rights_of([], in_units=["head"])

    assert rights == IN_A_UNIT
    assert not rights & {
        Right.EDIT_INSTITUTION,
        Right.MANAGE_KEYS,
        Right.MANAGE_DIRECTORY,
        Right.MANAGE_UNITS,
        Right.PROVE_IDENTITY,
        Right.MANAGE_HABILITATIONS,
        Right.MANAGE_DELEGATIONS,
        Right.SEE_JOURNAL,
    }


def test_reach(alpes, amina, grenoble, gap):
    user = person("Eve Fabre")
    member(user, alpes, "head", unit=grenoble)
    member(user, alpes, "dpo", unit=gap)
    held = list(memberships_of(user, now=NOW))

    assert reach(held, Right.MANAGE_MEMBERS) == {grenoble.pk}
    assert reach(held, Right.SEE_MEMBERS) == {grenoble.pk, gap.pk}
    assert reach(held, Right.MANAGE_KEYS) == frozenset()
    assert reach([of(amina)], Right.MANAGE_KEYS) is None
    assert rights_held(held) == IN_A_UNIT


def test_a_role_counts_until_its_end(alpes):
    user = person("Eve Fabre")
    member(user, alpes, "designer", until=NOW)

    assert list(institutions_of(user, now=NOW - timedelta(seconds=1))) == [alpes]
    assert list(institutions_of(user, now=NOW)) == []


def test_whoever_is_of_a_unit_sees_that_unit(alpes, amina, claire, grenoble, gap):
    user = person("Eve Fabre")
    mine = member(user, alpes, "head", unit=grenoble)
    member(person("Farid Gil"), alpes, "assessor", unit=gap)

    assert list(members_seen_by([mine], now=NOW)) == [mine]
    assert members_seen_by([of(amina)], now=NOW).count() == 4
    assert list(members_seen_by([of(claire)], now=NOW)) == []


# changed


def test_a_role_is_changed_and_the_one_before_stays_in_the_history(amina, claire, grenoble):
    new = change(of(claire), amina, "assessor", grenoble, NOW + timedelta(days=9))

    rows = Membership.objects.filter(user=claire).order_by("pk")
    assert [(row.role, row.ended_at) for row in rows] == [("designer", NOW), ("assessor", None)]
    assert (new.unit, new.until, new.since) == (grenoble, NOW + timedelta(days=9), NOW)
    act = Act.objects.order_by("pk").last()
    assert (act.code, act.subject) == ("member.role_changed", f"member:{new.uuid}")
    assert Why.objects.get(act=act).text == "réorganisation"


def test_only_the_end_may_change(amina, claire):
    assert change(of(claire), amina, "designer", until=NOW + timedelta(days=9)).role == "designer"
    assert Membership.objects.filter(user=claire, ended_at=None).count() == 1


def test_nothing_changed_is_said(amina, claire):
    with pytest.raises(NotNow, match="Nothing changed"):
        change(of(claire), amina, "designer")


def test_a_role_held_already_is_not_held_twice(alpes, amina, claire):
    member(claire, alpes, "assessor")

    with pytest.raises(AlreadyThere):
        change(Membership.objects.get(user=claire, role="designer"), amina, "assessor")
    assert Membership.objects.filter(user=claire, ended_at=None).count() == 2


def test_a_reason_is_asked(amina, claire):
    for why in ("", " \n"):
        with pytest.raises(WrongValue):
            change(of(claire), amina, why=why)
        with pytest.raises(WrongValue):
            end(of(claire), amina, why=why)


@pytest.mark.parametrize("by", ["bruno", "claire", "paul"])
def test_nobody_else_changes_or_ends_a_role(request, amina, by):
    somebody = request.getfixturevalue(by)
    other = person("Eve Fabre")
    membership = member(other, of(amina).institution, "designer")

    with pytest.raises(NotEntitled):
        change(membership, somebody)
    with pytest.raises(NotEntitled):
        end(membership, somebody)


def test_nobody_raises_oneself(claire):
    with pytest.raises(NotEntitled):
        change(of(claire), claire, "head")


def test_the_head_of_a_unit_neither_rises_nor_moves_nor_touches_others(alpes, amina, claire, grenoble, gap):
    user = person("Eve Fabre")
    mine = member(user, alpes, "head", unit=grenoble)

    for unit in (None, gap):
        with pytest.raises(NotEntitled):
            change(mine, user, "head", unit)
    for theirs in (of(claire), of(amina)):
        with pytest.raises(NotEntitled):
            end(theirs, user)
        with pytest.raises(NotEntitled):
            change(theirs, user, "assessor", grenoble)


def test_a_head_who_was_ended_a_moment_ago_ends_nobody(alpes, amina, claire):
    other = person("Eve Fabre")
    member(other, alpes, "head")
    end(of(amina), other)

    with pytest.raises(NotEntitled):
        end(of(claire), amina)


def test_a_role_that_ended_is_neither_ended_nor_changed_again(amina, claire):
    membership = of(claire)
    end(membership, amina)

    with pytest.raises(NotNow):
        end(membership, amina)
    with pytest.raises(NotNow):
        change(membership, amina)


def test_the_unit_is_of_the_institution_and_stands(occitanie, amina, claire, gap):
    with pytest.raises(WrongValue):
        change(of(claire), amina, "designer", occitanie.units.create(name="Ailleurs"))
    gap.closed_at = NOW
    gap.save()
    with pytest.raises(NotNow):
        change(of(claire), amina, "designer", gap)


# the last head


def test_the_last_head_neither_leaves_nor_changes(amina):
    with pytest.raises(LastHead):
        end(of(amina), amina)
    for role, until in (("designer", None), ("head", NOW + timedelta(days=9))):
        with pytest.raises(LastHead):
            change(of(amina), amina, role, until=until)


@pytest.mark.parametrize("kind", ["unit", "until", "inactive", "ended"])
def test_another_head_who_is_none_for_good_does_not_count(alpes, amina, grenoble, kind):
    other = person("Eve Fabre", is_active=kind != "inactive")
    row = member(
        other,
        alpes,
        "head",
        unit=grenoble if kind == "unit" else None,
        until=NOW + timedelta(days=99) if kind == "until" else None,
    )
    if kind == "ended":
        row.ended_at = NOW
        row.save()

    with pytest.raises(LastHead):
        end(of(amina), amina)


def test_with_another_head_one_may_leave_and_need_not_say_why(alpes, amina):
    member(person("Eve Fabre"), alpes, "head")

    end(of(amina), amina, why="")

    assert Act.objects.order_by("pk").last().code == "member.left"
    assert list(institutions_of(amina, now=NOW)) == []


def test_two_heads_do_not_end_each_other(alpes, amina):
    other = person("Eve Fabre")
    theirs = member(other, alpes, "head")
    mine = of(amina)
    end(theirs, amina)

    with pytest.raises(NotEntitled):
        end(mine, other)


def test_a_head_for_a_time_may_be_ended(alpes, amina):
    theirs = member(person("Eve Fabre"), alpes, "head", until=NOW + timedelta(days=9))

    assert end(theirs, amina).ended_at == NOW


# delegations


def lend(alpes, amina, delegate, **changes):
    values = {
        "institution": alpes,
        "delegator": amina,
        "delegate": delegate,
        "what": "minutes",
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=30),
        "act": PDF,
        "act_name": "acte.pdf",
        "by": amina,
        "now": NOW,
    }
    return create_delegation(**values | changes)


def signing(user, day=TODAY, what="minutes"):
    return [row.delegate for row in delegates_of(user, what, on=day)]


def test_a_signature_is_lent_from_its_first_day_to_its_last(alpes, amina, claire):
    lend(alpes, amina, claire)

    for days, there in ((-1, []), (0, [claire]), (30, [claire]), (31, [])):
        assert signing(amina, TODAY + timedelta(days=days)) == there
    assert [row.delegator for row in delegations_to(claire, "minutes", on=TODAY)] == [amina]
    assert signing(amina, what="credentials") == []
    assert signing(claire) == []


def test_revoked_it_counts_no_more_that_day(alpes, amina, claire):
    delegation = lend(alpes, amina, claire, starts_on=TODAY - timedelta(days=9))
    with pytest.raises(WrongValue):
        revoke_delegation(delegation=delegation, why="", by=amina, now=NOW)
    revoke_delegation(delegation=delegation, why="retour", by=amina, now=NOW)

    assert signing(amina) == []
    assert signing(amina, TODAY - timedelta(days=1)) == [claire]
    with pytest.raises(NotNow):
        revoke_delegation(delegation=delegation, why="encore", by=amina, now=NOW)


@pytest.mark.parametrize("who", ["amina", "claire"])
def test_it_falls_with_either_of_the_two(request, alpes, amina, claire, who):
    member(person("Eve Fabre"), alpes, "head")
    lend(alpes, amina, claire)
    end(of(request.getfixturevalue(who)), amina)

    assert signing(amina) == []


def test_whoever_lent_it_takes_it_back_without_being_head(alpes, amina, claire):
    president = person("Eve Fabre")
    member(president, alpes, "jury_president")
    delegation = lend(alpes, amina, claire, delegator=president)
    with pytest.raises(NotEntitled):
        revoke_delegation(delegation=delegation, why="x", by=claire, now=NOW)

    assert revoke_delegation(delegation=delegation, why="retour", by=president, now=NOW).revoked_at == NOW


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": TODAY - timedelta(days=1)}, "ends_on"),
        ({"starts_on": TODAY - timedelta(days=9), "ends_on": TODAY - timedelta(days=1)}, "ends_on"),
        ({"ends_on": date(2028, 11, 23)}, "ends_on"),
        ({"what": "everything"}, "what"),
        ({"act": b""}, "act"),
        ({"act": b"<html>"}, "act"),
    ],
)
def test_what_does_not_hold_is_refused(alpes, amina, claire, changes, field):
    with pytest.raises((WrongValue, UnsafeAct)) as refusal:
        lend(alpes, amina, claire, **changes)
    assert refusal.value.field == field
    assert not Delegation.objects.exists()


def test_two_years_are_the_most(alpes, amina, claire):
    assert lend(alpes, amina, claire, ends_on=date(2028, 11, 22))
    with pytest.raises(WrongValue) as refusal:
        lend(alpes, amina, claire, starts_on=date(2028, 2, 29), ends_on=date(2030, 3, 2))
    assert "1er mars 2030" in refusal.value.sentence("fr")


def test_who_may_lend_what_to_whom(alpes, amina, claire, bruno):
    auditor = person("Eve Fabre")
    member(auditor, alpes, "auditor", until=NOW + timedelta(days=9))
    for changes in (
        {"delegate": amina},
        {"delegate": bruno},
        {"delegator": bruno},
        {"delegator": claire, "delegate": amina},  # a designer signs nothing
        {"delegate": auditor},
        {"by": claire},
        {"by": bruno},
    ):
        with pytest.raises((WrongValue, NotEntitled)):
            lend(alpes, amina, changes.pop("delegate", claire), **changes)
    assert not Delegation.objects.exists()


def test_the_same_is_not_lent_twice(alpes, amina, claire):
    lend(alpes, amina, claire)

    with pytest.raises(AlreadyThere):
        lend(alpes, amina, claire, starts_on=TODAY + timedelta(days=30), ends_on=TODAY + timedelta(days=60))
    assert lend(alpes, amina, claire, what="documents")


def test_people_of_an_institution_are_named_once(alpes, amina, claire):
    member(claire, alpes, "assessor")
    member(person("Eve Fabre", is_active=False), alpes, "designer")

    assert list(people_of(alpes, now=NOW)) == [amina, claire]
