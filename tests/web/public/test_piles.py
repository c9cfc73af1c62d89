"""The pass over a pile on its page, for programs, and on paper: what is given, what is not, and that nothing is kept."""

from __future__ import annotations

import csv
import io
import logging
import re
import secrets
import zipfile
from datetime import timedelta
from functools import partial
from uuid import UUID

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
from sceau.engine.checks.trust import TrustedIssuer, TrustList
from sceau.engine.model.code import make_code
from sceau.issuing.models import Credential
from sceau.issuing.queries.many import credentials_at, public_among
from sceau.issuing.queries.opening import is_public, subjects_of
from sceau.issuing.services.signing import issue_next_lines
from sceau.keyring.models import HouseKey
from sceau.outside.fetchers import MemoryFetcher
from sceau.people.models import Consent
from sceau.web.public.piles import carrying, pages, streaming
from sceau.web.public.verifying.turns import PILE, Turns
from verifying import Issuer

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
    answer = client.post(f"{PAGE}?lang={lang}", {"text": text, "file": uploads}, headers={"accept": accept})
    if answer.streaming:  # a browser reads it to its end
        answer.whole = b"".join(answer.streaming_content)
    return answer


def leave(answer):
    """Close the page, as a server does when its reader is gone; the connection to the database stays the test's."""
    for close in list(answer._resource_closers):
        close()


def words(answer):
    return " ".join((answer.whole if answer.streaming else answer.content).decode().split())


def result_of(answer):
    """What the page hands back to be exported."""
    return re.search(r'name="result" value="([^"]+)"', words(answer))[1]


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
    result = result_of(answer)
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
    result = result_of(posted(link(pair[0])))
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


def test_too_often_is_told_to_people_and_to_programs_with_when_to_come_back(monkeypatch):
    cache.clear()
    monkeypatch.setattr(settings, "OWN_RATE_LIMITS", settings.OWN_RATE_LIMITS | {"pile": "1/m/ip"})
    posted("x")
    people, machine = posted("une ligne à moi"), posted("x", accept="application/json")

    assert (people.status_code, machine.status_code) == (429, 429)
    assert "Trop de lots sont venus de votre connexion" in words(people)
    assert "une ligne à moi" in words(people)
    assert 50 <= int(machine["Retry-After"]) <= 60
    assert machine.json()["code"] == "too_many"
    monkeypatch.setattr(settings, "OWN_RATE_LIMITS", settings.OWN_RATE_LIMITS | {"pile": "1/h/ip"})
    posted("x")
    assert "dans 60 minutes" in words(posted("x"))


def test_while_others_are_verified_one_waits_and_is_told(pair, monkeypatch):
    own = Turns()
    monkeypatch.setattr(pages, "turns", own)
    monkeypatch.setattr(own, "take", partial(own.take, wait=0.01))
    held = [own.take(who, PILE) for who in ("192.0.2.1", "192.0.2.2")]
    answer = posted(link(pair[0]))
    for each in held:
        each.give_back()

    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert link(pair[0]) in words(answer)
    assert posted(link(pair[0])).status_code == 200


def test_one_address_has_one_pile_in_hand_and_others_are_served(pair, monkeypatch):
    own = Turns()
    monkeypatch.setattr(pages, "turns", own)
    monkeypatch.setattr(own, "take", partial(own.take, wait=0.01))
    running = Client().post(PAGE, {"text": link(pair[0])})
    people, machine = posted(link(pair[1])), posted(link(pair[1]), accept="application/json")
    other = Client(REMOTE_ADDR="192.0.2.7").post(PAGE, {"text": link(pair[1])}, headers={"accept": "application/json"})

    assert (people.status_code, machine.status_code, other.status_code) == (429, 429, 200)
    assert "déjà en cours depuis votre connexion" in words(people)
    assert machine["Retry-After"] == str(pages.OWN_ENDS)
    leave(running)  # nobody waits for its end
    assert posted(link(pair[1])).status_code == 200


