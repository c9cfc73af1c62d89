"""The administrator takes over registries of issuers: looked at first, then known by, replaced, removed."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from institutions.people import NOW
from sceau.engine.checks.trust import TrustedIssuer
from sceau.institutions.models import Evidence
from sceau.journal.models import PLATFORM, Act
from sceau.verification.known import known_issuers
from sceau.verification.lists import WAITS, bring, take
from sceau.verification.models import KnownIssuer, KnownList

pytestmark = pytest.mark.django_db
PAGE = "/platform/trust/"
SCHOOL, COLLEGE = "did:key:z6MkSchool", "did:web:college.example"


def registry(**entries):
    return json.dumps({"meta": {"updated": "2026-01-01"}, "registry": entries}).encode()


def dcc(*ids, name="École"):
    return registry(**{each: {"name": name, "url": "https://e.example", "location": "Gap"} for each in ids})


def brought(client, content, *, name="DCC", page=PAGE):
    return client.post(page, {"name": name, "file": SimpleUploadedFile("registry.json", content)})


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def in_use(name="DCC", content=None):
    listed = bring(content=content or dcc(SCHOOL), file_name="r.json", name=name, instead_of=None, by=None, now=NOW)
    return take(waiting=listed, by=None, now=NOW)


def test_a_registry_is_looked_at_before_anybody_is_known_by_it(platform, paul):
    answer = brought(platform, dcc(SCHOOL, COLLEGE))

    waiting = KnownList.objects.get()
    assert answer.url == reverse("platform_trust_decide", args=[waiting.uuid])
    assert "2 émetteurs ajoutés" in words(platform.get(answer.url))
    assert known_issuers().find(SCHOOL) is None

    answer = platform.post(answer.url, {"act": "take"}, follow=True)

    assert "est en service" in words(answer)
    assert known_issuers().find(SCHOOL) == TrustedIssuer(SCHOOL, "École", "https://e.example, Gap", listed_in="DCC")
    act = Act.objects.get(code="known_list.taken")
    assert (act.actor, act.chain_id, json.loads(act.details)["entries"]) == (paul.uuid, PLATFORM, 2)
    assert "a mis une liste de confiance en service (2" in words(platform.get(reverse("platform_journal")))


def test_what_a_newer_file_changes_is_shown_and_can_be_left(platform):
    listed = in_use(content=dcc(SCHOOL, COLLEGE))
    newer = registry(**{SCHOOL: {"name": "Grande École"}, "did:key:z6MkThird": {"name": "Tiers"}})
    page = brought(platform, newer, page=reverse("platform_trust_replace", args=[listed.uuid])).url

    shown = words(platform.get(page))
    assert "1 émetteur ajouté Tiers" in shown
    assert f"1 émetteur retiré École {COLLEGE}" in shown
    assert "1 émetteur décrit autrement" in shown
    platform.post(page, {"act": "leave"})
    assert KnownList.objects.get() == listed
    assert known_issuers().find(COLLEGE) is not None

    page = brought(platform, newer, page=reverse("platform_trust_replace", args=[listed.uuid])).url
    platform.post(page, {"act": "take"})
    kept = KnownList.objects.get()
    assert (kept.uuid, kept.name, kept.entries) == (listed.uuid, "DCC", 2)
    assert known_issuers().find(COLLEGE) is None
    assert known_issuers().find(SCHOOL).name == "Grande École"
    assert "n’attend plus" in words(platform.post(page, {"act": "take"}, follow=True))


def test_a_list_is_removed_with_a_reason(platform):
    listed = in_use()
    page = reverse("platform_trust_remove", args=[listed.uuid])

    assert "À vérifier" in words(platform.get(page)) or "à vérifier" in words(platform.get(page))
    platform.post(page, {"why": ""})
    assert KnownList.objects.exists()
    platform.post(page, {"why": "registre fermé"})

    assert not KnownIssuer.objects.exists()
    assert known_issuers().find(SCHOOL) is None
    assert Act.objects.get(code="known_list.removed").reason.text == "registre fermé"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("DCC", b"not json", "DCC"),
        ("DCC", dcc("ftp://x"), "l’entrée n° 1"),
        ("DCC", b"[1]", "/0"),
        ("", dcc(SCHOOL), "Donnez un nom à cette liste."),
        ("Déjà", dcc(SCHOOL), "une liste s’appelle déjà «\u00a0Déjà\u00a0»"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(platform, name, content, said):
    in_use("Déjà", dcc(COLLEGE))

    answer = brought(platform, content, name=name)

    assert answer.status_code == 200
    assert said.replace("\u00a0", " ") in words(answer).replace("\u00a0", " ")
    assert f'value="{name}"' in answer.content.decode() or not name
    assert KnownList.objects.count() == 1


def test_the_first_list_counts_and_a_file_that_nobody_decided_about_goes(platform):
    in_use("Premier", dcc(SCHOOL, name="Un"))
    in_use("Second", dcc(SCHOOL, name="Deux"))
    bring(content=dcc(COLLEGE), file_name="", name="Oublié", instead_of=None, by=None, now=NOW)
    bring(
        content=dcc(COLLEGE), file_name="", name="Neuf", instead_of=None, by=None, now=NOW + WAITS + timedelta(hours=1)
    )

    assert known_issuers().find(SCHOOL).listed_in == "Premier"
    assert [each.name for each in KnownList.objects.filter(taken_at=None)] == ["Neuf"]


def test_a_list_shows_what_is_inside_and_finds(platform):
    listed = in_use(content=registry(**{f"did:key:z6Mk{n}": {"name": f"École {n}"} for n in range(60)}))
    page = reverse("platform_trust_list", args=[listed.uuid])

    assert "60 émetteurs" in words(platform.get(page))
    assert "École 59" not in words(platform.get(page))
    assert "École 59" in words(platform.get(page, {"q": "cole 59"}))
    assert "Aucun émetteur" in words(platform.get(page, {"q": "nobody"}))


def test_a_body_of_the_house_is_known_by_what_was_verified_only(occitanie):
    did = occitanie.did
    assert known_issuers().find(did) is None

    Evidence.objects.create(
        institution=occitanie, kind="register", subject="999000017", state="confirmed", created_at=NOW, confirmed_at=NOW
    )
    found = known_issuers().find(did)
    assert (found.name, found.evidence, found.is_of_the_house) == (occitanie.name, "SIREN 999000017", True)

    Evidence.objects.update(state="lapsed")
    assert known_issuers().find(did) is None
