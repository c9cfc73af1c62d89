"""The administrator takes over registries of issuers: looked at first, then known by, replaced, removed."""

from __future__ import annotations

import csv
import io
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
    assert "Ajoutés 2" in words(platform.get(answer.url))
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
    assert "Ajoutés 1" in shown
    assert "Retirés 1" in shown
    assert "Décrits autrement 1" in shown
    assert "Tiers did:key:z6MkThird" in shown
    assert f"École {COLLEGE}" in words(platform.get(page, {"kind": "removed"}))
    assert f"École Grande École {SCHOOL}" in words(platform.get(page, {"kind": "changed"}))
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


def rows_of(answer):
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))


def test_all_changes_are_shown_by_pages_and_given_as_a_file(platform):
    listed = in_use(content=registry(**{f"did:key:z6MkOld{n}": {"name": f"Ancien {n}"} for n in range(300)}))
    newer = registry(**{f"did:key:z6MkNew{n}": {"name": f"=Neuf {n}"} for n in range(420)})
    page = brought(platform, newer, page=reverse("platform_trust_replace", args=[listed.uuid])).url

    first, last = words(platform.get(page)), words(platform.get(page, {"kind": "added", "page": 9}))
    assert "Ajoutés 420" in first
    assert "Retirés 300" in first
    assert "=Neuf 49" in first
    assert "=Neuf 50" not in first
    assert "page 1 sur 9" in first
    assert "=Neuf 419" in last
    assert "Ancien 299" in words(platform.get(page, {"kind": "removed", "page": 6}))
    assert "kind=removed" in platform.get(page, {"kind": "removed"}).content.decode()

    waiting = KnownList.objects.get(taken_at=None)
    answer = platform.get(reverse("platform_trust_changes", args=[waiting.uuid]))
    rows = rows_of(answer)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert len(rows) == 1 + 420 + 300
    assert rows[1] == ["Ajoutés", "did:key:z6MkNew0", "", "", "'=Neuf 0", "", ""]
    assert rows[-1][:3] == ["Retirés", "did:key:z6MkOld299", "Ancien 299"]


def test_what_asks_to_be_looked_at_twice_is_shown_first(platform, occitanie, settings):
    host = settings.BASE_URL.partition("://")[2].replace(":", "%3A")
    cyrillic = occitanie.name.replace("a", "а").replace("e", "е")  # Cyrillic
    content = registry(
        **{
            occitanie.did: {"name": "Harvard"},
            f"did:web:{host}:i:nobody": {"name": "Personne"},
            "did:key:z6MkSame": {"name": occitanie.name},
            "did:key:z6MkAlike": {"name": cyrillic},
            "did:key:z6MkTurned": {"name": "Éc\u202eole"},
            "did:key:z6MkPlain": {"name": "École"},
        }
    )
    page = brought(platform, content).url

    shown = words(platform.get(page))
    assert "À regarder de près 5" in shown
    assert f"Porte l’identifiant de « {occitanie.name} »" in shown
    assert "sous l’adresse de cette installation" in shown
    assert f"S’appelle comme « {occitanie.name} »" in shown
    assert f"Se lit comme « {occitanie.name} »" in shown
    assert "Mêle dans un mot des lettres de plusieurs alphabets" in shown
    assert "Contenait des signes que l’on ne voit pas" in shown
    assert "\u202e" not in shown
    assert "z6MkPlain" not in shown
    assert KnownIssuer.objects.get(issuer_id="did:key:z6MkTurned").name == "École"


def statements(*of, iat):
    return json.dumps(
        [
            {"sub": each, "iat": iat, "exp": exp, "metadata": {"federation_entity": {"organization_name": name}}}
            for each, name, exp in of
        ]
    ).encode()


def test_entries_that_have_ended_make_nobody_known(platform):
    there, over = 4_000_000_000, 1_500_000_000
    page = brought(platform, statements((SCHOOL, "École", there), (COLLEGE, "Collège", over), iat=1_400_000_000)).url

    assert "Ne valait que jusqu’au 14 juillet 2017" in words(platform.get(page))
    listed = reverse("platform_trust_list", args=[KnownList.objects.get().uuid])
    platform.post(page, {"act": "take"})

    assert known_issuers().find(SCHOOL).name == "École"
    assert known_issuers().find(COLLEGE) is None
    assert "1 entrée de cette liste ne vaut plus" in words(platform.get(listed))


def test_a_file_older_than_the_one_in_use_is_told(platform):
    listed = in_use(content=statements((SCHOOL, "École", 4_000_000_000), iat=1_700_000_000))
    older = statements((COLLEGE, "Collège", 4_000_000_000), iat=1_600_000_000)
    page = brought(platform, older, page=reverse("platform_trust_replace", args=[listed.uuid])).url

    shown = words(platform.get(page))
    assert "Ce fichier est plus ancien que celui qui est en service" in shown
    assert "13 septembre 2020" in shown
    same = brought(platform, dcc(COLLEGE), page=reverse("platform_trust_replace", args=[in_use("Autre").uuid])).url
    assert "plus ancien" not in words(platform.get(same))


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
