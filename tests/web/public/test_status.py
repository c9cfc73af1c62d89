"""Status lists as anybody finds them: signed, kept by caches for a minute, and never a guess."""

from __future__ import annotations

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from issuing.making import a_key, body, the_store
from sceau.config.wiring import World
from sceau.engine.errors import EngineError, Reason
from sceau.engine.proofs.data_integrity import verify_proof
from sceau.engine.status.documents import REVOCATION, StatusEntry, look_up
from sceau.engine.status.notices import MESSAGES, NOTICE_SIZE
from sceau.engine.vocabularies.contexts import shipped
from sceau.issuing.models import Credential, StatusList
from sceau.issuing.services.publishing import allocate, set_bits
from sceau.issuing.states import CredentialState
from sceau.keyring.documents import ref_of
from sceau.keyring.models import SigningKey
from web.addresses import OF_NOBODY

pytestmark = pytest.mark.django_db
BASE = "https://sceau.example"
PAGE = {"accept": "text/html,application/xhtml+xml", "accept-language": "fr"}
MACHINE = {"accept": "application/vc, application/json;q=0.9"}


@pytest.fixture(autouse=True)
def _keys_of_the_tests(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(World, "keys", property(lambda world: the_store()))
    settings.HOUSE = tmp_path


@pytest.fixture
def listed():
    a_key(body())
    return StatusList.objects.get(pk=allocate(body(), 1)[0].list_id)


def address(listed, name="status_list"):
    return reverse(name, args=[listed.uuid])


@pytest.mark.parametrize("name", ["status_list", "status_notices"])
@pytest.mark.parametrize("headers", [PAGE, MACHINE, {}])
def test_a_list_is_served_signed_to_whoever_asks_and_any_cache_keeps_it_a_minute(client, listed, name, headers):
    response = client.get(address(listed, name), headers=headers)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/vc"
    assert response["Cache-Control"] == "public, max-age=60"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not {"Vary", "Set-Cookie", "Content-Language"} & set(response.headers)
    document = orjson.loads(response.content)
    assert document["id"] == BASE + address(listed, name)
    key = ref_of(SigningKey.objects.get(purpose="credentials")).public_key
    verify_proof(document, document["proof"], key=key, contexts=shipped())


def test_what_has_not_changed_is_not_sent_again_and_what_has_is(client, listed):
    first = client.get(address(listed))

    same = client.get(address(listed), headers={"if-none-match": first["ETag"]})
    set_bits([Credential(list_id=listed.pk, index=5)], CredentialState.REVOKED, now=now())
    other = client.get(address(listed), headers={"if-none-match": first["ETag"]})

    assert (same.status_code, same.content, same["Cache-Control"]) == (304, b"", "public, max-age=60")
    assert (other.status_code, other["ETag"] != first["ETag"]) == (200, True)
    url = BASE + address(listed)
    assert look_up(orjson.loads(other.content), StatusEntry(REVOCATION, url, 5)).is_set
    assert not look_up(orjson.loads(other.content), StatusEntry(REVOCATION, url, 6)).is_set


def test_a_suspension_stands_in_the_companion_and_not_in_the_list(client, listed):
    set_bits([Credential(list_id=listed.pk, index=5)], CredentialState.SUSPENDED, now=now())

    documents = [orjson.loads(client.get(address(listed, name)).content) for name in ("status_list", "status_notices")]

    entry = StatusEntry("message", BASE + address(listed, "status_notices"), 5, NOTICE_SIZE, MESSAGES)
    assert look_up(documents[1], entry).message == "suspended"
    assert not look_up(documents[0], StatusEntry(REVOCATION, BASE + address(listed), 5)).is_set


def test_a_list_that_stands_costs_one_statement(client, listed):
    client.get(address(listed))

    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(listed)).status_code == 200

    assert len(queries) == 1


@pytest.mark.parametrize("name", ["status_list", "status_notices"])
def test_a_list_that_the_command_published_is_served_from_its_file(client, settings, name):
    folder = settings.HOUSE / "published" / "status"
    (folder / OF_NOBODY).mkdir(parents=True)
    (folder / f"{OF_NOBODY}.json").write_bytes(b'{"list": 1}')
    (folder / OF_NOBODY / "notices.json").write_bytes(b'{"list": 2}')

    response = client.get(reverse(name, args=[OF_NOBODY]))

    assert response.content == {"status_list": b'{"list": 1}', "status_notices": b'{"list": 2}'}[name]
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/vc", "public, max-age=60")


def test_the_file_of_another_never_stands_for_a_list_of_the_house(client, settings, listed):
    folder = settings.HOUSE / "published" / "status"
    folder.mkdir(parents=True)
    (folder / f"{listed.uuid}.json").write_bytes(b"{}")

    assert orjson.loads(client.get(address(listed)).content)["issuer"] == body().did


@pytest.mark.parametrize("name", ["status_list", "status_notices"])
def test_a_list_that_nobody_has_is_not_found(client, name):
    person, machine = (client.get(reverse(name, args=[OF_NOBODY]), headers=headers) for headers in (PAGE, MACHINE))

    assert (person.status_code, machine.status_code) == (404, 404)
    assert "<h1" in person.content.decode()
    assert "max-age" not in machine.headers.get("Cache-Control", "")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_list_is_only_read(client, listed, method):
    assert getattr(client, method)(address(listed)).status_code == 405


def test_a_list_that_cannot_be_signed_is_not_there_for_the_moment(client, listed, monkeypatch):
    class Closed:
        name = "sealed"

        def signer(self, ref):
            raise EngineError(Reason("store.closed", fr="fermé", en="closed"))

    monkeypatch.setattr(World, "keys", property(lambda world: Closed()))
    response = client.get(address(listed), headers={"accept-language": "en"})

    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "60", "no-store")
    assert response.content.decode() == "This status list cannot be signed at the moment. Ask again in a minute.\n"
    monkeypatch.setattr(World, "keys", property(lambda world: the_store()))
    assert client.get(address(listed)).status_code == 200


def test_an_institution_without_a_key_publishes_nothing(client):
    uuid = allocate(body(), 1)[0].uuid

    assert client.get(reverse("status_list", args=[uuid])).status_code == 503
