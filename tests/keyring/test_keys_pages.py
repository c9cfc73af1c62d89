"""The pages of keys: who may, what is asked, what is told."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now as clock

from sceau.config.wiring import ports
from sceau.keyring.models import Ceremony, KeyState, Purpose, SigningKey
from sceau.keyring.services import ask_for_key, certificate_request
from signing_in import prove_now

KEYS = "/desk/greta/keys/"


@pytest.fixture
def store():
    """The pages' own."""
    return ports().keys


@pytest.fixture
def asked(greta, amina):
    return ask_for_key(institution=greta, purpose=Purpose.CREDENTIALS, by=amina, now=clock(), delay=timedelta(hours=48))


def _page(client, path=KEYS):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("Location"))
    return answer.content.decode()


def test_two_people_make_a_key_by_the_pages(client, greta, amina, benoit):
    prove_now(client, amina)
    assert "Pas encore de clé" in _page(client)
    assert "48\u00a0heures" in _page(client, f"{KEYS}credentials/ask").replace("48 heures", "48\u00a0heures")
    answer = client.post(f"{KEYS}credentials/ask", follow=True)
    assert answer.redirect_chain == [(KEYS, 302)]
    ceremony = Ceremony.objects.get()
    page = answer.content.decode()
    assert f"{KEYS}requests/{ceremony.uuid}/stop" in page
    assert f"{KEYS}requests/{ceremony.uuid}/agree" not in page

    prove_now(client, benoit)
    assert "Demandée par Amina" in _page(client)
    assert "Amina" in _page(client, f"{KEYS}requests/{ceremony.uuid}/agree")
    assert not SigningKey.objects.exists()
    answer = client.post(f"{KEYS}requests/{ceremony.uuid}/agree", follow=True)

    assert "La clé n° 1 est créée et en service." in answer.content.decode().replace("n°\u00a01", "n° 1")
    key = SigningKey.objects.get()
    page = _page(client)
    assert key.public_key in page
    assert key.reference not in page
    assert "n°\u00a01" in page


def test_the_second_who_agrees_is_told_that_it_is_done(client, amina, benoit, asked):
    prove_now(client, benoit)
    address = f"{KEYS}requests/{asked.uuid}/agree"
    client.post(address)

    assert client.post(address).status_code == 404
    assert SigningKey.objects.count() == 1


def test_who_asked_neither_agrees_nor_makes_it_before_the_delay(client, amina, asked):
    prove_now(client, amina)

    for act in ("agree", "alone"):
        page = client.post(f"{KEYS}requests/{asked.uuid}/{act}", follow=True).content.decode()
        assert 'notice--bad"' in page or "notice--bad" in page
    assert not SigningKey.objects.exists()

    Ceremony.objects.update(alone_from=clock() - timedelta(seconds=1))
    assert "vous pouvez la créer" in _page(client)
    _page(client, f"{KEYS}requests/{asked.uuid}/alone")
    client.post(f"{KEYS}requests/{asked.uuid}/alone")

    assert SigningKey.objects.get().ceremony.agreed_by is None


def test_a_request_is_stopped_with_a_reason_or_without(client, benoit, asked):
    client.force_login(benoit)
    _page(client, f"{KEYS}requests/{asked.uuid}/stop")

    answer = client.post(f"{KEYS}requests/{asked.uuid}/stop", {"why": ""}, follow=True)

    assert "Aucune clé n’a été créée." in answer.content.decode()
    asked.refresh_from_db()
    assert asked.stopped_by == benoit


def test_a_key_is_replaced_and_the_former_stays_in_the_history(client, amina, make_key, now):
    make_key(at=now - timedelta(days=9))
    prove_now(client, amina)
    assert "cesse de signer" in _page(client, f"{KEYS}credentials/ask")
    make_key()

    page = _page(client)

    assert "remplacée" in page
    assert "keys.json" in page


def test_a_compromise_asks_once_names_its_effect_and_the_milder_way(client, amina, make_key, now):
    key = make_key(at=clock() - timedelta(days=40))
    prove_now(client, amina)
    address = f"{KEYS}{key.uuid}/compromise"
    page = _page(client, address)
    assert "Cela ne se défait pas." in page
    assert f"{KEYS}credentials/ask" in page

    refused = client.post(address, {"since": "32/13/2026", "why": "Portable volé"})
    assert refused.status_code == 200
    assert "Portable volé" in refused.content.decode()
    future = client.post(address, {"since": "01/01/2199", "why": "Portable volé"})
    assert "avenir" in future.content.decode()
    missing = client.post(address, {"since": "", "why": ""})
    assert missing.context["form"].errors.keys() == {"since", "why"}
    key.refresh_from_db()
    assert key.state == KeyState.ACTIVE

    day = (clock() - timedelta(days=3)).strftime("%d/%m/%Y")
    done = client.post(address, {"since": day, "why": "Portable volé"}, follow=True)

    key.refresh_from_db()
    assert key.state == KeyState.COMPROMISED
    assert "demandez-en une nouvelle" in done.content.decode()


