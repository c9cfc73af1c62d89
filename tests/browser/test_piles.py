"""A recruiter's ZIP of forty CVs, handed in by a hand: read, exported, fit to read on a phone; twice without a cookie."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse
from pypdfium2 import PdfDocument

from issuing.making import awards_of_a_jury, the_store
from issuing.opened import a_credential
from sceau.config.wiring import ports
from sceau.outside.fetchers import OfflineFetcher
from strangers_files import a_cv, certificate, pdf_with_attachments
from written_files import docx, odt, rtf, xlsx
from written_files import page as page_of

SUFFIXES = (".pdf", ".docx", ".odt", ".rtf", ".html")


def as_lines(made):
    """What makes a document of lines, for a name alone."""
    return lambda name: made([name, "Conduite de projets"])


@pytest.fixture
def forty(own_database, monkeypatch):
    """Forty files: whole, forged, somebody else's, closed, on paper, without any, hostile; of any office."""
    monkeypatch.setitem(vars(ports()), "witnesses", OfflineFetcher())
    monkeypatch.setitem(vars(ports()), "keys", the_store())
    first, second = (a_credential(award) for award in awards_of_a_jury(2))
    body, name = bytes(first.content.body), str(first.award.person)
    address = f"{reverse('credential', args=[first.code])}"
    from django.conf import settings

    opened = f"{settings.BASE_URL}{address}?o={first.opening}"
    closed = f"{settings.BASE_URL}{reverse('credential', args=[second.code])}"
    forged = body.replace(b'"name":"', b'"name":"X', 1)
    offices = (a_cv, *(as_lines(made) for made in (docx, odt, rtf, page_of)))
    cvs = {f"cv-{number:02}{SUFFIXES[number % 5]}": offices[number % 5](f"Candidate {number}") for number in range(28)}
    cvs |= {
        "lien.pdf": a_cv(name, opened),
        "autre-nom.odt": odt(["Jean Dupont", "Conduite de projets"], opened),
        "ferme.pdf": a_cv(str(second.award.person), closed),
        "joint.pdf": certificate(("preuve.json", body)),
        "faux.json": forged,
        "preuve.json": body,
        "hostile.pdf": pdf_with_attachments(10_000),
        "dossier.zip": b"PK\x05\x06" + bytes(18),
        "lettre.docx": b"PK",
        "word.docx": docx([name, "Conduite de projets"], opened),
        "simple.txt": f"{name}\nConduite de projets\n\nMa preuve : {opened}\n".encode(),
        "liste.xlsx": xlsx([["Nom complet", "Preuve"], [name, "ouvrir"]], {"B2": opened}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in cvs.items():
            archive.writestr(each, content)
    assert len(cvs) == 40
    return out.getvalue()


def test_forty_cvs_in_a_zip(forty, page_at, axe, faults):
    for width, language in ((320, "en"), (1280, "fr")):
        page = page_at(width, language, "light")
        page.goto(reverse("verifier"))
        page.locator(f"a[href='{reverse('pile')}']").click()
        axe(page)
        page.locator('input[type="file"]').set_input_files(
            {"name": "candidatures.zip", "mimeType": "application/zip", "buffer": forty}
        )
        page.locator("form .button--main").click()
        page.locator(".table").wait_for()
        verdicts = page.locator("tbody tr").all_inner_texts()
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        axe(page)

    assert [each.split()[0] for each in verdicts][:1] == ["faux.json"]
    assert {each.split()[0] for each in verdicts[1:]} == {
        "autre-nom.odt", "ferme.pdf", "joint.pdf", "hostile.pdf", "dossier.zip", "lettre.docx", "lien.pdf", "preuve.json",
        "word.docx", "simple.txt", "liste.xlsx",
    }  # fmt: skip
    assert any("Jean Dupont" in each for each in verdicts)
    assert "28 fichiers ou lignes sans preuve" in page.locator("main").inner_text()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Rapport PDF scellé").click()
    with PdfDocument(saved.value.path()) as report:
        text = report[0].get_textpage().get_text_bounded()
        assert len(report) == 1
    assert "Rapport de vérification" in text
    assert page.context.cookies() == []
