"""The shipped contexts are what was published, and nothing enters the allow-list unseen."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from published import BENCHMARK_CREDENTIAL, published
from sceau.engine.errors import MalformedJson, UnknownContext
from sceau.engine.vocabularies import contexts
from sceau.engine.vocabularies.contexts import (
    OB_3_0_0,
    OB_3_0_2,
    OB_3_0_3,
    OB_EXTENSIONS,
    VC_2_0,
    WRITTEN,
    ContextLibrary,
    content_hash,
    reason_for_undefined_term,
    shipped,
)

# SHA-256 of the bytes of each file and of its JCS form; a change here changes what credentials mean
PINNED = {
    "https://www.w3.org/ns/credentials/v2": (
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
        "b463c8d6a066214123ddd9827b135e1b50e1fc73322cc52a9b12a4f1fc7d86cf",
    ),
    "https://www.w3.org/2018/credentials/v1": (
        "00d7dd6d3ad8b920e3e550dd3a3d9090bffcac84cdbf943da6924b3e0a5c8bb8",
        "b01e671e873981f19a9102a9a57f666dbcaeb31b99e3e124378d143e71549247",
    ),
    "https://www.w3.org/ns/did/v1": (
        "62c1054bf404d6dd3a4b26b64f830fd72095f6a26edc4469908c94351352ce5f",
        "a7e146c40fcec005d3f0f14ae745665f446da58d7914a9d8f733746686fad82b",
    ),
    "https://w3id.org/security/v1": (
        "e2d146cd556f6fa5f14996c6f1749667d5a14073fa30f0643990068e2c0b1bac",
        "d87de2ce3ce407bcac481f8af31e211e54beb5cbd7dd459826ed0502302ee234",
    ),
    "https://w3id.org/security/v2": (
        "4cb186bc29c08af6e40c58178c22dd84d542f2871a063afed6e648b47abc3cf6",
        "38a9ef19cf3a75bf856202bd1ed4cbd55c985ad4a809eb7f4ef584ba9d51dc90",
    ),
    "https://w3id.org/security/suites/ed25519-2020/v1": (
        "b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588",
        "fb517f09d990829aed734c9bad8cbbb2ac3d5063b865c7e3d81f246074bf5691",
    ),
    "https://w3id.org/security/suites/jws-2020/v1": (
        "00ee65bb7307f9a01c3170b823083b0d4de68223520834b2c5eb7a09bae5dea6",
        "eed16334842a5635257913b33acd1aeee29009eb188d855f9a1d0ceee4a8ae4d",
    ),
    "https://w3id.org/security/data-integrity/v1": (
        "b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554",
        "9505bf85338a4c2121ad03992ac90061bc85d43bcfa34d9d47b779381cf08b5f",
    ),
    "https://w3id.org/security/data-integrity/v2": (
        "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
        "7ba3c50acf2689d5e07927267343eb353249c7c22a9f2d00307cc970e855e305",
    ),
    "https://w3id.org/security/multikey/v1": (
        "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
        "be20c3ee6af6e9c4102e66a85c26617831218e32216bdf050f870e389e737cdc",
    ),
    "https://www.w3.org/ns/credentials/status/v1": (
        "fd08cbf28ddd829ab2f1978c48f43ab07a112c1c90245a0cfac7ba721c65170c",
        "b2fcebfbaf4e6beae2be370fda8a5f9f99c28540c798a75a8cdccc0fb1a12492",
    ),
    "https://w3id.org/vc/status-list/2021/v1": (
        "6dd06a52bedb771e059c1083ba8ba7848dce22f6b4a8cfa0b98ba3fc188870e4",
        "9768f9aa81ab6c3e2ad96b2d669eaba67afe13fff0140a853f1e3d313fab13b6",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json": (
        "9f1c8f9f361ba2994b9b50701f41149919542c50c7b7455b2846d87959295d72",
        "2c54acaa1cffda2420be32ab61f0a2082051211131c6337686f36f2537aa859b",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": (
        "af095468326d3449160509b26ca71576e6321d13c85b0369cfe3b654c9a48fba",
        "8bb2354552b70cbdf2066f6d3e24bc5c2be2619145737580ad2aebdc366e77d5",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": (
        "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53",
        "bdd1d11a55a660322f24660862a1d430ee80cce584465f750909daa43684357c",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": (
        "ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761",
        "c5e555a91a5cf48e32ae0a05674c61ddd5c053b680b5643b2f57f9965e386d99",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": (
        "146f85aa16effd7ca1da8056eb443f53ce1eca8a34186cb062832c0a97d889c3",
        "15f4c347c6fe4380d9b6b93795859e33747ef48d5c55b91a71c52fb51c7bcbd7",
    ),
}
MINE = "https://example.org/mine/v1"
MY_CONTEXT = b'{"@context": {"@protected": true, "mine": "https://example.org/mine#mine"}}'


@pytest.mark.parametrize("url", PINNED)
def test_every_shipped_context_has_its_pinned_hashes(url):
    row = next(row for row in index() if row["url"] == url)
    data = (folder() / row["file"]).read_bytes()

    assert (hashlib.sha256(data).hexdigest(), shipped().hash_of(url)) == PINNED[url]
    assert (row["sha256"], row["jcs_sha256"]) == PINNED[url]


def test_nothing_is_shipped_without_a_pin():
    assert set(shipped().urls()) == set(PINNED)
    assert {row["file"] for row in index()} | {"index.json", "NOTICE.txt"} == {path.name for path in folder().iterdir()}


@pytest.mark.parametrize("url", PINNED)
def test_a_shipped_context_says_what_the_published_one_says(url):
    row = next(row for row in index() if row["url"] == url)
    entry = next(entry for entry in published_index() if entry["url"] == url)
    original = (published("contexts") / entry["file"]).read_bytes()

    assert shipped().get(url) == json.loads(original)
    assert content_hash(json.loads(original)) == PINNED[url][1]
    assert (row["sha256"] == entry["sha256"]) is row["as_published"]


def test_the_contexts_that_we_write_and_those_of_proofs_are_the_published_bytes():
    as_published = {row["url"] for row in index() if row["as_published"]}

    # the hash of the bytes is what others pin too (VC Data Model 2.0, B.1)
    assert as_published >= {
        VC_2_0,
        "https://w3id.org/security/data-integrity/v2",
        "https://w3id.org/security/multikey/v1",
        OB_3_0_2,
        OB_3_0_3,
        OB_EXTENSIONS,
    }


def test_our_own_credentials_name_versioned_contexts_only():
    assert WRITTEN == (VC_2_0, OB_3_0_3, OB_EXTENSIONS)
    assert OB_3_0_0 not in WRITTEN


def test_the_context_without_a_version_is_the_first_one():
    entry = next(entry for entry in published_index() if entry["file"].endswith("ob-v3p0-context-3.0.0.json"))

    assert shipped().get(OB_3_0_0) == json.loads((published("contexts") / entry["file"]).read_bytes())


def test_the_3_0_3_that_is_shipped_is_not_the_variant_with_two_more_terms():
    entry = next(entry for entry in published_index() if "validator-variant" in entry["file"])
    variant = json.loads((published("contexts") / entry["file"]).read_bytes())["@context"]
    ours = shipped().get(OB_3_0_3)["@context"]

    assert set(variant) - set(ours) == {"jti", "endorsementJwt"} == contexts._TERMS_OF_THE_LATER_VARIANT


def test_a_term_of_the_later_variant_has_a_reason_of_its_own():
    reason = reason_for_undefined_term("jti", [VC_2_0, OB_3_0_3])

    assert reason is not None
    assert "context-3.0.3.json" in reason.sentence("en", {"term": "jti"})
    assert reason_for_undefined_term("jti", [VC_2_0, OB_3_0_2]) is None
    assert reason_for_undefined_term("nonsense", [VC_2_0, OB_3_0_3]) is None


@pytest.mark.parametrize(("term", "value"), [("jti", "urn:a:b"), ("endorsementJwt", ["a.b.c"])])
def test_a_credential_with_such_a_term_is_not_canonicalised_and_told_why(term, value):
    from sceau.engine.canonical.rdf import canonical_nquads
    from sceau.engine.errors import NotCanonical

    document = json.loads(BENCHMARK_CREDENTIAL.read_bytes())
    assert canonical_nquads(document, shipped())

    with pytest.raises(NotCanonical) as refusal:
        canonical_nquads({**document, term: value}, shipped())
    assert refusal.value.reason.code == "context.term_of_a_later_variant"
    assert "context-3.0.3.json" in refusal.value.sentence("fr")

    with pytest.raises(NotCanonical) as refusal:
        canonical_nquads({**document, "nonsense": value}, shipped())
    assert refusal.value.reason.code == "jsonld.undefined_term"


def test_an_unknown_context_is_refused_with_the_way_to_add_it():
    with pytest.raises(UnknownContext) as refusal:
        shipped().get(MINE)

    assert refusal.value.reason.code == "context.not_on_the_list"
    for language in ("fr", "en"):
        assert f"sceau contexts add {MINE}" in refusal.value.sentence(language)
    assert MINE not in shipped()


def test_an_administrator_adds_a_context_and_the_first_library_stays_as_it_was():
    library = shipped().with_document(MINE, MY_CONTEXT)

    assert library.get(MINE)["@context"]["mine"] == "https://example.org/mine#mine"
    assert MINE in library
    assert MINE not in shipped()
    assert set(library.urls()) == {*shipped().urls(), MINE}


def test_the_hash_may_be_that_of_the_bytes_or_of_the_content():
    of_bytes = hashlib.sha256(MY_CONTEXT).hexdigest()
    of_content = content_hash(json.loads(MY_CONTEXT))

    for given_hash in (of_bytes, of_content, of_bytes.upper()):
        assert MINE in shipped().with_document(MINE, MY_CONTEXT, given_hash)
    with pytest.raises(UnknownContext, match="has the hash"):
        shipped().with_document(MINE, MY_CONTEXT + b" ", of_bytes)


@pytest.mark.parametrize("data", [b"{}", b'{"@context": "https://example.org/other"}', b'{"@context": null}'])
def test_a_file_that_is_no_context_is_refused(data):
    with pytest.raises(UnknownContext) as refusal:
        shipped().with_document(MINE, data)

    assert refusal.value.reason.code == "context.not_a_context"


@pytest.mark.parametrize("data", [b"", b"[]", b'{"@context": {}, "@context": {}}', b"<html>"])
def test_a_file_that_is_no_json_object_is_refused(data):
    with pytest.raises(MalformedJson):
        shipped().with_document(MINE, data)


@pytest.mark.parametrize("url", ["", "mine", "/mine", "https://example.org/a b", "https://example.org/<x>", "https:"])
def test_only_an_absolute_address_names_a_context(url):
    with pytest.raises(UnknownContext) as refusal:
        shipped().with_document(url, MY_CONTEXT)

    assert refusal.value.reason.code == "context.not_a_url"


def test_a_known_context_cannot_be_replaced():
    with pytest.raises(UnknownContext) as refusal:
        shipped().with_document(OB_3_0_3, MY_CONTEXT)

    assert refusal.value.reason.code == "context.already_pinned"


def test_the_same_content_in_another_layout_changes_nothing():
    spread = json.dumps(shipped().get(OB_3_0_3), indent=7).encode()

    assert shipped().with_document(OB_3_0_3, spread) is shipped()


@given(st.permutations(["https://a.example/v1", "https://b.example/v1", "https://c.example/v1"]))
def test_the_key_depends_on_the_content_and_not_on_the_order_of_arrival(order):
    empty, library = ContextLibrary({}, {}), ContextLibrary({}, {})
    for url in order:
        library = library.with_document(url, MY_CONTEXT)
    for url in sorted(order):
        empty = empty.with_document(url, MY_CONTEXT)

    assert library.key == empty.key
    assert hash(library.key) == hash(empty.key)
    assert library.key != shipped().key


def test_the_content_hash_is_that_of_the_jcs_form():
    from sceau.engine.canonical.jcs import canonical_bytes

    for url in shipped().urls():
        assert hashlib.sha256(canonical_bytes(shipped().get(url))).hexdigest() == shipped().hash_of(url)


def folder():
    from pathlib import Path

    return Path(contexts.__file__).parent / "contexts"


def index():
    return json.loads((folder() / "index.json").read_bytes())


def published_index():
    return json.loads((published("contexts") / "index.json").read_bytes())
