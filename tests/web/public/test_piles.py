"""The pass over a pile on its page, for programs, and on paper: what is given, what is not, and that nothing is kept."""

from __future__ import annotations

import csv
import io
import logging
import zipfile
from datetime import timedelta

import orjson
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from issuing.making import NOW, a_released_batch, awards, the_store
from sceau.config.models import Remembered
from sceau.config.wiring import ports
from sceau.issuing.models import Credential
from sceau.issuing.queries.many import credentials_at, public_among
from sceau.issuing.queries.opening import is_public, subjects_of
from sceau.issuing.services.signing import issue_next_lines
from sceau.keyring.models import HouseKey
from sceau.outside.fetchers import MemoryFetcher
from sceau.people.models import Consent
from sceau.web.public.piles import carrying, pages

pytestmark = pytest.mark.django_db
PAGE = "/verifier/lot"
SIGNED, READ = NOW + timedelta(minutes=5), NOW + timedelta(hours=1)


@pytest.fixture
def pair(monkeypatch):
    """Two credentials of the house, signed, of two people."""
    cache.clear()
    for name, port in (("witnesses", MemoryFetcher({})), ("keys", the_store())):
        monkeypatch.setitem(vars(ports()), name, port)
    monkeypatch.setattr(pages, "now", lambda: READ)
    monkeypatch.setattr("sceau.web.public.site.now", lambda: READ)
    batch = a_released_batch(awards(2))
    issue_next_lines(batch.pk, limit=10, now=SIGNED, keys=the_store())
    return list(Credential.objects.select_related("content", "award__person").order_by("pk"))


def link(row, *, opened=True):
    return f"{settings.BASE_URL}/v/{row.code}" + (f"?o={row.opening}" if opened else "")


def posted(text="", *files, accept="text/html", lang="fr"):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    client = Client(enforce_csrf_checks=True)
    return client.post(f"{PAGE}?lang={lang}", {"text": text, "file": uploads}, headers={"accept": accept})


def words(answer):
    return " ".join(answer.content.decode().split())


def agree(row):
    Consent.objects.create(person=row.award.person, subject=subjects_of(row)[0], given_at=NOW, how="on_screen")


