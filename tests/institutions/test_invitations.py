"""A role offered to an address."""

from datetime import timedelta

import pytest

from institutions.people import NOW, member, person
from sceau.institutions.errors import (
    AlreadyThere,
    InvitationOver,
    NotEntitled,
    NotNow,
    SomebodyElse,
    WrongValue,
)
from sceau.institutions.models import Invitation, Membership
from sceau.institutions.roles import Role
from sceau.institutions.services import (
    accept_invitation,
    end_membership,
    invitation_for,
    invite,
    resend_invitation,
    token_of,
    withdraw_invitation,
)
from sceau.journal.models import Act


@pytest.fixture
def david(db):
    return person("David Eon")


@pytest.fixture
def offer(alpes, amina):
    return invite(institution=alpes, email=" David@Example.org ", role="assessor", by=amina, now=NOW)


def roles(user):
    return list(Membership.objects.filter(user=user, ended_at=None).values_list("role", flat=True))


def test_an_invitation_becomes_a_role(offer, david):
    membership = accept_invitation(invitation=offer, user=david, now=NOW)

    offer.refresh_from_db()
    assert (membership.role, membership.unit, offer.accepted_by, offer.accepted_at) == ("assessor", None, david, NOW)
    assert list(Act.objects.values_list("code", flat=True).order_by("pk"))[-2:] == ["member.invited", "member.joined"]


def test_the_link_is_made_again_from_the_row_and_is_not_in_it(offer):
    token = token_of(Invitation.objects.get(pk=offer.pk))

    assert invitation_for(token) == offer
    assert len(token) == 43
    assert token not in {str(value) for value in Invitation.objects.values().get(pk=offer.pk).values()}


def test_another_secret_makes_another_link(offer, settings):
    before = token_of(offer)
    settings.SECRET_KEY = "another one"

    assert token_of(offer) != before


@pytest.mark.parametrize("token", ["", "x" * 43, "é", "\x00"])
def test_a_link_that_we_never_made_opens_nothing(offer, token):
    assert invitation_for(token) is None


def test_it_is_used_once(offer, david):
    accept_invitation(invitation=offer, user=david, now=NOW)

    with pytest.raises(InvitationOver, match="already used"):
        accept_invitation(invitation=offer, user=david, now=NOW)
    assert roles(david) == ["assessor"]


def test_it_ends(offer, david):
    with pytest.raises(InvitationOver) as refusal:
        accept_invitation(invitation=offer, user=david, now=NOW + timedelta(days=14))

    assert "depuis le 6 décembre 2026" in refusal.value.sentence("fr")
    assert roles(david) == []


def test_it_stands_until_then(offer, david):
    assert accept_invitation(invitation=offer, user=david, now=NOW + timedelta(days=14, seconds=-1))


def test_it_is_for_one_address(offer, bruno):
    with pytest.raises(SomebodyElse) as refusal:
        accept_invitation(invitation=offer, user=bruno, now=NOW)

    assert "bruno@example.org" in refusal.value.sentence("fr")
    offer.refresh_from_db()
    assert offer.accepted_at is None


def test_a_withdrawn_one_opens_nothing_until_it_is_sent_again(offer, david, amina):
    withdraw_invitation(invitation=offer, by=amina, now=NOW)
    with pytest.raises(InvitationOver, match="withdrawn"):
        accept_invitation(invitation=offer, user=david, now=NOW)

    again = resend_invitation(invitation=offer, by=amina, now=NOW)

    assert accept_invitation(invitation=again, user=david, now=NOW).role == "assessor"


def test_sending_again_changes_the_link(offer, amina):
    before = token_of(offer)
    later = NOW + timedelta(days=20)

    again = resend_invitation(invitation=offer, by=amina, now=later)

    assert invitation_for(before) is None
    assert invitation_for(token_of(again)) == again
    assert again.expires_at == later + timedelta(days=14)


def test_it_is_not_sent_again_at_once(offer, amina):
    with pytest.raises(NotNow, match="five minutes"):
        resend_invitation(invitation=offer, by=amina, now=NOW + timedelta(minutes=4))


