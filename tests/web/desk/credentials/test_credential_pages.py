"""Credentials at the desk: found, read, suspended, restored, revoked and corrected, and by whom."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.utils.timezone import now

from issuing.lettering import put_in
from issuing.making import NOW, a_key, awards, body, without_address
from issuing.standing import issued, signed
from issuing.test_correcting import redecided
from sceau.assessment.models import Award
from sceau.engine.model.code import group_code
from sceau.issuing.models import Batch, Credential, IssuingSettings, Letter, Turn
from sceau.issuing.services.correcting import name_on
from sceau.issuing.services.turning import turn
from sceau.issuing.states import BatchState, CredentialState
from signing_in import prove_now
from web.desk.batches.reading import SLUG, at, said, statements

pytestmark = pytest.mark.django_db
WHY = "Enregistrement de l’épreuve à vérifier"


@pytest.fixture
def three():
    return handed_over(issued(3))


def handed_over(credentials):
    Batch.objects.filter(lines__credential__in=credentials).update(state=BatchState.DONE)
    return credentials


def turning(act, *chosen, **asked):
    pairs = [*asked.items(), *(("chosen", each.uuid) for each in chosen)]
    return f"{at('desk_credentials_turn', act)}?{urlencode(pairs)}"


def states(credentials):
    return [Credential.objects.get(pk=each.pk).state for each in credentials]


def names_of(client, **asked):
    page = client.get(at("desk_credentials"), asked)
    assert page.status_code == 200
    return [row["credential"].pk for row in page.context["rows"]]


# Found


def test_an_institution_that_issued_nothing_is_led_to_its_batches(as_sonia):
    page = said(as_sonia.get(at("desk_credentials")))

    assert "Aucune preuve délivrée" in page
    assert "Voir les lots" in page


def test_the_list_says_whose_what_and_how_each_stands(as_sonia, three):
    Credential.objects.filter(pk=three[0].pk).update(state="suspended")
    Credential.objects.filter(pk=three[1].pk).update(state="erased")

    page = said(as_sonia.get(at("desk_credentials")))

    assert f"Naïma Haddad {group_code(three[0].code)}" in page
    assert "Titulaire effacé" in page
    assert "Jean-Baptiste" not in page
    assert all(word in page for word in ("Suspendue", "Effacée", "Valide", "3 preuves"))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (lambda one: one.code, True),
        (lambda one: group_code(one.code).lower(), True),
        (lambda one: one.code[:5], True),
        (lambda one: "naima", True),
        (lambda one: "HADDAD Naïma", True),
        (lambda one: one.award.person.addresses.get(kind="email").value, True),
        (lambda one: "Personne Inconnue", False),
        (lambda one: "ZZZZZ-ZZZZ", False),
    ],
)
def test_one_is_found_by_its_code_the_name_of_its_holder_or_an_address(as_amina, three, typed, found):
    asked = typed(three[0])

    assert names_of(as_amina, q=asked) == ([three[0].pk] if found else [])


def test_they_are_found_by_state_day_design_and_batch(as_amina, three):
    Credential.objects.filter(pk=three[0].pk).update(state="revoked")
    again = awards(1)[0].decision
    Award.objects.filter(pk=three[1].award_id).update(withdrawn_at=NOW, withdrawn_by=again)
    (other,) = issued(1, now=NOW + timedelta(days=2))
    last, third, second, first = other.pk, *(each.pk for each in reversed(three))

    assert names_of(as_amina) == [last, third, second, first]
    assert names_of(as_amina, state="revoked") == [first]
    assert names_of(as_amina, state="valid") == [last, third, second]
    assert names_of(as_amina, state="withdrawn") == [second]
    assert names_of(as_amina, state="expired") == []
    assert names_of(as_amina, since="23/11/2026") == [last]
    assert names_of(as_amina, until="22/11/2026") == [third, second, first]
    assert names_of(as_amina, batch=str(other.line.batch.uuid)) == [last]
    assert names_of(as_amina, design=str(other.award.version.design.uuid)) == [last, third, second, first]
    assert names_of(as_amina, state="nonsense", design="nonsense", batch="nonsense") == [last, third, second, first]


def test_one_that_is_over_is_said_expired_and_no_longer_valid(as_amina, three):
    (over,) = put_in(awards(1), a_key(), valid_until=now() - timedelta(days=1))

    page = as_amina.get(at("desk_credentials"), {"state": "expired"})

    assert [row["credential"].pk for row in page.context["rows"]] == [over.pk]
    assert "Expirée" in said(page)
    assert over.pk not in names_of(as_amina, state="valid")


def test_a_day_that_is_none_is_said_and_finds_nothing(as_amina, three):
    page = as_amina.get(at("desk_credentials"), {"since": "99/99/2026"})

    assert page.context["rows"] == []
    assert "Il n’y a pas de mois n° 99" in said(page)


def test_a_list_takes_as_many_statements_for_three_as_for_one(as_amina):
    issued(1)
    few = statements(as_amina, at("desk_credentials"))
    issued(3)

    assert statements(as_amina, at("desk_credentials")) == few
    assert few < 16


# Read


def test_the_page_of_one_tells_what_it_is_and_what_became_of_it(as_amina, three):
    one = three[0]
    as_amina.post(turning("suspend", one), {"why": WHY, "expected": 1})

    page = as_amina.get(at("desk_credential", one.uuid))

    words = said(page)
    assert "Naïma Haddad" in words
    assert "Suspendue" in words
    assert WHY in words
    assert "Amina Benali" in words
    assert one.digest in words
    assert f"/v/{one.code}" in page.content.decode()
    assert [name for name, _act in page.context["acts"]] == ["restore", "revoke"]
    assert "Suspension," in words


def test_one_whose_award_was_withdrawn_says_so_until_it_is_revoked(as_amina, three):
    again = awards(1)[0].decision
    Award.objects.filter(pk=three[0].award_id).update(withdrawn_at=NOW, withdrawn_by=again)

    page = as_amina.get(at("desk_credential", three[0].uuid))
    assert "L’attribution a été retirée par une décision corrective" in said(page)
    assert not page.context["may_correct"]
    as_amina.post(turning("revoke", three[0]), {"why": WHY, "expected": 1, "confirm": "1"})
    assert "a été retirée" not in said(as_amina.get(at("desk_credential", three[0].uuid)))


def test_whoever_only_sees_is_offered_nothing_to_do(as_sonia, three):
    page = as_sonia.get(at("desk_credential", three[0].uuid))
    listed = said(as_sonia.get(at("desk_credentials")))

    assert (page.context["acts"], page.context["may_correct"]) == ([], False)
    assert "Agir sur ces preuves" not in listed


def test_a_page_takes_few_statements_whatever_became_of_it(as_amina, three):
    address = at("desk_credential", three[0].uuid)
    before = statements(as_amina, address)
    for act in ("suspend", "restore", "suspend"):
        as_amina.post(turning(act, three[0]), {"why": WHY, "expected": 1})

    assert statements(as_amina, address) == before
    assert before < 20


# Turned


def test_fifty_are_revoked_with_a_reason_after_their_effect_was_read(as_amina):
    fifty = handed_over(issued(50))
    without_address(fifty[0].award.person)
    address = turning("revoke", scope="all")

    preview = said(as_amina.get(address))
    assert "50 preuves changent d’état." in preview
    assert "49 titulaires sont prévenus par courriel" in preview
    assert "1 lettre est à imprimer" in preview
    assert "« Authentique, mais révoquée »" in preview
    assert "Une révocation est définitive" in preview
    assert set(states(fifty)) == {"valid"}

    wrong = as_amina.post(address, {"why": WHY, "expected": 50, "confirm": "5"})
    assert "Tapez 50 pour confirmer. Rien n’est fait sans cela." in said(wrong)
    assert set(states(fifty)) == {"valid"}

    done = as_amina.post(address, {"why": WHY, "expected": 50, "confirm": "50"}, follow=True)
    assert "50 preuves sont révoquées. 49 titulaires sont prévenus par courriel. 1 lettre est à imprimer." in said(done)
    assert set(states(fifty)) == {"revoked"}
    assert Letter.objects.filter(kind="revoked").count() == 50


def test_one_suspended_is_restored(as_amina, three):
    one = three[0]
    done = as_amina.post(turning("suspend", one), {"why": WHY, "expected": 1}, follow=True)
    assert done.redirect_chain == [(at("desk_credential", one.uuid), 302)]
    assert "La preuve est suspendue. 1 titulaire est prévenu par courriel." in said(done)

    back = said(as_amina.post(turning("restore", one), {"why": "", "expected": 1}, follow=True))

    assert "La preuve est rétablie." in back
    assert states(three) == ["valid"] * 3


def test_those_that_are_ticked_are_turned_and_the_page_leads_back_to_the_search(as_amina, three):
    address = turning("suspend", *three[:2], scope="chosen", q="a")

    page = as_amina.get(address)
    assert page.context["effect"].turned == 2
    done = as_amina.post(address, {"why": WHY, "expected": 2})

    assert done["Location"] == f"{at('desk_credentials')}?q=a"
    assert states(three) == ["suspended", "suspended", "valid"]


def test_those_found_are_turned_and_no_other(as_amina, three):
    address = turning("suspend", scope="all", q=three[2].code)

    as_amina.post(address, {"why": WHY, "expected": 1})

    assert states(three) == ["valid", "valid", "suspended"]


def test_without_a_reason_nothing_is_done(as_amina, three):
    page = said(as_amina.post(turning("suspend", three[0]), {"why": " ", "expected": 1}))

    assert "Dites pourquoi : la personne le lira." in page
    assert "facultatif" not in page
    assert states(three) == ["valid"] * 3


def test_what_changed_since_it_was_read_is_read_again(as_amina, three):
    Credential.objects.filter(pk=three[1].pk).update(state="replaced")
    address = turning("suspend", *three, scope="chosen")

    page = as_amina.post(address, {"why": WHY, "expected": 3})

    assert "Ce que vous avez relu a changé entre-temps : 2 preuves" in said(page)
    assert "1 preuve reste comme elle est, à l’état « remplacée »." in said(page)
    assert states(three) == ["valid", "replaced", "valid"]
    as_amina.post(address, {"why": WHY, "expected": 2})
    assert states(three) == ["suspended", "replaced", "suspended"]


def overlapping(monkeypatch, where):
    """The service at this place, asked by two requests at once: what the page finds is that the other was quicker."""
    module, _dot, name = where.rpartition(".")
    act = getattr(import_module(module), name)

    def quicker(**asked):
        act(**asked)
        return act(**asked)

    monkeypatch.setattr(where, quicker)


def test_two_clicks_that_overlap_are_told_that_it_is_done(as_amina, three, monkeypatch):
    overlapping(monkeypatch, "sceau.web.desk.credentials.turning.turn")
    address = turning("suspend", *three, scope="chosen")

    told = said(as_amina.post(address, {"why": WHY, "expected": 3}, follow=True))

    assert "C’était déjà fait." in told
    assert "rien n’a été enregistré" not in told.casefold()
    assert states(three) == ["suspended"] * 3


def test_two_corrections_that_overlap_lead_to_the_one_that_was_made(as_amina, three, monkeypatch):
    overlapping(monkeypatch, "sceau.web.desk.credentials.correcting.correct_name")

    answer = as_amina.post(at("desk_credential_correct", three[0].uuid), {"name": "Naïma Haddad-Lévy"}, follow=True)

    assert "Une autre preuve est déjà en préparation à la place de celle-ci, dans ce lot." in said(answer)
    assert Batch.objects.filter(cause="correction").count() == 1


def test_a_double_click_turns_once(as_amina, three):
    address = turning("revoke", *three, scope="chosen")
    typed = {"why": WHY, "expected": 3, "confirm": "3"}

    as_amina.post(address, typed)
    again = said(as_amina.post(address, typed, follow=True))

    assert "C’était déjà fait." in again
    assert Turn.objects.count() == Letter.objects.count() == 3


def test_nothing_chosen_is_said(as_amina, three):
    page = said(as_amina.get(turning("suspend", scope="chosen", q="a"), follow=True))

    assert "Cochez au moins une preuve, ou prenez-les toutes." in page


def test_what_cannot_be_turned_is_told_and_no_button_is_there(as_amina, three):
    Credential.objects.filter(pk=three[0].pk).update(state="replaced")

    page = said(as_amina.get(turning("suspend", three[0])))

    assert "Aucune des preuves choisies ne peut changer ainsi d’état." in page
    assert "Suspendre la preuve" not in page


def test_a_preview_takes_as_many_statements_for_many_as_for_one(as_amina):
    several = handed_over(issued(12))
    one = statements(as_amina, turning("revoke", several[0], scope="chosen"))

    assert statements(as_amina, turning("revoke", *several, scope="chosen")) == one


def test_an_act_that_is_none_is_not_found(as_amina, three):
    assert as_amina.get(turning("delete", three[0])).status_code == 404


# Corrected


def test_a_name_is_put_right_by_two_people(as_amina, three):
    one = three[0]
    address = at("desk_credential_correct", one.uuid)

    page = said(as_amina.get(address))
    assert "Nom signé Naïma Haddad" in page
    assert "L’ancienne n’est pas révoquée" in page
    assert "Une autre personne libère la correction." in page
    done = as_amina.post(address, {"name": "Naïma Haddad-Lévy"}, follow=True)

    batch = Batch.objects.get(cause="correction")
    assert done.redirect_chain == [(at("desk_batch", batch.uuid), 302)]
    assert batch.state == "asked"
    assert "Une correction est en cours" in said(as_amina.get(at("desk_credential", one.uuid)))
    again = as_amina.post(address, {"name": "Naïma Haddad-Lévy"})
    assert (again["Location"], Batch.objects.filter(cause="correction").count()) == (at("desk_batch", batch.uuid), 1)


def test_whoever_corrects_a_suspended_one_reads_that_the_new_one_will_be_valid(as_amina, amina, three):
    one, suspended = three[0], CredentialState.SUSPENDED
    address = at("desk_credential_correct", one.uuid)
    assert "suspendue" not in said(as_amina.get(address))
    turn(institution=body(), credentials=[one.pk], state=suspended, by=amina, now=now(), why="Un doute")

    page = said(as_amina.get(address))
    done = said(as_amina.post(address, {"name": "Naïma Haddad-Lévy"}, follow=True))

    assert "L’ancienne est suspendue : la nouvelle sera valide, et la suspension prend fin avec elle." in page
    assert "D’ici là, l’ancienne preuve reste suspendue." in page
    assert "reste valide" not in page
    assert "D’ici là, l’ancienne preuve reste suspendue." in done


def test_where_one_is_enough_it_is_signed_and_each_leads_to_the_other(as_amina, three):
    IssuingSettings.objects.create(institution=body(), two_people=False)
    one = three[0]
    as_amina.post(at("desk_credential_correct", one.uuid), {"name": "Naïma Haddad-Lévy"})

    (new,) = signed(Batch.objects.get(cause="correction"), now())

    assert name_on(new) == "Naïma Haddad-Lévy"
    old_page = as_amina.get(at("desk_credential", one.uuid))
    new_page = as_amina.get(at("desk_credential", new.uuid))
    assert "Une autre preuve vaut à la place de celle-ci." in said(old_page)
    assert at("desk_credential", new.uuid) in old_page.content.decode()
    assert at("desk_credential", one.uuid) in new_page.content.decode()
    assert "Remplacée" in said(old_page)
    assert "Nom sur la preuve Naïma Haddad-Lévy" in said(new_page)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "Donnez le nom que portera la nouvelle preuve."),
        ("Naïma Haddad", "La preuve porte déjà ce nom : il n’y a rien à corriger."),
        ("x" * 301, "300 signes au plus."),
    ],
)
def test_a_name_that_corrects_nothing_is_refused_at_its_field(as_amina, three, name, told):
    page = as_amina.post(at("desk_credential_correct", three[0].uuid), {"name": name})

    assert page.status_code == 200
    assert told in said(page)
    assert list(page.context["form"].errors) == ["name"]


def test_what_stands_no_more_is_not_corrected(as_amina, three):
    Credential.objects.filter(pk=three[0].pk).update(state="revoked")

    page = as_amina.get(at("desk_credential_correct", three[0].uuid), follow=True)

    assert "Cette preuve ne se corrige plus." in said(page)


def test_a_new_decision_replaces_what_the_first_one_gave(as_amina, three):
    one = three[0]
    redecided(one)
    there = said(as_amina.get(at("desk_credential", one.uuid)))
    assert "Une nouvelle décision la remplace" in there
    assert "Corriger le nom" not in there

    page = said(as_amina.get(at("desk_credential_correct", one.uuid)))
    assert "Remplacer selon la nouvelle décision" in page
    assert "Nom sur la nouvelle preuve" not in page
    as_amina.post(at("desk_credential_correct", one.uuid))

    batch = Batch.objects.get(cause="correction")
    assert batch.lines.get().instead_of == one
    assert batch.lines.get().award_id != one.award_id


def test_the_pages_are_said_in_english(as_amina, three):
    def asked(address):
        return said(as_amina.get(address, headers={"accept-language": "en"}))

    as_amina.cookies["django_language"] = "en"
    preview = asked(turning("revoke", *three, scope="chosen"))

    assert "The state of 3 credentials changes." in preview
    assert "To confirm, type the number of credentials to revoke: 3" in preview
    assert "Revoke the 3 credentials" in preview
    assert "All that the institution has signed." in asked(at("desk_credentials"))


# Who may


def everything(credential):
    return [
        at("desk_credentials"),
        at("desk_credential", credential.uuid),
        at("desk_credential_correct", credential.uuid),
        *(turning(act, credential) for act in ("suspend", "restore", "revoke")),
    ]


def test_a_colleague_elsewhere_and_a_stranger_find_nothing(client, bruno, three):
    for address in everything(three[0]):
        assert client.get(address).status_code == 302
    prove_now(client, bruno)
    for address in everything(three[0]):
        assert client.get(address).status_code == 404
        assert client.post(address, {"why": WHY, "expected": 1, "confirm": "1", "name": "X"}).status_code in (404, 405)
    assert states(three) == ["valid"] * 3


def test_ours_is_not_found_at_the_desk_of_another(client, bruno, three):
    prove_now(client, bruno)
    theirs = [address.replace(SLUG, "certif-occitanie") for address in everything(three[0])]

    assert client.get(theirs[1]).status_code == client.get(theirs[2]).status_code == 404
    answer = client.post(theirs[5], {"why": WHY, "expected": 1, "confirm": "1"})
    assert answer.status_code == 302  # nothing of theirs was chosen
    assert states(three) == ["valid"] * 3


def test_who_sees_does_not_change_and_who_sees_nothing_is_told(client, sonia, aude, three):
    prove_now(client, sonia)
    assert [client.get(address).status_code for address in everything(three[0])] == [200, 200, 403, 403, 403, 403]
    assert client.post(turning("suspend", three[0]), {"why": WHY, "expected": 1}).status_code == 403
    prove_now(client, aude)
    assert {client.get(address).status_code for address in everything(three[0])} == {403}
    assert states(three) == ["valid"] * 3


def test_one_that_is_none_is_not_found(as_amina, three):
    assert as_amina.get(at("desk_credential", uuid4())).status_code == 404
