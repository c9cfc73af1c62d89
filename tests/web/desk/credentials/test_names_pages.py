"""Several names corrected at once: a table, what is wrong beside its row, before and after, one batch."""

from __future__ import annotations

import pytest
from django.utils.http import urlencode
from django.utils.timezone import now

from issuing.making import a_key, awards, body
from issuing.opened import a_credential
from sceau.issuing.models import Batch, Credential, IssuingSettings
from sceau.issuing.services.turning import turn
from sceau.issuing.states import CredentialState
from sceau.web.desk.credentials import names as page_of_names
from signing_in import prove_now
from web.desk.batches.reading import at, said, statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    a_key()
    return [a_credential(award) for award in awards(3)]


def table(*chosen, **asked):
    pairs = [*asked.items(), *(("chosen", each.uuid) for each in chosen)]
    return f"{at('desk_credentials_names')}?{urlencode(pairs)}"


def typed(act, *pairs):
    return {"act": act, **{f"name-{credential.uuid}": name for credential, name in pairs}}


def corrections():
    return Batch.objects.filter(cause="correction")


def test_the_list_leads_there(as_amina, three):
    assert at("desk_credentials_names") in as_amina.get(at("desk_credentials")).content.decode()


def test_each_has_an_input_with_the_name_it_bears(as_amina, three):
    answer = as_amina.get(table(*three[:2], scope="chosen"))

    page = answer.content.decode()
    assert [row.typed for row in answer.context["rows"]] == [row.written for row in answer.context["rows"]]
    assert {row.credential for row in answer.context["rows"]} == set(three[:2])
    assert page.count('value="Naïma Haddad"') == 1
    assert str(three[2].uuid) not in page


def test_only_the_changed_ones_are_shown_before_and_after_then_made_one_batch(as_amina, three):
    first, second, third = three
    url = table(scope="all")
    changed = [(first, "Naïma Haddad-Lévy"), (second, " Jean  Noël "), (third, str(third.award.person))]

    answer = as_amina.post(url, typed("look", *changed))

    assert "2 noms à corriger : relisez-les" in said(answer)
    assert str(third.uuid) not in answer.content.decode()
    assert not corrections().exists()
    answer = as_amina.post(url, typed("correct", *changed[:2]))
    batch = corrections().get()
    assert answer.url == at("desk_batch", batch.uuid)
    assert (batch.state, batch.name) == ("asked", "Correction de 2 noms")
    assert set(batch.lines.values_list("instead_of", "name")) == {
        (first.pk, "Naïma Haddad-Lévy"),
        (second.pk, "Jean Noël"),
    }
    as_amina.post(url, typed("correct", *changed[:2]))
    assert corrections().count() == 1


def test_of_the_changed_ones_those_that_are_suspended_are_said(as_amina, amina, three):
    first, second, third = three
    chosen = [first.pk, third.pk]
    turn(institution=body(), credentials=chosen, state=CredentialState.SUSPENDED, by=amina, now=now(), why="Un doute")

    page = said(as_amina.post(table(scope="all"), typed("look", (first, "Naïma Lévy"), (second, "Zoé Été"))))

    assert "L’une des anciennes est suspendue : la nouvelle sera valide" in page
    assert "D’ici là, les anciennes preuves restent comme elles sont." in page


def test_one_may_go_back_to_the_table_with_what_was_typed(as_amina, three):
    answer = as_amina.post(table(*three, scope="chosen"), typed("", (three[0], "Naïma Lévy")))

    assert 'value="Naïma Lévy"' in answer.content.decode()
    assert not corrections().exists()


@pytest.mark.parametrize("act", ["look", "correct"])
def test_what_is_wrong_is_said_beside_its_row_and_nothing_is_lost_or_done(as_amina, three, act):
    answer = as_amina.post(
        table(*three, scope="chosen"), typed(act, (three[0], " "), (three[1], "N" * 301), (three[2], "Zoé Été"))
    )

    assert [row.fault != "" for row in answer.context["rows"]].count(True) == 2
    assert "2 noms sont à revoir" in said(answer)
    assert 'value="Zoé Été"' in answer.content.decode()
    assert answer.content.decode().count('aria-invalid="true"') == 2
    assert not corrections().exists()


def test_nothing_changed_is_nothing_to_correct(as_amina, three):
    answer = as_amina.post(table(*three, scope="chosen"), typed("look"))

    assert "Aucun nom n’a été changé" in said(answer)


def test_what_cannot_be_corrected_has_no_input_and_says_why(as_amina, three):
    Credential.objects.filter(pk=three[0].pk).update(state="revoked")
    url = table(*three, scope="chosen")
    as_amina.post(url, typed("correct", (three[1], "Zoé Été")))

    answer = as_amina.get(url)

    page = answer.content.decode()
    assert "révoquée" in said(answer)
    assert "lot" in next(row.against for row in answer.context["rows"] if row.credential == three[1])
    assert page.count('name="name-') == 1
    assert not corrections().filter(lines__award=three[0].award).exists()


def test_where_one_person_is_enough_it_is_signed_at_once(as_amina, three):
    IssuingSettings.objects.create(institution=body(), two_people=False)

    answer = as_amina.post(table(*three, scope="chosen"), typed("correct", (three[0], "Zoé Été")), follow=True)

    assert "en signature" in said(answer)
    assert corrections().get().state == "released"


def test_none_and_too_many_lead_back_to_the_list(as_amina, three, monkeypatch):
    answer = as_amina.get(table(scope="chosen"), follow=True)
    assert "Cochez au moins une preuve" in said(answer)
    monkeypatch.setattr(page_of_names, "MOST_AT_ONCE", 2)
    answer = as_amina.get(table(scope="all"), follow=True)
    assert "2 noms au plus" in said(answer)


def test_the_table_asks_as_much_for_many(as_amina, three):
    few = statements(as_amina, table(three[0], scope="chosen"))

    assert statements(as_amina, table(*three, scope="chosen")) == few


def test_who_may_not_change_credentials_changes_no_name(client, sonia, bruno, three):
    for somebody, status in ((sonia, 403), (bruno, 404)):
        prove_now(client, somebody)
        for answer in (
            client.get(table(*three, scope="chosen")),
            client.post(table(*three, scope="chosen"), typed("correct", (three[0], "Zoé"))),
        ):
            assert answer.status_code == status
        client.logout()
    assert client.get(table(*three, scope="chosen")).status_code == 302
    assert not corrections().exists()


def test_those_of_another_institution_are_not_there(as_amina, three):
    a_key(body("certif-occitanie"))
    elsewhere = a_credential(awards(1, body("certif-occitanie"))[0])

    as_amina.post(table(three[0], elsewhere, scope="chosen"), typed("correct", (elsewhere, "Zoé"), (three[0], "Zoé É")))

    assert corrections().get().lines.get().instead_of == three[0]
