"""Fifty credentials revoked with a reason, one suspended and restored, a name corrected, one renewed: as a head does it."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.utils.timezone import now

from assessment.making import version
from issuing.making import a_key, body, head, the_store
from issuing.standing import issued
from sceau.config.wiring import World
from sceau.issuing.models import Batch, Credential, IssuingSettings
from sceau.issuing.states import BatchState

TERM = {"months": 24, "renewal": {"fr": "Une mise à jour par an", "en": "An update a year"}}
LIST = "/desk/alpes-numerique/credentials/"


@pytest.fixture
def fifty(own_database, monkeypatch):
    monkeypatch.setattr(World, "keys", property(lambda world: the_store()))
    a_key()
    IssuingSettings.objects.create(institution=body(), two_people=False)
    made = issued(51)
    Batch.objects.update(state=BatchState.DONE)
    return made


def shot(page, name):
    folder = os.environ.get("SCEAU_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def state_of(credential):
    return Credential.objects.get(pk=credential.pk).state


def test_suspended_restored_corrected_fifty_revoked_and_one_renewed(page, sign_in, axe, fifty):
    one, *others = fifty
    sign_in(head(body()))

    page.goto(LIST)
    axe(page)
    shot(page, "credentials-list")
    page.get_by_label("Code, nom ou courriel").fill(one.code)
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Suspendre…").click()
    axe(page)
    shot(page, "credentials-suspend")
    page.get_by_label("Raison").fill("Enregistrement à vérifier")
    page.get_by_role("button", name="Suspendre la preuve").click()
    assert "La preuve est suspendue." in page.inner_text("body")
    assert state_of(one) == "suspended"

    page.get_by_role("rowheader").get_by_role("link").click()
    axe(page)
    shot(page, "credential")
    page.get_by_role("link", name="Rétablir…").click()
    page.get_by_role("button", name="Rétablir la preuve").click()
    assert state_of(one) == "valid"

    page.get_by_role("link", name="Corriger le nom").click()
    axe(page)
    shot(page, "credential-correct")
    page.get_by_label("Nom sur la nouvelle preuve").fill("Naïma Haddad-Lévy")
    page.get_by_role("button", name="Corriger").click()
    assert "Correction de la preuve" in page.inner_text("h1")
    assert Batch.objects.get(cause="correction").state == "released"

    page.goto(f"{LIST}?state=valid")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Révoquer…").click()
    axe(page)
    shot(page, "credentials-revoke")
    count = Credential.objects.filter(state="valid").count() - 1  # a page shows fifty
    page.get_by_label("Raison").fill("Épreuve annulée")
    page.get_by_label("Pour confirmer").fill(str(count))
    page.get_by_role("button", name=f"Révoquer les {count} preuves").click()
    assert f"{count} preuves sont révoquées." in page.inner_text("body")
    assert Credential.objects.filter(state="revoked").count() == 50 == len(others)

    renewed_in_the_list(page, axe)


def renewed_in_the_list(page, axe):
    """One that ends is found by its end, and renewed."""
    ago = now() - timedelta(days=700)
    (ending,) = issued(1, version=version(validity=TERM), awarded_on=ago.date(), now=ago)
    page.goto(f"{LIST}?ends=90")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Renouveler…").click()
    axe(page)
    shot(page, "credentials-renew")
    page.get_by_label("À la suite du terme en cours").check()
    page.get_by_label("Sur quoi repose ce renouvellement").fill("Une mise à jour suivie")
    page.get_by_role("button", name="Renouveler la preuve").click()
    assert f"Renouvellement de la preuve {ending.code}" in page.inner_text("h1")
    assert Batch.objects.get(cause="renewal").lines.get().instead_of == ending
