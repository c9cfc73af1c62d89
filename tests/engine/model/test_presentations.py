import base64
from urllib.parse import quote

import pytest

from engine.model.samples import VC_2, bench, plain, read
from sceau.engine.errors import MalformedCredential
from sceau.engine.model.presentations import credentials_in, is_envelope, open_envelope, presentation_faults

TOKEN = "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ4In0.c2ln"
ENVELOPE = {"@context": VC_2, "type": "EnvelopedVerifiableCredential", "id": f"data:application/vc+jwt,{TOKEN}"}


def presentation(*credentials, **members):
    return {
        "@context": [VC_2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": list(credentials),
        **members,
    }


def pointers(document):
    return [fault.pointer for fault in presentation_faults(document)]


@pytest.mark.parametrize("name", ["example-2.json", "example-25.json", "example-45.json"])
def test_published_presentations_are_sound(name):
    document = read(f"vectors/vc-data-model-2.0/verifiable-presentation/{name}")

    assert pointers(document) == []
    assert credentials_in(document)


def test_a_presentation_of_sound_credentials_is_sound():
    assert pointers(presentation(bench(), plain(), ENVELOPE)) == []
    assert pointers(presentation()) == []
    assert pointers({**presentation(), "verifiableCredential": plain()}) == []


def test_the_faults_of_what_is_inside_are_found_there():
    broken = {**plain(), "id": "x"}

    assert pointers(presentation(plain(), broken)) == ["/verifiableCredential/1/id"]
    assert pointers({**presentation(), "verifiableCredential": broken}) == ["/verifiableCredential/id"]


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"verifiableCredential": [TOKEN]}, "/verifiableCredential/0", "model.credential_is_text"),
        ({"verifiableCredential": [{"type": "Thing"}]}, "/verifiableCredential/0/type", "model.wrong_type"),
        (
            {"verifiableCredential": [{**ENVELOPE, "id": "urn:a:b"}]},
            "/verifiableCredential/0/id",
            "model.envelope_without_data",
        ),
        ({"type": ["Presentation"]}, "/type", "model.wrong_type"),
        ({"@context": ["https://example.org/"]}, "/@context/0", "model.context_not_first"),
        ({"holder": "Amina"}, "/holder", "model.not_a_url"),
        ({"id": 3}, "/id", "model.not_a_string"),
    ],
)
def test_the_rules_of_a_presentation(change, pointer, code):
    found = presentation_faults({**presentation(plain()), **change})

    assert [(fault.pointer, fault.reason.code) for fault in found] == [(pointer, code)]


@pytest.mark.parametrize(
    "address",
    [
        f"data:application/vc+jwt,{TOKEN}",
        f"data:application/vc+jwt;charset=utf-8,{quote(TOKEN)}",
        f"data:Application/VC+JWT;base64,{base64.b64encode(TOKEN.encode()).decode()}",
    ],
)
def test_an_envelope_is_opened(address):
    assert open_envelope({**ENVELOPE, "id": address}) == ("application/vc+jwt", TOKEN)
    assert is_envelope(ENVELOPE)
    assert not is_envelope(plain())


@pytest.mark.parametrize("address", [None, 3, "", "https://example.org/", "data:x", "data:x;base64,%%", "data:x,%ff"])
def test_an_envelope_without_content_is_refused(address):
    with pytest.raises(MalformedCredential) as refusal:
        open_envelope({**ENVELOPE, "id": address})

    assert refusal.value.pointer == "/id"