def test_problems_come_first_and_what_is_closed_is_not_given(pair):
    first, second = pair
    body = bytes(first.content.body)
    forged = body.replace(b'"name":"', b'"name":"X', 1)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as there:
        there.writestr("forged.json", forged)
        there.writestr("whole.json", body)
    answer = posted(f"{link(first)}\n{link(second, opened=False)}", ("lot.zip", archive.getvalue()))
    page = words(answer)

    assert answer.status_code == 200
    assert page.index("Non authentique") < page.index("demandez à la personne le lien") < page.index("whole.json")
    assert str(second.award.person) not in page
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_exports_come_from_the_page_alone_and_cannot_be_written_by_others(pair):
    first, second = pair
    answer = posted(f"Nom complet;Lien\n=Jean Dupont;{link(first)}\n{second.award.person};{link(second)}")
    result = answer.context["carried"]
    client = Client(enforce_csrf_checks=True)

    saved = client.post(f"{PAGE}/export?lang=fr", {"result": result, "as": "csv"})
    rows = list(csv.reader(io.StringIO(saved.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[2] for row in rows[1:]] == ["Authentique, à vérifier", "Authentique et valide"]
    assert rows[1][6] == "'=Jean Dupont"

    data = client.post(f"{PAGE}/export", {"result": result, "as": "json"}).json()
    assert data["counts"] == {"valid": 1, "check": 1, "invalid": 0, "missing": 0, "without": 0}

    for wrong in (result[:-2] + "xx", "", carrying._SIGNER.sign("AAAA")):
        assert client.post(f"{PAGE}/export", {"result": wrong, "as": "pdf"}).status_code == 400


def test_the_report_is_sealed_by_the_house_and_carries_the_results(pair):
    client = Client()
    result = posted(link(pair[0])).context["carried"]
    answer = client.post(f"{PAGE}/export?lang=en", {"result": result, "as": "pdf"})
    pdf = answer.content
    pem = client.get(f"{PAGE}/certificate.pem").content

    assert answer["Content-Type"] == "application/pdf"
    assert b"verification.json" in pdf
    assert pem.decode() == HouseKey.objects.get().certificate
    from asn1crypto import pem as armour
    from asn1crypto.x509 import Certificate

    signed = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
    assert signed.signer_cert.dump() == Certificate.load(armour.unarmor(pem)[2]).dump()
    status = validate_pdf_signature(signed, ValidationContext(trust_roots=[signed.signer_cert], moment=READ))
    assert status.intact
    assert status.valid


def test_a_program_hands_in_items_and_is_answered_as_the_command_would(pair):
    first, second = pair
    items = [
        {"link": link(first), "name": str(first.award.person), "reference": "A-1"},
        {"link": link(second, opened=False), "reference": "A-2"},
    ]
    ask = {"content_type": "application/json", "headers": {"accept": "application/json"}}
    told = Client().post(PAGE, orjson.dumps({"items": items}), **ask).json()

    assert [(each["source"], each["verdict"]) for each in told["results"]] == [("A-2", "check"), ("A-1", "valid")]
    assert told["results"][1]["checks"]
    assert told["results"][0]["credential"] == {}
    refused = Client().post(PAGE, b'{"items": 1}', **ask)
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")


def test_many_consents_are_read_as_one_by_one(pair, django_assert_max_num_queries):
    first, second = pair
    agree(first)
    with django_assert_max_num_queries(2):
        rows = credentials_at([first.code, second.code, "00000000000000"])
        public = public_among(rows.values())

    assert set(rows) == {first.code, second.code}
    assert public == {row.code for row in pair if is_public(row)} == {first.code}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_empty_form_says_what_is_missing(lang):
    cache.clear()
    answer = posted(lang=lang)

    assert answer.status_code == 400
    assert "problem" in posted(lang=lang, accept="application/json")["Content-Type"]


def test_too_often_is_told_to_people_and_to_programs(monkeypatch):
    cache.clear()
    monkeypatch.setattr(settings, "OWN_RATE_LIMITS", settings.OWN_RATE_LIMITS | {"pile": "1/m/ip"})
    posted("x")
    people, machine = posted("x"), posted("x", accept="application/json")

    assert (people.status_code, machine.status_code) == (429, 429)
    assert "Trop d’essais" in words(people)


def test_while_others_are_verified_one_waits_and_is_told(pair, monkeypatch):
    monkeypatch.setattr(pages, "WAIT", 0.01)
    for _ in range(pages.AT_ONCE):
        pages._turn.acquire()
    try:
        answer = posted(link(pair[0]))
    finally:
        for _ in range(pages.AT_ONCE):
            pages._turn.release()

    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"


def test_nothing_of_it_is_kept_or_logged(pair, caplog):
    posted(link(pair[0]))  # whoever asks first has our own lists signed, and dated
    caplog.set_level(logging.DEBUG)
    counted = [model for model in apps.get_models() if model._meta.managed and model is not Remembered]
    kept = {model: model._default_manager.count() for model in counted}
    posted(f"{link(pair[0])}\nUneTraceUnique", ("UneTraceUnique.json", bytes(pair[0].content.body)))

    assert {model: model._default_manager.count() for model in kept} == kept
    assert "UneTraceUnique" not in caplog.text
    assert pair[0].opening not in caplog.text


def test_a_bundle_is_opened_and_its_credential_counts_once(pair, client):
    posted(link(pair[0]))  # our lists are signed at the moment of these tests
    bundle = client.get(f"/v/{pair[0].code}/preuve.zip?o={pair[0].opening}")
    broken = ("bundle.json", b'{"type": "sceau.bundle", "version": 99}')
    told = posted("", ("preuve.zip", bundle.content), broken, accept="application/json").json()

    assert [each["verdict"] for each in told["results"] if each["file"].endswith(".json")] == ["valid"]
    assert [each["file"] for each in told["missing"]] == ["bundle.json"]