def test_a_used_one_is_neither_sent_again_nor_withdrawn(offer, david, amina):
    accept_invitation(invitation=offer, user=david, now=NOW)

    with pytest.raises(NotNow):
        resend_invitation(invitation=offer, by=amina, now=NOW + timedelta(days=1))
    with pytest.raises(NotNow):
        withdraw_invitation(invitation=offer, by=amina, now=NOW)


def test_the_same_offer_stands_once(offer, alpes, amina):
    with pytest.raises(AlreadyThere, match="Send it again"):
        invite(institution=alpes, email="david@example.org", role="assessor", by=amina, now=NOW)

    assert invite(institution=alpes, email="david@example.org", role="designer", by=amina, now=NOW)


def test_an_offer_withdrawn_and_made_anew_is_not_also_sent_again(offer, alpes, amina):
    withdraw_invitation(invitation=offer, by=amina, now=NOW)
    invite(institution=alpes, email="david@example.org", role="assessor", by=amina, now=NOW)

    with pytest.raises(AlreadyThere):
        resend_invitation(invitation=offer, by=amina, now=NOW)


def test_whoever_holds_the_role_is_not_invited(alpes, amina, claire):
    with pytest.raises(AlreadyThere, match="Claire Dumas"):
        invite(institution=alpes, email=claire.email, role="designer", by=amina, now=NOW)


def test_only_so_many_wait(alpes, amina, monkeypatch, offer):
    monkeypatch.setattr("sceau.institutions.services.invitations.MOST_OPEN", 1)

    with pytest.raises(NotNow, match="1 invitations"):
        invite(institution=alpes, email="eve@example.org", role="assessor", by=amina, now=NOW)


@pytest.mark.parametrize("email", ["", "  ", "amina", "a@b", "a b@example.org", "x@" + "y" * 250 + ".org"])
def test_an_address_is_one(alpes, amina, email):
    with pytest.raises(WrongValue) as refusal:
        invite(institution=alpes, email=email, role="assessor", by=amina, now=NOW)

    assert refusal.value.field == "email"


def test_a_role_is_one(alpes, amina):
    with pytest.raises(WrongValue):
        invite(institution=alpes, email="x@example.org", role="owner", by=amina, now=NOW)


# who may invite whom


def test_somebody_from_elsewhere_invites_nobody(alpes, bruno):
    with pytest.raises(NotEntitled):
        invite(institution=alpes, email="x@example.org", role="assessor", by=bruno, now=NOW)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.HEAD])
def test_no_other_role_invites(alpes, role):
    until = NOW + timedelta(days=9) if role == Role.AUDITOR else None
    user = person("Eve Fabre")
    member(user, alpes, role, until=until)

    with pytest.raises(NotEntitled):
        invite(institution=alpes, email="x@example.org", role="designer", by=user, now=NOW)


def test_the_head_of_a_unit_invites_there_only(alpes, grenoble, gap):
    user = person("Eve Fabre")
    member(user, alpes, "head", unit=grenoble)

    assert invite(institution=alpes, email="x@example.org", role="head", unit=grenoble, by=user, now=NOW)
    for unit in (None, gap):
        with pytest.raises(NotEntitled):
            invite(institution=alpes, email="y@example.org", role="assessor", unit=unit, by=user, now=NOW)


def test_a_unit_of_another_institution_is_none(alpes, occitanie, amina):
    elsewhere = occitanie.units.create(name="Site de Toulouse")

    with pytest.raises(WrongValue):
        invite(institution=alpes, email="x@example.org", role="assessor", unit=elsewhere, by=amina, now=NOW)


def test_a_closed_unit_takes_nobody(alpes, amina, gap, david):
    offer = invite(institution=alpes, email="david@example.org", role="assessor", unit=gap, by=amina, now=NOW)
    gap.closed_at = NOW
    gap.save()

    with pytest.raises(NotNow, match="closed"):
        accept_invitation(invitation=offer, user=david, now=NOW)
    with pytest.raises(NotNow, match="closed"):
        invite(institution=alpes, email="y@example.org", role="assessor", unit=gap, by=amina, now=NOW)


