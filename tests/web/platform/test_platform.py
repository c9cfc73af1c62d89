from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from institutions.people import member, person
from sceau.accounts.closing import NotCloseable, close_account, reopen_account
from sceau.accounts.models import User
from sceau.institutions.models import Directory, Evidence, Institution, Invitation, Membership
from sceau.journal.models import PLATFORM, Act, Why
from signing_in import prove_now

pytestmark = pytest.mark.django_db
NEW = {
    "legal_name": "Institut des Métiers du Bois",
    "name": "Métiers du Bois d’Armor",
    "slug": "",
    "kind": "certifier",
    "siren": "999 900 137",
    "siret": "",
    "head": "Zoe@bois.example",
    "language": "fr",
}


def words(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def directory(alpes):
    moment = now()
    return Directory.objects.create(
        institution=alpes,
        name="Annuaire Alpes",
        issuer="https://idp.example",
        client_id="sceau",
        state="active",
        tested_at=moment,
        created_at=moment,
    )


def pages(alpes, claire):
    return [
        ("get", reverse("platform")),
        ("get", reverse("platform_institution_new")),
        ("post", reverse("platform_institution_new")),
        ("get", reverse("platform_institution", args=[alpes.slug])),
        ("post", reverse("platform_head", args=[alpes.slug])),
        ("get", reverse("platform_register", args=[alpes.slug])),
        ("post", reverse("platform_register", args=[alpes.slug])),
        ("get", reverse("platform_directory_off", args=[alpes.slug])),
        ("post", reverse("platform_directory_off", args=[alpes.slug])),
        ("get", reverse("platform_people")),
        ("get", reverse("platform_person", args=[claire.uuid])),
        ("get", reverse("platform_person_close", args=[claire.uuid])),
        ("post", reverse("platform_person_close", args=[claire.uuid])),
        ("post", reverse("platform_person_reopen", args=[claire.uuid])),
    ]


def test_each_page_is_for_those_who_administer(alpes, amina, claire, directory):
    head, stranger = Client(SERVER_NAME="sceau.example"), Client(SERVER_NAME="sceau.example")
    prove_now(head, amina)
    for method, url in pages(alpes, claire):
        response = getattr(stranger, method)(url, {"why": "x"}, secure=True)
        assert response.status_code == 302, url
        assert response["Location"].startswith(reverse("account_login"))
        assert getattr(head, method)(url, {"why": "x"}, secure=True).status_code == 404, url
    claire.refresh_from_db()
    directory.refresh_from_db()
    assert claire.is_active
    assert directory.state == "active"


def test_every_page_opens_for_paul(platform, alpes, amina, claire, directory):
    for method, url in pages(alpes, claire):
        if method == "get":
            assert platform.get(url, secure=True).status_code == 200, url


def test_grave_acts_ask_for_a_fresh_proof(paul, claire):
    browser = Client(SERVER_NAME="sceau.example")
    browser.force_login(paul)
    for url in (reverse("platform_institution_new"), reverse("platform_person_close", args=[claire.uuid])):
        response = browser.post(url, {"why": "x"}, secure=True)
        assert response.status_code == 302
        assert response["Location"].startswith("/account/")
    claire.refresh_from_db()
    assert claire.is_active


# institutions


def test_an_institution_is_created_and_its_first_head_invited(platform, paul):
    response = platform.post(reverse("platform_institution_new"), NEW, secure=True)
    made = Institution.objects.get()
    assert response["Location"] == reverse("platform_institution", args=[made.slug])
    assert (made.slug, made.siren) == ("metiers-du-bois-d-armor", "999900137")
    assert made.did == "did:web:sceau.example:i:metiers-du-bois-d-armor"
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.institution) == ("zoe@bois.example", "head", made)
    acts = Act.objects.filter(chain=made.uuid)
    assert {act.code for act in acts} == {"institution.created", "member.invited"}
    assert {act.actor for act in acts} == {paul.uuid}


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("siren", "999900136", "SIREN"),
        ("siret", "123", "SIRET"),
        ("slug", "Pas Un Nom", "nom"),
        ("legal_name", " ", "légal"),
        ("head", "zoe", "adresse"),
        ("kind", "bank", "choix"),
    ],
)
def test_a_wrong_value_keeps_all_that_was_typed_and_makes_nothing(platform, field, typed, sentence):
    response = platform.post(reverse("platform_institution_new"), {**NEW, field: typed}, secure=True)
    assert response.status_code == 200
    page = response.content.decode()
    assert "Rien n’a été enregistré" in page
    for other in ("legal_name", "head"):
        if other != field:
            assert NEW[other] in page
    assert not Institution.objects.exists()
    assert not Act.objects.exists()
    assert sentence in page.partition("<form")[0]


