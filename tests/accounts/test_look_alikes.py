"""Addresses that look alike, or become alike in capitals, are different people's."""

from __future__ import annotations

import pytest
from django.core import mail

from sceau.accounts.queries import known_by
from sceau.accounts.services import create_account

pytestmark = pytest.mark.django_db
VICTIM = "ivan.kiss@lycee-ikarus.example"
# dotless i, Turkish capital, Kelvin's K, long s, full width, Cyrillic, and what a mail server makes of a plus sign
LOOK_ALIKES = [
    "ıvan.kiss@lycee-ikarus.example",
    "ivan.kiss@lycee-ıkarus.example",
    "ivan.kiſſ@lycee-ikarus.example",
    "ivan.kiss@lycee-ikaruſ.example",
    "іvan.kiss@lycee-ikarus.example",
    "ｉvan.kiss@lycee-ikarus.example",
    "ivan.kiss+x@lycee-ikarus.example",
]


@pytest.fixture
def victim():
    from django.utils.timezone import now

    return create_account(email=VICTIM, name="Ivan Kiss", language="fr", now=now())


@pytest.mark.parametrize("typed", LOOK_ALIKES)
def test_who_looks_like_somebody_is_nobody_we_know(victim, typed):
    assert known_by(typed) is None


@pytest.mark.parametrize("typed", [*LOOK_ALIKES, "ivan.Kiss@lycee-ikarus.example", "IVAN.KISS@LYCEE-IKARUS.EXAMPLE"])
@pytest.mark.parametrize("page", ["/account/login/code/", "/account/password/reset/", "/account/lost-factor/"])
def test_no_code_of_somebodys_goes_to_an_address_that_is_not_theirs(client, victim, typed, page):
    client.post(page, {"email": typed}, secure=True)

    for letter in mail.outbox:
        if letter.to != [VICTIM]:
            assert "Personne n’est connu ici" in letter.subject
