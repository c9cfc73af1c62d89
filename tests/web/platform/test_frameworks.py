"""The administrator brings exports: received, loaded by the worker, shown with source and licence; refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from frameworks.exports import NOW, archive, fiche, texts
from sceau.config.middleware import sizes
from sceau.frameworks.models import Fiche, Release, ReleaseState
from sceau.frameworks.services import carry_out_waiting
from sceau.jobs.outbox import drain
from sceau.journal.models import PLATFORM, Act

pytestmark = pytest.mark.django_db
PAGE = "/platform/frameworks/"


def brought(path, **fields):
    upload = SimpleUploadedFile(path.name, path.read_bytes())
    return {"file": upload, "kind": "", "framework": "", "name": "", "day": "", **fields}


@pytest.fixture
def export(tmp_path):
    return archive(tmp_path / "export-fiches-csv-2026-01-15.zip", texts([fiche("RNCP1"), fiche("RS2")]))


def test_an_empty_installation_is_told_what_to_do(platform):
    page = platform.get(PAGE).content.decode()

    assert reverse("platform_frameworks") == PAGE == sizes.EXPORTS
    assert "Aucun répertoire chargé encore" in page
    assert "export-fiches-csv" in page


def test_an_export_is_received_loaded_by_the_worker_and_shown(platform, paul, export, tmp_path):
    answer = platform.post(PAGE, brought(export))

    assert answer.status_code == 302
    release = Release.objects.get()
    assert (release.state, release.file_name) == (ReleaseState.WAITING, export.name)
    assert "en attente" in platform.get(PAGE).content.decode()
    act = Act.objects.get(code="framework.import_asked")
    assert (act.actor, act.chain_id) == (paul.uuid, PLATFORM)

    assert carry_out_waiting(scratch=tmp_path, clock=lambda: NOW) == 1

    page = platform.get(PAGE).content.decode()
    assert "15/01/2026" in page
    assert "Licence Ouverte 2.0" in page
    assert Fiche.objects.count() == 2
    assert not Path(release.path).exists()
    assert "every 3s" not in page


def test_the_worker_follows_the_act(platform, export, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "sceau.jobs.handlers.frameworks.load_exports", type("Task", (), {"enqueue": lambda: asked.append(1)})
    )
    platform.post(PAGE, brought(export))

    from datetime import timedelta

    drain(clock=lambda: NOW, at_most=timedelta(minutes=1))

    assert asked == [1]


def test_a_wrong_file_is_refused_with_the_reason_and_nothing_is_kept(platform, tmp_path):
    wrong = tmp_path / "export-fiches-csv-2026-01-15.zip"
    wrong.write_bytes(b"PK\x03\x04 not an archive")

    folder = Path(settings.HOUSE) / "uploads"
    before = set(folder.glob("*"))

    page = platform.post(PAGE, brought(wrong)).content.decode()

    assert "l’archive est abîmée" in page
    assert not Release.objects.exists()
    assert set(folder.glob("*")) == before


def test_an_import_that_was_refused_says_where_and_why(platform, tmp_path):
    wrong = archive(
        tmp_path / "export-fiches-csv-2026-01-15.zip", texts([fiche("RNCP1"), fiche("RNCP2", Actif="PEUT-ÊTRE")])
    )
    platform.post(PAGE, brought(wrong))

    carry_out_waiting(scratch=tmp_path, clock=lambda: NOW)

    page = platform.get(PAGE).content.decode()
    assert "export_fiches_CSV_Standard_2026_01_14.csv" in page
    assert "ligne 3" in page
    assert "peut-être" in page


def test_a_heavy_export_of_somebody_else_is_not_read(client, amina):
    client.force_login(amina)
    heavy = str(sizes.HEAVIEST + 1)

    assert client.post(PAGE, b"", content_type="text/plain", CONTENT_LENGTH=heavy).status_code == 413
    assert client.post("/", b"", content_type="text/plain", CONTENT_LENGTH=heavy).status_code == 413


def test_a_heavy_export_of_the_administrator_is_taken_up_to_its_own_limit(platform):
    heavy = str(sizes.HEAVIEST + 1)
    heaviest = str(sizes.HEAVIEST_EXPORT + 1)

    assert platform.post(PAGE, b"", content_type="text/plain", CONTENT_LENGTH=heavy).status_code == 200
    assert platform.post(PAGE, b"", content_type="text/plain", CONTENT_LENGTH=heaviest).status_code == 413
    assert platform.post("/platform/", b"", content_type="text/plain", CONTENT_LENGTH=heavy).status_code == 413
