"""The page where a file says something else of candidates: seen before and after, taken over, left, or explained."""

from __future__ import annotations

import pytest
from django.urls import reverse

from assessment import making
from institutions.people import NOW
from people.samples import BOX
from sceau.assessment.models import Candidate, Control, ImportDraft
from sceau.assessment.services import importing
from sceau.people.models import Person

pytestmark = pytest.mark.django_db
HEADER = "Nom;Prénom;Date de naissance;Courriel;Groupe\n"
NAIMA = "Haddad;Naïma;05/03/1991;naima@example.org;Matin\n"
BJORN = "Öberg;Björn;01/02/1988;bjorn@example.org;Matin\n"


@pytest.fixture
def session():
    return making.a_session()


@pytest.fixture
def amina(session, client):
    user = making.head(session.institution)
    client.force_login(user)
    return user


@pytest.fixture
def draft(session, amina):
    """Naïma and Björn are in the session; a file has another address for her and another group for him."""
    first = importing.stage(session=session, content=(HEADER + NAIMA + BJORN).encode(), name="a.csv", by=amina, now=NOW)
    importing.confirm(draft=first, by=amina, now=NOW, box=BOX)
    said = NAIMA.replace("naima@", "n.haddad@") + BJORN.replace("Matin", "Soir")
    return importing.stage(session=session, content=(HEADER + said).encode(), name="b.csv", by=amina, now=NOW)


def url(name, draft, *more):
    return reverse(name, args=[draft.session.institution.slug, draft.uuid, *more])


def shown(client, draft):
    return client.get(url("desk_import", draft), {"show": "changed"}).content.decode()


def test_what_would_change_is_seen_before_and_after_and_taken_over_row_by_row(client, draft):
    page = shown(client, draft)
    assert "naima@example.org</span> → <strong" in page
    assert "n.haddad@example.org" in page
    assert "Matin</span> → <strong" in page
    assert "Terminer" not in page

    answer = client.post(url("desk_import_row", draft, 3), {"act": "take", "show": "changed"}, follow=True)

    assert "1 dossier suit le fichier." in answer.content.decode()
    assert [each.cohort.name for each in Candidate.objects.order_by("number")] == ["Matin", "Soir"]
    client.post(url("desk_import_row", draft, 2), {"act": "leave", "show": "changed"})
    assert "n.haddad@example.org" not in shown(client, draft)


def test_all_of_it_is_taken_over_at_once_and_then_nothing_is_left_to_do(client, draft):
    answer = client.post(url("desk_import_take", draft), follow=True).content.decode()

    assert "2 dossiers suivent le fichier." in answer
    assert "tout le monde est déjà inscrit" in answer
    assert client.post(url("desk_import_take", draft), follow=True).status_code == 200
    client.post(url("desk_import_confirm", draft))
    assert not ImportDraft.objects.exists()
    assert (Candidate.objects.count(), Person.objects.count()) == (2, 2)


def test_what_a_file_may_not_change_says_why(client, session, amina, draft):
    Control.objects.filter(attempt__candidate__number=2).update(outcome="verified")
    importing.correct(draft=draft, line=3, header="Prénom", value="Bjørn", by=amina, now=NOW)
    importing.correct(draft=draft, line=3, header="Groupe", value="Matin", by=amina, now=NOW)

    page = shown(client, draft)

    assert "L’identité a été vérifiée sous ce nom" in page
    assert page.count("Prendre ce que dit le fichier<") == 1  # hers alone
    client.post(url("desk_import_row", draft, 3), {"act": "take"})
    assert Person.objects.filter(given_name="Björn").exists()


@pytest.mark.parametrize("name", ["desk_import", "desk_import_take"])
def test_whoever_works_elsewhere_finds_nothing_and_a_stranger_signs_in(client, draft, name):
    bruno = making.head(making.body("certif-occitanie"))
    ask = client.post if name == "desk_import_take" else client.get
    client.force_login(bruno)
    assert ask(url(name, draft)).status_code == 404
    client.logout()
    assert ask(url(name, draft)).status_code == 302
    assert Candidate.objects.filter(cohort__name="Soir").count() == 0
