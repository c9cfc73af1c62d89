"""The pages of letters: what waits, what came back, what is printed, and in which words."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from institutions.people import member, person
from issuing.lettering import at_most, credentials, letters
from issuing.making import a_preparer, body, head
from sceau.issuing.models import Credential, Letter, Wording
from sceau.issuing.services.letters import queue
from sceau.issuing.states import Kind
from sceau.jobs import outbox
from sceau.people.queries import email_of
from signing_in import prove_now

pytestmark = pytest.mark.django_db
SLUG = "alpes-numerique"


def said(answer) -> str:
    """The words of a page, its spaces as they are read."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def url(name: str, *args: object) -> str:
    return reverse(name, args=[SLUG, *args])


@pytest.fixture
def amina(client):
    user = head(body())
    prove_now(client, user)
    return user


@pytest.fixture
def sonia(client):
    user = a_preparer(body())
    prove_now(client, user)
    return user


def test_before_any_letter_the_page_says_when_there_will_be_some(client, amina):
    answer = client.get(url("desk_letters"))

    assert "Personne n’a encore été prévenu" in said(answer)
    assert 'aria-current="page">Courriels aux titulaires</a>' in answer.content.decode()


def test_what_waits_is_counted_and_the_pace_is_told(client, sonia):
    letters(5)
    at_most(body(), 2)
    text = said(client.get(url("desk_letters")))

    assert "5 lettres attendent." in text
    assert "Elles seront parties en 3 minutes environ." in text
    assert "Au plus 2 partent chaque minute." in text


def test_a_pace_of_nothing_is_told_as_stopped(client, sonia):
    letters(1)
    at_most(body(), 0)

    assert "1 lettre attend, et l’envoi est arrêté." in said(client.get(url("desk_letters")))


def test_what_came_back_is_shown_with_its_reason_and_who(client, sonia):
    back, _ = letters(2)
    Letter.objects.filter(pk=back.pk).update(state="bounced", fault="smtp.rcpt.550.5.1.1", ended_at=now())
    text = said(client.get(url("desk_letters") + "?state=bounced"))

    assert "1 lettre n’est pas arrivée." in text
    assert str(back.credential.award.person) in text
    assert "Cette boîte n’existe pas." in text
    assert "1 lettre" in text


@pytest.mark.parametrize(
    ("fault", "state", "words"),
    [
        ("smtp.rcpt.452.4.2.2", "waiting", "Cette boîte est pleine. Un autre essai est prévu."),
        ("smtp.rcpt.450", "waiting", "Refusée pour l’instant (code 450) : un autre essai est prévu."),
        ("smtp.rcpt.553", "bounced", "Le serveur de courriel refuse cette adresse (code 553)."),
        ("smtp.data.554", "bounced", "Le serveur de courriel refuse cette lettre (code 554)."),
        ("letter.address", "bounced", "Ce n’est pas une adresse électronique."),
        ("letter.by_hand", "bounced", "Un collègue a noté qu’elle était revenue."),
        ("builtins.TimeoutError", "waiting", "Le serveur de courriel n’a pas répondu comme prévu"),
    ],
)
def test_each_fault_has_its_words(client, sonia, fault, state, words):
    letters(1)
    Letter.objects.update(fault=fault, state=state)

    assert words in said(client.get(url("desk_letters")))


def test_a_filter_that_means_nothing_shows_all(client, sonia):
    letters(1)

    assert client.get(url("desk_letters") + "?state=x&kind=y&page=z").status_code == 200


def test_lists_take_as_many_statements_for_many_as_for_few(client, sonia):
    letters(1)
    with CaptureQueriesContext(connection) as one:
        client.get(url("desk_letters"))
    letters(8)
    with CaptureQueriesContext(connection) as many:
        client.get(url("desk_letters"))

    assert len(one) == len(many)


