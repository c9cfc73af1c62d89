"""The pages of people: who is found, what is behind a button, what somebody decides, what a schedule would do."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now

from institutions.people import member, person
from people.samples import SIOBHAN
from sceau.journal.models import Act
from sceau.people.models import Address, CivilStatus, Consent, Guardian, Keeping, Merge, Person, Processing
from sceau.people.queries import email_of, person_of
from sceau.people.retention import rules_of
from sceau.people.services import add_guardian, create_person, give_consent, merge, set_civil_status
from sceau.web.ports import ports
from signing_in import prove_now

GRAVE = {"desk_retention_confirm", "desk_retention_run"}


def at(name, *args):
    return reverse(name, args=["alpes-numerique", *args])


def said(answer):
    """The words of a page, its signs as they are read."""
    import html

    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def known(institution, given="Siobhán", family="O’Brien", *, civil=None, **more):
    made = create_person(institution=institution, given_name=given, family_name=family, by=None, now=now(), **more)
    if civil:
        set_civil_status(person=made, values=civil, box=ports().box, by=None, now=now())
    return made


@pytest.fixture
def here(client, amina):
    prove_now(client, amina)
    return client


@pytest.fixture
def dora(alpes):
    user = person("Dora Petit")
    member(user, alpes, "dpo")
    return user


@pytest.fixture
def siobhan(alpes):
    return known(alpes, civil=SIOBHAN, email="siobhan@example.org", reference="A0001")


def test_an_empty_list_says_what_will_be_there(here, alpes):
    assert "Une fiche par personne" in said(here.get(at("desk_people")))


def test_people_are_listed_and_found(here, alpes, siobhan):
    known(alpes, "Yao", "N’Guessan", native_name="يا")

    page = said(here.get(at("desk_people")))
    assert "2 personnes" in page
    assert "siobhan@example.org" in page
    assert "4 manquent" in page  # of Yao
    found = said(here.get(at("desk_people"), {"q": "brien siob"}))
    assert "1 personne" in found
    assert "N’Guessan" not in found
    assert "Personne ne répond" in said(here.get(at("desk_people"), {"q": "personne"}))


def test_who_only_works_in_a_unit_is_told_where_to_look(client, alpes, gap, siobhan):
    user = person("Ursule Nicolas")
    member(user, alpes, "session_manager", unit=gap)
    prove_now(client, user)

    page = said(client.get(at("desk_people")))
    assert "O’Brien" not in page
    assert "dans les sessions de cette composante" in page
    assert client.get(at("desk_person", siobhan.uuid)).status_code == 404
    assert client.get(at("desk_person_new")).status_code == 403
    assert "Rien à rapprocher" in said(client.get(at("desk_people_alike")))


def test_a_list_asks_as_often_for_three_as_for_one(here, alpes):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            here.get(at("desk_people"))
        return len(seen)

    known(alpes, email="un@example.org")
    once = asked()
    for number in range(3):
        known(alpes, "Autre", f"Nom {number}", email=f"{number}@example.org", civil=SIOBHAN)
    assert asked() == once


def test_somebody_new_is_added_and_a_wrong_address_is_said_at_its_place(here, alpes):
    typed = {"given_name": "Siobhán", "family_name": "O’Brien", "language": "ga", "email": "nothing"}
    assert "n’est pas une adresse" in said(here.post(at("desk_person_new"), typed)).replace("\u202f", " ")
    assert not Person.objects.exists()

    answer = here.post(at("desk_person_new"), typed | {"email": "S@example.org"}, follow=True)

    made = Person.objects.get()
    assert (made.language, email_of(made)) == ("ga", "s@example.org")
    assert "est dans vos personnes" in said(answer)


def test_a_file_tells_all_but_what_is_sealed(here, alpes, siobhan):
    known(alpes, email="siobhan@example.org")
    add_guardian(person=siobhan, name="Maeve O’Brien", relation="mère", by=None, now=now())
    give_consent(person=siobhan, subject="achievement:x/1", how="on_paper", by=None, now=now())

    page = said(here.get(at("desk_person", siobhan.uuid)))

    assert "complet" in page
    assert "Maeve O’Brien (mère)" in page
    assert "une preuve" in page
    assert "a peut-être une autre fiche" in page
    for sealed in ("1986", "99136", "Cork", "Mary"):
        assert sealed not in page


def test_civil_status_is_opened_by_a_button_and_that_is_on_record(here, amina, siobhan):
    url = at("desk_person_civil_status", siobhan.uuid)
    first = said(here.get(url))
    assert "Ouvrir et inscrire la lecture" in first
    assert "1986" not in first
    assert not Act.objects.filter(code="person.civil_status_read").exists()

    opened = here.post(url)

    assert "20/07/1986" in said(opened)
    assert "99136" in said(opened)
    assert "no-store" in opened.headers["Cache-Control"]
    assert Act.objects.get(code="person.civil_status_read").actor == amina.uuid


def test_civil_status_is_typed_and_what_is_wrong_is_said_at_its_field(here, alpes):
    yao = known(alpes, "Yao", "N’Guessan")
    url = at("desk_person_civil_status", yao.uuid)
    typed = {"birth_name": "N’Guessan", "first_names": "Yao Kofi", "sex": "M", "birth_date": "31/02/1990"}

    assert "n’existe pas" in said(here.post(url, typed))
    assert not CivilStatus.objects.exists()
    both = typed | {"birth_date": "02/1990", "insee_code": "33063", "postcode": "33000"}
    assert "jamais les deux" in said(here.post(url, both))
    here.post(url, both | {"postcode": ""})

    kept = CivilStatus.objects.get(person=yao)
    assert "birth_month" in kept.parts
    assert "birth_day" not in kept.parts


def test_who_protects_data_opens_a_civil_status_and_writes_none(client, dora, siobhan):
    prove_now(client, dora)
    url = at("desk_person_civil_status", siobhan.uuid)

    assert "20/07/1986" in said(client.post(url))
    assert client.post(url, {"birth_name": "X"}).status_code == 403
    assert client.get(at("desk_person_edit", siobhan.uuid)).status_code == 403


def test_an_address_is_taken_away_and_put_back(here, siobhan):
    address = Address.objects.get(person=siobhan)

    page = said(here.post(at("desk_person_address", address.uuid, "remove"), follow=True))
    assert "Retirées ce mois-ci" in page
    assert email_of(siobhan) == ""
    here.post(at("desk_person_address", address.uuid, "restore"))
    assert email_of(siobhan) == "siobhan@example.org"
    assert here.post(at("desk_person_address", address.uuid, "burn")).status_code == 404
    here.post(at("desk_person_address_add", siobhan.uuid), {"kind": "phone", "value": "06 39 98 17 44"})
    assert "a déjà cette adresse" in said(
        here.post(at("desk_person_address_add", siobhan.uuid), {"kind": "phone", "value": "06 39 98 17 44"})
    )


def test_a_guardian_is_added_agrees_and_goes(here, siobhan):
    here.post(at("desk_person_guardian_add", siobhan.uuid), {"name": "Maeve", "relation": "mère"})
    guardian = Guardian.objects.get()
    for act in ("agree", "withdraw", "remove", "restore"):
        here.post(at("desk_person_guardian", guardian.uuid, act))
    here.post(at("desk_person_guardian_edit", guardian.uuid), {"name": "Maeve O’Brien", "relation": "mère"})

    guardian.refresh_from_db()
    assert (guardian.name, guardian.removed_at) == ("Maeve O’Brien", None)
    assert guardian.withdrawn_at is not None
    assert "Accord retiré" in said(here.get(at("desk_person", siobhan.uuid)))


def test_two_records_are_compared_merged_and_separated(here, alpes, siobhan):
    other = known(alpes, "Siobhán", "Kerr", email="siobhan@example.org")
    assert "même adresse électronique" in said(here.get(at("desk_people_alike")))
    url = at("desk_people_compare", siobhan.uuid, other.uuid)
    assert "Est-ce la même personne" in said(here.get(url))
    assert "Dites pourquoi" in said(here.post(url, {"kept": str(siobhan.uuid)})) or not Merge.objects.exists()

    page = said(here.post(url, {"kept": str(other.uuid), "why": "Nom d’épouse"}, follow=True))

    siobhan.refresh_from_db()
    assert person_of(siobhan) == other
    assert "Fiches réunies" in page
    made = Merge.objects.get()
    assert here.get(at("desk_person", siobhan.uuid)).context["person"] == other
    here.post(at("desk_people_separate", made.uuid), {"why": "Deux cousines"})
    siobhan.refresh_from_db()
    assert siobhan.root is None


def test_two_people_are_told_apart_and_proposed_again(here, alpes, siobhan):
    other = known(alpes, "Maeve", "O’Brien", email="siobhan@example.org")

    here.post(at("desk_people_apart", siobhan.uuid, other.uuid))
    assert "Rien à rapprocher" in said(here.get(at("desk_people_alike")))
    assert "Remettre à comparer" in said(here.get(at("desk_people_alike"), {"state": "apart"}))
    here.post(at("desk_people_again", siobhan.uuid, other.uuid))
    assert "Comparer" in said(here.get(at("desk_people_alike")))


def test_what_hangs_on_a_merged_record_is_changed_from_the_one_that_stands(here, alpes, amina, siobhan):
    kept = known(alpes, "Siobhán", "Kerr")
    give_consent(person=siobhan, subject="x", how="on_paper", by=None, now=now())
    merge(kept=kept, other=siobhan, why="La même", by=amina, now=now())

    here.post(at("desk_person_address", Address.objects.get().uuid, "remove"))
    here.post(at("desk_person_consent_withdraw", Consent.objects.get().uuid))

    assert Address.objects.get().removed_at is not None
    assert Consent.objects.get().withdrawn_at is not None


def test_the_person_gets_all_that_is_kept_in_a_file(here, siobhan):
    answer = here.post(at("desk_person_export", siobhan.uuid))

    assert answer["Content-Type"] == "application/zip"
    assert "O’Brien" not in answer["Content-Disposition"]
    assert "donnees.json" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()


def test_an_erasure_is_shown_before_it_is_done(client, dora, siobhan):
    prove_now(client, dora)
    url = at("desk_person_erase", siobhan.uuid)
    page = said(client.get(url))
    assert "Ce qui s’efface" in page
    assert "état civil" in page
    client.post(url, {"why": ""})
    siobhan.refresh_from_db()
    assert siobhan.erased_at is None

    client.post(url, {"why": "Demande de la personne"})

    siobhan.refresh_from_db()
    assert siobhan.erased_at is not None
    assert not Address.objects.exists()
    assert "personne effacée" in said(client.get(at("desk_person", siobhan.uuid)))


def test_a_schedule_is_read_set_and_put_into_service(client, alpes, dora, siobhan):
    Address.objects.update(removed_at=now() - timedelta(days=40), preferred=False)
    prove_now(client, dora)
    page = said(client.get(at("desk_retention")))
    assert "Rien n’est supprimé" in page
    assert "3 ans, puis archive restreinte, suppression à 10 ans" in page
    assert "1 à supprimer" in page

    wrong = {"active_months": "60", "then": "restrict", "months": "12"}
    assert "Donnez plus de 60 mois" in said(client.post(at("desk_retention_edit", "scores"), wrong))
    client.post(at("desk_retention_edit", "scores"), wrong | {"months": "120"})
    assert rules_of(alpes)["scores"].active_months == 60
    assert client.get(at("desk_retention_edit", "nothing")).status_code == 404

    client.post(at("desk_retention_confirm"))
    assert Keeping.objects.get().confirmed_by == dora
    assert "En service depuis" in said(client.get(at("desk_retention")))
    assert "C’est fait" in said(client.post(at("desk_retention_run"), follow=True))
    assert not Address.objects.exists()
    client.post(at("desk_retention_suspend"))
    assert Keeping.objects.get().confirmed_at is None


def test_the_register_is_read_added_to_and_taken_away(here, alpes):
    here.post(at("desk_processing_contact"), {"dpo": "Dora Petit", "dpo_contact": "dpo@alpes.example"})
    here.post(at("desk_processing_add"), {"name": "Paie", "purpose": "payer", "basis": "contrat"})
    line = Processing.objects.get()
    here.post(at("desk_processing_edit", line.uuid), {"name": "Paie", "purpose": "payer tous", "basis": "contrat"})

    page = said(here.get(at("desk_processing")))
    assert "Dora Petit" in page
    assert "payer tous" in page
    assert "Caisse des Dépôts" in page
    assert here.get(at("desk_processing_export", "csv")).content.startswith(b"\xef\xbb\xbf")
    assert len(here.get(at("desk_processing_export", "json")).json()["activities"]) == 7
    assert here.get(at("desk_processing_export", "xml")).status_code == 404
    here.post(at("desk_processing_remove", line.uuid))
    assert not Processing.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["desk_people", "desk_person_new", "desk_people_alike", "desk_retention", "desk_processing", *sorted(GRAVE)],
)
def test_the_pages_are_in_english_too(here, alpes, siobhan, name):
    known(alpes, email="siobhan@example.org")
    here.cookies["sceau_language"] = "en"
    with translation.override("en"):
        page = said(here.get(at(name), headers={"accept-language": "en"}))

    assert not re.search(
        r"\b(personnes|fiches?|durées?|calendrier|adresse)\b", page.replace("Alpes", ""), re.IGNORECASE
    )
