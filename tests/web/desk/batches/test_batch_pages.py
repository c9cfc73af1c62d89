"""One batch: read before it is signed, released by two people, followed, paused, called off, and what came of it."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.timezone import localtime, now

from assessment.juries import a_key as key_for
from issuing.making import a_batch, a_key, a_preparer, a_released_batch, awards, body, colleague, head, the_store
from sceau.issuing.models import Batch, Credential, IssuingSettings, Letter, Line
from sceau.issuing.reasons.signing import KEY_DOES_NOT_OPEN
from sceau.issuing.services.correcting import correct_name
from sceau.issuing.services.finishing import move_batch_on
from sceau.issuing.services.preparing import add_awards
from sceau.issuing.services.releasing import ask_release, release_batch, take_back
from sceau.issuing.services.running import pause_batch, resume_batch
from sceau.issuing.services.signing import issue_next_lines
from sceau.jobs import batch_files, calling_off
from sceau.journal.models import Act
from sceau.keyring.models import Purpose
from sceau.people.models import Person
from signing_in import prove_now
from web.desk.batches.reading import at, said, signed, statements

pytestmark = pytest.mark.django_db

MOST = 26  # statements of the page of a batch


@pytest.fixture
def batch(db):
    """In preparation, by Sonia; a key is in service."""
    a_key()
    return a_batch(awards(3))


def fresh(batch):
    return Batch.objects.get(pk=batch.pk)


def alone():
    """An institution where one person is enough."""
    IssuingSettings.objects.create(institution=body(), two_people=False)


# Before it is released


def test_the_page_says_what_it_takes_and_who_may_release(as_sonia, batch):
    page = said(as_sonia.get(at("desk_batch", batch.uuid)))

    assert "Promotion 2026" in page
    assert "Preuves à signer 3" in page
    assert "Signature, environ 1 minute estimation" in page
    assert "15 minutes avant le premier courriel" in page
    assert "Vous préparez ce lot : une autre personne le libérera." in page
    assert "Amina Benali" in page
    assert "Libérer le lot" not in page


def test_three_real_lines_are_offered_to_be_read(as_sonia):
    batch = a_batch(awards(12))

    page = as_sonia.get(at("desk_batch", batch.uuid))

    assert "3 exemples à relire" in said(page)
    assert [row["line"].number for row in page.context["examples"]] == [1, 6, 12]


def test_a_batch_without_a_key_says_so(as_sonia):
    batch = a_batch(awards(1))

    assert "Aucune clé des preuves n’est en service" in said(as_sonia.get(at("desk_batch", batch.uuid)))


def test_people_without_e_mail_are_counted(as_sonia):
    batch = a_batch([*awards(2), *awards(1, email=False)])

    assert "dont 1 à remettre sur papier" in said(as_sonia.get(at("desk_batch", batch.uuid)))


def test_whoever_prepared_asks_and_somebody_else_releases(client, amina, sonia, batch):
    prove_now(client, sonia)
    assert "attend qu’une autre personne" in said(client.post(at("desk_batch_ask", batch.uuid), follow=True))
    assert fresh(batch).state == "asked"
    assert client.get(at("desk_batch_release", batch.uuid)).status_code == 403

    prove_now(client, amina)
    assert "1 lot à libérer" in said(client.get(at("desk_home")))
    assert "Sonia" in said(client.get(at("desk_batch", batch.uuid)))
    answer = client.post(at("desk_batch_release", batch.uuid), {"when": "now"}, follow=True)

    assert "Le lot est libéré. La signature commence." in said(answer)
    assert (fresh(batch).state, fresh(batch).released_by) == ("released", amina)


def test_asking_or_releasing_twice_does_it_once(client, amina, sonia, batch):
    prove_now(client, sonia)
    for _ in range(2):
        assert client.post(at("desk_batch_ask", batch.uuid)).status_code == 302
    prove_now(client, amina)
    for _ in range(2):
        assert client.post(at("desk_batch_release", batch.uuid), {"when": "now"}).status_code == 302

    assert fresh(batch).state == "released"


def test_what_was_asked_for_is_taken_back(as_sonia, batch):
    as_sonia.post(at("desk_batch_ask", batch.uuid))

    answer = as_sonia.post(at("desk_batch_take_back", batch.uuid), follow=True)

    assert "de nouveau en préparation" in said(answer)
    assert fresh(batch).state == "draft"


def test_who_prepared_it_does_not_release_it(as_amina, amina):
    a_key()
    batch = a_batch(awards(1), by=amina)
    as_amina.post(at("desk_batch_ask", batch.uuid))

    page = said(as_amina.get(at("desk_batch", batch.uuid)))
    answer = as_amina.post(at("desk_batch_release", batch.uuid), {"when": "now"})

    assert "Ce lot attend qu’une autre personne le libère." in page
    assert "Libérer le lot" not in page
    assert "Vous avez préparé ce lot" in said(answer)
    assert "Libérer le lot" not in said(as_amina.get(at("desk_batch_release", batch.uuid)))
    assert fresh(batch).state == "asked"


def test_what_came_in_since_the_page_was_opened_is_read_before_it_is_released(client, amina, sonia, batch):
    prove_now(client, sonia)
    client.post(at("desk_batch_ask", batch.uuid))
    prove_now(client, amina)
    page = client.get(at("desk_batch_release", batch.uuid))
    batch = take_back(batch=fresh(batch), by=sonia, now=now())
    batch = add_awards(batch=batch, awards=awards(1), by=sonia, now=now())
    batch = ask_release(batch=batch, by=sonia, now=now())

    answer = client.post(at("desk_batch_release", batch.uuid), {"when": "now", "read": page.context["read"]})

    total = fresh(batch).lines_total
    assert f"il compte maintenant {total} preuves. Relisez-le" in said(answer)
    assert f"Libérer {total} preuves" in said(answer)
    assert fresh(batch).state == "asked"
    client.post(at("desk_batch_release", batch.uuid), {"when": "now", "read": answer.context["read"]})
    assert fresh(batch).state == "released"


def test_one_person_is_enough_where_the_rule_says_so(as_amina, amina):
    a_key()
    alone()
    batch = a_batch(awards(1), by=amina)

    as_amina.post(at("desk_batch_release", batch.uuid), {"when": "now"})

    assert fresh(batch).state == "released"


def test_home_says_that_a_batch_waits_to_whoever_may_release_it_alone(as_amina, amina):
    """One that was asked for before the rule was changed, say: nobody else would ever read of it."""
    a_key()
    batch = a_batch(awards(1), by=amina)
    as_amina.post(at("desk_batch_ask", batch.uuid))
    assert "1 lot à libérer" not in said(as_amina.get(at("desk_home")))

    alone()

    assert "1 lot à libérer" in said(as_amina.get(at("desk_home")))


def test_a_release_is_planned_for_later(as_amina, amina):
    a_key()
    alone()
    batch = a_batch(awards(1), by=amina)
    day = localtime(now() + timedelta(days=3))

    sent = {"when": "later", "on": f"{day:%d/%m/%Y}", "at": "9 h 30"}
    answer = as_amina.post(at("desk_batch_release", batch.uuid), sent, follow=True)

    there = localtime(fresh(batch).not_before)
    assert (there.date(), there.hour, there.minute) == (day.date(), 9, 30)
    assert "La signature commencera le" in said(answer)
    assert "Planifié" in said(answer)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"when": "later", "on": "", "at": ""}, "Donnez une date"),
        ({"when": "later", "on": "01/01/2026", "at": "9 h"}, "Ce moment est passé"),
        ({"when": "later", "on": "31/11/2027", "at": "9 h"}, "n’a que 30 jours"),
        ({"when": "later", "on": "01/12/2027", "at": "9 h"}, "90 jours à l’avance au plus"),
        ({"when": "later", "on": "01/12/2026", "at": "25 h"}, "n’est pas une heure"),
        ({}, "Choisissez dans la liste."),
    ],
)
def test_an_hour_that_cannot_be_is_told_and_kept(as_amina, amina, sent, told):
    a_key()
    alone()
    batch = a_batch(awards(1), by=amina)

    answer = as_amina.post(at("desk_batch_release", batch.uuid), sent)

    assert told in said(answer)
    assert sent.get("on", "") in answer.content.decode()
    assert fresh(batch).state == "draft"


def test_lines_are_left_out_of_a_draft(as_sonia, batch):
    answer = as_sonia.post(at("desk_batch_drop", batch.uuid), {"line": ["2", "x", "99"]}, follow=True)

    assert "1 ligne est écartée." in said(answer)
    assert list(Line.objects.order_by("number").values_list("state", flat=True)) == ["waiting", "dropped", "waiting"]
    assert "Cochez au moins une ligne" in said(as_sonia.post(at("desk_batch_drop", batch.uuid), {}, follow=True))


def test_a_draft_is_given_up_and_its_awards_are_free(as_sonia, batch):
    assert "Abandonner ce lot ?" in said(as_sonia.get(at("desk_batch_cancel", batch.uuid)))
    answer = as_sonia.post(at("desk_batch_cancel", batch.uuid), follow=True)

    assert "Ce lot a été abandonné : rien n’a été signé." in said(answer)
    assert "3 attributions" in said(as_sonia.get(at("desk_batch_new")))


# The preview of a line


def test_a_line_is_read_as_it_will_be(as_sonia, batch):
    line = Line.objects.get(batch=batch, number=1)

    answer = as_sonia.get(at("desk_batch_preview", batch.uuid, 1))

    page = said(answer)
    assert str(line.award.person) in page
    assert "Un spécimen : rien n’est signé." in page
    assert '"type": [' in page
    assert f'"id": "{batch.institution.did}"' in page
    assert "credentialStatus" in page
    assert '"proof"' not in page
    assert answer.context["letter"]["subject"]
    assert Credential.objects.count() == 0


def test_who_has_no_e_mail_has_a_letter_to_print(as_sonia):
    batch = a_batch(awards(1, email=False))

    assert "La lettre à imprimer" in said(as_sonia.get(at("desk_batch_preview", batch.uuid, 1)))


def test_a_line_that_does_not_exist_or_was_left_out_is_not_found(as_sonia, batch):
    Line.objects.filter(number=2).update(state="dropped")

    assert as_sonia.get(at("desk_batch_preview", batch.uuid, 2)).status_code == 404
    assert as_sonia.get(at("desk_batch_preview", batch.uuid, 9)).status_code == 404


# On its way


def test_progress_is_told_and_asks_again_by_itself(as_amina):
    batch = a_released_batch(awards(2), now=now())
    address = at("desk_batch", batch.uuid)

    page = as_amina.get(address)
    whole = page.content.decode()
    part = as_amina.get(f"{address}?was={page.context['stage']}&told=0", headers={"HX-Request": "true"})

    assert "0 preuves signées sur 2" in said(page)
    assert 'hx-trigger="every 2s"' in whole
    assert "Actualiser" in said(page)
    assert "<html" not in part.content.decode()
    assert "hx-swap-oob" not in part.content.decode()  # what was said is not said again
    assert "HX-Refresh" not in part.headers


def test_another_stage_brings_the_whole_page(as_amina):
    batch = a_released_batch(awards(2), now=now())
    was = as_amina.get(at("desk_batch", batch.uuid)).context["stage"]
    signed(batch)

    part = as_amina.get(f"{at('desk_batch', batch.uuid)}?was={was}&told=0", headers={"HX-Request": "true"})

    assert part.headers["HX-Refresh"] == "true"
    assert "100 % traités" in said(part)


def test_the_time_to_call_it_off_is_said_in_words(as_amina):
    batch = signed(a_released_batch(awards(2), now=now()))

    page = said(as_amina.get(at("desk_batch", batch.uuid)))

    assert "Il reste 15 minutes pour annuler." in page
    assert "Annuler le lot" in page


def test_two_clicks_that_overlap_release_once_and_are_told_so(as_amina, monkeypatch):
    a_key()
    batch = ask_release(batch=a_batch(awards(1), now=now()), by=a_preparer(), now=now())

    def quicker(**asked):
        release_batch(**asked)
        return release_batch(**asked)

    monkeypatch.setattr("sceau.web.desk.batches.releasing.release_batch", quicker)
    answer = as_amina.post(at("desk_batch_release", batch.uuid), {"when": "now"}, follow=True)

    assert "C’était déjà fait." in said(answer)
    assert answer.redirect_chain[-1][0] == at("desk_batch", batch.uuid)
    assert Act.objects.filter(code="batch.released").count() == 1


def test_what_is_taken_up_again_without_being_paused_is_told_so(as_amina):
    batch = a_batch(awards(1), now=now())

    for act in ("resume", "retry"):
        told = said(as_amina.post(at("desk_batch_move", batch.uuid, act), follow=True))
        assert "Il n’y avait rien à reprendre." in told


def test_a_batch_is_called_off_before_anybody_heard_of_it(as_amina):
    batch = signed(a_released_batch(awards(2), now=now()))

    asked = said(as_amina.get(at("desk_batch_cancel", batch.uuid)))
    answer = as_amina.post(at("desk_batch_cancel", batch.uuid), follow=True)

    assert "2 preuves déjà signées ne vaudront plus rien" in asked
    assert "Mettre en pause plutôt" in asked
    assert "Le lot est annulé. Personne n’a été prévenu." in said(answer)
    assert set(Credential.objects.values_list("state", flat=True)) == {"cancelled"}
    assert as_amina.post(at("desk_batch_cancel", batch.uuid)).status_code == 302


def test_calling_a_correction_off_says_that_the_old_one_was_told_as_replaced_meanwhile(as_amina):
    (old,) = Credential.objects.filter(line__batch=signed(a_released_batch(awards(1), now=now())))
    IssuingSettings.objects.create(institution=body(), two_people=False)
    batch = signed(correct_name(credential=old, name="Naïma Haddad-Lévy", by=head(body()), now=now(), keys=the_store()))

    asked = said(as_amina.get(at("desk_batch_cancel", batch.uuid)))
    as_amina.post(at("desk_batch_cancel", batch.uuid))

    assert "dites remplacées depuis la signature, vaudront de nouveau" in asked
    assert "personne n’en saura rien" not in asked
    old.refresh_from_db()
    assert old.state == "valid"


def test_once_the_time_is_over_it_is_not_called_off(as_amina):
    moment = now() - timedelta(hours=1)
    batch = signed(a_released_batch(awards(1), now=moment), moment=moment)
    move_batch_on(batch, now=now())

    page = said(as_amina.get(at("desk_batch", batch.uuid)))
    answer = said(as_amina.post(at("desk_batch_cancel", batch.uuid)))

    assert "Annuler le lot" not in page
    assert "Le délai d’annulation est passé" in answer
    assert Credential.objects.get().state == "valid"


def test_a_batch_is_paused_and_goes_on_where_it_was(as_amina):
    batch = a_released_batch(awards(2), now=now())
    move = lambda act: said(as_amina.post(at("desk_batch_move", batch.uuid, act), follow=True))  # noqa: E731 -- said six times

    assert "Le lot est en pause." in move("pause")
    assert fresh(batch).paused_at is not None
    assert "Le lot est en pause." in move("pause")
    assert "hx-get" not in as_amina.get(at("desk_batch", batch.uuid)).content.decode()
    assert "Le lot reprend où il en était." in move("resume")
    assert "Le lot reprend où il en était." in move("resume")
    assert fresh(batch).paused_at is None
    assert as_amina.post(at("desk_batch_move", batch.uuid, "dance")).status_code == 404


def test_who_prepares_may_pause_and_does_not_resume(as_sonia):
    batch = a_released_batch(awards(2), now=now())

    as_sonia.post(at("desk_batch_move", batch.uuid, "pause"))
    page = said(as_sonia.post(at("desk_batch_move", batch.uuid, "resume"), follow=True))

    assert "Vous n’avez pas ce droit" in page
    assert fresh(batch).paused_at is not None


def test_a_failed_line_says_why_and_is_tried_again(as_amina):
    batch = a_released_batch(awards(2), now=now())
    Line.objects.filter(number=1).update(state="failed", code="issuing.award_withdrawn")
    Batch.objects.update(lines_failed=1, state="signed", signed_at=now(), cancel_until=now() + timedelta(minutes=9))

    page = said(as_amina.get(at("desk_batch", batch.uuid)))
    lines = said(as_amina.get(at("desk_batch_lines", batch.uuid), {"state": "failed"}))
    answer = as_amina.post(at("desk_batch_move", batch.uuid, "retry"), follow=True)

    assert "L’attribution a été retirée par une décision corrective : rien ne peut être délivré pour elle." in page
    assert "L’attribution a été retirée" in lines
    assert "Les lignes en échec sont reprises." in said(answer)
    assert set(Line.objects.values_list("state", flat=True)) == {"waiting"}


def test_a_batch_that_the_house_stopped_says_why(as_amina):
    batch = a_released_batch(awards(1), now=now())
    Batch.objects.update(paused_at=now(), fault=KEY_DOES_NOT_OPEN.code)

    page = said(as_amina.get(at("desk_batch", batch.uuid)))

    assert "Le lot s’est arrêté de lui-même." in page
    assert "Le coffre n’ouvre pas la clé qui signe ce lot" in page


def test_a_batch_that_does_not_move_says_so_and_what_to_do(as_amina):
    long_ago = now() - timedelta(minutes=30)
    batch = a_released_batch(awards(3), now=long_ago)
    address = at("desk_batch", batch.uuid)
    told = "Rien n’a avancé depuis le"
    assert told in said(as_amina.get(address))
    issue_next_lines(batch.pk, limit=1, keys=the_store(), now=long_ago + timedelta(minutes=1))
    assert told in said(as_amina.get(address))
    assert "Nothing has moved since" in said(as_amina.get(address, headers={"accept-language": "en"}))

    pause_batch(batch=batch, by=head(body()), now=now())
    assert told not in said(as_amina.get(address))
    resume_batch(batch=fresh(batch), by=head(body()), now=now())
    assert told not in said(as_amina.get(address))  # since a moment only
    issue_next_lines(batch.pk, limit=1, keys=the_store(), now=now())
    assert told not in said(as_amina.get(address))


def test_a_mail_server_that_is_away_is_said_while_letters_wait(as_amina):
    moment = now() - timedelta(hours=1)
    batch = signed(a_released_batch(awards(2), now=moment), moment=moment)
    move_batch_on(batch, now=now())
    address = at("desk_batch", batch.uuid)
    told = "Le serveur de courriel ne répond pas."
    assert told not in said(as_amina.get(address))

    Letter.objects.update(fault="smtp.rcpt.451.4.7.1")
    assert told not in said(as_amina.get(address))
    Letter.objects.filter(pk=Letter.objects.first().pk).update(fault="builtins.ConnectionRefusedError")
    assert told in said(as_amina.get(address))
    Letter.objects.update(state="sent", fault="")
    assert told not in said(as_amina.get(address))


# What came of it


def test_the_report_counts_credentials_and_letters(as_amina):
    moment = now() - timedelta(hours=1)
    batch = signed(a_released_batch([*awards(2), *awards(1, email=False)], now=moment), moment=moment)
    move_batch_on(batch, now=now())

    page = said(as_amina.get(at("desk_batch", batch.uuid)))

    assert Letter.objects.count() == 3
    assert "Preuves signées 3 sur 3" in page
    assert "Courriels à envoyer 2" in page
    assert "Lettres à imprimer 1" in page
    assert "Imprimer les lettres à remettre" in page
    assert "Voir les courriels non distribués" not in page


def test_a_line_that_is_signed_leads_to_its_credential(as_amina):
    batch = signed(a_released_batch(awards(1), now=now()))
    there = at("desk_credential", Credential.objects.get().uuid)

    lines = as_amina.get(at("desk_batch_lines", batch.uuid))

    assert f'href="{there}"' in lines.content.decode()
    assert as_amina.get(at("desk_batch_preview", batch.uuid, 1))["Location"] == there


def test_the_links_are_taken_away_as_a_table(as_amina):
    batch = signed(a_released_batch(awards(2), now=now()))

    answer = as_amina.get(at("desk_batch_links", batch.uuid))
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig")), delimiter=";"))

    assert answer["Content-Disposition"] == 'attachment; filename="liens-lot-1.csv"'
    assert answer["Cache-Control"] == "private, no-store"
    assert [row["link"] for row in rows] == [
        f"{settings.BASE_URL}/v/{each.code}?o={each.opening}" for each in Credential.objects.order_by("pk")
    ]


def test_a_name_that_a_spreadsheet_would_run_is_only_a_name(as_amina):
    award = awards(1)[0]
    Person.objects.filter(pk=award.person_id).update(given_name="=HYPERLINK(1)")
    batch = signed(a_released_batch([award], now=now()))

    table = b"".join(as_amina.get(at("desk_batch_links", batch.uuid))).decode("utf-8-sig")

    assert "=HYPERLINK(1)" in table
    assert ";=HYPERLINK" not in table
    assert ';"=HYPERLINK' not in table


def test_the_files_are_prepared_then_taken_away_in_one_archive(as_amina):
    key_for(body(), Purpose.DOCUMENTS)
    batch = signed(a_released_batch(awards(2), now=now()))
    assert "Préparer les fichiers" in said(as_amina.get(at("desk_batch", batch.uuid)))
    early = as_amina.get(at("desk_batch_files_taken", batch.uuid), follow=True)
    assert "Les fichiers de ce lot ne sont pas prêts" in said(early)

    page = as_amina.post(at("desk_batch_files", batch.uuid), follow=True)
    answer = as_amina.get(at("desk_batch_files_taken", batch.uuid))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as archive:
        names = archive.namelist()
        bodies = {archive.read(name) for name in names if name.endswith("preuve.json")}

    assert "Les fichiers sont prêts depuis le" in said(page)
    assert answer.streaming
    assert answer["Content-Type"] == "application/zip"
    assert bodies == {bytes(each.content.body) for each in Credential.objects.select_related("content")}
    assert sum(name.endswith("certificate.pdf") for name in names) == 2
    assert "index.csv" in names


def test_the_files_of_many_are_made_by_the_worker_and_the_page_says_how_far(as_amina, monkeypatch):
    monkeypatch.setattr("sceau.web.desk.batches.files.SHORT", 1)
    key_for(body(), Purpose.DOCUMENTS)
    chosen = awards(2)
    Person.objects.filter(pk=chosen[1].person_id).update(given_name="伟", family_name="王")
    batch = signed(a_released_batch(chosen, now=now()))
    for _ in range(2):
        page = as_amina.post(at("desk_batch_files", batch.uuid), follow=True)
    assert "Fichiers préparés : 0 preuves sur 2" in said(page)
    assert Act.objects.filter(code="batch.files_asked").count() == 1

    batch_files.prepare_files.call()

    part = as_amina.get(at("desk_batch_files", batch.uuid), {"files": "0"}, headers={"HX-Request": "true"})
    assert "<main" not in part.content.decode()
    assert "hx-trigger" not in part.content.decode()
    assert "Les fichiers sont prêts" in said(part)
    assert "Un certificat manque" in said(part)
    assert "2. 伟 王 Nos papiers n’ont pas toutes les lettres de ce nom" in said(part)
    correct = at("desk_credential_correct", Credential.objects.get(award=chosen[1]).uuid)
    for page in (part, as_amina.get(at("desk_batch_files", batch.uuid))):
        assert f'href="{correct}"' in page.content.decode()


def test_without_a_key_of_documents_what_is_there_is_given_and_it_is_said_why(as_amina):
    batch = signed(a_released_batch(awards(1), now=now()))

    page = said(as_amina.post(at("desk_batch_files", batch.uuid), follow=True))

    assert "La préparation s’est arrêtée." in page
    assert "clé de documents" in page
    archive = zipfile.ZipFile(io.BytesIO(b"".join(as_amina.get(at("desk_batch_files_taken", batch.uuid)))))
    assert "clé de documents" in archive.read("index.csv").decode()


def test_a_preparation_that_stops_is_said_to_whoever_listens(as_amina, monkeypatch):
    monkeypatch.setattr("sceau.web.desk.batches.files.SHORT", 0)
    batch = signed(a_released_batch(awards(1), now=now()))
    as_amina.post(at("desk_batch_files", batch.uuid))
    batch_files.prepare_files.call()

    part = as_amina.get(at("desk_batch_files", batch.uuid), {"files": "0"}, headers={"HX-Request": "true"})

    assert 'id="files-told" hx-swap-oob="innerHTML">La préparation s’est arrêtée.' in part.content.decode()


def test_of_a_batch_that_was_called_off_no_files_are_given(as_amina):
    batch = signed(a_released_batch(awards(1), now=now()))
    as_amina.post(at("desk_batch_files", batch.uuid))
    as_amina.post(at("desk_batch_cancel", batch.uuid))

    assert as_amina.get(at("desk_batch_files_taken", batch.uuid)).status_code == 302
    refused = said(as_amina.post(at("desk_batch_files", batch.uuid), follow=True))
    assert "cela ne s’y fait pas" in refused
    assert "Préparer les fichiers" not in refused


def test_what_was_called_off_is_in_no_table(as_amina):
    batch = signed(a_released_batch(awards(2), now=now()))
    as_amina.post(at("desk_batch_cancel", batch.uuid))

    table = b"".join(as_amina.get(at("desk_batch_links", batch.uuid))).decode("utf-8-sig")

    assert len(table.splitlines()) == 1
    assert "Liste des liens" not in said(as_amina.get(at("desk_batch", batch.uuid)))


def test_of_many_that_are_called_off_the_page_says_how_far_the_rest_is(as_amina, monkeypatch):
    monkeypatch.setattr("sceau.issuing.services.running.AT_ONCE", 1)
    batch = signed(a_released_batch(awards(2), now=now()))
    as_amina.post(at("desk_batch_cancel", batch.uuid))

    page = said(as_amina.get(at("desk_batch", batch.uuid)))
    assert "L’historique des preuves s’écrit : 0 sur 2." in page.replace("\xa0", " ")

    calling_off.follow_cancelled_batches.call()
    page = said(as_amina.get(at("desk_batch", batch.uuid)))
    assert "L’historique" not in page
    assert "Remis" not in page


def test_home_tells_what_was_done_with_a_batch_and_not_each_of_its_credentials(as_amina):
    signed(a_released_batch(awards(8), now=now()))

    page = said(as_amina.get(at("desk_home")))

    assert "a fini de signer le lot n° 1" in page
    assert "a délivré une preuve" not in page


# Who may, and how much it takes


def test_colleagues_without_the_right_people_from_elsewhere_and_strangers_see_nothing(client, batch, aude, bruno):
    for name in ("desk_batch", "desk_batch_lines", "desk_batch_cancel"):
        prove_now(client, aude)
        assert client.get(at(name, batch.uuid)).status_code == 403
        prove_now(client, bruno)
        assert client.get(at(name, batch.uuid)).status_code == 404
        client.logout()
        assert client.get(at(name, batch.uuid)).status_code == 302


def test_a_batch_of_another_institution_is_not_found_under_ours(as_amina):
    theirs = a_batch(awards(1, body("certif-occitanie")))

    for name in ("desk_batch", "desk_batch_lines", "desk_batch_cancel", "desk_batch_release", "desk_batch_rename"):
        assert as_amina.get(at(name, theirs.uuid)).status_code == 404
    for name in ("desk_batch_ask", "desk_batch_drop", "desk_batch_take_back"):
        assert as_amina.post(at(name, theirs.uuid)).status_code == 404
    assert fresh(theirs).state == "draft"


def test_who_only_sees_reads_and_changes_nothing(client, batch):
    prove_now(client, colleague(body(), "Anne Donnée", "dpo"))

    page = said(client.get(at("desk_batch", batch.uuid)))
    assert "Demander la libération" not in page
    assert "Abandonner le lot" not in page
    assert client.post(at("desk_batch_ask", batch.uuid)).status_code == 403


@pytest.mark.parametrize("name", ["desk_batch", "desk_batch_lines"])
def test_thirty_lines_take_as_many_statements_as_three(as_sonia, name):
    a_key()
    three = statements(as_sonia, at(name, a_batch(awards(3)).uuid))

    assert statements(as_sonia, at(name, a_batch(awards(30)).uuid)) == three <= MOST


def test_thirty_batches_take_as_many_statements_as_three(as_sonia):
    for each in awards(3):
        a_batch([each])
    three = statements(as_sonia, at("desk_batches"))
    for each in awards(27):
        a_batch([each])

    assert statements(as_sonia, at("desk_batches")) == three <= MOST


def test_batches_are_found_by_stage_and_name(as_sonia):
    first, second = awards(2)
    a_batch([first], name="Automne")
    a_released_batch([second], name="Printemps", now=now())

    running = said(as_sonia.get(at("desk_batches"), {"state": "running"}))
    named = said(as_sonia.get(at("desk_batches"), {"q": "autom"}))

    assert "Printemps" in running
    assert "Automne" not in running
    assert "Automne" in named
    assert "Printemps" not in named
    assert "Aucun lot ici." in said(as_sonia.get(at("desk_batches"), {"state": "over"}))


def test_it_is_said_in_english_too(as_amina):
    batch = signed(a_released_batch(awards(2), now=now()))
    as_amina.cookies["sceau-language"] = "en"

    page = said(as_amina.get(at("desk_batch", batch.uuid)))

    assert "15 minutes left to call it off." in page
    assert "2 credentials signed of 2" in page


# The rules


def test_the_rules_are_changed_and_told(as_amina):
    sent = {"cancel_minutes": "30", "letters_a_minute": "60", "remind_days": "90"}

    answer = as_amina.post(at("desk_issuing_settings"), sent, follow=True)

    kept = IssuingSettings.objects.get()
    assert (kept.two_people, kept.cancel_minutes, kept.letters_a_minute, kept.remind_days) == (False, 30, 60, 90)
    assert "Les règles de délivrance sont enregistrées." in said(answer)
    assert "Modifiées par Amina Benali" in said(answer)


def test_a_rule_that_cannot_be_is_told_at_its_place(as_amina):
    answer = as_amina.post(
        at("desk_issuing_settings"), {"cancel_minutes": "99999", "letters_a_minute": "x", "remind_days": "60"}
    )
    again = as_amina.post(
        at("desk_issuing_settings"), {"cancel_minutes": "99999", "letters_a_minute": "6", "remind_days": "60"}
    )

    assert "Donnez un nombre entier." in said(answer)
    assert "Une valeur entre 0 et 10080 est attendue" in said(again)
    assert 'value="99999"' in again.content.decode()
    assert not IssuingSettings.objects.exists()


def test_only_the_head_changes_the_rules(client, sonia, bruno):
    prove_now(client, sonia)
    assert client.get(at("desk_issuing_settings")).status_code == 403
    prove_now(client, bruno)
    assert client.get(at("desk_issuing_settings")).status_code == 404
    client.logout()
    assert client.get(at("desk_issuing_settings")).status_code == 302
