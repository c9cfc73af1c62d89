"""How often a credential is looked at: numbers by day for its holder and its issuer, and nothing of who looked."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

import orjson
import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from assessment import making
from institutions.people import NOW
from issuing.making import the_store
from issuing.opened import a_credential
from sceau.assessment.services import links
from sceau.config.wiring import ports
from sceau.issuing import erasing
from sceau.outside.fetchers import MemoryFetcher
from sceau.verification import counting
from sceau.verification.models import Looks
from signing_in import prove_now
from verifying import Issuer, credential

pytestmark = pytest.mark.django_db
DAY = NOW.date()
ADDRESS, AGENT, REFERRER = "203.0.113.77", "Netscape-Navigator-9", "https://recruiter.example/file/42"


@pytest.fixture(autouse=True)
def _nothing_counted(monkeypatch):
    cache.clear()
    counting._waiting.clear()
    monkeypatch.setitem(vars(ports()), "keys", the_store())
    monkeypatch.setattr("sceau.web.public.credentials.doors.now", lambda: NOW + timedelta(hours=1))
    monkeypatch.setattr("sceau.web.public.verifying.pages.now", lambda: NOW + timedelta(hours=1))
    monkeypatch.setattr("sceau.web.public.site.now", lambda: NOW + timedelta(hours=1))
    yield
    counting._waiting.clear()


@pytest.fixture
def one():
    return a_credential()


def look(client, credential, how="get", **query):
    about = {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": AGENT, "HTTP_REFERER": REFERRER}
    address = reverse("credential", args=[credential.code], query={"o": credential.opening} | query)
    return getattr(client, how)(address, **about)


def verify(client, credential):
    file = SimpleUploadedFile("p.json", bytes(credential.content.body))
    return client.post("/verifier", {"text": "", "file": [file]}, REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT)


def numbers():
    counting.write_waiting()
    return list(Looks.objects.order_by("day").values_list("credential", "day", "count"))


def test_an_opened_page_and_a_verified_file_count_and_nothing_else_does(client, one):
    look(client, one)
    look(client, one, lang="en")
    verify(client, one)
    look(client, one, how="head")
    client.get(reverse("credential", args=[one.code]))  # closed
    look(client, one, o="wrong")
    client.get(reverse("credential_json", args=[one.code], query={"o": one.opening}))
    altered = bytes(one.content.body).replace(b"2026", b"2025")
    client.post("/verifier", {"text": altered.decode(), "file": []})

    assert numbers() == [(one.uuid, DAY, 3)]


def test_what_others_sign_under_our_address_counts_for_nobody(client, one, monkeypatch):
    other = Issuer()
    monkeypatch.setitem(vars(ports()), "witnesses", MemoryFetcher(other.site))
    ours = f"{settings.BASE_URL}{reverse('credential', args=[one.code])}"
    document = credential(other.id, id=ours, validUntil="2099-01-01T00:00:00Z")
    answer = client.post("/verifier", {"text": orjson.dumps(other.sign(document)).decode(), "file": []})

    assert "Authentique et valide" in answer.content.decode()
    assert "badges.example (se dit" in answer.content.decode()
    assert numbers() == []


def test_the_logs_and_the_database_know_nothing_of_who_looked(client, one, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    about = {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": AGENT, "HTTP_REFERER": REFERRER}
    for _time in range(2):
        assert look(client, one).status_code == 200
        assert look(client, one, o="wrong").status_code == 200
        assert verify(client, one).status_code == 200
        for name in ("credential_json", "credential_bundle", "credential_record", "credential_png", "credential_svg"):
            address = reverse(name, args=[one.code], query={"o": one.opening})
            assert client.get(address, **about).status_code == 200, name
        for path in ("/verifier", "/verifier.html", "/verifier/lot", "/v/00000000000000", f"/status/{one.list.uuid}"):
            assert client.get(path, **about).status_code in (200, 404), path
        for accept in ("text/html", "application/json"):
            file = SimpleUploadedFile("lot.json", bytes(one.content.body))
            pile = client.post("/verifier/lot", {"text": "", "file": [file]}, headers={"accept": accept}, **about)
            assert pile.status_code == 200
            assert pile.getvalue()
        counting.write_waiting()

    logged = caplog.text + str([record.__dict__ for record in caplog.records]) + "".join(capsys.readouterr())
    assert "request" in logged
    kept = "\n".join(_dumped())
    assert str(one.uuid) in kept or one.uuid.hex in kept
    for secret in (ADDRESS, AGENT, "Netscape", REFERRER, one.opening):
        assert secret not in logged, secret
    for secret in (ADDRESS, AGENT, "Netscape", REFERRER):
        assert secret not in kept, secret
        assert not any(secret in str(letter.message()) for letter in mail.outbox)
    assert {field.name for field in Looks._meta.get_fields()} == {"id", "credential", "day", "count"}


def _dumped():
    """Every value of every table, those that count tries among them."""
    for model in apps.get_models():
        if model._meta.managed:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
                for row in cursor.fetchall():
                    yield " ".join(str(bytes(each) if isinstance(each, memoryview) else each) for each in row)


def test_a_page_asks_the_database_nothing_to_count(client, one, django_assert_num_queries):
    with django_assert_num_queries(0):
        counting.count_look(one.uuid, on=DAY)
        counting.count_look(one.uuid, on=DAY)
    assert numbers() == [(one.uuid, DAY, 2)]
    counting.count_look(one.uuid, on=DAY)
    counting.count_look(one.uuid, on=DAY - timedelta(days=40))
    assert numbers() == [(one.uuid, DAY - timedelta(days=40), 1), (one.uuid, DAY, 3)]

    found = counting.counted([one.uuid], today=DAY)[one.uuid]
    assert (found.days, found.recent, found.total) == (((DAY, 3),), 3, 4)


def test_what_a_busy_database_does_not_take_is_offered_again(one, monkeypatch):
    counting.count_look(one.uuid, on=DAY)
    with monkeypatch.context() as busy:
        busy.setattr(counting, "_ADD", "INSERT INTO nowhere (a, b, c) VALUES (%s, %s, %s)")
        counting.write_waiting()
    counting.count_look(one.uuid, on=DAY)

    assert numbers() == [(one.uuid, DAY, 2)]


def test_more_than_may_wait_is_not_counted_and_never_refused(one, monkeypatch):
    monkeypatch.setattr(counting, "MOST_WAITING", 1)
    counting.count_look(one.uuid, on=DAY)
    counting.count_look(one.uuid, on=DAY + timedelta(days=1))
    counting.count_look(one.uuid, on=DAY)

    assert numbers() == [(one.uuid, DAY, 2)]


def test_the_holder_and_the_desk_read_the_numbers(client, one):
    look(client, one)
    candidate = one.award.decision.attempt.candidate
    client.get(reverse("candidate_open", args=[links.make_link(candidate, NOW)]))
    mine = " ".join(client.get(reverse("candidate_credentials", args=[candidate.uuid])).content.decode().split())
    prove_now(client, making.head(one.institution))
    desk = client.get(reverse("desk_credential", args=[one.institution.slug, one.uuid])).content.decode()

    for page in (mine, desk):
        assert "1 consultation" in page
        assert "ni adresse, ni appareil, ni heure" in page
    assert "1 consultation" not in look(client, one).content.decode()


def test_the_numbers_are_erased_with_the_credential(one):
    counting.count_look(one.uuid, on=DAY)
    counting.write_waiting()
    counting.count_look(one.uuid, on=DAY)
    erasing.apply([one.award.person], None, NOW)

    assert numbers() == []


def test_a_number_that_another_process_still_holds_is_not_written_after_the_erasure(one):
    other = a_credential()
    counting.count_look(one.uuid, on=DAY)
    counting.count_look(other.uuid, on=DAY)
    elsewhere = dict(counting._waiting)  # what another process counted, and has not written
    erasing.apply([one.award.person], None, NOW)
    counting._waiting.clear()
    counting._waiting.update(elsewhere)

    assert numbers() == [(other.uuid, DAY, 1)]
    assert not counting._waiting
    counting.count_look(UUID(int=5), on=DAY)  # of nothing that is here
    assert numbers() == [(other.uuid, DAY, 1)]