def test_a_page_says_how_far_it_is_and_then_the_result(pair, monkeypatch):
    monkeypatch.setattr(streaming, "EVERY", 0.0)
    answer = Client().post(f"{PAGE}?lang=en", {"text": f"{link(pair[0])}\n{link(pair[1])}"})
    parts = [part.decode() for part in answer.streaming_content]

    assert "</head>" in parts[0]
    assert "opened one by one" in parts[0]
    assert "2 items found" in "".join(parts[1:3])
    assert "1 item verified of 2" in "".join(parts)
    assert "2 credentials examined" in parts[-1]
    assert parts[-1].rstrip().endswith("</html>")
    assert answer["X-Accel-Buffering"] == "no"


def test_a_page_that_nobody_reads_on_ends_its_work(pair, monkeypatch):
    own = Turns()
    monkeypatch.setattr(pages, "turns", own)
    monkeypatch.setattr(streaming, "EVERY", 0.0)
    for parts in (0, 1, 2):
        answer = Client().post(PAGE, {"text": f"{link(pair[0])}\n{link(pair[1])}"})
        for _ in range(parts):
            next(iter(answer.streaming_content))
        leave(answer)
        own.take("192.0.2.1", PILE, wait=0.0).give_back()
        assert not own._held


def test_a_fault_of_ours_is_told_on_the_page_that_has_begun(pair, monkeypatch, caplog):
    monkeypatch.setattr(streaming, "as_json", lambda done: 1 / 0)
    answer = posted(link(pair[0]))

    assert "s’est interrompue, par notre faute" in words(answer)
    assert words(answer).endswith("</html>")
    assert "not gone through to its end" in caplog.text


def test_codes_that_are_none_count_as_on_their_pages_and_a_few_wrong_links_lock_nobody_out(pair, monkeypatch):
    monkeypatch.setattr(settings, "OWN_RATE_LIMITS", settings.OWN_RATE_LIMITS | {"credential_miss": "3/m/ip"})
    wrong = [f"{settings.BASE_URL}/v/{make_code(secrets.token_bytes(10))}" for _ in range(2)]
    tried = f"{link(pair[1], opened=False)}?o=guess"
    few = posted("\n".join([*wrong, *wrong, link(pair[0])]), accept="application/json").json()
    many = posted("\n".join([wrong[0], tried, link(pair[0])]), accept="application/json").json()
    page = Client().get(f"/v/{pair[1].code}?o=guess")

    assert few["counts"] == {"valid": 1, "check": 4, "invalid": 0, "missing": 0, "without": 0}
    assert [each["reason"]["fr"][:20] for each in many["missing"]] == ["Trop de codes ou de "] * 2
    assert page.status_code == 429
    assert Client().get(link(pair[0])).status_code == 200


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


def test_of_what_is_valid_issuers_of_whom_only_a_site_is_known_come_first_the_rarest_before(pair, monkeypatch):
    often, once = Issuer(2, host="univ.example"), Issuer(3, host="un1v.example")
    monkeypatch.setitem(vars(ports()), "witnesses", MemoryFetcher(often.site | once.site))
    files = [(f"{number}.json", orjson.dumps(often.badge(id=f"urn:uuid:{UUID(int=number)}"))) for number in (1, 2)]
    files.append(("3.json", orjson.dumps(once.badge())))
    body = pair[0].institution
    assert "Sur cette plateforme, identité non vérifiée" in words(posted(link(pair[0])))
    known = TrustList.of(TrustedIssuer(body.did, "Alpes Numérique", "SIREN", is_of_the_house=True))
    monkeypatch.setattr(pages, "known_issuers", lambda: known)
    answer = posted(link(pair[0]), *files)
    told = words(answer)
    saved = Client().post(f"{PAGE}/export?lang=fr", {"result": result_of(answer), "as": "csv"})
    rows = list(csv.reader(io.StringIO(saved.content.decode("utf-8-sig")), delimiter=";"))

    assert [row[0] for row in rows[1:]] == ["3.json", "1.json", "2.json", ""]
    assert [row[2] for row in rows[1:]] == ["Authentique et valide"] * 4
    assert [row[8] for row in rows] == [
        "Identité de l’organisme", "Connu par son seul site, un1v.example",
        *["Connu par son seul site, univ.example"] * 2, "Identité vérifiée par cette plateforme",
    ]  # fmt: skip
    assert "Pour 3 preuves valides, l’organisme n’est connu que par son site" in told
    assert "Identité vérifiée par cette plateforme" in told
