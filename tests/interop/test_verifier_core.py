"""The verifier of the Digital Credentials Consortium accepts what we issue, asking our server for keys and statuses."""

from __future__ import annotations

import pytest

from interop.institution import GOOD, REVOKED, Institution
from sample_awards import DESIGN_IDS

ALL_WELL = {"valid_signature": True, "expiration": True, "revocation_status": True, "registered_issuer": False}


@pytest.fixture(params=["key", "web"])
def institution(request, site):
    return Institution(site, request.param)


@pytest.mark.parametrize("design_id", DESIGN_IDS)
def test_our_credentials_are_accepted(node, institution, design_id):
    answer = node.ask("verifierCore", credential=institution.secured(institution.described(design_id)))

    assert (answer["errors"], answer["log"]) == ([], ALL_WELL)
    assert [result["result"] for result in answer["schemas"]] == [{"valid": True}]


def test_keys_and_statuses_are_asked_of_the_issuer(node, site):
    institution = Institution(site, "web", slug="asked")
    site.asked.clear()

    node.ask("verifierCore", credential=institution.secured(institution.described(DESIGN_IDS[0])))

    assert set(site.asked) == {"/i/asked/did.json", institution.list_url.removeprefix(site.origin)}


def test_a_revoked_credential_is_seen_as_revoked(node, institution):
    secured = institution.secured(institution.described(DESIGN_IDS[0], index=REVOKED))
    answer = node.ask("verifierCore", credential=secured)

    assert (answer["errors"], answer["log"]) == ([], ALL_WELL | {"revocation_status": False})


def test_a_changed_credential_is_refused(node, institution):
    secured = institution.secured(institution.described(DESIGN_IDS[0], index=GOOD))
    secured["name"] += " "

    assert node.ask("verifierCore", credential=secured)["errors"] == ["invalid_signature: The signature is not valid."]


def test_a_key_that_the_issuer_does_not_publish_is_refused(node, site):
    web, key = Institution(site, "web"), Institution(site, "key")
    web.method = key.method

    answer = node.ask("verifierCore", credential=web.secured(web.described(DESIGN_IDS[0])))

    assert answer["errors"] == ["invalid_signature: The signature is not valid."]