def test_an_address_is_corrected_and_the_letter_leaves_again(client, sonia):
    (letter,) = letters(1)
    uuid = letter.credential.uuid
    Letter.objects.update(state="bounced", fault="smtp.rcpt.550", ended_at=now())
    page = client.get(url("desk_letter", uuid))
    assert "Envoyer à nouveau" in said(page)

    wrong = client.post(url("desk_letter_again", uuid), {"letter": letter.pk, "email": "rien"})
    assert wrong.status_code == 200
    assert 'value="rien"' in wrong.content.decode()
    assert Letter.objects.get().state == "bounced"

    done = client.post(url("desk_letter_again", uuid), {"letter": letter.pk, "email": "zoe@example.org"}, follow=True)
    assert "La lettre part dans les minutes qui viennent." in said(done)
    assert Letter.objects.get().state == "waiting"
    assert email_of(letter.credential.award.person) == "zoe@example.org"


def test_a_letter_that_came_back_is_marked_by_hand(client, sonia):
    (letter,) = letters(1)
    Letter.objects.update(state="sent", ended_at=now())
    answer = client.post(url("desk_letter_returned", letter.credential.uuid), {"letter": letter.pk}, follow=True)

    assert "la lettre est revenue" in said(answer)
    assert Letter.objects.get().state == "bounced"


def test_a_letter_of_another_credential_is_not_touched_by_its_number(client, sonia):
    one, other = letters(2)
    Letter.objects.update(state="sent", ended_at=now())
    answer = client.post(url("desk_letter_returned", one.credential.uuid), {"letter": other.pk}, follow=True)

    assert "rechargez la page" in said(answer)
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}


def test_the_words_of_a_letter_are_read_in_the_language_of_the_person(client, sonia):
    (letter,) = letters(1)
    person_ = letter.credential.award.person
    person_.language = "en"
    person_.save()

    answer = client.get(url("desk_letter", letter.credential.uuid))
    assert '<article class="letter stack" lang="en">' in answer.content.decode()
    assert "Open my credential" in said(answer)


def test_letters_on_paper_are_printed_marked_and_put_back(client, sonia):
    made = letters(2, email=False)
    page = client.get(url("desk_letters_print"))
    assert "Ouvrir les 2 lettres (PDF)" in said(page)

    file = client.get(url("desk_letters_pdf", "fr") + f"?last={made[-1].pk}")
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF-")

    numbers = [each.pk for each in made]
    done = client.post(url("desk_letters_printed"), {"letter": numbers}, follow=True)
    assert "2 lettres sont notées comme imprimées." in said(done)
    assert "Les remettre à imprimer" in said(done)
    assert "Rien à imprimer" in said(done)
    client.post(url("desk_letters_printed"), {"letter": numbers, "act": "undo"})
    assert set(Letter.objects.values_list("state", flat=True)) == {"to_print"}


def test_only_what_still_holds_is_printed(client, sonia):
    made = credentials(2, email=False)
    queue(made, Kind.ISSUED, due=now(), now=now())
    Credential.objects.filter(pk=made[0].pk).update(state="revoked", state_at=now())

    assert "Ouvrir la lettre (PDF)" in said(client.get(url("desk_letters_print")))


def test_strange_numbers_mark_nothing(client, sonia):
    letters(1, email=False)
    answer = client.post(url("desk_letters_printed"), {"letter": ["x", "-1", "9" * 40, "²"]}, follow=True)

    assert answer.status_code == 200
    assert Letter.objects.get().state == "to_print"


def test_nothing_to_print_says_so(client, sonia):
    assert "Rien à imprimer" in said(client.get(url("desk_letters_print")))
    answer = client.get(url("desk_letters_pdf", "en"), follow=True)
    assert "Il n’y a plus rien à imprimer dans cette langue." in said(answer)


def test_words_are_saved_shown_and_taken_back(client, amina):
    there = url("desk_wording", "issued", "fr")
    assert "Les mots de la maison." in said(client.get(there))

    done = client.post(there, {"subject": "Bravo {name}", "body": "Voici {title}.\n\n{link}"}, follow=True)
    assert "Ces mots sont enregistrés." in said(done)
    assert "Bravo Camille Exemple" in said(done)
    assert Wording.objects.get().body == "Voici {title}.\n\n{link}"
    assert "Amina Benali" in said(client.get(url("desk_wordings")))

    client.post(url("desk_wording_reset", "issued", "fr"))
    assert not Wording.objects.exists()


