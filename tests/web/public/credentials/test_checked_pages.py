"""The page of a credential judges the exact bytes that are kept: its verdict, and never the register's alone."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from issuing.making import NOW, head, the_store
from issuing.standing import issued
from sceau.config.wiring import ports
from sceau.institutions.models import Institution
from sceau.institutions.models.evidence import Evidence
from sceau.issuing.models import Content, Credential, StatusList
from sceau.issuing.services.opening import make_public
from sceau.issuing.services.publishing import set_bits
from sceau.keyring.models import SigningKey
from sceau.keyring.services import report_compromise

pytestmark = pytest.mark.django_db
READ = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    cache.clear()
    monkeypatch.setitem(vars(ports()), "keys", the_store())
    monkeypatch.setattr("sceau.web.public.credentials.doors.now", lambda: READ)


@pytest.fixture
def one():
    return issued(1)[0]


def page(client, credential, **query):
    asked = {"o": credential.opening, "lang": "fr"} | query
    return client.get(reverse("credential", args=[credential.code]), asked)


def page_of(credential):
    return f"{reverse('credential', args=[credential.code])}?o={credential.opening}&lang=fr"


def words(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def turn(credential, state):
    Credential.objects.filter(pk=credential.pk).update(state=state, state_at=NOW)
    set_bits([credential], state, now=READ)


def test_one_that_is_valid_is_said_to_be_with_five_lines_that_unfold(client, one):
    said = words(page(client, one))

    assert '<p class="h1">Authentique et valide</p>' in said
    assert "Verdict au" in said
    assert said.count('<details class="fold fold--') == 5
    assert "Rien n’a été modifié depuis" in said
    assert "Authentic and valid" in words(page(client, one, lang="en"))


@pytest.mark.parametrize(
    ("state", "kind", "next_step"),
    [
        ("revoked", "bad", "Ne la retenez pas"),
        ("suspended", "check", "Elle peut être rétablie"),
        ("replaced", "check", "celle-là qui vaut"),
    ],
)
def test_a_change_is_said_at_once_with_what_to_do(client, one, state, kind, next_step):
    assert "Authentique et valide" in words(page(client, one))
    turn(one, state)

    said = words(page(client, one))
    assert f'class="verdict verdict--{kind}"' in said
    assert "Authentique et valide" not in said
    assert next_step in said


@pytest.fixture
def unguarded(db):
    """The database lets the bytes be changed, as whoever holds it could make it do."""
    with connection.cursor() as cursor:
        table = " ON issuing_content" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER content_is_not_changed{table}")


@pytest.mark.parametrize("state", ["valid", "revoked"])
@pytest.mark.parametrize("part", ["body", "record"])
def test_bytes_that_were_altered_in_the_database_are_refused_and_not_repeated(client, one, unguarded, part, state):
    turn(one, state)
    content = Content.objects.get(credential=one)
    first = one.award.person.given_name if part == "body" else '"awarded_on":"2026'
    changed = bytes(getattr(content, part)).replace(
        first.encode(), b"Mallory" if part == "body" else b'"awarded_on":"2020'
    )
    setattr(content, part, changed)
    content.save()

    answer = page(client, one)
    said = words(answer)
    assert '<p class="h1">Non authentique</p>' in said
    assert str(one.award.person) not in said
    assert 'class="verdict verdict--bad"' in said
    assert "nous ne le répétons pas" in said
    assert "Mallory" not in said
    assert "Authentique et valide" not in said


def test_where_the_register_knows_worse_than_the_lists_nobody_reads_that_all_is_well(client, one):
    Credential.objects.filter(pk=one.pk).update(state="revoked", state_at=NOW)

    said = words(page(client, one))
    assert '<p class="h1">Authentique, mais révoquée</p>' in said
    assert 'class="verdict verdict--bad"' in said


def test_who_signed_is_told_with_what_proves_it_and_what_does_not(client, one):
    assert "Pas vérifiée par cette installation." in words(page(client, one))

    proof = Evidence(institution=one.institution, kind="register", subject="130025265", created_at=NOW)
    proof.state, proof.confirmed_at = "confirmed", NOW
    proof.save()
    said = words(page(client, one))
    assert "Inscription au registre</dt><dd>130 025 265, vérifié le 22 novembre 2026" in said
    assert "Pas vérifiée par cette installation." not in said
    proof.state = "lapsed"
    proof.save()
    assert "vérifié pour la dernière fois le" in words(page(client, one))
    assert "Pas vérifiée par cette installation." in words(page(client, one))


def test_who_assessed_it_is_told_as_the_sealed_record_has_it(client):
    (one,) = issued(1, evidence={"assessors": 2}, assessed_on=NOW.date(), supervision="sup_onsite_id")

    said = words(page(client, one))
    assert (
        '<strong>Évaluée par qui, et comment</strong><br><span class="soft">Évaluée le 22 novembre 2026, par 2' in said
    )
    assert "C’est l’organisme qui le dit" in said
    assert said.count(">Évaluateurs<") == 1


def test_a_key_that_was_compromised_is_believed_in_nothing(client, one):
    assert "Authentique et valide" in words(page(client, one))
    by = head(one.institution)
    report_compromise(key=one.key, since=NOW - timedelta(days=1), by=by, now=READ, why="Clé vue ailleurs")

    said = words(page(client, one))
    assert "Authentique et valide" not in said
    assert 'class="verdict verdict--' in said


def test_lists_that_lapsed_and_cannot_be_signed_leave_it_to_be_verified(client, one):
    StatusList.objects.update(valid_until=NOW, signed_revision=-1)
    SigningKey.objects.update(state="retired", retired_at=READ)

    said = words(page(client, one))
    assert 'class="verdict verdict--check"' in said
    assert "Authentique et valide" not in said


def test_it_takes_the_same_statements_however_many_there_are(client):
    there = issued(3)
    page(client, there[0])
    counts = []
    for each in there[1:]:
        with CaptureQueriesContext(connection) as asked:
            page(client, each)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 6


def test_it_is_light_and_whoever_reads_gzip_gets_that(client, one):
    plain = page(client, one)
    packed = client.get(page_of(one), headers={"accept-encoding": "br, gzip"})

    assert len(plain.content) < 60_000
    assert len(packed.content) < 10_000
    assert gzip.decompress(packed.content) == plain.content
    assert "Content-Encoding" not in plain
    assert client.get(page_of(one), headers={"accept-encoding": "gzip;q=0, br"}).content == plain.content
    for each in (plain, packed):
        assert {"Accept-Encoding", "Cookie"} <= {name.strip() for name in each["Vary"].split(",")}


def test_the_browser_may_ask_the_domain_of_the_body_and_no_other(client, one):
    def may_ask():
        directives = page(client, one)["Content-Security-Policy"].split(";")
        return next(each.split()[1:] for each in directives if each.split()[0] == "connect-src")

    assert may_ask() == ["'self'"]
    Institution.objects.filter(pk=one.institution_id).update(did="did:web:diplomes.univ.example:a")

    assert may_ask() == may_ask() == ["'self'", "https://diplomes.univ.example"]


def test_who_has_a_cookie_gets_a_page_of_their_own(client, one):
    assert page(client, one).content == page(client, one).content
    client.cookies["anything"] = "1"

    assert "Content-Encoding" not in client.get(page_of(one), headers={"accept-encoding": "gzip"})


@pytest.mark.parametrize("what", ["evidence", "name", "opening"])
def test_a_page_is_never_that_of_before_a_change(client, one, what):
    before = page(client, one).content
    assert page(client, one).content == before
    if what == "evidence":
        Evidence.objects.create(
            institution=one.institution,
            kind="dns",
            subject="new.example",
            created_at=NOW,
            state="confirmed",
            confirmed_at=NOW,
        )
    elif what == "name":
        Institution.objects.filter(pk=one.institution_id).update(legal_name="Autre nom")
    else:
        make_public(credential=one, by=None, now=NOW)
    after = page(client, one, o="" if what == "opening" else one.opening).content

    assert after != before


def test_other_sites_show_it_only_when_its_holder_opened_it_to_everybody(client, one):
    assert "og:" not in words(page(client, one))
    closed = words(page(client, one, o=""))
    assert "og:image" not in closed
    assert one.award.version.titles["fr"] not in closed

    make_public(credential=one, by=None, now=NOW)
    shown = words(page(client, one, o=""))
    assert 'property="og:title"' in shown
    assert "/card.png" in shown
    assert "og:" not in words(page(client, one))
