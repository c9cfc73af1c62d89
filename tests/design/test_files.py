"""Designs that travel: copied, exported, imported; signatures checked; nothing half-imported."""

from __future__ import annotations

import json

import pytest

from design.keys import key_of
from design.samples import DESIGNS, begun, changed, released, reviewed, sample
from institutions.people import NOW
from sceau.design.errors import NotEntitled, NotNow, UnusableFile, WrongValue
from sceau.design.lines import line_of
from sceau.design.models import Design
from sceau.design.reading import LARGEST_FILE, read_file
from sceau.design.services import copy_design, export_file, import_file, publish
from sceau.engine.errors import OutOfReach, Reason
from sceau.engine.ports import Fetched
from sceau.institutions.models import Institution
from sceau.journal.models import Act
from sceau.keyring.documents import did_document
from sceau.keyring.models import SigningKey
from sceau.keyring.queries import published_keys


class Elsewhere:
    """The server of another instance: it serves one DID document, or does not answer."""

    def __init__(self, document=None):
        self.document, self.asked = document, []

    def fetch(self, url, *, accept="application/json"):
        self.asked.append(url)
        if self.document is None:
            raise OutOfReach(Reason("test.down", "hors d’atteinte", "out of reach"))
        return Fetched(url, 200, "application/json", json.dumps(self.document).encode())


@pytest.fixture
def version(occitanie, bruno, alpes):
    """Published and sealed by Certif’Occitanie, whose only head and author is Bruno, without a review."""
    from sceau.design.services import edit_settings

    edit_settings(
        institution=occitanie, languages=["fr"], review_required=False, licence="CC-BY-SA-4.0", by=bruno, now=NOW
    )
    design = begun(occitanie, bruno, sample() | {"licence": "CC-BY-SA-4.0"})
    return publish(design=design, by=bruno, now=NOW, signer=key_of(occitanie, bruno))


@pytest.fixture
def moved(version, occitanie):
    """The same file, and its issuer known by its DID document alone, as if it were on another instance."""
    data, document = export_file(version=version, now=NOW), did_document(occitanie.did, published_keys(occitanie))
    Institution.objects.filter(pk=occitanie.pk).update(did="did:web:autre.example")
    return data, document


def test_a_published_version_is_sealed_and_its_file_is_the_same_object_with_its_proof(version):
    file = json.loads(export_file(version=version, now=NOW))

    assert file.pop("proof") == version.proof
    assert file == version.document
    assert version.proof["cryptosuite"] == "eddsa-jcs-2022"
    assert version.proof["verificationMethod"] == "did:web:sceau.example:i:certif-occitanie#key-1"


def test_a_signer_that_is_not_the_key_of_the_institution_seals_nothing(alpes, amina, claire, occitanie, bruno):
    key_of(alpes, amina)
    with pytest.raises(NotNow):
        released(alpes, claire, amina, signer=key_of(occitanie, bruno))


def test_a_file_of_another_instance_becomes_a_draft_and_its_signature_is_checked(moved, alpes, claire):
    data, did = moved
    elsewhere = Elsewhere(did)

    design = import_file(institution=alpes, data=data, fetcher=elsewhere, by=claire, now=NOW)

    assert elsewhere.asked == ["https://sceau.example/i/certif-occitanie/did.json"]
    assert design.state == "draft"
    assert design.origin["signature"] == "checked"
    assert design.origin["issuer_name"] == "Certif’Compétences Occitanie"
    assert design.origin["number"] == 1
    assert str(design.uuid) != design.origin["uuid"]
    assert "awarding_body" not in design.draft["annex1"]["mandatory"]
    assert not {"uuid", "version", "status", "proof", "cpf"} & set(design.draft)
    assert json.loads(Act.objects.last().details)["signature"] == "checked"


@pytest.mark.parametrize("change", [b'"version": 1', b'"title"', b"Alpes", "é".encode()])
def test_a_changed_byte_is_refused_and_nothing_is_written(moved, alpes, claire, change):
    data, did = moved
    other = {b'"version": 1': b'"version": 2', b'"title"': b'"titre": "x", "title"'}.get(change, b"e")
    wrong = data.replace(change, other, 1)
    if wrong == data:
        wrong = data.replace(b"agile", b"Agile", 1)
    count = Design.objects.count()

    with pytest.raises(UnusableFile) as refusal:
        import_file(institution=alpes, data=wrong, fetcher=Elsewhere(did), by=claire, now=NOW)

    assert refusal.value.reason.code == "designs.wrong_signature"
    assert Design.objects.count() == count


def test_an_issuer_out_of_reach_is_not_now_and_no_signature_is_unsigned(moved, alpes, claire):
    data, _ = moved

    later = read_file(data, fetcher=Elsewhere(), now=NOW, institution=alpes)
    nowhere = read_file(data, fetcher=None, now=NOW, institution=alpes)
    document = json.loads(data)
    del document["proof"]
    unsigned = read_file(json.dumps(document).encode(), fetcher=Elsewhere(), now=NOW, institution=alpes)

    assert (later.signature, later.why, nowhere.signature) == ("not_now", "hors d’atteinte", "not_now")
    assert (unsigned.signature, unsigned.issuer) == ("unsigned", "")


def test_an_institution_of_this_house_is_checked_without_asking_anybody(version, alpes):
    file = read_file(export_file(version=version, now=NOW), fetcher=None, now=NOW, institution=alpes)

    assert file.signature == "checked"


