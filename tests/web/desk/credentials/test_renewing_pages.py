"""Renewing at the desk: found before the end, on grounds, with the new last days read before anything is done."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils.timezone import localdate, now

from assessment.making import version
from issuing.lettering import put_in
from issuing.making import a_batch, a_key, awards, body
from issuing.standing import issued
from sceau.engine.model.code import group_code
from sceau.engine.model.validity import add_months
from sceau.issuing.models import Batch, Credential, IssuingSettings
from sceau.issuing.renewals import renewal_values
from sceau.issuing.states import BatchState, Cause
from signing_in import prove_now
from web.desk.batches.reading import at, said, signed, statements

pytestmark = pytest.mark.django_db
TERM = {"months": 24, "renewal": {"fr": "Une mise à jour par an", "en": "An update a year"}}
GROUNDS = "Deux mises à jour suivies"


def ending(n=1, *, days=400) -> list[Credential]:
    """Credentials of two years that were issued so many days ago."""
    ago = now() - timedelta(days=days)
    return issued(n, version=version(validity=TERM), awarded_on=ago.date(), now=ago)


@pytest.fixture
def two(db):
    return ending(2)


def renewing(*chosen, **asked):
    pairs = [*asked.items(), *(("chosen", each.uuid) for each in chosen)]
    return f"{at('desk_credentials_renew')}?{urlencode(pairs)}"


def sent(page, **values):
    """What a reader of the page sends."""
    found = page.context
    return {
        "expected": found["count"],
        "token": found["token"],
        "counted": "anew",
        "grounds": GROUNDS,
    } | values


def test_the_page_says_until_when_and_makes_one_batch(as_amina, two):
    IssuingSettings.objects.create(institution=body(), two_people=False)
    a_key()
    address = renewing(*two, scope="chosen")

    page = as_amina.get(address)

    read, today = said(page), localdate()
    assert all(group_code(each.code) in read for each in two)
    assert [row["term"].anew for row in page.context["rows"]] == [add_months(today, 24)] * 2
    assert [row["term"].following for row in page.context["rows"]] == [add_months(two[0].last_day, 24)] * 2
    assert "2 preuves sont renouvelées" in read
    assert Batch.objects.count() == 1

    answer = as_amina.post(address, sent(page))
    again = as_amina.post(address, sent(page))

    batch = Batch.objects.get(cause=Cause.RENEWAL)
    assert (batch.state, batch.lines_total) == (BatchState.RELEASED, 2)
    assert answer.url == again.url == at("desk_batch", batch.uuid)
    renewal = renewal_values(batch.lines.first().renewal)
    assert (renewal.counted_from, renewal.grounds) == (today, GROUNDS)


def test_the_new_term_follows_where_that_is_chosen_and_somebody_else_releases_it(as_amina, two):
    a_key()
    address = renewing(two[0])
    page = as_amina.get(address)
    assert "Une autre personne libère le lot" in said(page)

    answer = as_amina.post(address, sent(page, counted="follows"), follow=True)

    batch = Batch.objects.get(cause=Cause.RENEWAL)
    assert batch.state == BatchState.ASKED
    assert renewal_values(batch.lines.get().renewal).counted_from == two[0].last_day
    read = said(answer)
    assert f"Au vu de : {GROUNDS}" in read
    assert f"renouvelle la preuve {group_code(two[0].code)}" in read
    overview = said(as_amina.get(at("desk_credential", two[0].uuid)))
    assert "Un renouvellement est en cours" in overview
    assert "Renouveler…" not in overview


def test_grounds_and_the_beginning_of_the_term_are_asked_for(as_amina, two):
    address = renewing(*two, scope="chosen")
    page = as_amina.get(address)

    answer = as_amina.post(address, sent(page, grounds=" ", counted=""))

    read = said(answer)
    assert "Dites sur quoi repose ce renouvellement : la preuve le dira." in read
    assert "Dites à partir de quand compte le nouveau terme." in read
    assert not Batch.objects.filter(cause=Cause.RENEWAL).exists()


def test_those_that_cannot_are_named_with_the_reason(as_amina, two):
    endless = issued(1, version=version(validity={}))[0]
    Credential.objects.filter(pk=two[1].pk).update(state="revoked")

    page = as_amina.get(renewing(*two, endless, scope="chosen"))

    assert {why: many for why, many, *_rest in page.context["left"]} == {
        "Elle est révoquée : elle ne se renouvelle pas.".replace(" :", "\u00a0:"): 1,
        "Elle vaut sans limite de durée : il n’y a rien à renouveler.".replace(" :", "\u00a0:"): 1,
    }
    assert page.context["count"] == 1
    only = as_amina.get(renewing(endless))
    assert "Aucune des preuves choisies ne peut être renouvelée." in said(only)
    assert 'name="grounds"' not in only.content.decode()


def test_one_that_is_over_is_renewed_from_today_and_nothing_is_asked_about_it(as_amina):
    (over,) = ending(1, days=800)
    a_key()
    address = renewing(over)
    page = as_amina.get(address)
    assert "counted" not in page.context["form"].fields
    assert "expirée" in said(page)

    as_amina.post(address, sent(page, counted=""))

    renewal = renewal_values(Batch.objects.get(cause=Cause.RENEWAL).lines.get().renewal)
    assert renewal.counted_from == localdate()


def test_nothing_is_done_when_what_was_read_has_changed(as_amina, two):
    address = renewing(*two, scope="chosen")
    page = as_amina.get(address)
    Credential.objects.filter(pk=two[0].pk).update(state="suspended")

    answer = as_amina.post(address, sent(page))

    assert "a changé entre-temps" in said(answer)
    assert not Batch.objects.filter(cause=Cause.RENEWAL).exists()


def test_all_that_end_soon_are_found_and_renewed_together(as_amina, two):
    (soon,) = ending(1, days=700)
    put_in(awards(1), a_key(), valid_until=now() - timedelta(days=1))

    page = as_amina.get(at("desk_credentials"), {"ends": "60"})
    assert [row["credential"].pk for row in page.context["rows"]] == [soon.pk]
    assert all(word in said(page) for word in ("d’ici 60 jours", "jusqu’au", "Renouveler…"))
    everything = as_amina.get(at("desk_credentials"), {"ends": "3000"})
    assert [row["credential"].pk for row in everything.context["rows"]] == [soon.pk, *(each.pk for each in two)]
    for nonsense in ("-1", "x", "9" * 30, "²"):
        assert as_amina.get(at("desk_credentials"), {"ends": nonsense}).context["total"] == 4

    chosen = as_amina.get(renewing(scope="all", ends="60"))
    assert [row["credential"].pk for row in chosen.context["rows"]] == [soon.pk]


def test_nobody_else_renews(client, sonia, bruno, aude, two):
    address = renewing(*two, scope="chosen")
    assert client.get(address).status_code == 302
    for somebody, status in ((sonia, 403), (aude, 403), (bruno, 404)):
        prove_now(client, somebody)
        assert client.get(address).status_code == status
        assert client.post(address, {"grounds": "x", "expected": 2, "token": "t"}).status_code == status
    assert not Batch.objects.filter(cause=Cause.RENEWAL).exists()


def test_a_colleague_reads_no_button_that_they_may_not_press(as_sonia, two):
    assert "Renouveler" not in said(as_sonia.get(at("desk_credentials")))
    assert "Renouveler" not in said(as_sonia.get(at("desk_credential", two[0].uuid)))


def test_what_is_renewed_and_what_renews_it_lead_to_each_other(as_amina, two):
    IssuingSettings.objects.create(institution=body(), two_people=False)
    old = two[0]
    address = renewing(old)
    as_amina.post(address, sent(as_amina.get(address)))
    batch = signed(Batch.objects.get(cause=Cause.RENEWAL))
    new = Credential.objects.get(line__batch=batch)

    before, after = (said(as_amina.get(at("desk_credential", each.uuid))) for each in (old, new))

    assert f"Elle est renouvelée : une autre preuve vaut à la place de celle-ci. {group_code(new.code)}" in before
    assert f"Renouvelle {group_code(old.code)}" in after
    assert f"sans nouvelle évaluation {GROUNDS}" in after


def test_choosing_awards_says_which_line_renews_what_in_as_many_statements_for_one_as_for_three(as_amina):
    three = ending(3)
    address = at("desk_batch_new")
    awards(1, version=three[0].award.version, people=[three[0].award.person])
    one = statements(as_amina, address)
    made = awards(2, version=three[0].award.version, people=[each.award.person for each in three[1:]])

    assert statements(as_amina, address) == one
    read = said(as_amina.get(address))
    assert all(f"renouvelle la preuve {group_code(each.code)}" in read for each in three)

    batch = a_batch(made, now=now())
    assert said(as_amina.get(at("desk_batch_lines", batch.uuid))).count("renouvelle la preuve") == 2
    assert "2 preuves de ce lot en renouvellent une autre" in said(as_amina.get(at("desk_batch", batch.uuid)))
    preview = said(as_amina.get(at("desk_batch_preview", batch.uuid, 1)))
    assert "Votre preuve est renouvelée" in preview
    assert f"renouvelle la preuve {group_code(three[1].code)}" in preview
