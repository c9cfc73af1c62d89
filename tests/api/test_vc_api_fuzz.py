"""The VC-API asked by whoever makes mistakes at every place of a request: an answer in JSON, never a fault of ours."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any

import pytest
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st

from api.test_vc_api import CLOSED, credential, did, post
from engine.model.mutations import at, places
from sceau.api.vc_api import issuers as of_server
from sceau.api.vc_api.issuers import SUITES
from verifying import Issuer

ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**53,
    1e308,
    1.5e-7,
    "",
    "x",
    "\u202eévil\u0000",
    "https://[x",
    "https://a.example/x",
    "did:web:%5B",
    "did:key:z6Mk",
    "did:key:z",
    "data:application/vc+jwt,a.b.c",
    "data:application/vc+sd-jwt,e30.e30.e30~",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2026-12-31T23:59:60Z",
    "z" * 3_000,
    [],
    [None],
    [[]],
    {},
    {"@value": 1},
    {"id": "did:example:a", "type": None},
    {"@context": {"@vocab": 5}},
)
OTHER_NAMES = ("id", "@id", "type", "@type", "proof", "@context", "@graph", "previousProof", "vc", "", "__proto__", "x")
WAYS = ("set", "drop", "list", "double", "rename", "add", "nest")


@pytest.fixture(autouse=True)
def _server():
    of_server._issuer.cache_clear()
    with override_settings(ROOT_URLCONF="sceau.api.vc_api.urls", MIDDLEWARE=[], SCEAU_CONFORMANCE=CLOSED):
        yield


@cache
def sound(suite: str, path: str) -> Any:
    """A body that is answered well. All members that the standard has a rule for stand in it."""
    members = {
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "name": {"@value": "Nom", "@language": "fr"},
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2099-01-01T00:00:00Z",
        "relatedResource": [{"id": "https://a.example/x", "digestSRI": "sha256-x", "mediaType": "text/plain"}],
    }
    unsigned = {"credential": credential(did(suite), **members), "options": {"created": "2026-01-02T00:00:00Z"}}
    if path == "credentials/issue":
        return unsigned
    document = json.loads(_asked(f"{suite}/credentials/issue", unsigned).content)
    if path == "credentials/verify":
        return {"verifiableCredential": document, "options": {"checks": ["proof"]}}
    bearer = Issuer(9, host=None)
    presentation = {
        "@context": document["@context"] if suite != "jose" else [document["@context"]],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [document],
        "holder": bearer.id,
    }
    signed = bearer.sign(presentation, purpose="authentication", challenge="1", domain="https://a.example")
    return {"verifiablePresentation": signed, "options": {"challenge": "1", "domain": "https://a.example"}}


def changed(body: Any, place: Any, way: str, value: Any, name: str) -> Any:
    """The body with a mistake at a place."""
    made = copy.deepcopy(body)
    parent, last = at(made, place[:-1]), place[-1]
    found = parent[last]
    if way == "drop":
        del parent[last]
    elif way == "rename" and isinstance(parent, dict):
        parent[name] = parent.pop(last)
    elif way == "add" and isinstance(found, dict):
        found[name] = value
    elif way == "nest":
        for _level in range(40):
            found = [found]
        parent[last] = found
    else:
        parent[last] = {"list": [found], "double": [found, found]}.get(way, value)
    return made


def _asked(path: str, body: Any) -> Any:
    return Client().post(f"/vc-api/{path}", json.dumps(body).encode(), content_type="application/json")


@pytest.mark.parametrize("path", ["credentials/issue", "credentials/verify", "presentations/verify"])
@pytest.mark.parametrize("suite", SUITES)
def test_what_is_sound_is_answered_well(suite, path):
    assert post(f"{suite}/{path}", sound(suite, path))[0] in (200, 201)


@pytest.mark.parametrize("path", ["credentials/issue", "credentials/verify", "presentations/verify"])
@pytest.mark.parametrize("suite", SUITES)
@given(data=st.data())
def test_no_mistake_in_a_request_is_a_fault_of_ours(suite, path, data):
    body = sound(suite, path)
    for _mistake in range(data.draw(st.integers(1, 2))):
        there = list(places(body))
        if not there:
            break
        place = data.draw(st.sampled_from(there))
        way, value = data.draw(st.sampled_from(WAYS)), data.draw(st.sampled_from(ODD))
        body = changed(body, place, way, value, data.draw(st.sampled_from(OTHER_NAMES)))

    status, answer = post(f"{suite}/{path}", body)

    assert status in (200, 201, 400)
    assert isinstance(answer, dict)
    if status == 400:
        assert answer["errors"], answer
        assert all(each["detail"] and each["type"] for each in answer["errors"])
