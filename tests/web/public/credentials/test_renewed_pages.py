"""What others read of a credential that was renewed, and of the one that renews it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import now

from issuing.making import a_key, a_released_batch, awards, body, head, the_store
from issuing.standing import signed
from issuing.test_renewing import GROUNDS, YEAR_AFTER, ending, renewed
from sceau.assessment.services import links
from sceau.config.wiring import ports
from sceau.engine.model.code import group_code
from sceau.issuing.models import Batch, IssuingSettings
from sceau.issuing.services.correcting import correct_name
from web.desk.batches.reading import said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """One person is enough; nothing was counted yet; pages are read after all of it."""
    cache.clear()
    monkeypatch.setitem(vars(ports()), "keys", the_store())
    monkeypatch.setattr("sceau.web.public.credentials.doors.now", lambda: datetime(2028, 3, 1, 10, 30, tzinfo=UTC))
    return IssuingSettings.objects.create(institution=body(), two_people=False)


@pytest.fixture
def old():
    return ending()[0]


@pytest.fixture
def new(old):
    return signed(renewed(old), YEAR_AFTER)[0]


def page(client, credential, *, closed=False, language="fr"):
    asked = {"lang": language} if closed else {"lang": language, "o": credential.opening}
    return client.get(reverse("credential", args=[credential.code]), asked)


def test_the_old_one_says_that_it_was_renewed_and_leads_to_the_new_one(client, old, new):
    answer = page(client, old)

    assert "Renouvelée le 22 novembre 2027 : c’est la suivante qui vaut." in said(answer)
    assert "Aller à celle qui la renouvelle" in said(answer)
    assert reverse("credential", args=[new.code]) in answer.content.decode()
    assert "Remplacée" not in said(answer)
    assert "Renewed on 22 November 2027: the next one stands." in said(page(client, old, language="en"))


def test_whoever_may_not_read_it_learns_that_it_was_renewed_and_nothing_of_the_grounds(client, old, new):
    before, after = (page(client, each, closed=True) for each in (old, new))

    assert "Elle a été renouvelée." in said(before)
    assert reverse("credential", args=[new.code]) in before.content.decode()
    assert GROUNDS not in before.content.decode() + after.content.decode()
    assert "enouvel" not in said(after)


def test_the_new_one_says_since_when_and_on_what_grounds_as_it_was_signed(client, old, new):
    text = said(page(client, new))

    assert "Renouvelée sans nouvelle évaluation" in text
    assert "Depuis le 22 novembre 2027, elle prend la suite de la preuve délivrée le 22 novembre 2026." in text
    assert f"Au vu de {GROUNDS}" in text
    assert "Valable jusqu’au 22 novembre 2029." in text
    english = said(page(client, new, language="en"))
    assert "Since 22 November 2027, it follows the credential issued on 22 November 2026." in english
    assert "enouvel" not in said(page(client, ending()[0]))


def test_a_renewal_that_was_corrected_says_that_it_was_replaced_and_the_other_keeps_the_grounds(client, new):
    by = head(body())
    (corrected,) = signed(
        correct_name(credential=new, name="Naïma Haddad-Lévy", by=by, now=YEAR_AFTER, keys=the_store()), YEAR_AFTER
    )

    assert "Remplacée le" in said(page(client, new))
    assert "Aller à celle qui la remplace" in said(page(client, new))
    assert f"Au vu de {GROUNDS}" in said(page(client, corrected))


def test_after_a_new_assessment_the_old_one_was_renewed_and_the_new_one_speaks_for_itself(client, old):
    a_key()
    later = datetime(2028, 3, 1, 9, 30, tzinfo=UTC)
    made = awards(version=old.award.version, people=[old.award.person], awarded_on=later.date())
    (new,) = signed(a_released_batch(made, now=later), later)

    assert "Renouvelée le 1er mars 2028" in said(page(client, old))
    assert "sans nouvelle évaluation" not in said(page(client, new))
    assert "Valable jusqu’au 1er mars 2030." in said(page(client, new))


def test_holders_read_which_renews_which(client, old, new):
    candidate = old.award.decision.attempt.candidate
    Batch.objects.update(state="done")
    client.get(reverse("candidate_open", args=[links.make_link(candidate, now())]))

    text = said(client.get(reverse("candidate_credentials", args=[candidate.uuid])))

    assert f"Elle est renouvelée par {group_code(new.code)}. Une autre vaut à sa place" in text
    assert f"Elle renouvelle {group_code(old.code)}." in text
