"""Files of issuers that others publish: what is read of them, and what is refused, with the entry at fault."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from sceau.engine.checks import ids
from sceau.engine.checks.issuer import judge_issuer
from sceau.engine.checks.trust import MalformedTrustList, TrustedIssuer, TrustList, read_registry, read_trust_list

# the shape of https://github.com/digitalcredentials/community-registry, registry.json
DCC = {
    "meta": {"created": "2022-10-27T17:57:31+00:00", "updated": "2022-11-01T08:00:00+00:00"},
    "registry": {
        "did:key:z6MkpLDL3RoAoMRTwTgo3rs39ZwssfaPKtGdZw7AGRN7CK4W": {
            "name": "My University",
            "location": "Cambridge, MA, USA",
            "url": "https://university.example",
        },
        "did:web:credentials.myschool.example": {"name": "My School", "url": "https://myschool.example"},
    },
}
PROFILES = [
    {"id": "https://badges.example/issuers/1", "type": "Profile", "name": "GRETA", "url": "https://greta.example"},
    {"id": "did:web:issuer.example", "type": ["Profile"], "name": "Université des Causses"},
]
STATEMENTS = {
    "entities": [
        {
            "iss": "https://registry.example",
            "sub": "did:web:college.example",
            "metadata": {
                "federation_entity": {"organization_name": "My College", "homepage_uri": "https://college.example"}
            },
        }
    ]
}


def test_a_registry_of_the_dcc_is_read():
    registry = read_registry(json.dumps(DCC))

    assert (registry.kind, registry.updated) == ("dcc", "2022-11-01T08:00:00+00:00")
    assert [(each.name, each.evidence) for each in registry.issuers] == [
        ("My University", "https://university.example, Cambridge, MA, USA"),
        ("My School", "https://myschool.example"),
    ]
    assert read_trust_list(json.dumps(DCC)).find("did:web:credentials.myschool.example").name == "My School"


def test_profiles_of_open_badges_and_statements_of_a_federation_are_read():
    profiles, statements = read_registry(json.dumps(PROFILES)), read_registry(json.dumps(STATEMENTS))

    assert profiles.kind == "profiles"
    assert profiles.issuers[0] == TrustedIssuer("https://badges.example/issuers/1", "GRETA", "https://greta.example")
    assert statements.kind == "federation"
    assert statements.issuers == (TrustedIssuer("did:web:college.example", "My College", "https://college.example"),)


@pytest.mark.parametrize(
    ("document", "code", "pointer", "said"),
    [
        ({"registry": {"did:key:z6M": {"url": "x"}}}, "trust.not_an_issuer", "/registry/did:key:z6M", "n° 1"),
        ({"registry": {"a/b": {"name": "x"}}}, "trust.not_an_issuer", "/registry/a~1b", "n° 1"),
        ([{"id": "did:key:z", "name": "a"}, {"id": "did:key:z", "name": "b"}], "trust.twice", "/1", "did:key:z"),
        ([{"id": "did:key:z", "name": "a" * 301}], "trust.too_long", "/0", "300"),
        ([{"id": "https://me@evil.example", "name": "x"}], "trust.not_an_issuer", "/0", "n° 1"),
        ([{"id": "https://badges.example", "name": " "}], "trust.not_an_issuer", "/0", "n° 1"),
        ([{"sub": "did:key:z"}], "trust.not_an_issuer", "/0", "n° 1"),
        ([], "trust.unknown_shape", "", "DCC"),
        ([{"id": "did:key:z", "name": "\u202e\u200b"}], "trust.not_an_issuer", "/0", "n° 1"),
        (
            {"version": 1, "issuers": [{"id": "did:key:z", "name": "x", "until": "soon"}]},
            "trust.not_a_moment",
            "/issuers/0",
            "n° 1",
        ),
        ({"registry": [], "meta": {}}, "trust.unknown_shape", "", "DCC"),
        ({"version": 1, "issuers": [], "registry": {}, "x": 1}, None, "", ""),
        ("did:key:z", "trust.unknown_shape", "", "DCC"),
    ],
)
def test_what_is_wrong_is_said_with_the_entry(document, code, pointer, said):
    if code is None:
        assert read_registry(json.dumps(document)).kind == "sceau"
        return
    with pytest.raises(MalformedTrustList) as refusal:
        read_registry(json.dumps(document))

    assert (refusal.value.reason.code, refusal.value.pointer) == (code, pointer)
    assert said in refusal.value.sentence("fr")


def test_a_file_with_too_many_entries_is_refused_whole():
    entries = [{"id": f"did:key:z{number}", "name": "x"} for number in range(4)]

    assert len(read_registry(json.dumps(entries), most=4).issuers) == 4
    with pytest.raises(MalformedTrustList) as refusal:
        read_registry(json.dumps(entries), most=3)
    assert refusal.value.details == {"found": 4, "limit": 3}


def test_the_verdict_says_by_which_list_an_issuer_is_known():
    listed = TrustedIssuer("did:key:z6Mk", "My School", "https://myschool.example", listed_in="DCC")
    own = TrustedIssuer("did:web:us.example:i:a", "Causses", "SIREN 999000017", is_of_the_house=True)
    known = TrustList.of(listed, own)

    assert judge_issuer("did:key:z6Mk", known).message["fr"] == (
        "L’émetteur est My School (https://myschool.example), connu par la liste «\u00a0DCC\u00a0»"
    )
    assert "vérifié l’identité (SIREN 999000017)" in judge_issuer("did:web:us.example:i:a", known).message["fr"]
    assert judge_issuer("did:key:z6Mz", known).outcome.name == "UNKNOWN"
    assert judge_issuer("did:key:z6Mz", known).question is ids.ISSUER


def test_names_are_composed_and_signs_that_nobody_sees_are_left_out():
    entries = [{"id": "did:key:z1", "name": "E\u0301cole"}, {"id": "did:key:z2", "name": "Co\u202ellège"}]
    registry = read_registry(json.dumps(entries))

    assert [each.name for each in registry.issuers] == ["\u00c9cole", "Collège"]
    assert registry.cleaned == {"did:key:z2"}


def test_an_entry_says_until_when_it_is_good():
    own = {
        "version": 1,
        "updated": "2026-05-01",
        "issuers": [
            {"id": "did:key:z1", "name": "Un", "until": "2026-06-01T00:00:00Z"},
            {"id": "did:key:z2", "name": "Deux"},
        ],
    }
    statement = STATEMENTS["entities"][0] | {"iat": 1_700_000_000, "exp": 1_800_000_000}
    read = read_registry(json.dumps({"entities": [statement]}))

    assert read_registry(json.dumps(own)).updated == "2026-05-01"
    assert read.updated == "2023-11-14T22:13:20Z"
    assert read.issuers[0].until == datetime(2027, 1, 15, 8, tzinfo=UTC)
    assert set(read_trust_list(json.dumps(own)).issuers) == {"did:key:z1", "did:key:z2"}
    assert set(read_trust_list(json.dumps(own), now=datetime(2026, 6, 1, tzinfo=UTC)).issuers) == {"did:key:z2"}
