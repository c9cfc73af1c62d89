"""`sceau admin`: who administers the installation."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator

from sceau.accounts.models import User
from sceau.accounts.services import create_account
from sceau.cli import house, main
from sceau.journal.models import Act

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _open(monkeypatch):
    monkeypatch.setattr(house, "open_house", lambda **_: SimpleNamespace(base_url="https://sceau.example"))


def run(*words):
    return main.main(["admin", *words])


def test_somebody_new_is_told_where_to_enter(capsys):
    assert run("new", "Root@Sceau.example", "--name", "Rut Ött") == 0

    root = User.objects.get()
    assert (root.email, root.name, root.language) == ("root@sceau.example", "Rut Ött", "fr")
    assert root.is_platform_administrator
    told = capsys.readouterr().out
    assert "https://sceau.example/account/login/" in told
    assert "root@sceau.example" in told


def test_somebody_who_has_an_account_becomes_one_and_once(capsys):
    from django.utils.timezone import now

    amina = create_account(email="amina@lyceum.example", name="Amina Diallo", language="fr", now=now())

    assert run("new", "amina@lyceum.example", "--name", "Quelqu’un d’autre") == 0
    assert run("new", "amina@lyceum.example", "--name", "Quelqu’un d’autre", "--language", "en") == 0

    amina.refresh_from_db()
    assert (amina.name, amina.language, amina.is_platform_administrator) == ("Amina Diallo", "fr", True)
    first, second = capsys.readouterr().out.splitlines()
    assert "avait un compte" in first
    assert "administrait déjà" in second
    assert Act.objects.filter(code="account.made_administrator").count() == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["new", "amina", "--name", "Amina Diallo"], "« amina » n’est pas une adresse"),
        (["new", "amina@lyceum.example", "--name", "123"], "Le nom manque"),
        (["forget-factors", "nemo@nowhere.example"], "Personne n’est connu ici"),
    ],
)
def test_what_is_wrong_is_one_sentence(capsys, words, said):
    assert run(*words) == 1

    told = capsys.readouterr().err.replace("\u00a0", " ")
    assert said in told
    assert told.endswith(".\n")
    assert not told.endswith("..\n")
    assert not User.objects.exists()


def test_a_lost_second_factor_is_forgotten_when_nobody_can_vouch(capsys):
    run("new", "root@sceau.example", "--name", "Rut Ött", "--language", "en")
    root = User.objects.get()
    Authenticator.objects.create(user=root, type=Authenticator.Type.TOTP, data={"secret": "sealed"})

    assert run("forget-factors", "root@sceau.example") == 0

    assert not Authenticator.objects.exists()
    assert "n’a plus de second facteur" in capsys.readouterr().out
    assert run("forget-factors", "root@sceau.example") == 1
    assert "n’a pas de second facteur" in capsys.readouterr().err
