"""The verifier of the Digital Credentials Consortium accepts what the house issues, and sees what became of it."""

from __future__ import annotations

import json
from datetime import timedelta

import orjson
import pytest
from django.test import Client

from config.houses import SEEDING, House
from issuing.making import NOW, a_released_batch, awards, body, the_store
from issuing.standing import signed
from sceau.config.wiring import ports
from sceau.engine.keys.did_web import did_of
from sceau.institutions.models import Institution
from sceau.issuing.models import Credential
from sceau.issuing.services.publishing import set_bits

pytestmark = pytest.mark.django_db
ALL_WELL = {"valid_signature": True, "expiration": True, "revocation_status": True, "registered_issuer": False}
OF_THE_DEMONSTRATION = """
import json
from django.conf import settings
from django.test import Client
from sceau.engine.keys.did_web import url_of
from sceau.issuing.models import Credential

client = Client(headers={"host": settings.BASE_URL.partition("://")[2]})
credentials, documents = [], {}
for each in Credential.objects.select_related("institution", "list").order_by("pk"):
    credentials.append(client.get(f"/v/{each.code}.json?o={each.opening}").content.decode())
    slug, listed = each.institution.slug, f"/status/{each.list.uuid}"
    for url, path in ((url_of(each.institution.did), f"/i/{slug}/did.json"), (settings.BASE_URL + listed, listed)):
        documents[url] = client.get(path).content.decode()
print(json.dumps({"credentials": credentials, "documents": documents}))
"""


@pytest.fixture
def house(site, settings, monkeypatch):
    """An institution whose documents are on a site of this machine, and what publishes there what the house serves."""
    settings.BASE_URL = site.origin
    settings.ALLOWED_HOSTS = ["*"]
    monkeypatch.setitem(vars(ports()), "keys", the_store())
    there = body()
    Institution.objects.filter(pk=there.pk).update(did=did_of(site.host, ["i", there.slug]))

    def publish(credential: Credential) -> None:
        for path in (f"/i/{there.slug}/did.json", f"/status/{credential.list.uuid}"):
            answer = Client().get(path)
            assert answer.status_code == 200
            site.documents[path] = answer.content

    there.refresh_from_db()
    return there, publish


def test_what_the_house_issues_is_accepted_and_a_revocation_is_seen(node, house):
    there, publish = house
    first, second = signed(a_released_batch(awards(2, there)))
    publish(first)

    for each in (first, second):
        answer = node.ask("verifierCore", credential=orjson.loads(bytes(each.content.body)))
        assert (answer["errors"], answer["log"]) == ([], ALL_WELL)
        assert [result["result"] for result in answer["schemas"]] == [{"valid": True}]

    set_bits([second], "revoked", now=NOW + timedelta(hours=1))
    publish(second)
    found = [
        node.ask("verifierCore", credential=orjson.loads(bytes(each.content.body)))["log"]["revocation_status"]
        for each in (first, second)
    ]
    assert found == [True, False]


def test_every_credential_of_the_demonstration_is_accepted(node, tmp_path):
    """As its holder saves it; what it points to is as the house serves it."""
    demonstration = House(tmp_path / "house").seeded()
    told = json.loads(demonstration.python(OF_THE_DEMONSTRATION, patience=SEEDING))
    node.ask("serve", documents=told["documents"])

    answers = [node.ask("verifierCore", credential=json.loads(each)) for each in told["credentials"]]

    assert len(answers) == 12
    assert [(each["errors"], each["log"]) for each in answers] == [([], ALL_WELL)] * 12
    assert [result["result"] for each in answers for result in each["schemas"]] == [{"valid": True}] * 12