def test_a_person_asks_for_a_key_of_her_own_and_a_head_agrees(client, amina, chloe, bruno):
    prove_now(client, chloe)
    assert "Votre clé personnelle" in _page(client)
    _page(client, f"{KEYS}mine/ask")
    client.post(f"{KEYS}mine/ask")
    ceremony = Ceremony.objects.get()
    assert client.post(f"{KEYS}requests/{ceremony.uuid}/agree").status_code == 403

    prove_now(client, amina)
    assert "Clés personnelles demandées" in _page(client)
    client.post(f"{KEYS}requests/{ceremony.uuid}/agree")

    key = SigningKey.objects.get()
    assert key.holder == chloe
    prove_now(client, chloe)
    _page(client, f"{KEYS}{key.uuid}/compromise")


def test_a_certificate_is_downloaded_asked_for_and_installed(client, amina, chloe, make_key):
    key = make_key(Purpose.DOCUMENTS, clock())
    prove_now(client, amina)

    downloaded = client.get(f"{KEYS}{key.uuid}/certificate.pem")
    request = client.get(f"{KEYS}{key.uuid}/request.csr")
    page = _page(client, f"{KEYS}{key.uuid}/certificate")
    refused = client.post(f"{KEYS}{key.uuid}/certificate", {"certificate": "n’importe quoi"})

    assert downloaded.content.decode() == key.certificate
    assert 'filename="greta-cle-1.pem"' in downloaded["Content-Disposition"]
    assert request.content.startswith(b"-----BEGIN CERTIFICATE REQUEST-----")
    assert certificate_request(key=key, store=ports().keys).startswith("-----BEGIN CERTIFICATE REQUEST-----")
    assert "request.csr" in page
    assert "n’importe quoi" in refused.content.decode()
    installed = client.post(f"{KEYS}{key.uuid}/certificate", {"certificate": key.certificate})
    assert installed.status_code == 302


PAGES = ["", "credentials/ask", "mine/ask", "requests/{ceremony}/agree", "requests/{ceremony}/alone"]
PAGES += ["requests/{ceremony}/stop", "{key}/compromise", "{documents}/certificate.pem"]
PAGES += ["{documents}/request.csr", "{documents}/certificate"]


@pytest.fixture
def addresses(greta, make_key, asked):
    documents, key = make_key(Purpose.DOCUMENTS), SigningKey.objects.first()
    names = {"ceremony": asked.uuid, "key": key.uuid, "documents": documents.uuid}
    return [KEYS + page.format(**names) for page in PAGES]


def test_a_stranger_signs_in_first_and_another_institution_finds_nothing(client, addresses, bruno):
    for address in addresses:
        assert client.get(address).status_code == 302, address
    prove_now(client, bruno)
    for address in addresses:
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code in (404, 405), address


def test_an_assessor_sees_the_keys_and_manages_none(client, addresses, chloe):
    prove_now(client, chloe)
    statuses = {address.removeprefix(KEYS): client.get(address).status_code for address in addresses}

    assert statuses[""] == statuses["mine/ask"] == 200
    assert statuses["credentials/ask"] == 403
    assert [status for page, status in statuses.items() if page.endswith(("alone", "stop", "compromise"))] == [404] * 3
    assert [status for page, status in statuses.items() if page.endswith(("agree", "request.csr", "/certificate"))] == [
        403
    ] * 3


def test_who_proved_nothing_lately_proves_it_before_a_grave_act(client, amina, benoit, asked):
    client.force_login(benoit)

    answer = client.post(f"{KEYS}requests/{asked.uuid}/agree")

    assert answer.status_code == 302
    assert "/account/" in answer["Location"]
    assert not SigningKey.objects.exists()


@pytest.mark.parametrize("purpose", ["person", "other"])
def test_no_other_purpose_is_asked_for_by_address(client, amina, purpose):
    prove_now(client, amina)

    assert client.get(f"{KEYS}{purpose}/ask").status_code == 404


def test_what_is_not_there_is_not_found(client, amina):
    prove_now(client, amina)
    for page in (f"requests/{uuid4()}/agree", f"{uuid4()}/compromise", f"{uuid4()}/certificate.pem"):
        assert client.get(KEYS + page).status_code == 404


def test_one_key_or_many_take_as_many_queries(client, amina, make_key, now, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(amina)
    counts = []
    for number in range(3):
        make_key(at=now + timedelta(days=number))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            _page(client)
        counts.append(len(queries))

    assert len(set(counts)) == 1
    assert counts[0] <= 12


def test_the_pages_speak_english(client, amina, make_key):
    key = make_key()
    amina.language = "en"
    amina.save()
    prove_now(client, amina)
    client.cookies["sceau-language"] = "en"

    page = _page(client)
    grave = _page(client, f"{KEYS}{key.uuid}/compromise")

    assert "Ask for a key" in page
    assert "This cannot be undone." in grave
