"""Signing in with a browser: a virtual passkey, the code by mail, every page of the account, axe on each."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.utils.timezone import now

from sceau.accounts.services import create_account
from sceau.journal.models import Act
from signing_in import code_in


@pytest.fixture
def fatou(own_database):
    return create_account(email="fatou@lyceum.example", name="Fatou Sy", language="fr", now=now())


@contextmanager
def authenticator(page, *, verified=True):
    """A device that keeps passkeys and knows its holder; gives how to make the holder refuse."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    made = cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": verified,
                "automaticPresenceSimulation": True,
            }
        },
    )["authenticatorId"]
    yield lambda known: cdp.send("WebAuthn.setUserVerified", {"authenticatorId": made, "isUserVerified": known})
    cdp.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": made})


def enter_by_code(page, email):
    page.goto("/account/login/")
    page.get_by_label("Adresse de courriel").first.fill(email)
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_label("Code reçu par courriel").fill(code_in(mail.outbox[-1]))
    page.get_by_role("button", name="Entrer", exact=True).click()


def test_a_passkey_is_made_and_then_it_alone_lets_in(page, fatou, axe):
    with authenticator(page) as know:
        enter_by_code(page, fatou.email)
        page.goto("/account/welcome/?next=/account/sessions/")
        axe(page)
        page.get_by_role("link", name="Créer une clé d’accès").click()
        axe(page)
        page.get_by_label("Nom de la clé").fill("Téléphone de Fatou")
        page.get_by_role("button", name="Créer la clé d’accès").click()

        page.get_by_role("heading", name="Vos codes de secours").wait_for()
        assert page.locator("#recovery-codes").inner_text().split().__len__() == 10
        axe(page)
        page.get_by_role("link", name="J’ai gardé ces codes").click()
        assert page.url.endswith("/account/sessions/")
        axe(page)
        page.goto("/account/logout/")
        page.get_by_role("button", name="Sortir").click()

        page.goto("/account/login/?next=/account/")
        axe(page)
        know(False)  # the phone does not recognise its holder
        page.get_by_role("button", name="Entrer avec une clé d’accès").click()
        page.get_by_text("La demande a été arrêtée").wait_for()
        know(True)
        page.get_by_role("button", name="Entrer avec une clé d’accès").click()
        page.get_by_role("heading", name="Mon compte").wait_for()

        assert page.url.endswith("/account/")
        assert page.get_by_text("Téléphone de Fatou").first.is_visible()
        axe(page)
    assert Act.objects.filter(code="session.opened").order_by("-number").first().details == '{"ways":["mfa-webauthn"]}'


def test_it_is_the_second_step_of_a_code_and_the_proof_of_grave_acts(page, fatou, axe):
    with authenticator(page):
        enter_by_code(page, fatou.email)
        page.goto("/account/factors/passkeys/new/")
        page.get_by_role("button", name="Créer la clé d’accès").click()
        page.get_by_role("heading", name="Vos codes de secours").wait_for()
        page.goto("/account/logout/")
        page.get_by_role("button", name="Sortir").click()

        enter_by_code(page, fatou.email)
        page.get_by_role("heading", name="Encore une étape").wait_for()
        axe(page)
        page.get_by_role("button", name="Continuer avec une clé d’accès").click()
        page.wait_for_url("**/desk/**")

        page.goto("/account/factors/passkeys/prove/?next=/account/email/")
        axe(page)
        page.get_by_role("button", name="Confirmer avec une clé d’accès").click()
        page.get_by_role("heading", name="Changer d’adresse").wait_for()


def test_a_device_that_does_not_ask_who_holds_it_gives_no_passkey(page, fatou):
    with authenticator(page, verified=False):
        enter_by_code(page, fatou.email)
        page.goto("/account/factors/passkeys/new/")
        page.get_by_role("button", name="Créer la clé d’accès").click()

        page.get_by_text("La demande a été arrêtée").wait_for()

    assert not Authenticator.objects.exists()


def test_the_key_of_a_device_is_added_once(page, fatou):
    with authenticator(page):
        enter_by_code(page, fatou.email)
        for place in range(2):
            page.goto("/account/factors/passkeys/new/")
            page.get_by_role("button", name="Créer la clé d’accès").click()
            if place == 0:
                page.get_by_role("heading", name="Vos codes de secours").wait_for()
        page.get_by_text("Cette clé est déjà enregistrée").wait_for()

    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_the_answer_of_a_passkey_counts_once(page, fatou):
    """A recorded answer sent again: the challenge was spent."""
    with authenticator(page):
        enter_by_code(page, fatou.email)
        page.goto("/account/factors/passkeys/new/")
        page.get_by_role("button", name="Créer la clé d’accès").click()
        page.get_by_role("heading", name="Vos codes de secours").wait_for()
        page.goto("/account/logout/")
        page.get_by_role("button", name="Sortir").click()
        page.goto("/account/login/")
        with page.expect_request(lambda each: each.method == "POST") as posted:
            page.get_by_role("button", name="Entrer avec une clé d’accès").click()
        page.wait_for_url("**/desk/**")
        recorded = posted.value.post_data_json["credential"]
        page.goto("/account/logout/")
        page.get_by_role("button", name="Sortir").click()

        page.goto("/account/login/")
        page.evaluate(
            """credential => {
              const form = document.querySelector("form[data-passkey]");
              form.elements.credential.value = credential;
              form.submit();
            }""",
            recorded,
        )
        page.get_by_text("Ce code ne va pas").wait_for()

    assert page.url.endswith("/account/login/")


@pytest.mark.parametrize(("width", "language", "scheme"), [(1280, "fr", "light"), (320, "en", "dark")])
def test_axe_finds_nothing_on_the_pages_of_the_account(page_at, fatou, sign_in, axe, width, language, scheme):
    page = page_at(width, language, scheme)
    for path in (
        "/account/login/",
        "/account/login/code/",
        "/account/signup/",
        "/account/password/reset/",
        "/account/lost-factor/",
        "/account/inactive/",
    ):
        page.goto(path)
        axe(page)
        assert no_sideways(page), path
    sign_in(fatou, page)
    for path in (
        "/account/",
        "/account/sessions/",
        "/account/welcome/",
        "/account/second-factor/",
        "/account/logout/",
        "/account/factor-resets/",
        "/account/proof/code/",
    ):
        page.goto(path)
        axe(page)
        assert no_sideways(page), path


def no_sideways(page):
    """Nothing is wider than the window (WCAG 1.4.10)."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