def test_an_invitation_that_is_refused_leaves_no_institution(platform, monkeypatch):
    from sceau.institutions import acts
    from sceau.institutions.errors import AlreadyThere

    def refuse(**_):
        raise AlreadyThere(acts.ALREADY_INVITED, field="email")

    monkeypatch.setattr("sceau.web.platform.institutions.invite", refuse)
    response = platform.post(reverse("platform_institution_new"), NEW, secure=True)
    assert response.status_code == 200
    assert 'href="#id_head"' in response.content.decode()
    assert not Institution.objects.exists()


def test_a_name_or_number_that_is_taken_is_told(platform, alpes):
    taken = {**NEW, "slug": alpes.slug}
    assert alpes.slug in platform.post(reverse("platform_institution_new"), taken, secure=True).content.decode()
    taken = {**NEW, "siren": alpes.siren}
    platform.post(reverse("platform_institution_new"), taken, secure=True)
    assert Institution.objects.count() == 1


def test_institutions_are_found(platform, alpes, occitanie):
    def shown(words):
        page = platform.get(reverse("platform"), {"q": words}, secure=True).content.decode()
        return [each.slug for each in (alpes, occitanie) if reverse("platform_institution", args=[each.slug]) in page]

    assert shown("") == ["alpes-numerique", "certif-occitanie"]
    assert shown("alpes") == ["alpes-numerique"]
    assert shown("999 900 111") == ["certif-occitanie"]
    assert shown("<b>") == []
    page = platform.get(reverse("platform"), {"q": "<b>"}, secure=True).content.decode()
    assert "&lt;b&gt;" in page


def test_who_heads_counts_once_and_only_while_they_do(platform, alpes, amina):
    page = platform.get(reverse("platform"), secure=True).content.decode()
    assert "sans responsable</span>" not in page
    membership = Membership.objects.get(user=amina)
    membership.ended_at = now()
    membership.save()
    assert "sans responsable</span>" in platform.get(reverse("platform"), secure=True).content.decode()
    page = platform.get(reverse("platform_institution", args=[alpes.slug]), secure=True).content.decode()
    assert "Personne ne répond de cet organisme" in page


def test_an_institution_without_head_is_given_to_somebody(platform, alpes):
    url = reverse("platform_head", args=[alpes.slug])
    response = platform.post(url, {"head": "not an address", "language": "fr"}, secure=True)
    assert "not an address" in response.content.decode()
    assert platform.post(url, {"head": "zoe@bois.example", "language": "en"}, secure=True).status_code == 302
    assert Invitation.objects.get().language == "en"


def test_an_institution_with_a_head_is_not_given_to_another(platform, alpes, amina):
    platform.post(
        reverse("platform_head", args=[alpes.slug]), {"head": "z@bois.example", "language": "fr"}, secure=True
    )
    assert not Invitation.objects.exists()


# the register


FOUND = {"number": "999900103", "source": "Annuaire des entreprises", "holds": "yes", "why": "Vu à l’écran"}


def test_a_search_in_the_register_is_written_down(platform, alpes, paul):
    response = platform.post(reverse("platform_register", args=[alpes.slug]), FOUND, secure=True)
    assert response.status_code == 302
    evidence = Evidence.objects.get()
    assert (evidence.kind, evidence.subject, evidence.state) == ("register", "999900103", "confirmed")
    assert evidence.source == "Annuaire des entreprises"
    act = Act.objects.get(chain=alpes.uuid, code="evidence.register_checked")
    assert act.actor == paul.uuid
    assert Why.objects.get(act=act).text == "Vu à l’écran"
    page = platform.get(reverse("platform_institution", args=[alpes.slug]), secure=True).content.decode()
    assert "Annuaire des entreprises" in page


def test_what_is_not_found_is_written_down_as_well(platform, alpes):
    platform.post(reverse("platform_register", args=[alpes.slug]), {**FOUND, "holds": "no"}, secure=True)
    assert Evidence.objects.get().state == "failed"


