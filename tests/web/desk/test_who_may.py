"""Every page of the desk, asked by whoever may, by a colleague who may not, by Bruno from elsewhere, by nobody."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from institutions.people import member, person
from sceau.institutions.models import Membership
from sceau.institutions.roles import MAY, Right, Role
from sceau.institutions.services import create_delegation, end_membership, give_habilitation, invite
from sceau.web.desk import urls
from sceau.web.desk.delegations import urls as delegations
from sceau.web.desk.habilitations import urls as habilitations
from sceau.web.desk.members import urls as members
from sceau.web.desk.profile import urls as profile
from sceau.web.desk.units import urls as units
from signing_in import prove_now

POSTS = {"desk_unit_reopen", "desk_invitation_resend", "desk_invitation_withdraw", "desk_logo", "desk_logo_remove"}
POSTS |= {"desk_appearance_preview"}
PATTERNS = [
    pattern for part in (profile, units, members, delegations, habilitations) for pattern in part.urlpatterns
] + [urls.urlpatterns[1]]
NAMES = [pattern.name for pattern in PATTERNS]
RIGHT = {pattern.name: pattern.callback.right for pattern in PATTERNS}


@pytest.fixture
def things(alpes, amina, claire, terres, grenoble):
    """One thing of each kind, and the addresses of all pages."""
    day = localdate()
    offer = invite(institution=alpes, email="x@example.org", role="assessor", by=amina, now=now() - timedelta(days=1))
    right = give_habilitation(
        certifier=alpes,
        partner=terres,
        scope="train",
        starts_on=day,
        ends_on=day + timedelta(days=99),
        by=amina,
        now=now(),
    )
    lent = create_delegation(
        institution=alpes,
        delegator=amina,
        delegate=claire,
        what="minutes",
        starts_on=day,
        ends_on=day,
        act=b"%PDF-1.7 %%EOF",
        act_name="acte.pdf",
        by=amina,
        now=now(),
    )
    found = {}
    for name in NAMES:
        args = [alpes.slug]
        if "invitation" in name:
            args.append(offer.uuid)
        elif name in ("desk_unit_edit", "desk_unit_close", "desk_unit_reopen"):
            args.append(grenoble.uuid)
        elif name.startswith("desk_member_"):
            held = Membership.objects.get(user=claire)
            args.append(held.uuid)
        elif name in ("desk_delegation_revoke", "desk_delegation_act"):
            args.append(lent.uuid)
        elif name == "desk_habilitation_move":
            args += [right.uuid, "suspended"]
        elif name in ("desk_habilitation", "desk_habilitation_retract"):
            args.append(right.uuid)
        found[name] = reverse(name, args=args)
    return found


def ask(client, things, name):
    return client.post(things[name]) if name in POSTS else client.get(things[name])


@pytest.mark.parametrize("name", NAMES)
def test_amina_comes_in(client, amina, things, name):
    prove_now(client, amina)

    answer = ask(client, things, name)

    # a retraction is the partner's, and one leaves a role of one's own: neither is there for her
    expected = {"desk_habilitation_retract": [404], "desk_member_leave": [404]}
    assert answer.status_code in expected.get(name, [200, 302])
    if answer.status_code == 302:
        assert answer["Location"].startswith("/desk/alpes-numerique/")


@pytest.mark.parametrize("name", NAMES)
def test_bruno_finds_nothing(client, bruno, things, name):
    prove_now(client, bruno)

    assert ask(client, things, name).status_code == 404
    assert client.post(things[name], {"why": "x"}).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_led_to_sign_in(client, things, name):
    for answer in (client.get(things[name]), client.post(things[name])):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/login/")


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_the_table_says_and_nothing_else(client, alpes, things, role):
    user = person("Eve Fabre")
    member(user, alpes, role, until=now() + timedelta(days=9))
    prove_now(client, user)

    shut = {name for name in NAMES if client.get(things[name]).status_code == 403}

    assert shut == {name for name in NAMES if RIGHT[name] not in MAY[role]}


@pytest.mark.parametrize("name", [name for name in NAMES if RIGHT[name] != Right.SEE_INSTITUTION])
def test_a_colleague_without_the_right_changes_nothing(client, alpes, things, name):
    user = person("Eve Fabre")
    member(user, alpes, "designer")
    prove_now(client, user)

    assert client.post(things[name], {"why": "x"}).status_code == 403


def test_reading_pages_are_not_posted_to(client, amina, things):
    prove_now(client, amina)

    for name in ("desk_home", "desk_profile", "desk_units", "desk_members", "desk_delegations", "desk_habilitations"):
        assert client.post(things[name]).status_code == 405
    for name in POSTS:
        assert client.get(things[name]).status_code == 405


@pytest.mark.parametrize(
    "name", ["desk_invite", "desk_member_change", "desk_member_end", "desk_invitation_resend", "desk_second_factor"]
)
def test_grave_acts_ask_who_one_is_again(client, amina, things, name):
    client.force_login(amina)

    answer = ask(client, things, name)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/")


def test_things_of_another_institution_are_not_found_from_ones_own(client, bruno, things, occitanie):
    """The address of his own desk with the thing of another."""
    prove_now(client, bruno)

    asked = 0
    for name in NAMES:
        address = things[name].replace("alpes-numerique", "certif-occitanie")
        if re.search("/[0-9a-f]{8}-", address):
            asked += 1
            answer = client.post(address) if name in POSTS else client.get(address)
            assert answer.status_code == 404, name
    assert asked == 13


# a role taken away in mid-work


def test_what_was_typed_is_given_back_to_whoever_lost_the_right(client, alpes, amina, things):
    user = person("Eve Fabre")
    held = member(user, alpes, "head")
    prove_now(client, user)
    assert client.get(things["desk_unit_add"]).status_code == 200
    held.role = "designer"
    held.save()

    answer = client.post(things["desk_unit_add"], {"name": "Site <de> Lyon", "csrfmiddlewaretoken": "x" * 64})

    assert answer.status_code == 403
    text = answer.content.decode()
    assert "Page réservée" in text
    assert "Site &lt;de&gt; Lyon" in text
    assert "x" * 64 not in text
    assert alpes.units.count() == 1


def test_whoever_has_no_role_left_is_told_since_when(client, alpes, amina, claire, things):
    prove_now(client, claire)
    assert client.get(things["desk_home"]).status_code == 200
    end_membership(membership=Membership.objects.get(user=claire), why="départ", by=amina, now=now())

    for answer in (client.get(things["desk_home"]), client.post(things["desk_unit_add"], {"name": "Lyon"})):
        assert answer.status_code == 404
        assert "Vous n’avez plus de rôle à Alpes Numérique depuis le" in answer.content.decode()
    assert "Lyon" in answer.content.decode()
    assert "départ" not in answer.content.decode()


def test_whoever_never_had_one_is_told_nothing(client, bruno, things):
    prove_now(client, bruno)

    assert "Alpes" not in client.get(things["desk_home"]).content.decode()
