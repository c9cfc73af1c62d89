"""The first page, the institutions, the preferences of a reader, and the pages that say why there is none."""

from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from sceau.accounts.models import User
from sceau.institutions.models import Evidence, Habilitation, Institution, Logo
from sceau.keyring.models import SigningKey
from sceau.web import errors
from sceau.web.public.issuers import folded

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
FRENCH, ENGLISH = {"accept-language": "fr"}, {"accept-language": "en"}


def body(slug, name, **fields) -> Institution:
    fields = {"legal_name": name, "did": f"did:web:sceau.example:i:{slug}", "created_at": NOW, **fields}
    return Institution.objects.create(slug=slug, name=name, **fields)


@pytest.fixture
def causses():
    return body("causses", "Université des Causses", siren="999900103", city="Rodez", about_fr="Depuis 1998: le lait.")


def text_of(response) -> str:
    return unescape(response.content.decode())


def proof(institution, state, **fields) -> Evidence:
    fields = {"kind": "dns", "subject": "causses.example", "created_at": NOW, "confirmed_at": NOW, **fields}
    return Evidence.objects.create(institution=institution, state=state, **fields)


def key(institution, number, **fields) -> SigningKey:
    fields = {"purpose": "credentials", "state": "active", "created_at": NOW, **fields}
    return SigningKey.objects.create(
        institution=institution, number=number, algorithm="Ed25519", public_key=f"z{number}", store="sealed", **fields
    )


# The first page


def test_the_first_page_says_in_french_what_sceau_is_and_leads_to_the_main_job(client):
    page = text_of(client.get("/", headers=FRENCH, secure=True))

    main = page.split("<main", 1)[1]
    assert "micro-certification" in main[:1200]
    assert reverse("account_login") in main[:1800]


def test_it_says_so_in_english(client):
    page = text_of(client.get("/", headers=ENGLISH, secure=True))

    assert '<html lang="en"' in page
    assert "micro-certification" in page.split("<main", 1)[1][:1200]


def test_in_the_demonstration_it_tells_how_to_try_and_shows_the_bodies(client, settings, causses):
    settings.MODE = "demo"
    page = text_of(client.get("/", headers=FRENCH, secure=True))

    assert "Entrer dans un bureau d’essai" in page
    assert "les organismes et les personnes sont inventés" in page
    assert reverse("issuer", args=["causses"]) in page
    assert f'href="{reverse("demo_mail")}"' in page


def test_the_institutions_that_can_sign_come_first(client, causses):
    body("alpes", "Alpes")
    key(causses, 1)

    assert [each.slug for each in client.get("/", secure=True).context["certifiers"]] == ["causses", "alpes"]


def test_elsewhere_nothing_is_said_of_a_demonstration(client, causses):
    assert "essai" not in text_of(client.get("/", headers=FRENCH, secure=True)).split("<main", 1)[1]


# The institutions


@pytest.mark.parametrize("asked", ["causses", "UNIVERSITE", "rodez univ", "999 900 103", "999900103"])
def test_an_institution_is_found_by_any_word_of_it_accents_apart(client, causses, asked):
    body("alpes", "Institut Alpes Numérique", city="Grenoble")

    page = client.get("/issuers", {"q": asked}, headers=FRENCH, secure=True)

    assert [each.slug for each in page.context["page"]] == ["causses"]


def test_what_is_not_found_is_told_with_what_was_typed(client, causses):
    page = text_of(client.get("/issuers", {"q": "<b>rien"}, headers=FRENCH, secure=True))

    assert "Aucun organisme ne répond à «\u00a0<b>rien\u00a0»." in page
    assert b"<b>rien" not in client.get("/issuers", {"q": "<b>rien"}, secure=True).content


def test_ligatures_and_apostrophes_do_not_hide_a_name():
    assert folded("L’Œuvre d’Évian") == "l'oeuvre d'evian"


def test_the_list_has_pages_and_keeps_what_was_asked(client):
    for number in range(30):
        body(f"b{number}", f"Organisme {number:02}")

    page = client.get("/issuers", {"q": "organisme", "page": 2}, headers=FRENCH, secure=True)

    assert len(page.context["page"]) == 5
    assert "?q=organisme&page=1" in text_of(page)
    assert "30 organismes" in text_of(page)


@pytest.mark.parametrize("path", ["/issuers", "/issuers?q=organisme", "/"])
def test_a_list_asks_the_database_as_often_for_one_as_for_three(client, path, django_assert_max_num_queries):
    def count() -> int:
        with django_assert_max_num_queries(12) as asked:
            client.get(path, secure=True)
        return len(asked)

    body("b0", "Organisme 0")
    client.get(path, secure=True)
    one = count()
    body("b1", "Organisme 1")
    Logo.objects.create(institution=body("b2", "Organisme 2"), png=b"x", digest="d" * 64, width=1, height=1)

    assert count() == one