def test_a_field_that_does_not_exist_is_told_with_its_place_and_what_was_typed_stays(client, amina):
    answer = client.post(url("desk_wording", "issued", "fr"), {"subject": "Objet", "body": "{link}\n\n{prenom}"})

    assert "Ligne 3, signe 1 : le champ « {prenom} » n’existe pas." in said(answer)
    assert "{prenom}</textarea>" in answer.content.decode()
    assert not Wording.objects.exists()


def test_the_preview_keeps_nothing(client, amina):
    there = url("desk_wording", "issued", "fr")
    answer = client.post(there, {"subject": "Bravo {name}", "body": "{link}", "look": "1"})

    assert "Bravo Camille Exemple" in said(answer)
    assert not Wording.objects.exists()


def test_the_sample_follows_what_is_typed(client, amina):
    there = url("desk_wording_preview", "issued", "fr")
    shown = client.post(there, {"subject": "Bravo {name}", "body": "{link}"})
    assert said(shown) == "Bravo Camille Exemple Ouvrir ma preuve"

    refused = client.post(there, {"subject": "", "body": "{link}"})
    assert "Écrivez quelque chose" in said(refused)


def test_typed_words_are_never_markup_nor_a_template(client, amina):
    shown = client.post(
        url("desk_wording_preview", "revoked", "fr"), {"subject": "a & b", "body": "1 < 2 et 3 > 2"}
    ).content.decode()

    assert "a &amp; b" in shown
    assert "1 &lt; 2 et 3 &gt; 2" in shown


def test_a_trial_is_sent_to_whoever_asks(client, amina):
    answer = client.post(url("desk_wording_trial", "revoked", "en"), follow=True)
    outbox.drain(clock=now, at_most=timedelta(minutes=1))

    assert f"Un essai part à {amina.email}." in said(answer)
    (letter,) = [each for each in mail.outbox if each.to == [amina.email] and each.subject.startswith("Trial")]
    assert letter.subject == "Trial: Your credential is revoked: Leading a project (example)"
    assert "nobody has received this letter" in letter.alternatives[0][0]


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_wording_has_its_page(client, amina, kind, language):
    assert client.get(url("desk_wording", kind, language)).status_code == 200


def test_a_letter_that_does_not_exist_has_no_page(client, amina):
    assert client.get(url("desk_wording", "thanks", "fr")).status_code == 404
    assert client.get(url("desk_wording", "issued", "de")).status_code == 404


def test_a_colleague_elsewhere_and_a_stranger_see_nothing(client):
    (letter,) = letters(1)
    uuid = letter.credential.uuid
    for user in (head(body("certif-occitanie")), person("Nobody Here")):
        prove_now(client, user)
        assert client.get(url("desk_letter", uuid)).status_code == 404
        assert client.post(url("desk_letter_again", uuid), {"letter": letter.pk}).status_code == 404
    client.logout()
    assert client.get(url("desk_letters")).status_code == 302


def test_the_letters_of_ours_are_not_found_under_another_institution(client):
    (letter,) = letters(1)
    theirs = body("certif-occitanie")
    prove_now(client, head(theirs))

    assert client.get(reverse("desk_letter", args=[theirs.slug, letter.credential.uuid])).status_code == 404


def test_an_auditor_reads_and_changes_nothing(client):
    (letter,) = letters(1)
    odile = person("Odile Lecture")
    member(odile, body(), "auditor", until=now().replace(year=now().year + 1))
    prove_now(client, odile)

    page = client.get(url("desk_letter", letter.credential.uuid))
    assert page.status_code == 200
    assert '<form method="post" action="/desk/alpes-numerique/letters' not in page.content.decode()
    assert client.post(url("desk_letter_again", letter.credential.uuid), {"letter": letter.pk}).status_code == 403
    assert client.get(url("desk_wordings")).status_code == 403