@pytest.mark.parametrize(
    "wrong", [{"number": "999900111"}, {"number": "999900104"}, {"number": ""}, {"source": " "}, {"holds": ""}]
)
def test_a_search_that_says_nothing_or_of_another_is_refused(platform, alpes, wrong):
    response = platform.post(reverse("platform_register", args=[alpes.slug]), {**FOUND, **wrong}, secure=True)
    assert response.status_code == 200
    assert "Vu à l’écran" in response.content.decode()
    assert not Evidence.objects.exists()


# a directory that locks its people out


def test_paul_turns_a_directory_off_and_says_why(platform, alpes, directory):
    url = reverse("platform_directory_off", args=[alpes.slug])
    assert platform.post(url, {"why": ""}, secure=True).status_code == 200
    platform.post(url, {"why": "L’annuaire ne répond plus"}, secure=True)
    directory.refresh_from_db()
    assert directory.state == "off"
    act = Act.objects.get(chain=alpes.uuid, code="directory.turned_off")
    assert Why.objects.get(act=act).text == "L’annuaire ne répond plus"
    assert platform.get(url, secure=True).status_code == 404


# people


def test_people_are_found(platform, amina, bruno):
    page = platform.get(reverse("platform_people"), {"q": "BRUNO@"}, secure=True).content.decode()
    assert bruno.name in page
    assert amina.name not in page
    page = platform.get(reverse("platform_people"), {"q": "personne de ce nom"}, secure=True).content.decode()
    assert "Personne ne porte" in page


def test_a_closed_account_is_out_at_once(platform, paul, alpes, amina):
    browser = Client(SERVER_NAME="sceau.example")
    browser.force_login(amina)
    assert browser.get("/desk/", secure=True)["Location"] == "/desk/alpes-numerique/"
    url = reverse("platform_person_close", args=[amina.uuid])
    assert "Plus personne ne répondra de Alpes Numérique" in platform.get(url, secure=True).content.decode()
    assert platform.post(url, {"why": ""}, secure=True).status_code == 200
    platform.post(url, {"why": "Départ"}, secure=True)
    assert browser.get("/desk/", secure=True)["Location"].startswith(reverse("account_login"))
    act = Act.objects.get(code="account.closed")
    assert (act.chain_id, act.actor, act.subject) == (PLATFORM, paul.uuid, f"user:{amina.uuid}")
    assert Why.objects.get(act=act).text == "Départ"
    assert amina.memberships.filter(ended_at=None).exists()
    assert platform.post(url, {"why": "x"}, secure=True).status_code == 404

    platform.post(reverse("platform_person_reopen", args=[amina.uuid]), secure=True)
    amina.refresh_from_db()
    assert amina.is_active
    assert Act.objects.filter(code="account.reopened").count() == 1


def test_nobody_closes_their_own_account_nor_without_the_right(platform, paul, amina, bruno):
    response = platform.post(reverse("platform_person_close", args=[paul.uuid]), {"why": "x"}, secure=True)
    assert "votre propre compte" in response.content.decode()
    paul.refresh_from_db()
    assert paul.is_active
    with pytest.raises(NotCloseable):
        close_account(user=bruno, by=amina, now=now(), why="x")
    with pytest.raises(NotCloseable):
        reopen_account(user=bruno, by=amina, now=now())
    assert User.objects.get(pk=bruno.pk).is_active


def test_closing_twice_is_one_act(paul, amina):
    assert close_account(user=amina, by=paul, now=now(), why="x")
    assert not close_account(user=amina, by=paul, now=now(), why="x")
    assert reopen_account(user=amina, by=paul, now=now())
    assert not reopen_account(user=amina, by=paul, now=now())
    assert Act.objects.filter(code__startswith="account.").count() == 2


# as many questions for one as for fifty


@pytest.mark.parametrize("page", ["platform", "platform_people"])
def test_a_list_asks_the_same_questions_for_one_and_for_fifty(platform, page, django_assert_max_num_queries):
    def made(count):
        for number in range(count):
            institution = Institution.objects.create(
                slug=f"i-{count}-{number}",
                legal_name="I",
                name=f"I {number}",
                did=f"did:web:x:{count}:{number}",
                created_at=now(),
            )
            member(person(f"P{count}x{number} Q"), institution, "head")

    def asked():
        with django_assert_max_num_queries(12) as queries:
            assert platform.get(reverse(page), secure=True).status_code == 200
        return len(queries)

    made(1)
    first = asked()
    made(50)
    assert asked() == first
    assert "page 1 sur 3" in platform.get(reverse(page), secure=True).content.decode()
