"""A lost second factor: what may follow what, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from sceau.accounts import resets
from sceau.accounts.errors import AlreadyAsked, NoSecondFactor, NotApproved, OwnReset, ResetOver, TooEarly
from sceau.accounts.models import FactorReset
from sceau.accounts.services import create_account
from sceau.institutions.models import Institution, Membership, Unit
from sceau.institutions.roles import Role
from sceau.institutions.vouching import resets_in_care_of, told_of_a_reset, vouching_institution
from sceau.journal.models import PLATFORM, Act

NOW = datetime(2026, 6, 26, 14, 5, tzinfo=UTC)
LATER = NOW + timedelta(hours=24)
pytestmark = pytest.mark.django_db


def person(name, **more):
    return create_account(email=f"{name.lower()}@lyceum.example", name=name, language="fr", now=NOW, **more)


def house(slug):
    return Institution.objects.create(
        slug=slug, legal_name=slug, name=slug.title(), did=f"did:web:x:{slug}", created_at=NOW
    )


def member(user, institution, role=Role.ASSESSOR, **more):
    return Membership.objects.create(
        institution=institution, user=user, role=role, since=NOW - timedelta(days=1), **more
    )


@pytest.fixture
def amina():
    user = person("Amina")
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Téléphone"})
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "sealed"})
    return user


@pytest.fixture
def bruno():
    return person("Bruno")


def factors(user):
    return Authenticator.objects.filter(user=user).count()


def codes():
    return [code for code in Act.objects.order_by("pk").values_list("code", flat=True) if code.startswith("factor_r")]


def test_asked_approved_waited_for_and_done(amina, bruno):
    reset = resets.ask(user=amina, now=NOW)
    assert reset.ready_at == LATER
    resets.approve(reset=reset, by=bruno, now=NOW + timedelta(hours=1))
    assert factors(amina) == 2
    assert resets.carry_out_due(now=LATER - timedelta(seconds=1)) == 0
    assert factors(amina) == 2

    assert resets.carry_out_due(now=LATER) == 1

    assert factors(amina) == 0
    assert codes() == ["factor_reset.asked", "factor_reset.approved", "factor_reset.carried_out"]
    assert resets.carry_out_due(now=LATER) == 0


def test_approved_after_the_delay_it_is_done_at_once(amina, bruno):
    reset = resets.approve(reset=resets.ask(user=amina, now=NOW), by=bruno, now=LATER)

    assert reset.carried_out_at == LATER
    assert factors(amina) == 0


def test_nothing_happens_unless_somebody_approves(amina):
    reset = resets.ask(user=amina, now=NOW)

    assert resets.carry_out_due(now=NOW + timedelta(days=3)) == 0
    with pytest.raises(NotApproved):
        resets.carry_out(reset=reset, now=LATER)
    assert factors(amina) == 2


def test_nor_before_the_delay(amina, bruno):
    reset = resets.approve(reset=resets.ask(user=amina, now=NOW), by=bruno, now=NOW)

    with pytest.raises(TooEarly) as refusal:
        resets.carry_out(reset=reset, now=LATER - timedelta(seconds=1))

    assert "24 heures" in refusal.value.sentence("fr")
    assert factors(amina) == 2


def test_nobody_approves_ones_own(amina):
    reset = resets.ask(user=amina, now=NOW)

    with pytest.raises(OwnReset):
        resets.approve(reset=reset, by=amina, now=NOW)


def test_cancelled_it_is_over_even_when_it_was_approved(amina, bruno):
    reset = resets.approve(reset=resets.ask(user=amina, now=NOW), by=bruno, now=NOW)

    resets.cancel(reset=reset, by=None, now=LATER - timedelta(minutes=1))

    assert resets.carry_out_due(now=LATER) == 0
    for again in (
        lambda: resets.cancel(reset=reset, by=None, now=LATER),
        lambda: resets.approve(reset=reset, by=bruno, now=LATER),
        lambda: resets.carry_out(reset=reset, now=LATER),
    ):
        with pytest.raises(ResetOver):
            again()
    assert factors(amina) == 2


@pytest.mark.parametrize(("who", "code"), [("amina", "cancelled"), ("bruno", "refused"), (None, "cancelled")])
def test_the_journal_says_who_stopped_it(amina, bruno, who, code):
    reset = resets.ask(user=amina, now=NOW)

    resets.cancel(reset=reset, by={"amina": amina, "bruno": bruno}.get(who), now=NOW)

    assert codes()[-1] == f"factor_reset.{code}"


def test_one_request_at_a_time(amina):
    resets.ask(user=amina, now=NOW)

    with pytest.raises(AlreadyAsked):
        resets.ask(user=amina, now=NOW)

    assert FactorReset.objects.count() == 1


def test_another_one_after_it_was_cancelled(amina):
    resets.cancel(reset=resets.ask(user=amina, now=NOW), by=amina, now=NOW)

    assert resets.ask(user=amina, now=NOW).is_open


def test_who_has_none_asks_for_nothing(bruno):
    with pytest.raises(NoSecondFactor):
        resets.ask(user=bruno, now=NOW)


def test_a_request_that_nobody_approves_lapses(amina):
    resets.ask(user=amina, now=NOW)

    resets.carry_out_due(now=NOW + timedelta(days=14))

    assert codes()[-1] == "factor_reset.lapsed"
    assert not FactorReset.objects.get().is_open


def test_the_link_of_the_mail_is_of_this_request_only(amina):
    reset = resets.ask(user=amina, now=NOW)
    token = resets.cancel_token(reset)

    assert resets.reset_of_token(token) == reset
    for forged in (token[:-1], token.replace(token[3], "0" if token[3] != "0" else "1", 1), reset.uuid.hex, "", "a:b"):
        assert resets.reset_of_token(forged) is None, forged


@pytest.mark.parametrize(
    "row",
    [
        {"ready_at": NOW},
        {"approved_at": NOW},
        {"cancelled_at": NOW, "carried_out_at": LATER},
        {"carried_out_at": LATER},
    ],
)
def test_the_database_insists(amina, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        FactorReset.objects.create(**{"user": amina, "asked_at": NOW, "ready_at": LATER} | row)


def test_the_database_lets_nobody_approve_ones_own_and_nothing_be_early(amina, bruno):
    reset = resets.ask(user=amina, now=NOW)
    for row in (
        {"approved_at": NOW, "approved_by": amina},
        {"approved_at": NOW, "approved_by": bruno, "carried_out_at": LATER - timedelta(seconds=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            FactorReset.objects.filter(pk=reset.pk).update(**row)


def test_whoever_has_the_machine_forgets_them_at_once(amina):
    resets.forget(user=amina, now=NOW)

    assert factors(amina) == 0
    assert Act.objects.filter(code="factor_reset.by_command", actor=None).count() == 1
    with pytest.raises(NoSecondFactor):
        resets.forget(user=amina, now=NOW)


def test_a_head_vouches_for_ones_own_people(amina, bruno):
    lyceum = house("lyceum")
    member(amina, lyceum)
    member(bruno, lyceum, Role.HEAD)
    reset = resets.ask(user=amina, now=NOW)

    assert list(resets_in_care_of(bruno, now=NOW)) == [reset]
    assert vouching_institution(bruno, amina, now=NOW) == lyceum


def test_a_head_of_another_house_does_not(amina, bruno):
    member(amina, house("lyceum"))
    member(bruno, house("atelier"), Role.HEAD)
    resets.ask(user=amina, now=NOW)

    assert not resets_in_care_of(bruno, now=NOW)


def test_nor_does_a_head_of_one_of_two_houses(amina, bruno):
    """To invite somebody must not be enough to open the other desk of that person."""
    lyceum, atelier = house("lyceum"), house("atelier")
    member(amina, lyceum)
    member(amina, atelier)
    member(bruno, atelier, Role.HEAD)
    resets.ask(user=amina, now=NOW)
    assert not resets_in_care_of(bruno, now=NOW)

    member(bruno, lyceum, Role.HEAD)
    assert resets_in_care_of(bruno, now=NOW).count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.HEAD, Role.AUDITOR)])
def test_no_other_role_vouches(amina, bruno, role):
    lyceum = house("lyceum")
    member(amina, lyceum)
    member(bruno, lyceum, role)
    resets.ask(user=amina, now=NOW)

    assert not resets_in_care_of(bruno, now=NOW)


def test_a_head_whose_role_ended_or_who_heads_one_unit_does_not(amina, bruno):
    lyceum = house("lyceum")
    member(amina, lyceum)
    member(bruno, lyceum, Role.HEAD, ended_at=NOW - timedelta(hours=1))
    member(bruno, lyceum, Role.HEAD, unit=Unit.objects.create(institution=lyceum, name="Lettres"))
    resets.ask(user=amina, now=NOW)

    assert not resets_in_care_of(bruno, now=NOW)


def test_the_platform_vouches_for_everybody_but_oneself(amina):
    root, other = (person(name, is_platform_administrator=True) for name in ("Root", "Other"))
    Authenticator.objects.create(user=root, type=Authenticator.Type.TOTP, data={})
    both = [resets.ask(user=amina, now=NOW), resets.ask(user=root, now=NOW)]

    assert list(resets_in_care_of(root, now=NOW)) == both[:1]
    assert list(resets_in_care_of(other, now=NOW)) == both
    assert vouching_institution(root, amina, now=NOW) is None


def test_a_head_does_not_vouch_for_who_looks_after_the_platform(bruno):
    lyceum = house("lyceum")
    root = person("Root", is_platform_administrator=True)
    Authenticator.objects.create(user=root, type=Authenticator.Type.TOTP, data={})
    member(root, lyceum)
    member(bruno, lyceum, Role.HEAD)
    resets.ask(user=root, now=NOW)

    assert not resets_in_care_of(bruno, now=NOW)


def test_heads_and_the_platform_are_told_and_not_the_person(amina, bruno):
    lyceum = house("lyceum")
    root = person("Root", is_platform_administrator=True)
    person("Chloé".replace("é", "e"))
    member(amina, lyceum, Role.HEAD)
    member(bruno, lyceum, Role.HEAD)

    assert told_of_a_reset(amina, now=NOW) == [bruno, root]


def test_an_approval_is_in_the_journal_of_the_house_that_vouches(amina, bruno):
    lyceum = house("lyceum")
    resets.approve(reset=resets.ask(user=amina, now=NOW), by=bruno, now=NOW, institution=lyceum.uuid)

    assert Act.objects.get(code="factor_reset.approved").chain_id == lyceum.uuid
    assert Act.objects.get(code="factor_reset.asked").chain_id == PLATFORM
