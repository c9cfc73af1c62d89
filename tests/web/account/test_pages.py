"""The pages of the account: who sees them, what they say, what they cost."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, path, reverse
from django.utils.timezone import now

from sceau.accounts.models import User
from sceau.accounts.services import create_account
from sceau.config.urls import urlpatterns as addresses
from sceau.institutions.models import Institution, Membership
from sceau.institutions.roles import Role
from sceau.journal.models import Act
from sceau.web.account import urls
from sceau.web.account.entering import sign_in
from signing_in import code_in, prove_now

from .conftest import PASSWORD

OPEN = [
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "account_signup",
    "account_lost_factor",
    "account_inactive",
]
PERSONAL = [
    "account",
    "account_sessions",
    "account_welcome",
    "account_factor_required",
    "account_logout",
    "account_email",
    "account_set_password",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_resets",
    "account_proof_code",
]


@pytest.mark.parametrize("name", OPEN)
def test_an_open_page_costs_no_more_than_three_queries(client, db, name):
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as counted:
        answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert len(counted) <= 3, [each["sql"] for each in counted.captured_queries]


@pytest.mark.parametrize("name", PERSONAL)
def test_a_personal_page_costs_no_more_than_twelve(client, bruno, name):
    prove_now(client, bruno)
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as counted:
        answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert len(counted) <= 12, [each["sql"] for each in counted.captured_queries]


@pytest.mark.parametrize("name", PERSONAL)
def test_a_stranger_is_led_to_sign_in(client, db, name):
    if name == "account_logout":
        assert client.get(reverse(name))["Location"] == "/"
    else:
        assert client.get(reverse(name))["Location"].startswith("/account/login/?next=")


@pytest.mark.parametrize("name", OPEN + PERSONAL)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_ours_and_in_one_language(client, bruno, settings, name, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if name in PERSONAL:
        prove_now(client, bruno)
    page = client.get(reverse(name)).content.decode()

    assert f'<html lang="{language}"' in page
    assert 'class="masthead' in page
    assert "<h1" in page
    assert " placeholder=" not in page
    assert "style=" not in page
    assert "<script>" not in page


def test_nobody_signs_up(client, db):
    page = client.post("/account/signup/", {"email": "nemo@nowhere.example", "password1": "une phrase de plus"})

    assert page.status_code == 405
    assert not User.objects.exists()
    assert "Un compte s’obtient par invitation" in client.get("/account/signup/").content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "account_confirm_email",
        "account_reset_password_from_key",
        "socialaccount_signup",
        "socialaccount_connections",
        "mfa_signup_webauthn",
        "mfa_trust",
        "mfa_download_recovery_codes",
        "usersessions_list",
    ],
)
def test_what_we_do_not_need_of_allauth_does_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name, args=["x"] if name == "account_confirm_email" else [])


def test_every_address_has_a_name():
    assert all(each.name for each in urls.urlpatterns)


def test_the_name_and_the_language_are_changed(client, bruno):
    prove_now(client, bruno)

    answer = client.post("/account/", {"name": "  Bruno   Le Faure ", "language": "fr"}, follow=True)

    bruno.refresh_from_db()
    assert (bruno.name, bruno.language) == ("Bruno Le Faure", "fr")
    page = answer.content.decode()
    assert '<html lang="fr"' in page
    assert "C’est enregistré." in page
    assert Act.objects.get(code="account.changed").details == '{"fields":["name","language"]}'


def test_a_name_without_a_letter_is_kept_in_the_field_and_refused(client, amina):
    prove_now(client, amina)

    page = client.post("/account/", {"name": "123", "language": "fr"}).content.decode()

    assert 'value="123"' in page
    assert "écrivez le prénom et le nom" in page
    amina.refresh_from_db()
    assert amina.name == "Amina Diallo"


def test_ones_roles_are_shown(client, amina):
    house = Institution.objects.create(
        slug="lyceum", legal_name="Lyceum SA", name="Lyceum", did="did:web:x:lyceum", created_at=now()
    )
    Membership.objects.create(institution=house, user=amina, role=Role.HEAD, since=now())
    prove_now(client, amina)

    page = client.get("/account/").content.decode()

    assert "Lyceum" in page
    assert "responsable de certification" in page


def test_the_address_changes_once_the_code_of_the_new_one_was_given(client, amina):
    prove_now(client, amina)
    client.post("/account/email/", {"email": "Amina@Nouvelle.example", "action_add": "1"})
    assert mail.outbox[0].to == ["amina@nouvelle.example"]
    amina.refresh_from_db()
    assert amina.email == "amina@lyceum.example"

    client.post("/account/confirm-email/", {"code": code_in(mail.outbox[0])})

    amina.refresh_from_db()
    assert amina.email == "amina@nouvelle.example"
    assert mail.outbox[1].to == ["amina@lyceum.example"]
    assert "amina@nouvelle.example" in mail.outbox[1].body
    act = Act.objects.get(code="account.address_changed")
    assert "nouvelle" not in act.details
    other = Client()
    other.post("/account/login/", {"login": "amina@nouvelle.example", "password": PASSWORD})
    assert other.session.get(SESSION_KEY) == str(amina.pk)
    other = Client()
    other.post("/account/login/", {"login": "amina@lyceum.example", "password": PASSWORD})
    assert other.session.get(SESSION_KEY) is None


def test_the_address_of_somebody_else_is_not_taken_and_not_told(client, amina, bruno):
    prove_now(client, amina)

    free, taken = (
        client.post("/account/email/", {"email": email, "action_add": "1"})
        for email in ("libre@nouvelle.example", bruno.email)
    )

    assert (free.status_code, free["Location"]) == (taken.status_code, taken["Location"])
    answer = client.post("/account/confirm-email/", {"code": code_in(mail.outbox[1])})
    assert "Cette adresse ne peut pas être prise." in answer.content.decode(), "even with the code of its mailbox"
    amina.refresh_from_db()
    assert amina.email == "amina@lyceum.example"


def test_a_newcomer_is_offered_a_better_way(client, db):
    fatou = create_account(email="fatou@lyceum.example", name="Fatou Sy", language="fr", now=now())
    prove_now(client, fatou)

    page = client.get("/account/welcome/?next=/account/sessions/").content.decode()

    assert "Bienvenue, Fatou Sy." in page
    assert reverse("mfa_add_webauthn") in page
    assert client.get("/account/onwards/")["Location"] == "/account/sessions/"
    assert client.get("/account/onwards/")["Location"] == "/account/", "once"


def test_a_newcomer_is_not_led_elsewhere(client, amina):
    prove_now(client, amina)
    client.get("/account/welcome/?next=https://evil.example/")

    assert client.get("/account/onwards/")["Location"] == "/desk/"


def enter_by_invitation(request):
    return sign_in(request, User.objects.get(email="amina@lyceum.example"), method="invitation", to="/account/welcome/")


urlpatterns = [*addresses, path("enter/", enter_by_invitation)]


@pytest.mark.urls(__name__)
def test_an_invitation_lets_in_and_says_so_in_the_journal(client, amina):
    answer = client.get("/enter/")

    assert answer["Location"] == "/account/welcome/"
    assert client.session[SESSION_KEY] == str(amina.pk)
    assert Act.objects.get(code="session.opened").details == '{"ways":["invitation"]}'


@pytest.mark.urls(__name__)
def test_an_invitation_goes_through_the_second_step(client, guarded):
    answer = client.get("/enter/")

    assert answer["Location"] == "/account/factors/check/"
    assert client.session.get(SESSION_KEY) is None


@pytest.mark.urls(__name__)
def test_an_invitation_lets_nobody_into_a_closed_account(client, amina):
    amina.is_active = False
    amina.save()

    assert client.get("/enter/")["Location"] == "/account/inactive/"


DEMO = [
    SimpleNamespace(
        email="amina@lyceum.example", name="Amina Diallo", role="responsable", body="Lyceum", password=PASSWORD
    )
]


@pytest.fixture
def demo(settings, amina, bruno, monkeypatch):
    settings.MODE = "demo"
    monkeypatch.setattr("sceau.web.account.demo.import_string", lambda name: lambda: DEMO)


def test_the_demo_shows_its_people_and_lets_in_as_one_of_them(client, demo, amina):
    page = client.get("/account/login/").content.decode()
    assert "Amina Diallo" in page
    assert PASSWORD in page

    client.post("/demo/sign-in", {"email": "amina@lyceum.example"})

    assert client.session[SESSION_KEY] == str(amina.pk)


def test_the_demo_lets_in_as_nobody_else(client, demo, bruno):
    assert client.post("/demo/sign-in", {"email": bruno.email}).status_code == 404
    assert client.post("/demo/sign-in").status_code == 404
    assert client.session.get(SESSION_KEY) is None


@pytest.mark.parametrize("mode", ["production", "development"])
def test_outside_the_demo_there_is_nothing_of_it(client, demo, settings, mode):
    settings.MODE = mode

    assert "Amina Diallo" not in client.get("/account/login/").content.decode()
    assert client.post("/demo/sign-in", {"email": "amina@lyceum.example"}).status_code == 404


def test_the_demo_is_entered_by_a_form_of_ours_only(demo, amina):
    client = Client(enforce_csrf_checks=True)

    assert client.post("/demo/sign-in", {"email": amina.email}).status_code == 403
    assert client.get("/demo/sign-in").status_code == 405


@pytest.fixture
def lyceum(amina):
    house = Institution.objects.create(
        slug="lyceum",
        legal_name="Lyceum SA",
        name="Lyceum",
        did="did:web:x:lyceum",
        created_at=now(),
        second_factor_required=True,
    )
    Membership.objects.create(institution=house, user=amina, role=Role.HEAD, since=now())
    return house


def test_an_institution_that_asks_for_a_second_factor_leads_there(client, amina, lyceum):
    prove_now(client, amina)

    answer = client.get("/desk/lyceum/?x=1")

    assert answer["Location"] == "/account/second-factor/?next=%2Fdesk%2Flyceum%2F%3Fx%3D1"
    assert "Votre organisme demande un second facteur" in client.get(answer["Location"]).content.decode()
    assert client.get("/account/onwards/")["Location"] == "/desk/lyceum/?x=1"


def test_and_lets_in_whoever_has_one(client, guarded, lyceum):
    prove_now(client, guarded)

    assert client.get("/desk/lyceum/").status_code == 200
    assert client.get("/account/second-factor/?next=/desk/lyceum/")["Location"] == "/desk/lyceum/"


def test_a_passkey_counts(client, amina, lyceum):
    Authenticator.objects.create(user=amina, type=Authenticator.Type.WEBAUTHN, data={"name": "Téléphone"})
    prove_now(client, amina)

    assert client.get("/desk/lyceum/").status_code == 200


def test_recovery_codes_alone_do_not(client, amina, lyceum):
    Authenticator.objects.create(user=amina, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0})
    prove_now(client, amina)

    assert client.get("/desk/lyceum/").status_code == 302