# One institution


def test_the_page_of_an_institution_says_who_it_is(client, causses):
    page = text_of(client.get("/i/causses", headers=FRENCH, secure=True))

    assert "999\u00a0900\u00a0103" in page
    assert "Depuis 1998\u00a0: le lait." in page
    assert "did:web:sceau.example:i:causses" in page


def test_what_proves_it_is_shown_with_its_date(client, causses):
    proof(causses, "confirmed")
    page = text_of(client.get("/i/causses", headers=FRENCH, secure=True))

    assert "Identité vérifiée" in page
    assert "causses.example" in page
    assert "22 novembre 2026" in page


@pytest.mark.parametrize("state", ["pending", "failed"])
def test_what_was_never_confirmed_is_not_shown(client, causses, state):
    proof(causses, state, confirmed_at=None)
    page = text_of(client.get("/i/causses", headers=FRENCH, secure=True))

    assert "Identité non vérifiée par nous" in page
    assert "causses.example" not in page


def test_what_holds_no_more_is_told_and_proves_nothing(client, causses):
    proof(causses, "lapsed")
    page = text_of(client.get("/i/causses", headers=FRENCH, secure=True))

    assert "Identité non vérifiée par nous" in page
    assert "N’est plus vérifié" in page


def test_the_keys_have_their_history_but_those_of_people(client, causses):
    key(causses, 1, state="retired", created_at=NOW - timedelta(days=100), retired_at=NOW)
    key(causses, 2)
    person = User.objects.create_user("helene@causses.example", name="Hélène Astruc")
    key(causses, 3, purpose="person", holder=person)

    response = client.get("/i/causses", headers=FRENCH, secure=True)

    assert [each.number for each in response.context["keys"]] == [2, 1]
    assert "du 14 août 2026 au 22 novembre 2026" in text_of(response)
    assert "Hélène" not in text_of(response)


def test_only_habilitations_in_force_are_shown(client, causses):
    terms = {"scope": "train", "starts_on": date(2020, 1, 1), "ends_on": date(2099, 1, 1), "created_at": NOW}
    for slug, state in (("levezou", "active"), ("segala", "suspended"), ("aubrac", "requested")):
        Habilitation.objects.create(certifier=causses, partner=body(slug, slug), state=state, **terms)

    assert [each.partner.slug for each in client.get("/i/causses", secure=True).context["given"]] == ["levezou"]
    assert [each.certifier.slug for each in client.get("/i/levezou", secure=True).context["held"]] == ["causses"]


@pytest.mark.parametrize(
    ("texts", "headers", "shown", "language"),
    [
        ({"about_fr": "Ici", "about_en": "Here"}, FRENCH, "Ici", ""),
        ({"about_fr": "Ici", "about_en": "Here"}, ENGLISH, "Here", ""),
        ({"about_fr": "Ici", "about_en": ""}, ENGLISH, "Ici", 'lang="fr"'),
    ],
)
def test_its_words_are_in_the_reader_s_language_when_it_has_them(client, texts, headers, shown, language):
    body("causses", "Causses", **texts)
    main = text_of(client.get("/i/causses", headers=headers, secure=True)).split("<main", 1)[1]

    assert f"<p>{shown}</p>" in main
    assert (language or 'lang="') in main if language else 'lang="' not in main.split("</article>")[0]


def test_the_page_asks_the_database_at_most_12_times(client, causses, django_assert_max_num_queries):
    for number in range(1, 6):
        key(causses, number, state="retired", retired_at=NOW)
        proof(causses, "confirmed", subject=f"d{number}.example")

    with django_assert_max_num_queries(12):
        client.get("/i/causses", secure=True)


def test_a_link_to_it_has_a_title_and_a_picture_elsewhere(client, causses):
    Logo.objects.create(institution=causses, png=b"x", digest="d" * 64, width=1, height=1)
    page = text_of(client.get("/i/causses", secure=True))

    assert 'property="og:title" content="Université des Causses"' in page
    assert f'property="og:image" content="https://sceau.example/i/causses/logo-{"d" * 64}.png"' in page


def test_an_institution_that_is_not_there_is_not_found(client):
    assert client.get("/i/nobody", secure=True).status_code == 404


# Pictures


def test_a_logo_is_kept_for_ever_under_its_digest_only(client, causses):
    Logo.objects.create(institution=causses, png=b"\x89PNG", digest="d" * 64, width=1, height=1)

    found = client.get(f"/i/causses/logo-{'d' * 64}.png", secure=True)

    assert (found.content, found["Content-Type"]) == (b"\x89PNG", "image/png")
    assert "immutable" in found["Cache-Control"]
    assert client.get(f"/i/causses/logo-{'e' * 64}.png", secure=True).status_code == 404


