"""Every table of what is issued: told to the person, erased, or a stated reason why not.

A table that is added has no line here, and the first test fails until somebody has thought about it.
"""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256
from typing import NamedTuple

import orjson
import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from issuing.making import NOW, a_batch, a_preparer, an_award, awards, body, head
from issuing.opened import a_credential
from people.samples import BOX, Shelf
from sceau.issuing import personal
from sceau.issuing.models import (
    BatchFiles,
    CorrectionRequest,
    Credential,
    FilesFault,
    IssuingSettings,
    Letter,
    Line,
    Paper,
    Pattern,
    Turn,
    Wording,
)
from sceau.issuing.services.snapshots import keep_snapshot
from sceau.ledger.models import Head, Leaf
from sceau.people import erasure
from sceau.people.export import export_of

pytestmark = pytest.mark.django_db


class Fate(NamedTuple):
    """What becomes of one table.

    told:    a text of it that the export has, else why not
    erased:  what an erasure does to it
    """

    told: str
    erased: str


GOES, STAYS, PART = "goes", "stays", "is emptied"
NOBODY = "it says nothing of a holder"
FATES = {
    "IssuingSettings": Fate(NOBODY, STAYS),
    "Batch": Fate('"batch"', STAYS),
    "Line": Fate("words-Line", PART),
    "StatusList": Fate(NOBODY, STAYS),
    "StatusSnapshot": Fate(NOBODY, STAYS),
    "Credential": Fate("words-Credential", PART),
    "Content": Fate("AchievementSubject", GOES),
    "Pattern": Fate(NOBODY, STAYS),
    "Paper": Fate('"kind":"certificate"', GOES),
    "BatchFiles": Fate(NOBODY, STAYS),
    "FilesFault": Fate('"missing"', GOES),
    "Turn": Fate("words-Turn", PART),
    "Letter": Fate('"kind":"issued"', PART),
    "Wording": Fate(NOBODY, STAYS),
    "CorrectionRequest": Fate("words-CorrectionRequest", PART),
    "Head": Fate(NOBODY, STAYS),
    "Leaf": Fate("the digest of what is told, and nothing else", STAYS),
}
_LOOKED_FOR = ("words-", '"', "Achievement")
PDF = b"%PDF-1.7 certificate"


def tables():
    for label in ("issuing", "ledger"):
        yield from apps.get_app_config(label).get_models()


def everything() -> Credential:
    """One credential of somebody, with a row of each table that can say something of them."""
    institution = body()
    credential = a_credential(why="words-Credential", state="suspended", state_at=NOW)
    Line.objects.filter(pk=credential.line_id).update(name="words-Line")
    Turn.objects.create(credential=credential, state="suspended", at=NOW, by=a_preparer(), why="words-Turn")
    Letter.objects.create(
        institution=institution, credential=credential, kind="issued", due=NOW, made_at=NOW, state="to_print"
    )
    Paper.objects.create(credential=credential, kind="certificate", digest=sha256(PDF).hexdigest(), made_at=NOW)
    CorrectionRequest.objects.create(
        credential=credential,
        about="name",
        name="words-CorrectionRequest",
        words="words-CorrectionRequest",
        answer="words-CorrectionRequest",
        asked_at=NOW,
    )
    files = BatchFiles.objects.create(batch=credential.line.batch, asked_at=NOW, moved_at=NOW)
    FilesFault.objects.create(files=files, credential=credential, code="papers.name_not_printed")
    keep_snapshot(credential.list, b"{}", b"{}", at=NOW)
    IssuingSettings.objects.create(institution=institution)
    Pattern.objects.create(
        number=1, version=credential.award.version, language="fr", text=b"what all have in common", made_at=NOW
    )
    Wording.objects.create(
        institution=institution,
        kind="issued",
        language="fr",
        subject="words-Wording",
        body="words-Wording",
        changed_at=NOW,
        changed_by=head(institution),
    )
    return credential


def exported(person) -> zipfile.ZipFile:
    shelf = Shelf(**{sha256(PDF).hexdigest(): PDF})
    return zipfile.ZipFile(io.BytesIO(export_of(person=person, by=head(body()), now=NOW, box=BOX, files=shelf)))


def test_every_table_has_its_line():
    assert {model.__name__ for model in tables()} == set(FATES)


def test_every_table_has_a_row_in_these_tests():
    everything()

    assert {model.__name__ for model in tables() if not model._default_manager.exists()} == set()


def test_the_export_tells_each_table_that_it_should():
    credential = everything()

    archive = exported(credential.award.person)

    text = archive.read("donnees.json").decode().replace('": ', '":')
    looked_for = {name: fate.told for name, fate in FATES.items() if fate.told.startswith(_LOOKED_FOR)}
    assert len(looked_for) == 9
    assert {name for name, mark in looked_for.items() if mark not in text} == set()
    assert credential.code in text
    assert "words-Wording" not in text
    assert a_preparer().name not in text
    (paper,) = (name for name in archive.namelist() if name.endswith(f"{credential.code}-certificate.pdf"))
    assert archive.read(paper) == PDF


def test_the_exact_document_is_told_with_its_address():
    credential = everything()
    document = orjson.loads(bytes(credential.content.body))

    part = personal.tell([credential.award.person], "en")

    (told,) = part.data["credentials"]
    assert told["document"] == document
    assert told["address"].endswith(f"/v/{credential.code}")
    (section,) = part.sections
    assert section.title == f"Credential {credential.code}"
    assert ("how it stands", "suspended") in section.rows
    assert [line["batch"] for line in part.data["lines"]] == [credential.line.batch.number]


def test_an_erasure_deals_with_each_table_as_its_line_says():
    credential = everything()
    waiting = a_batch([an_award()])
    Line.objects.filter(batch=waiting).update(award=an_award())
    before = {model.__name__: model._default_manager.count() for model in tables()}
    values = {model.__name__: sorted(map(str, model._default_manager.values_list())) for model in tables()}

    erasure.erase(person=credential.award.person, why="Demande", by=head(body()), now=NOW)

    for model in tables():
        name, fate = model.__name__, FATES[model.__name__]
        now_there = sorted(map(str, model._default_manager.values_list()))
        if fate.erased == GOES:
            assert model._default_manager.count() < before[name], name
        elif fate.erased == STAYS:
            assert now_there == values[name], name
        else:
            assert now_there != values[name], name
            assert not any("words-" in row for row in now_there), name
    assert Leaf.objects.filter(number=credential.leaf).exists()
    assert Head.objects.get().length == 1
    part = personal.tell([credential.award.person], "fr")
    assert [(each["state"], each["document"], each["opening"]) for each in part.data["credentials"]] == [
        ("erased", None, "")
    ]


def test_somebody_else_is_told_nothing_of_it():
    everything()

    assert personal.tell([an_award().person], "fr").data == {"credentials": [], "lines": []}


def test_an_export_asks_as_much_for_many_credentials():
    counts = []
    for n in (1, 4):
        people = [a_credential(award).award.person for award in awards(n)]
        with CaptureQueriesContext(connection) as captured:
            assert len(personal.tell(people, "fr").data["credentials"]) == n
        counts.append(len(captured))

    assert counts[0] == counts[1]
