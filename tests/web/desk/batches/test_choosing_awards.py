"""A batch is put together from awards: all, some, found by session or name; told who has no e-mail and what is left out."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.making import version
from issuing.making import a_batch, an_award, awards, body
from sceau.issuing.models import Batch, Line
from signing_in import prove_now
from web.desk.batches.reading import at, said, statements

pytestmark = pytest.mark.django_db

MOST = 20  # statements


def form(client, address, **values):
    """What the page of choosing sends, with the token that it was given."""
    token = re.search(r'name="token" value="([^"]+)"', client.get(address).content.decode())[1]
    return {"name": "Promotion 2026", "scope": "all", "token": token, **values}


def test_an_empty_list_says_where_awards_come_from(as_sonia):
    page = said(as_sonia.get(at("desk_batches")))

    assert "Aucune attribution à délivrer Une attribution naît quand un procès-verbal est scellé" in page
    assert "Voir les sessions" in page


def test_the_list_says_that_awards_wait_before_there_is_a_batch(as_sonia):
    awards(3)

    page = said(as_sonia.get(at("desk_batches")))

    assert "3 attributions attendent leur preuve" in page
    assert "Préparer un lot" in page


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL chooses by how many rows there are")
@pytest.mark.parametrize("name", ["desk_home", "desk_batches", "desk_batch_new"])
def test_awards_that_have_a_credential_cost_the_page_nothing(as_sonia, name):
    awards(3)
    a_batch([an_award()])

    with CaptureQueriesContext(connection) as asked:
        assert as_sonia.get(at(name)).status_code == 200

    of_awards = [each["sql"] for each in asked.captured_queries if 'FROM "assessment_award"' in each["sql"]]
    plans = []
    with connection.cursor() as cursor:
        for sql in of_awards:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plans.append(" ".join(row[3] for row in cursor.fetchall()))
    waits = [plan for plan in plans if "awards_that_wait" in plan]
    by_key = [plan for plan in plans if plan.startswith("SEARCH assessment_award USING INTEGER PRIMARY KEY")]
    assert waits
    assert len(waits) + len(by_key) == len(plans), plans


def test_all_awards_make_a_batch(as_sonia, sonia):
    awards(3)
    address = at("desk_batch_new")

    answer = as_sonia.post(address, form(as_sonia, address), follow=True)

    batch = Batch.objects.get()
    assert (batch.name, batch.lines_total, batch.prepared_by) == ("Promotion 2026", 3, sonia)
    assert "Le lot n° 1 est préparé. Rien n’est encore délivré." in said(answer)


def test_the_same_form_twice_makes_one_batch(as_sonia):
    awards(2)
    address = at("desk_batch_new")
    sent = form(as_sonia, address)

    first, second = (as_sonia.post(address, sent) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert Batch.objects.count() == 1


def test_only_those_that_are_ticked(as_sonia):
    first, _second, third = awards(3)
    address = at("desk_batch_new")

    as_sonia.post(address, form(as_sonia, address, scope="chosen", chosen=[str(first.uuid), str(third.uuid)]))

    assert set(Line.objects.values_list("award", flat=True)) == {first.pk, third.pk}


def test_who_ticked_some_is_not_given_all(as_sonia):
    first, second, _third = awards(3)
    address = at("desk_batch_new")
    ticked = [str(first.uuid), str(second.uuid)]

    answer = as_sonia.post(address, form(as_sonia, address, scope="all", chosen=ticked))

    assert "Vous avez coché 2 attributions, et demandé toutes celles de la liste" in said(answer)
    assert answer.content.decode().count(" checked") == 1 + len(ticked)
    assert Batch.objects.count() == 0


def test_of_a_session_of_which_nothing_waits_any_more_nobody_else_is_taken(as_sonia):
    """A colleague was quicker: the others that wait were never asked for."""
    (one,) = awards(1)
    awards(2)
    address = f"{at('desk_batch_new')}?session={one.decision.deliberation.session.uuid}"
    sent = form(as_sonia, address)
    a_batch([one], name="Une autre")

    answer = as_sonia.post(address, sent)

    assert "Aucune attribution à délivrer ne répond à cette recherche." in said(answer)
    assert Batch.objects.count() == 1
    page = said(as_sonia.get(f"{at('desk_batch_new')}?design=00000000-0000-0000-0000-000000000000"))
    assert "Aucune attribution à délivrer ne répond à cette recherche." in page


def test_nothing_ticked_is_said_and_nothing_typed_is_lost(as_sonia):
    awards(2)
    address = at("desk_batch_new")

    answer = as_sonia.post(address, form(as_sonia, address, scope="chosen", name="Ma promotion"))

    assert "Cochez au moins une attribution, ou prenez-les toutes." in said(answer)
    assert 'value="Ma promotion"' in answer.content.decode()
    assert Batch.objects.count() == 0


def test_a_batch_has_a_name(as_sonia):
    awards(1)
    address = at("desk_batch_new")

    answer = as_sonia.post(address, form(as_sonia, address, name="  "))

    assert "Donnez un nom à ce lot." in said(answer)
    assert Batch.objects.count() == 0


def test_an_award_that_somebody_put_elsewhere_meanwhile_is_refused_with_its_reason(as_sonia):
    first, _second = awards(2)
    address = at("desk_batch_new")
    sent = form(as_sonia, address, scope="chosen", chosen=[str(first.uuid)])
    a_batch([first], name="Une autre")

    answer = as_sonia.post(address, sent)

    assert "L’attribution attend déjà dans le lot n° 1" in said(answer)
    assert Batch.objects.count() == 1


def test_a_session_narrows_the_list_and_what_is_sent(as_sonia):
    (one,) = awards(1)
    awards(2)
    session = one.decision.deliberation.session
    address = f"{at('desk_batch_new')}?session={session.uuid}"

    page = said(as_sonia.get(address))
    as_sonia.post(address, form(as_sonia, address))

    assert "La seule attribution trouvée" in page
    assert list(Line.objects.values_list("award", flat=True)) == [one.pk]


def test_a_micro_credential_narrows_too(as_sonia):
    awards(2)
    other = awards(1, version=version("mc-rgpd-poste-de-travail"))[0]
    address = f"{at('desk_batch_new')}?design={other.version.design.uuid}"

    as_sonia.post(address, form(as_sonia, address))

    assert list(Line.objects.values_list("award", flat=True)) == [other.pk]


def test_days_narrow_and_a_wrong_day_is_told_at_its_place(as_sonia):
    awards(2)

    assert "2 attributions" in said(as_sonia.get(at("desk_batch_new"), {"since": "22/11/2026"}))
    assert "ne répond à cette recherche" in said(as_sonia.get(at("desk_batch_new"), {"since": "23/11/2026"}))
    assert "n’a que 30 jours" in said(as_sonia.get(at("desk_batch_new"), {"until": "31/11/2026"}))


def test_a_wrong_day_takes_nobody_into_a_batch(as_sonia):
    awards(2)
    sent = form(as_sonia, at("desk_batch_new"))

    as_sonia.post(f"{at('desk_batch_new')}?until=demain", sent)

    assert Batch.objects.count() == 0


def test_who_has_no_e_mail_is_told(as_sonia):
    awards(2)
    awards(1, email=False)

    page = said(as_sonia.get(at("desk_batch_new")))

    assert "1 personne n’a pas de courriel" in page
    assert page.count("sur papier, sans courriel") == 1


def test_what_is_left_out_of_a_session_is_told_with_its_reason(as_sonia):
    first, _second = awards(2)
    a_batch([first], name="Déjà là")
    session = first.decision.deliberation.session

    page = said(as_sonia.get(at("desk_batch_new"), {"session": str(session.uuid)}))

    assert "Ce qui n’est pas dans cette liste, et pourquoi" in page
    assert "L’attribution attend déjà dans le lot n° 1." in page


def test_more_awards_are_added_to_a_batch_in_preparation(as_sonia):
    first, second = awards(2)
    batch = a_batch([first])

    answer = as_sonia.post(
        at("desk_batch_add", batch.uuid), {"scope": "chosen", "chosen": [str(second.uuid)]}, follow=True
    )

    batch.refresh_from_db()
    assert batch.lines_total == 2
    assert "1 attribution est ajoutée au lot." in said(answer)


def test_the_award_of_another_institution_is_neither_shown_nor_taken(as_sonia):
    theirs = an_award(body("certif-occitanie"))
    awards(1)
    address = at("desk_batch_new")

    as_sonia.post(address, form(as_sonia, address, scope="chosen", chosen=[str(theirs.uuid)]))

    assert Line.objects.count() == 0


def test_a_batch_gets_another_name(as_sonia):
    batch = a_batch(awards(1))

    answer = as_sonia.post(at("desk_batch_rename", batch.uuid), {"name": "Promotion d’automne"}, follow=True)

    batch.refresh_from_db()
    assert batch.name == "Promotion d’automne"
    assert "Le lot a son nouveau nom." in said(answer)


def test_whoever_prepares_nothing_chooses_nothing(client, aude, bruno):
    awards(1)
    prove_now(client, aude)
    assert client.get(at("desk_batch_new")).status_code == 403
    prove_now(client, bruno)
    assert client.get(at("desk_batch_new")).status_code == 404
    client.logout()
    assert client.get(at("desk_batch_new")).status_code == 302


def test_thirty_awards_take_as_many_statements_as_three(as_sonia):
    awards(3)
    three = statements(as_sonia, at("desk_batch_new"))
    awards(27)

    assert statements(as_sonia, at("desk_batch_new")) == three <= MOST


def test_it_is_said_in_english_too(as_sonia):
    awards(2)
    as_sonia.cookies["sceau-language"] = "en"

    page = said(as_sonia.get(at("desk_batch_new")))

    assert "Prepare a batch" in page
    assert "The 2 awards that wait, on all pages" in page


def test_home_session_and_awards_lead_there(as_sonia):
    (one,) = awards(1)
    session = one.decision.deliberation.session

    assert "1 attribution à délivrer" in said(as_sonia.get(at("desk_home")))
    assert f"?session={session.uuid}" in as_sonia.get(at("desk_session", session.uuid)).content.decode()
    assert "1 attribution attend sa preuve." in said(as_sonia.get(at("desk_awards")))