def test_whoever_has_no_logo_has_a_seal_of_its_own(client, causses):
    body("alpes", "Université des Causses", city="Rodez")
    one, other = (client.get(f"/i/{slug}/seal.svg", secure=True) for slug in ("causses", "alpes"))

    assert one["Content-Type"] == "image/svg+xml"
    assert one.content != other.content
    assert one.content == client.get("/i/causses/seal.svg", secure=True).content


# Preferences


def test_a_language_is_kept_on_the_device_and_in_the_account(client):
    amina = User.objects.create_user("amina@causses.example", name="Amina Diallo")
    client.force_login(amina, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.post("/language", {"language": "en", "next": "/issuers?q=a"}, secure=True)

    amina.refresh_from_db()
    assert (answer.status_code, answer["Location"], amina.language) == (302, "/issuers?q=a", "en")
    assert '<html lang="en"' in text_of(client.get("/", headers=FRENCH, secure=True))


@pytest.mark.parametrize("language", ["", "de", "fr'"])
def test_a_language_that_is_not_spoken_is_refused(client, language):
    assert client.post("/language", {"language": language}, secure=True).status_code == 400


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http://sceau.example/", ""],
)
@pytest.mark.parametrize(("path", "choice"), [("/language", {"language": "en"}), ("/theme", {"theme": "dark"})])
def test_nobody_is_led_elsewhere(client, path, choice, elsewhere):
    assert client.post(path, {**choice, "next": elsewhere}, secure=True)["Location"] == "/"


def test_light_or_dark_is_kept_and_shown(client):
    client.post("/theme", {"theme": "dark"}, secure=True)
    assert 'data-theme="dark"' in text_of(client.get("/", secure=True))

    client.post("/theme", {"theme": ""}, secure=True)
    assert "data-theme" not in text_of(client.get("/", secure=True))


@pytest.mark.parametrize("theme", ["purple", '"><script>'])
def test_an_appearance_that_is_none_is_refused_and_a_forged_cookie_ignored(client, theme):
    assert client.post("/theme", {"theme": theme}, secure=True).status_code == 400
    client.cookies["sceau_theme"] = "purple"
    assert "data-theme" not in text_of(client.get("/", secure=True))


@pytest.mark.parametrize("path", ["/language", "/theme"])
def test_a_link_chooses_nothing(client, path):
    assert client.get(path, {"language": "en", "theme": "dark"}, secure=True).status_code == 405


# Pages that say why there is none


@pytest.mark.parametrize(
    ("view", "status", "said"),
    [
        (errors.bad_request, 400, "Cette demande n’a pas été comprise."),
        (errors.forbidden, 403, "Cette page est réservée."),
        (errors.not_found, 404, "Cette page n’existe pas, ou n’est pas pour vous."),
        (errors.server_error, 500, "Sceau a rencontré une panne."),
        (errors.csrf_failure, 403, "Ce formulaire a été refusé."),
    ],
)
def test_each_says_what_is_safe_and_what_to_do_without_any_middleware(
    view, status, said, django_assert_num_queries, settings
):
    settings.ADMIN_EMAIL = "aide@causses.example"
    request = RequestFactory().get("/x", headers={**FRENCH, "x-request-id": "7f3ak"})
    with django_assert_num_queries(0):
        answer = view(request)

    page = text_of(answer)
    assert answer.status_code == status
    assert said in page
    assert all(word in page for word in ('lang="fr"', "7f3ak", "aide@causses.example", "</html>"))


def test_they_speak_english_too():
    with translation.override("fr"):
        page = text_of(errors.server_error(RequestFactory().get("/x", headers=ENGLISH)))

    assert "Sceau has broken down." in page


def test_a_view_may_say_why_a_page_is_reserved():
    page = text_of(errors.forbidden(RequestFactory().get("/x", headers=FRENCH), PermissionDenied("Ceci est <clos>.")))

    assert "Ceci est <clos>." in page
    assert "Votre rôle ne permet pas" not in page


def test_a_form_that_did_not_come_from_us_is_refused_in_words():
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/language", {"language": "en"}, headers=FRENCH, secure=True)

    assert answer.status_code == 403
    assert "Ce formulaire a été refusé." in text_of(answer)


def test_no_address_leads_elsewhere_from_a_refused_form():
    page = text_of(errors.csrf_failure(RequestFactory().get("//evil.example/x", headers=FRENCH)))

    assert "evil" not in page


def test_the_sheet_of_specimens_is_not_for_production(client, settings):
    assert client.get("/style", secure=True).status_code == 200

    settings.MODE = "production"
    assert client.get("/style", secure=True).status_code == 404


def test_the_statement_says_whom_to_tell(client, settings):
    settings.ADMIN_EMAIL = "aide@causses.example"

    assert "mailto:aide@causses.example" in text_of(client.get("/accessibility", secure=True))