def test_the_platform_names_the_first_head_and_no_second(alpes, paul):
    first = invite(institution=alpes, email="david@example.org", role="head", by=paul, now=NOW)
    second = invite(institution=alpes, email="eve@example.org", role="head", by=paul, now=NOW)
    accept_invitation(invitation=first, user=person("David Eon"), now=NOW)
    accept_invitation(invitation=second, user=person("Eve Fabre"), now=NOW)

    with pytest.raises(NotEntitled, match="has a head"):
        invite(institution=alpes, email="z@example.org", role="head", by=paul, now=NOW)


def test_the_platform_names_nobody_else(alpes, paul):
    with pytest.raises(NotEntitled):
        invite(institution=alpes, email="david@example.org", role="designer", by=paul, now=NOW)


def test_the_platform_may_withdraw_what_it_offered(alpes, paul, amina):
    theirs = invite(institution=alpes, email="x@example.org", role="designer", by=amina, now=NOW)
    Membership.objects.filter(user=amina).delete()
    mine = invite(institution=alpes, email="david@example.org", role="head", by=paul, now=NOW)

    assert withdraw_invitation(invitation=mine, by=paul, now=NOW).withdrawn_at == NOW
    with pytest.raises(NotEntitled):
        withdraw_invitation(invitation=theirs, by=paul, now=NOW)


def test_the_offer_falls_with_whoever_made_it(alpes, amina, offer, david):
    """Who was sent away cannot come back through an address invited before."""
    other = person("Eve Fabre")
    member(other, alpes, "head")
    end_membership(membership=Membership.objects.get(user=amina), why="a quitté l’institut", by=other, now=NOW)

    with pytest.raises(InvitationOver, match="may no longer"):
        accept_invitation(invitation=offer, user=david, now=NOW)

    again = resend_invitation(invitation=offer, by=other, now=NOW + timedelta(hours=1))
    assert accept_invitation(invitation=again, user=david, now=NOW + timedelta(hours=1))


# for a time


def test_an_auditor_comes_for_a_year_at_most(alpes, amina):
    def ask(until):
        return invite(institution=alpes, email="z@example.org", role="auditor", until=until, by=amina, now=NOW)

    for until in (None, NOW + timedelta(days=367), NOW, NOW - timedelta(days=1)):
        with pytest.raises(WrongValue) as refusal:
            ask(until)
        assert refusal.value.field == "until"
    assert ask(NOW + timedelta(days=366)).until


def test_the_offer_ends_with_the_role(alpes, amina, david):
    offer = invite(
        institution=alpes,
        email=david.email,
        role="auditor",
        until=NOW + timedelta(days=2),
        by=amina,
        now=NOW,
    )

    with pytest.raises(InvitationOver, match="ended on 24 November 2026"):
        accept_invitation(invitation=offer, user=david, now=NOW + timedelta(days=3))


def test_an_auditor_does_nothing_else(alpes, amina, claire, david):
    soon = NOW + timedelta(days=9)
    with pytest.raises(NotNow, match="reads and does nothing else"):
        invite(institution=alpes, email=claire.email, role="auditor", until=soon, by=amina, now=NOW)

    offers = [
        invite(institution=alpes, email=david.email, role=role, until=soon, by=amina, now=NOW)
        for role in ("auditor", "designer")
    ]
    accept_invitation(invitation=offers[0], user=david, now=NOW)
    with pytest.raises(NotNow, match="reads and does nothing else"):
        accept_invitation(invitation=offers[1], user=david, now=NOW)


def test_a_role_that_ended_by_its_date_may_be_held_again(alpes, amina, david):
    member(david, alpes, "assessor", until=NOW - timedelta(days=1))
    offer = invite(institution=alpes, email=david.email, role="assessor", by=amina, now=NOW)

    accept_invitation(invitation=offer, user=david, now=NOW)

    assert roles(david) == ["assessor"]
