"""Every published document of these standards, what is expected of it, and why.

The documents come from 1EdTech's validator and from the W3C; each row says what happens when nothing can be fetched,
and what happens when the addresses that the document names answer as their owners would make them answer.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from published_documents import (
    DATA_MODEL,
    DOCUMENTS,
    EXAMPLES,
    JOSE,
    NAMED,
    OPEN_BADGES_2,
    OPEN_BADGES_3,
    PROOFS,
    VECTORS,
    as_published,
    controllers,
    jose_issuer,
    table,
)
from sceau.engine.keys.jwk import to_jwk
from sceau.engine.keys.pem import from_pem
from verifying import answer, ask, said


def test_the_table_names_every_published_badge():
    folder = VECTORS / "open-badges-3.0"

    assert {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} == set(OPEN_BADGES_3)


@pytest.mark.parametrize("name", OPEN_BADGES_3)
def test_open_badges_3(name):
    alone, served, code, why = OPEN_BADGES_3[name]
    data = (VECTORS / "open-badges-3.0" / name).read_bytes()

    report = as_published(f"open-badges-3.0/{name}")

    assert ask(data).verdict == alone, why
    assert report.verdict == served, (why, said(report))
    assert (report.decisive.reason.code if report.decisive else None) == code, why


def test_the_endorsements_in_the_complete_badge_are_of_a_misspelt_suite_and_are_not_counted():
    data = (VECTORS / "open-badges-3.0" / "complete.json").read_bytes()

    report = ask(data, controllers(data.decode()))

    assert said(report) == {"status": "unknown status.unknown_kind"}
    notes = [note for note in report.notes if note.reason.code == "endorsement.not_counted"]
    assert len(notes) == 5
    assert all("eddsa-rdf-2022" in note.message["en"] for note in notes)


# Open Badges 2.0 ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OPEN_BADGES_2)
def test_open_badges_2(name):
    alone, served, code, why = OPEN_BADGES_2[name]
    data = (VECTORS / "open-badges-2.0" / name).read_bytes()

    report = as_published(f"open-badges-2.0/{name}")

    assert ask(data).verdict == alone, why
    assert report.verdict == served, (why, said(report))
    assert (report.decisive.reason.code if report.decisive else None) == code, why


@pytest.mark.parametrize(
    "path", ["badgeclass1", "issuer1", "key1", "organization", "revocation-list", "robotics-badge"]
)
def test_the_parts_of_open_badges_2_are_named_and_are_nobodys_credential(path):
    report = ask((VECTORS / "open-badges-2.0" / "assets" / f"{path}.json").read_bytes())

    assert said(report) == {"readable": "failed opening.not_a_credential"}
    assert "Open Badges 2.0" in answer(report, "readable").message["en"]


# JOSE -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", JOSE)
def test_jose(name):
    verdict, code, why = JOSE[name]

    report = as_published(f"vc-jose-cose/{name}")

    assert report.verdict == verdict, (why, said(report))
    assert (report.decisive.reason.code if report.decisive else None) == code, why


def test_a_context_that_nobody_added_is_refused_with_the_way_to_add_it():
    report = ask((VECTORS / "vc-jose-cose" / "credential-jose-minimal.txt").read_bytes(), jose_issuer())

    assert report.verdict == "invalid"
    assert f"sceau contexts add {EXAMPLES}" in answer(report, "context").message["fr"]


# the VC data model's own examples: unsigned, or signed in sketches only ------------------------------------------------


@pytest.mark.parametrize("name", DATA_MODEL)
def test_examples_of_the_data_model_are_never_valid(name):
    report = as_published(f"vc-data-model-2.0/{name}")

    assert report.verdict != "valid"
    if DATA_MODEL[name]:
        assert report.decisive.reason.code == DATA_MODEL[name], said(report)


# what we name and do not judge ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PROOFS)
def test_the_signed_examples_of_the_cryptosuites(name):
    report = as_published(name)

    assert report.verdict == "invalid"
    assert report.decisive.reason.code == PROOFS[name], said(report)


@pytest.mark.parametrize(("path", "code"), NAMED.items())
def test_what_is_judged_later_is_named_and_is_no_verdict(path, code):
    report = as_published(path)

    assert said(report) == {"readable": f"unknown {code}"}
    assert report.exit_status == 3
    assert report.sentence["fr"] == "Impossible à vérifier"


def test_the_published_status_list_is_authentic_and_stands_elsewhere():
    folder = VECTORS / "bitstring-status-list"
    revoked, the_list = (folder / "credential-status-revoked.json").read_text(), (folder / "testlist").read_text()
    address = json.loads(revoked)["credentialStatus"]["statusListCredential"]
    keys = controllers(revoked + the_list)

    assert ask(the_list, keys).verdict == "valid"
    # the list found at that address calls itself https://example.com/credentials/status/3
    assert said(ask(revoked, keys, {address: json.loads(the_list)})) == {"status": "failed status.other_list"}


def test_the_key_of_open_badges_2_is_read_from_pem():
    pem = json.loads((VECTORS / "open-badges-2.0" / "assets" / "key1.json").read_text())["publicKeyPem"]

    assert to_jwk(from_pem(pem))["kty"] == "RSA"


ROOT = Path(__file__).parents[3]

# what the documentation says of them ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("page", "language"), [("documents.md", "en"), ("documents-reconnus.md", "fr")])
def test_the_table_of_the_documentation_says_what_the_engine_says(page, language):
    told = (ROOT / "docs" / page).read_text()

    assert [line for line in table(language) if line not in told.splitlines()] == []


def test_every_document_that_may_be_a_credential_is_in_the_table():
    folders = ("open-badges-3.0", "open-badges-2.0", "vc-data-model-2.0", "vc-jose-cose", "clr-2.0", "elm")
    there = {
        str(path.relative_to(VECTORS)) for name in folders for path in (VECTORS / name).rglob("*") if path.is_file()
    }
    parts = {name for name in there if name.startswith("open-badges-2.0/assets/")}

    assert there - set(DOCUMENTS) <= parts
