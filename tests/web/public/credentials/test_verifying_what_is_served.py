"""What the house serves of a credential verifies with nothing but what the house serves: key, status, record."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import orjson
import pytest
from django.test import Client
from django.urls import reverse

from assessment import making
from issuing.making import NOW, a_released_batch, awards, the_store
from sceau.config.wiring import ports
from sceau.engine.checks.policy import Policy
from sceau.engine.checks.verify import verify
from sceau.engine.images import unbake
from sceau.engine.ports import Fetched
from sceau.engine.vocabularies.contexts import shipped
from sceau.issuing.models import Credential
from sceau.issuing.services.publishing import set_bits
from sceau.issuing.services.signing import issue_next_lines
from sceau.people.erasure import erase

pytestmark = pytest.mark.django_db
SIGNED = NOW + timedelta(minutes=5)
READ = NOW + timedelta(hours=1)


class Served:
    """Asks the house itself, as nobody in particular."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def fetch(self, url: str, *, accept: str = "application/json") -> Fetched:
        parts = urlsplit(url)
        assert f"{parts.scheme}://{parts.netloc}" == "https://sceau.example", url
        answer = Client().get(f"{parts.path}?{parts.query}" if parts.query else parts.path, headers={"accept": accept})
        self.asked.append((parts.path, answer.status_code))
        return Fetched(url, answer.status_code, answer.get("Content-Type", ""), answer.content)


@pytest.fixture
def one(monkeypatch):
    monkeypatch.setitem(vars(ports()), "keys", the_store())
    monkeypatch.setattr("sceau.web.public.site.now", lambda: READ)
    batch = a_released_batch(awards(2))
    issue_next_lines(batch.pk, limit=10, now=SIGNED, keys=the_store())
    return Credential.objects.select_related("award__person", "institution").order_by("pk").first()


def verdict(document, fetcher=None):
    return verify(document, policy=Policy(contexts=shipped()), fetcher=fetcher or Served(), now=READ)


def file(credential, name="credential_json"):
    return Client().get(reverse(name, args=[credential.code], query={"o": credential.opening}))


def test_the_file_that_is_saved_is_valid(one):
    served = Served()
    report = verdict(file(one).content, served)

    assert report.verdict == "valid", [(each.id, each.outcome) for each in report.checks]
    assert dict(served.asked)[f"/i/{one.institution.slug}/did.json"] == 200
    assert any(path.startswith("/status/") and status == 200 for path, status in served.asked)


def test_its_own_address_with_the_opening_is_valid_and_without_it_says_nothing(one):
    link = f"https://sceau.example/v/{one.code}"

    assert verdict(f"{link}?o={one.opening}").verdict == "valid"
    assert verdict(link).verdict != "valid"


@pytest.mark.parametrize("name", ["credential_png", "credential_svg"])
def test_its_picture_holds_the_same_bytes_and_is_valid(one, name):
    answer = file(one, name)

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert orjson.loads(unbake(answer.content).text) == orjson.loads(file(one).content)
    assert verdict(answer.content).verdict == "valid"
    assert Client().get(reverse(name, args=[one.code])).status_code == 403


def test_one_changed_letter_is_seen(one):
    body = file(one).content.replace("Naïma".encode(), "Naïmo".encode())

    assert verdict(body).verdict == "invalid"


def test_once_it_is_erased_the_file_that_the_holder_kept_is_as_valid_as_before(one):
    kept = file(one).content
    erase(person=one.award.person, why="À sa demande", by=making.head(one.institution), now=READ)

    report = verdict(kept)
    assert report.verdict == "valid", [(each.id, each.outcome) for each in report.checks]
    assert file(one).status_code == 410


def test_one_that_was_revoked_is_seen(one):
    kept = file(one).content
    set_bits([one], "revoked", now=READ)

    assert verdict(kept).verdict == "invalid"