def test_a_key_that_was_reported_compromised_signs_no_file(version, alpes):
    SigningKey.objects.update(state="compromised", compromised_from=NOW, retired_at=NOW)

    with pytest.raises(UnusableFile) as refusal:
        read_file(export_file(version=version, now=NOW), fetcher=None, now=NOW, institution=alpes)
    assert refusal.value.reason.code == "designs.key_no_longer_good"


def test_share_alike_stays(version, alpes, claire, amina):
    design = copy_design(source=version, institution=alpes, by=claire, now=NOW)
    assert design.origin["issuer"] == version.design.institution.did
    assert design.draft["licence"] == "CC-BY-SA-4.0"
    changed(design, "issuing", {"/licence": "CC-BY-4.0"}, claire)

    with pytest.raises(WrongValue) as refusal:
        publish(design=reviewed(design, claire, amina), by=amina, now=NOW)
    assert refusal.value.pointer == "/licence"


def test_share_alike_stays_in_a_copy_of_the_copy(version, alpes, claire, amina):
    first = copy_design(source=version, institution=alpes, by=claire, now=NOW)
    again = copy_design(source=first, institution=alpes, by=claire, now=NOW)
    changed(again, "issuing", {"/licence": "all-rights-reserved"}, claire)
    reviewed(again, claire, amina)

    with pytest.raises(WrongValue) as refusal:
        publish(design=again, by=amina, now=NOW)
    assert refusal.value.pointer == "/licence"


def test_what_another_body_reserves_is_not_copied_and_a_draft_of_another_is_not_seen(
    alpes, amina, claire, occitanie, bruno
):
    reserved = released(alpes, claire, amina)

    with pytest.raises(NotEntitled) as refusal:
        copy_design(source=reserved, institution=occitanie, by=bruno, now=NOW)
    assert refusal.value.reason.code == "designs.not_to_be_copied"
    with pytest.raises(NotEntitled):
        copy_design(source=reserved.design, institution=occitanie, by=bruno, now=NOW)
    copy = copy_design(source=reserved.design, institution=alpes, by=claire, now=NOW)
    assert copy.origin["uuid"] == str(reserved.design.uuid)
    assert copy.name == f"{reserved.design.name}-1"


def refused(alpes, claire, data):
    with pytest.raises(UnusableFile) as refusal:
        import_file(institution=alpes, data=data, by=claire, now=NOW)
    assert not Design.objects.exists()
    return refusal.value


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "designs.file_not_json", 1),
        (b"[]", "designs.file_not_json", None),
        (b'{\n"a": 1,\n"a": 2}', "designs.file_not_json", None),
        (b'{\n"a": NaN}', "designs.file_not_json", None),
        ('{\n "a": "é"}'.encode("cp1252"), "designs.file_not_json", None),
        (b'{"a":' * 200 + b"1" + b"}" * 200, "designs.file_not_json", None),
        (b'{\n"schema": "autre"}', "designs.file_not_a_design", 2),
        (b" " * (LARGEST_FILE + 1), "designs.file_too_large", None),
    ],
)
def test_what_is_no_design_is_refused(alpes, claire, data, code, line):
    refusal = refused(alpes, claire, data)

    assert (refusal.reason.code, refusal.line) == (code, line)
    assert refusal.sentence("fr") != refusal.sentence("en")


def test_a_fault_is_told_with_its_place_and_its_line(alpes, claire):
    document = json.loads((DESIGNS / "mc-gestion-projet-agile.json").read_text(encoding="utf-8"))
    document["annex1"]["mandatory"]["learning_outcomes"][1]["statement"] = ""
    text = json.dumps(document, indent=1, ensure_ascii=False)

    refusal = refused(alpes, claire, text.encode())

    assert refusal.pointer == "/annex1/mandatory/learning_outcomes/1/statement"
    assert text.splitlines()[refusal.line - 1].strip().startswith('"statement": ""')


def test_too_heavy_and_too_deep_a_design_is_refused(alpes, claire):
    heavy = sample() | {"annex1": json.loads((DESIGNS / "mc-gestion-projet-agile.json").read_text())["annex1"]}
    heavy["notes"] = [{"x": "é" * 15_000} for _ in range(20)]
    assert (
        refused(alpes, claire, json.dumps(heavy, ensure_ascii=False).encode()).reason.code
        == "designs.file_not_a_design"
    )
    deep: object = "x"
    for _ in range(28):
        deep = [deep]
    heavy["notes"] = deep
    assert refused(alpes, claire, json.dumps(heavy).encode()).pointer.startswith("/notes")


@pytest.mark.parametrize("file", sorted(DESIGNS.glob("*.json")), ids=lambda file: file.stem)
def test_the_sample_designs_become_drafts(alpes, claire, file):
    design = import_file(institution=alpes, data=file.read_bytes(), by=claire, now=NOW)

    assert design.origin["signature"] == "unsigned"
    assert design.origin["label"] == "1.0.0"
    assert design.titles == json.loads(file.read_bytes())["title"]


def test_a_place_is_found_in_its_line():
    text = '{\n "a": [1, {"b/c": "\\n{"},\n  {"d": [[], true]}\n ],\n "e": null}'

    assert [line_of(text, pointer) for pointer in ("", "/a/1/b~1c", "/a/2/d/1", "/e", "/a/9", "/x")] == [
        1,
        2,
        3,
        5,
        2,
        1,
    ]
    assert line_of("{", "/a") is None
