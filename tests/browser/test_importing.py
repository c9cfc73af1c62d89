"""Results of the past, from a workbook with faults to awards that wait for their credentials, by two people."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from assessment.making import version
from browser.hands import Hand
from intake.workbooks import xlsx
from issuing.making import a_preparer, body, head
from sceau.assessment.models import Award, Decision, ResultsFile, ResultsRow
from sceau.people.models import Person

DESK = "/desk/alpes-numerique/"
HEADERS = ["Nom de naissance", "Prénom", "Date de naissance", "Courriel", "Date d’obtention", "Note", "Surveillance"]
DAY = date(2021, 6, 4)
ROWS = [
    ["Haddad", "Naïma", date(1990, 1, 4), "naima@example.org", DAY, 82.5, "télésurveillance"],
    ["HADDAD", "Naïma", date(1990, 1, 4), "NAIMA@example.org", DAY, 82.5, "télésurveillance"],
    ["O’Brien", "Siobhan", "31/02/1990", "siobhan@example.org", DAY, 65, ""],
    ["Dupont", "Jean", date(1988, 5, 12), "jean.dupont(at)example.org", DAY, 80, ""],
    ["Cœurderoy", "Lætitia", date(1975, 1, 1), "laetitia@example.org", DAY, 71, "niveau 7"],
]


def looks_right(someone: Hand, axe, name: str) -> None:
    folder = os.environ.get("SCEAU_PICTURES")
    for width in (320, 1280):
        someone.page.set_viewport_size({"width": width, "height": 800})
        assert someone.page.evaluate("document.documentElement.scrollWidth") <= width, someone.page.url
        axe(someone.page, frame=False)
        if folder:
            someone.page.screenshot(path=f"{folder}/import-{name}-{width}.png", full_page=True)


def shown(page: Page) -> list[int]:
    """The lines on the page."""
    return [int(each.get_attribute("id").removeprefix("line-")) for each in page.locator(".rows > li").all()]


def at_tab(someone: Hand, french: str) -> list[int]:
    someone.within("Lignes", "navigation").press("link", french)
    return shown(someone.page)


def states() -> dict[int, str]:
    return dict(ResultsRow.objects.order_by("line").values_list("line", "state"))


def test_a_workbook_with_faults_is_put_right_sent_back_and_becomes_awards(own_database, page_at, sign_in, axe):
    version()
    preparer, releaser = a_preparer(), head(body())

    sonia = Hand(page_at(1280, "fr"), "fr")
    sign_in(preparer, sonia.page)
    brings(sonia, xlsx({"2021": [HEADERS, *ROWS]}), axe)

    assert states() == {2: "ready", 3: "suspicious", 4: "to_correct", 5: "to_correct", 6: "ready"}
    assert shown(sonia.page) == [4, 5]
    looks_right(sonia, axe, "to-correct")
    assert at_tab(sonia, "À vérifier") == [3]
    assert at_tab(sonia, "Prêtes") == [2, 6]
    sonia.sees(
        "Cette surveillance n’est pas l’une des quatre que nous savons dire : la preuve portera « non précisé »."
    )
    looks_right(sonia, axe, "ready")

    at_tab(sonia, "À corriger")
    sonia.field("Courriel, ligne 5").fill("jean.dupont@example.org")
    sonia.press("button", "Corriger Courriel, 5")
    assert shown(sonia.page) == [4]

    sends_back(sonia, mended_in_a_spreadsheet(wrong_rows(sonia)), axe)
    assert states() == dict.fromkeys((2, 3, 4, 5, 6), "ready")
    assert not Person.objects.exists()

    sonia.press("link", "Continuer avec les 5 lignes prêtes")
    looks_right(sonia, axe, "propose")
    sonia.press("button", "Proposer ces résultats")
    sonia.sees("5 résultats sont proposés. Une seconde personne décidera avec vous.")
    assert (Decision.objects.count(), Award.objects.count()) == (5, 0)
    looks_right(sonia, axe, "proposed")
    proposal = sonia.page.url

    amina = Hand(page_at(1280, "fr"), "fr")
    sign_in(releaser, amina.page)
    amina.page.goto(proposal)
    amina.press("link", "Confirmer")
    amina.press("button", "Confirmer les résultats")
    assert set(Award.objects.values_list("awarded_on", flat=True)) == {DAY}
    assert Award.objects.filter(person__family_name="Cœurderoy", supervision="").count() == 1

    sonia.page.goto(f"{DESK}awards/")
    sonia.press("link", "Préparer un lot")
    sonia.sees("Les 5 attributions qui attendent, toutes pages comprises")
    for name in ("Naïma Haddad", "Nora Haddad", "Siobhan O’Brien", "Jean Dupont", "Lætitia Cœurderoy"):
        expect(sonia.page.get_by_role("link", name=name)).to_have_count(1)


def brings(sonia: Hand, workbook: bytes, axe) -> None:
    sonia.page.goto(f"{DESK}results/past/")
    looks_right(sonia, axe, "bring")
    sonia.field("Micro-certification").select_option(index=1)
    sonia.fill("D’où viennent ces résultats", "Registre papier 2021")
    sonia.field("Fichier").set_input_files({"name": "registre.xlsx", "mimeType": "", "buffer": workbook})
    sonia.press("button", "Lire le fichier")
    sonia.heading("registre.xlsx")


def wrong_rows(sonia: Hand) -> str:
    """The file that the page gives to be mended."""
    with sonia.page.expect_download() as download:
        sonia.named("link", "Télécharger seulement les lignes à corriger").click()
    assert download.value.suggested_filename == "a-corriger.csv"
    return Path(download.value.path()).read_bytes().decode("utf-8-sig")


def mended_in_a_spreadsheet(sheet: str) -> bytes:
    """The day that does not exist put right, and the second Haddad told to be a sister."""
    changes = {
        "31/02/1990": "28/02/1990",
        "HADDAD": "Haddad",
        "Naïma": "Nora",
        "NAIMA@example.org": "nora@example.org",
        "1990-01-04": "1992-03-05",
    }
    assert "jean.dupont" not in sheet
    for was, becomes in changes.items():
        assert sheet.count(was) >= 1, was
        sheet = sheet.replace(was, becomes)
    return sheet.encode("utf-8-sig")


def sends_back(sonia: Hand, sheet: bytes, axe) -> None:
    sonia.press("link", "Renvoyer les lignes corrigées")
    looks_right(sonia, axe, "mended")
    sonia.field("Fichier corrigé").set_input_files({"name": "a-corriger.csv", "mimeType": "text/csv", "buffer": sheet})
    sonia.press("button", "Remplacer ces lignes")
    sonia.sees("2 lignes ont été remplacées.")
    assert ResultsFile.objects.count() == 1
