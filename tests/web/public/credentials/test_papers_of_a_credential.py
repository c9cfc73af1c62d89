"""The papers of a credential carry its opening: only who may have that gets them."""

from __future__ import annotations

import orjson
import pytest
from django.urls import reverse

from assessment import making
from assessment.juries import a_key
from institutions.people import NOW
from issuing.making import the_store
from issuing.opened import a_credential
from sceau.config.wiring import ports
from sceau.issuing.models import Credential, Paper
from sceau.issuing.services.opening import make_public, renew_opening
from sceau.keyring.models import Purpose
from signing_in import prove_now

pytestmark = pytest.mark.django_db


class PlainTypesetter:
    """Sets a page that is only the address in its square."""

    def document(self, template, data, *, at, attachments=()):
        return b"%PDF-1.7 " + data["url"].encode()

    def printable(self, text):
        return True


class NoSealer:
    """Seals nothing, and says for whom it would."""

    def seal(self, pdf, *, name, **_):
        return pdf + f" for {name}".encode()


@pytest.fixture
def one(monkeypatch):
    for part, fake in (("typesetter", PlainTypesetter()), ("sealer", NoSealer()), ("keys", the_store())):
        monkeypatch.setitem(vars(ports()), part, fake)
    return a_credential()


@pytest.fixture
def documents_key(one):
    return a_key(one.institution, Purpose.DOCUMENTS)


def paper(credential, name="credential_pdf", **query):
    return reverse(name, args=[credential.code], query=query or None)


def page(client, credential, **query):
    return client.get(reverse("credential", args=[credential.code], query=query or None)).content.decode()


def test_whoever_has_the_opening_saves_the_certificate(client, one, documents_key):
    assert paper(one, o=one.opening) in page(client, one, o=one.opening)

    answer = client.get(paper(one, o=one.opening))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert f"/v/{one.code}?o={one.opening}".encode() in answer.content
    assert "no-store" in answer["Cache-Control"]
    assert client.get(paper(one, o=one.opening)).content == answer.content
    assert Paper.objects.count() == 1


def test_closed_or_public_it_is_refused_for_it_would_open_the_page_for_ever(client, one, documents_key):
    assert client.get(paper(one)).status_code == 403

    make_public(credential=one, by=None, now=NOW)
    answer = client.get(paper(one))
    assert (answer.status_code, orjson.loads(answer.content)["code"]) == (403, "holders_own")
    assert one.opening not in answer.content.decode()
    said = page(client, one)
    assert paper(one) not in said
    assert one.opening not in said


def test_at_the_desk_it_is_given(client, one, documents_key):
    prove_now(client, making.head(one.institution))

    assert paper(one) in page(client, one)
    assert client.get(paper(one)).status_code == 200


def test_after_a_renewal_the_paper_is_made_anew_with_the_new_opening(client, one, documents_key):
    client.get(paper(one, o=one.opening))
    renewed = renew_opening(credential=one, by=None, now=NOW)

    assert client.get(paper(one, o=one.opening)).status_code == 403
    made = client.get(paper(renewed, o=renewed.opening)).content
    assert renewed.opening.encode() in made
    assert one.opening.encode() not in made


def test_without_a_key_of_papers_none_is_offered_and_the_reason_is_told(client, one):
    assert paper(one) not in page(client, one, o=one.opening)

    answer = client.get(paper(one, o=one.opening))
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")


def test_what_is_not_registered_has_no_parchment(client, one, documents_key):
    assert paper(one, "credential_parchment") not in page(client, one, o=one.opening)
    assert client.get(paper(one, "credential_parchment", o=one.opening)).status_code == 404


def test_of_a_revoked_one_no_paper_and_no_picture_is_offered_but_the_file_is(client, one, documents_key):
    Credential.objects.filter(pk=one.pk).update(state="revoked", state_at=NOW)

    said = page(client, one, o=one.opening)
    assert reverse("credential_json", args=[one.code]) in said
    for name in ("credential_pdf", "credential_png", "credential_svg"):
        assert reverse(name, args=[one.code]) not in said, name
