"""What holders say is wrong, at the desk: listed, read beside the credential, accepted or answered, and by whom."""

from __future__ import annotations

import pytest
from django.utils.timezone import now

from issuing.making import a_key, awards, body
from issuing.opened import a_credential
from sceau.issuing.models import Batch, CorrectionRequest, IssuingSettings, Letter
from sceau.issuing.services.requests import ask_correction
from sceau.issuing.services.running import cancel_batch
from sceau.issuing.services.turning import turn
from sceau.issuing.states import About, CredentialState
from sceau.people.models import Person
from signing_in import prove_now
from web.desk.batches.reading import at, said, statements

pytestmark = pytest.mark.django_db
NAME = "Naïma Haddad-Lévy"


@pytest.fixture
def one():
    a_key()
    return a_credential()


@pytest.fixture
def asked(one):
    return ask(one)


def ask(credential, about=About.NAME, words="C’est mon nom d’usage."):
    return ask_correction(credential=credential, about=about, name=NAME, words=words, by=None, now=now())


def page(request):
    return at("desk_credential_request", request.uuid)


def test_home_and_the_list_of_credentials_say_how_many_wait(as_amina, asked):
    assert "1 demande de correction" in said(as_amina.get(at("desk_home")))
    assert "Demandes de correction (1)" in said(as_amina.get(at("desk_credentials")))
    assert "attend votre réponse" in said(as_amina.get(at("desk_credential", asked.credential.uuid)))


def test_the_list_shows_what_waits_then_what_was_dealt_with(as_amina, asked):
    told = said(as_amina.get(at("desk_credential_requests")))
    assert f"Naïma Haddad → {NAME}" in told
    assert "À traiter (1)" in told
    as_amina.post(page(asked), {"act": "refuse", "words": "Le procès-verbal dit ce nom."})

    assert "Aucune demande n’attend de réponse." in said(as_amina.get(at("desk_credential_requests")))
    assert "Refusée" in said(as_amina.get(at("desk_credential_requests"), {"state": "answered"}))


def test_nobody_asked_anything(as_amina):
    assert "Personne n’a signalé d’erreur" in said(as_amina.get(at("desk_credential_requests")))


def test_the_list_asks_as_much_for_many(as_amina, one):
    ask(one)
    few = statements(as_amina, at("desk_credential_requests"))
    for award in awards(3):
        ask(a_credential(award))

    assert statements(as_amina, at("desk_credential_requests")) == few


def test_what_it_bears_and_what_is_asked_stand_side_by_side(as_amina, asked):
    told = said(as_amina.get(page(asked)))

    for part in ("Nom sur la preuve Naïma Haddad", f"Nom demandé {NAME}", "C’est mon nom d’usage.", "Corriger le nom"):
        assert part in told


def test_of_a_suspended_one_it_is_told_that_the_new_one_will_be_valid(as_amina, amina, asked):
    chosen = [asked.credential.pk]
    turn(institution=body(), credentials=chosen, state=CredentialState.SUSPENDED, by=amina, now=now(), why="Un doute")

    told = said(as_amina.get(page(asked)))
    done = said(as_amina.post(page(asked), {"act": "name", "name": NAME}, follow=True))

    assert "L’ancienne est suspendue : la nouvelle sera valide, et la suspension prend fin avec elle." in told
    assert "D’ici là, l’ancienne preuve reste suspendue." in done


def test_an_accepted_name_waits_for_a_second_person(as_amina, asked):
    answer = as_amina.post(page(asked), {"act": "name", "name": NAME}, follow=True)

    batch = Batch.objects.get(cause="correction")
    assert "attend qu’une autre personne la libère" in said(answer)
    assert at("desk_batch", batch.uuid) in answer.content.decode()
    assert (batch.state, batch.lines.get().name) == ("asked", NAME)
    again = as_amina.post(page(asked), {"act": "name", "name": NAME}, follow=True)
    assert "n’attendait plus de réponse" in said(again)
    assert Batch.objects.filter(cause="correction").count() == 1


def test_one_person_is_enough_where_the_institution_decided_so_and_a_batch_called_off_reopens_it(
    as_amina, amina, asked
):
    IssuingSettings.objects.create(institution=body(), two_people=False)
    assert "en signature" in said(as_amina.post(page(asked), {"act": "name", "name": NAME}, follow=True))

    cancel_batch(batch=Batch.objects.get(cause="correction"), by=amina, now=now())

    assert "Corriger le nom" in said(as_amina.get(page(asked)))


