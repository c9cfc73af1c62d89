"""docs/verify-without-us.md is true, in both languages: its code, and none of ours, verifies what we issue, and only that."""

from __future__ import annotations

import copy
import hashlib
import json
from base64 import b64encode

import pytest
from cryptography.exceptions import InvalidSignature

from sceau.engine.status.documents import status_entry
from sceau.engine.vocabularies.contexts import shipped
from test_documentation import blocks
from verifying import INDEX, LIST_URL, SIGNED_AT, Issuer

RECORD = b'{"schema":"sceau.annex1/1"}'


@pytest.fixture
def issuer():
    issuer = Issuer()
    issuer.publish_list()
    return issuer


@pytest.fixture(params=["docs/verifier-sans-nous.md", "docs/verify-without-us.md"])
def page(request, issuer):
    """The names that the page's code defines, its only way outside replaced by the issuer's site."""
    ((line, code),) = blocks(request.param, "python")
    names = {"__name__": "page"}
    exec(compile("\n" * line + code, request.param, "exec"), names)
    contexts = {url: shipped().get(url) for url in shipped().urls()}
    names["get"] = lambda url: copy.deepcopy({**contexts, **issuer.site}[url])
    return names


@pytest.fixture
def badge(issuer):
    digest = f"sha256-{b64encode(hashlib.sha256(RECORD).digest()).decode()}"
    record = {"id": "https://badges.example/v/7F3AK/annex-1.json", "digestSRI": digest}
    return issuer.badge(credentialStatus=status_entry(LIST_URL, INDEX), relatedResource=[record])


def test_a_credential_of_ours_verifies(page, badge):
    page["check_signature"](json.loads(json.dumps(badge)))

    assert not page["is_revoked"](badge)
    assert page["is_record_of"](badge, RECORD)
    assert not page["is_record_of"](badge, RECORD + b" ")


def test_a_revoked_one_is_seen(page, badge, issuer):
    issuer.publish_list(revoked={INDEX: 1})

    assert page["is_revoked"](badge)


def test_a_changed_letter_is_seen(page, badge):
    badge["name"] = badge["name"].replace("audit", "Audit")

    with pytest.raises(InvalidSignature):
        page["check_signature"](badge)


def test_a_forger_is_seen(page, issuer):
    forger = Issuer(2, host="faussaire.example")
    forged = forger.sign({name: value for name, value in issuer.badge().items() if name != "proof"})

    with pytest.raises(AssertionError):
        page["check_signature"](forged)


def test_a_key_withdrawn_is_seen(page, badge, issuer):
    issuer.publish_key(revoked=SIGNED_AT)

    with pytest.raises(AssertionError):
        page["check_signature"](badge)
