"""The pages of keys and of proved domains, as a browser and its accessibility tree see them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now

from sceau.accounts.models import User
from sceau.config.wiring import ports
from sceau.institutions.models import Institution, Membership
from sceau.institutions.models.evidence import EvidenceKind
from sceau.institutions.services.evidence import start_domain_proof
from sceau.keyring.models import Purpose
from sceau.keyring.services import agree, ask_for_key


@pytest.fixture
def heads(page_at):
    """Two heads of an institution that had a key and asks for its successor."""
    moment = now() - timedelta(days=3)
    greta = Institution.objects.create(
        slug="greta", legal_name="GRETA", name="GRETA", did="did:web:sceau.example:i:greta", created_at=moment
    )
    people = [User.objects.create_user(f"{name}@greta.example", name=name.title()) for name in ("amina", "benoit")]
    for user in people:
        Membership.objects.create(institution=greta, user=user, role="head", since=moment)
    for purpose in (Purpose.CREDENTIALS, Purpose.DOCUMENTS):
        asked = ask_for_key(institution=greta, purpose=purpose, by=people[0], now=moment, delay=timedelta(hours=48))
        agree(ceremony=asked, by=people[1], store=ports().keys, now=moment)
    ask_for_key(institution=greta, purpose=Purpose.CREDENTIALS, by=people[0], now=now(), delay=timedelta(hours=48))
    start_domain_proof(institution=greta, kind=EvidenceKind.DNS, domain="greta-essai.fr", by=people[0], now=now())
    return people


@pytest.mark.parametrize(("width", "language"), [(1280, "fr"), (320, "en")])
def test_pages_of_keys_and_of_identity_are_for_everybody(heads, page_at, sign_in, axe, faults, width, language):
    page = page_at(width, language)
    sign_in(heads[1], page)
    for address in ("/desk/greta/keys/", "/desk/greta/identity/", "/desk/greta/identity/domains/new"):
        page.goto(address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (address, "scrolls sideways")
    page.goto("/desk/greta/identity/")
    page.locator("main table a").first.click()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "scrolls sideways"
    assert faults == []