def test_the_name_is_taken_over_into_the_record_only_where_that_was_ticked(as_amina, asked):
    told = as_amina.get(page(asked))
    assert f"Le dossier, avant et après Naïma Haddad → {NAME}" in said(told)
    assert 'name="family_name" value="Haddad-Lévy"' in told.content.decode()
    parts = {"act": "name", "name": NAME, "given_name": "Naïma", "family_name": "Haddad"}

    refused = as_amina.post(page(asked), parts | {"recorded": "on"})
    assert "mis bout à bout" in said(refused)
    assert 'value="Haddad"' in refused.content.decode()
    assert not Batch.objects.filter(cause="correction").exists()
    done = as_amina.post(page(asked), parts | {"recorded": "on", "family_name": "Haddad-Lévy"}, follow=True)

    assert "Le dossier porte maintenant ce nom." in said(done)
    assert str(Person.objects.get(pk=asked.credential.award.person_id)) == NAME


@pytest.mark.parametrize(("name", "fault"), [("", "Donnez le nom"), ("Naïma Haddad", "porte déjà ce nom")])
def test_a_name_that_cannot_be_is_refused_at_its_field(as_amina, asked, name, fault):
    answer = as_amina.post(page(asked), {"act": "name", "name": name})

    assert fault in said(answer)
    assert "Ou répondre autrement" in said(answer)
    assert not Batch.objects.filter(cause="correction").exists()


@pytest.mark.parametrize(("act", "state"), [("done", "accepted"), ("refuse", "refused")])
def test_an_answer_in_words_is_sent_once(as_amina, one, act, state):
    request = ask(one, About.OTHER, "La date est fausse.")
    told = said(as_amina.get(page(request)))
    assert "autre chose est faux" in told
    assert "Corriger le nom" not in told

    assert "Écrivez votre réponse" in said(as_amina.post(page(request), {"act": act, "words": " "}))
    for _turn in range(2):
        as_amina.post(page(request), {"act": act, "words": "La date est celle du jury."})

    request.refresh_from_db()
    assert (request.state, request.answer) == (state, "La date est celle du jury.")
    assert Letter.objects.filter(kind="answered").count() == 1
    assert "La date est celle du jury." in said(as_amina.get(page(request)))


def test_what_was_written_stays_where_it_is_too_long(as_amina, asked):
    told = said(as_amina.post(page(asked), {"act": "refuse", "words": "Rien à changer. " + "a" * 1000}))

    assert "1 000 signes au plus." in told
    assert "Rien à changer." in told
    assert CorrectionRequest.objects.get().state == "open"


def test_what_is_somebody_elses_leads_to_a_suspension(as_amina, one):
    request = ask(one, About.NOT_MINE)

    answer = as_amina.get(page(request))

    turn = f"{at('desk_credentials_turn', 'suspend')}?chosen={one.uuid}"
    assert turn in answer.content.decode()
    assert as_amina.get(turn).status_code == 200


def test_who_may_not_change_credentials_reads_and_answers_none(client, sonia, aude, bruno, asked):
    for somebody, status in ((sonia, 403), (aude, 403), (bruno, 404)):
        prove_now(client, somebody)
        for url in (at("desk_credential_requests"), page(asked)):
            assert client.get(url).status_code == status
        assert client.post(page(asked), {"act": "refuse", "words": "Non"}).status_code == status
        client.logout()
    assert client.get(page(asked)).status_code == 302
    assert CorrectionRequest.objects.get().state == "open"


def test_the_page_of_a_credential_says_nothing_of_it_to_who_may_only_read(as_sonia, asked):
    told = said(as_sonia.get(at("desk_credential", asked.credential.uuid)))

    assert "attend votre réponse" not in told
    assert "Demandes de correction" not in said(as_sonia.get(at("desk_credentials")))


def test_one_of_another_institution_is_not_found(as_amina):
    a_key(body("certif-occitanie"))
    elsewhere = ask(a_credential(awards(1, body("certif-occitanie"))[0]))

    assert as_amina.get(page(elsewhere)).status_code == 404
