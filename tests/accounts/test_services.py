"""Accounts: made, changed; what is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress

from sceau.accounts.errors import AddressTaken, NoName, WrongAddress
from sceau.accounts.models import User
from sceau.accounts.queries import factors_of, known_by
from sceau.accounts.services import change_profile, choose_language, create_account, make_administrator
from sceau.journal.models import Act

NOW = datetime(2026, 6, 26, 14, 5, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def make(email="amina@lyceum.example", name="Amina Diallo", language="fr", **more):
    return create_account(email=email, name=name, language=language, now=NOW, **more)


def test_an_account_has_a_verified_address_and_no_password():
    amina = make(" Amina@Lyceum.example ", "  Amina   Diallo ")

    assert (amina.email, amina.name, amina.language) == ("amina@lyceum.example", "Amina Diallo", "fr")
    assert EmailAddress.objects.values_list("email", "verified", "primary").get() == (amina.email, True, True)
    assert not amina.has_usable_password()
    assert not amina.is_platform_administrator


def test_it_is_an_act_that_holds_no_address_and_no_name():
    bruno = make("bruno@atelier.example", "Bruno Faure")
    amina = make(by=bruno)

    act = Act.objects.get(subject=f"user:{amina.uuid}")
    assert (act.code, act.actor, act.details) == ("account.created", bruno.uuid, '{"administrator":false}')


@pytest.mark.parametrize("again", ["amina@lyceum.example", "AMINA@LYCEUM.EXAMPLE", " amina@lyceum.example"])
def test_one_address_has_one_account(again):
    make()

    with pytest.raises(AddressTaken) as refusal:
        make(again)

    assert refusal.value.field == "email"
    assert "Un compte existe déjà" in refusal.value.sentence("fr")
    assert "exists already" in refusal.value.sentence("en")
    assert User.objects.count() == Act.objects.count() == 1


def test_an_address_that_another_account_has_verified_is_taken():
    EmailAddress.objects.create(user=make(), email="a.diallo@lyceum.example", verified=True, primary=False)

    with pytest.raises(AddressTaken):
        make("a.diallo@lyceum.example")


def test_two_at_once_meet_the_database(monkeypatch):
    make()
    monkeypatch.setattr("sceau.accounts.services.known_by", lambda address: None)

    with pytest.raises(AddressTaken):
        make()

    assert User.objects.count() == 1


@pytest.mark.parametrize("wrong", ["", "amina", "amina@", "@lyceum.example", "a b@lyceum.example", "amina@lyceum"])
def test_what_is_no_address_is_refused(wrong):
    with pytest.raises(WrongAddress) as refusal:
        make(wrong)

    assert wrong in refusal.value.sentence("fr")
    assert not User.objects.exists()


@pytest.mark.parametrize("nobody", ["", "   ", "123", "…"])
def test_a_name_has_a_letter(nobody):
    with pytest.raises(NoName):
        make(name=nobody)


def test_an_account_becomes_an_administrators_once():
    amina = make()

    assert make_administrator(user=amina, by=None, now=NOW)
    assert not make_administrator(user=amina, by=None, now=NOW)
    assert Act.objects.filter(code="account.made_administrator").count() == 1


def test_a_change_that_changes_nothing_is_no_act():
    amina = make()
    change_profile(user=amina, name="Amina Diallo", language="fr", now=NOW)
    assert not Act.objects.filter(code="account.changed").exists()

    choose_language(user=amina, language="en", now=NOW)

    amina.refresh_from_db()
    assert amina.language == "en"
    assert Act.objects.get(code="account.changed").details == '{"fields":["language"]}'


def test_who_is_known_by_an_address():
    amina = make()

    assert known_by(" AMINA@lyceum.example") == amina
    assert known_by("bruno@atelier.example") is None


def test_factors_cost_one_query(django_assert_num_queries):
    amina = make()

    with django_assert_num_queries(1):
        has = factors_of(amina)

    assert (has.password, has.passkeys, has.application, has.codes, has.second) == (False, (), None, None, False)
