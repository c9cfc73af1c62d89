"""The pages of the import desk for past results: every row as the command tells it, corrected in place, proposed once."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.deciders import releaser
from assessment.listed import ALL, listed
from assessment.making import body, colleague, version
from intake.workbooks import xlsx
from published import published
from sceau.assessment.models import Award, Decision, Deliberation, ResultsFile, ResultsPiece, ResultsRow
from sceau.assessment.services import results_checking, results_files
from sceau.people.models import Person
from signing_in import prove_now

pytestmark = pytest.mark.django_db

TABLE = """Nom;Prénom;Courriel;Date d’obtention;Note
Haddad;Naïma;n@example.org;12/03/2019;82
Bâ;Oumar;o@example.org;13/03/2019;12
Martin;Léa;lea(at)example.org;13/03/2019;70
"""
MOST = 20  # statements of a page


@pytest.fixture
def amina(client):
    user = releaser()
    prove_now(client, user)
    return user


def at(name, *args):
    return reverse(name, args=["alpes-numerique", *args])


def said(answer):
    """The words of a page, its spaces as they are read."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def brought(client, content=TABLE, name="registre.csv", which=None):
    """The page that comes after a file was brought."""
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    typed = {"version": which or version().pk, "source": "Registre papier", "file": file}
    return client.post(at("desk_takeover"), typed, follow=True)


def here(name, *args):
    return at(name, ResultsFile.objects.get().uuid, *args)


def codes(page):
    """Line → codes of what is said of it, as the page shows them."""
    found = {}
    for item in re.findall(r'<li class="stack stack-s" id="line-(\d+)">(.*?)</li>', page.content.decode(), re.DOTALL):
        found[int(item[0])] = sorted(html.unescape(code) for code in re.findall(r'data-code="([^"]*)"', item[1]))
    return found


def test_the_awkward_file_gives_its_listed_outcomes_on_the_page(client, amina):
    listed(*ALL)
    samples = published("domain/samples")
    expected = json.loads((samples / "import_difficile.attendus.json").read_text(encoding="utf-8"))["rows"]

    first = brought(client, (samples / "import_difficile_cp1252.csv").read_bytes(), which="each")

    shown = {}
    for state in {row["state"] for row in expected}:
        page = client.get(here("desk_results_file"), {"show": state})
        shown |= {line: (state, told) for line, told in codes(page).items()}
    assert shown == {row["line"]: (row["state"], sorted(each["code"] for each in row["findings"])) for row in expected}
    assert "À corriger 6" in said(first)
    assert "Prêtes 2" in said(first)
    assert not Person.objects.exists()


def test_a_file_is_shown_before_anything_is_written_and_then_proposed(client, amina):
    page = brought(client)

    assert "Ligne 4, Léa Martin" in said(page)
    assert "Courriel : « lea(at)example.org »" in said(page)
    assert not Deliberation.objects.exists()
    row = here("desk_results_file_row", 4)
    answer = client.post(row, {"act": "correct", "cell-2": "lea@example.org", "show": "to_correct"}, follow=True)
    assert "Ligne 4, Léa Martin" not in said(answer)
    client.post(here("desk_results_file_row", 3), {"act": "settle"})
    assert "Proposer 3 résultats" in said(client.get(here("desk_results_file_propose")))
    answer = client.post(here("desk_results_file_propose"), follow=True)

    assert "3 résultats sont proposés" in said(answer)
    assert "Registre papier" in said(answer)
    assert not Award.objects.exists()
    assert "Une seconde personne décide" in said(client.get(here("desk_results_file")))


def test_the_same_file_again_changes_nothing_and_says_so(client, amina):
    brought(client)
    assert "Ce fichier est déjà ici : rien n’a changé." in said(brought(client))
    client.post(here("desk_results_file_propose"))
    client.post(here("desk_results_file_drop"))
    count = Decision.objects.count()

    page = brought(client, name="copie.csv")

    assert "a déjà été repris" in said(page)
    assert "Déjà là 1" in said(page)
    assert "Continuer avec" not in said(page)
    assert (Decision.objects.count(), count) == (1, 1)


def test_the_wrong_rows_go_out_and_come_back_mended(client, amina):
    brought(client)
    answer = client.get(here("desk_results_file_wrong"))
    text = b"".join(answer.streaming_content)
    assert text.startswith(b"\xef\xbb\xbf")
    assert b"Ligne d\xe2\x80\x99origine" in text
    mended = text.decode("utf-8-sig").replace("lea(at)example.org", "lea@example.org").encode("utf-8-sig")

    page = client.post(
        here("desk_results_file_mended"), {"file": SimpleUploadedFile("a-corriger.csv", mended)}, follow=True
    )
    assert "1 ligne a été remplacée, 1 était la même." in said(page)
    assert ResultsRow.objects.get(line=4).state == "ready"
    assert "Aucune ligne n’a été remplacée" in said(brought(client, mended))
    assert ResultsFile.objects.count() == 1
    wrong = {"file": SimpleUploadedFile("autre.csv", TABLE.encode())}
    assert "Ligne d’origine" in said(client.post(here("desk_results_file_mended"), wrong))


def test_columns_are_shown_with_samples_and_said_by_a_person_once(client, amina):
    unknown = "A;B;C\nHaddad;Naïma;n@example.org\nBâ;Oumar;o@example.org\n"
    assert "Ce fichier ne peut pas encore être vérifié" in said(brought(client, unknown))
    page = said(client.get(here("desk_results_file_columns")))
    assert "Haddad, Bâ" in page
    typed = {"revision": "0", "column-0": "birth_name", "column-1": "given_name", "column-2": "email"}
    assert "Prêtes 2" in said(client.post(here("desk_results_file_columns"), typed, follow=True))
    assert "Quelqu’un a modifié ce fichier" in said(client.post(here("desk_results_file_columns"), typed))
    client.post(here("desk_results_file_drop"))

    assert "Prêtes 1" in said(brought(client, "B;A;C\nÉlodie;Le Goff;e@example.org\n"))


def test_a_sheet_of_a_workbook_is_chosen(client, amina):
    head = ["Nom", "Prénom", "Courriel"]
    sheets = {"2023": [head, ["Haddad", "Naïma", "n@x.example"]], "2024": [head, ["Öberg", "Naïma", "n@x.example"]]}
    page = brought(client, xlsx(sheets), name="registre.xlsx")
    assert "Naïma Haddad" in said(page)
    assert "Feuille du classeur" in said(page)

    page = client.post(here("desk_results_file_sheet"), {"sheet": "2024"}, follow=True)

    assert "Naïma Öberg" in said(page)
    assert "Haddad" not in said(page)
    page = client.post(here("desk_results_file_sheet"), {"sheet": "1999"}, follow=True)
    assert "n’a pas cette feuille" in said(page)


def test_evidence_comes_in_an_archive_and_is_placed_by_hand_where_its_name_says_nothing(client, amina):
    brought(client)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("Haddad Naïma.txt", "Bilan")
        archive.writestr("divers.txt", "Autre")
    upload = {"archive": SimpleUploadedFile("preuves.zip", target.getvalue())}

    page = client.post(here("desk_results_file_pieces"), upload, follow=True)

    assert "1 fichier rattaché à sa ligne." in said(page)
    lone = ResultsPiece.objects.get(line__isnull=True)
    assert lone.name == "divers.txt"
    client.post(here("desk_results_file_pieces"), {"piece": str(lone.uuid), "line": "2"})
    lone.refresh_from_db()
    assert lone.line == 2
    page = client.post(here("desk_results_file_pieces"), {"piece": str(lone.uuid), "line": "999"}, follow=True)
    assert "Cette cellule n’existe pas" in said(page)
    assert client.post(here("desk_results_file_pieces"), {"piece": "x", "line": "2"}).status_code == 302
    upload = {"archive": SimpleUploadedFile("preuves.zip", b"PK no archive")}
    assert "archive ZIP" in said(client.post(here("desk_results_file_pieces"), upload))


def bomb():
    """A workbook that unfolds into far more than it weighs."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="A" sheetId="1"/></sheets></workbook>')
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(420):
                sheet.write(b"0" * 1_000_000)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7 not a table", "un PDF"),
        (b"", "vide"),
        (b"Nom;Prenom\n" + b"x" * 10_000_000 + b";Lea\n", "plus de"),
        (b";".join(b"c%d" % n for n in range(1_000_000)) + b"\n1;2\n", "ce n’est pas une personne"),
        (bomb, "bien plus grand"),
        (b"0" * 30_000_001, "pèse plus de 30 Mo"),
    ],
    ids=["a PDF", "nothing", "a row of 10 MB", "a million columns", "a zip bomb", "too large"],
)
def test_what_is_no_table_or_hostile_is_refused_in_words(client, amina, content, told):
    page = brought(client, content() if callable(content) else content)

    assert page.status_code == 200
    assert "field--wrong" in page.content.decode()
    assert told in said(page)
    assert not ResultsFile.objects.exists()


def test_what_is_far_too_large_is_not_read_at_all(client, amina):
    assert brought(client, b"0" * 34_000_000).status_code == 413


def test_long_names_other_scripts_and_look_alike_addresses_are_carried_or_told(client, amina):
    long = "É" * 300
    table = (
        "Nom;Prénom;Courriel;Nom en écriture d’origine\n"
        f"{long};Zoé;zoe@example.org;\n"
        "حداد;نعيمة;naima@example.org;حداد\n"
        "王;小明;wang@example.org;王\n"
        "Roux;Jean;jеan@example.org;\n"
        "<script>alert(1)</script>;Tom;tom@example.org;\n"
    )
    brought(client, table)

    assert {row.line: row.state for row in ResultsRow.objects.all()} == {
        2: "ready",
        3: "ready",
        4: "ready",
        5: "to_correct",
        6: "suspicious",
    }
    assert ResultsRow.objects.get(line=2).values["birth_name"] == long
    assert "unusual_letter_in_email" in codes(client.get(here("desk_results_file"), {"show": "to_correct"}))[5]
    ready = client.get(here("desk_results_file"), {"show": "ready"}).content.decode()
    assert "نعيمة" in ready
    assert "小明" in ready
    doubtful = client.get(here("desk_results_file"), {"show": "suspicious"}).content.decode()
    assert "<script>alert" not in doubtful


def test_a_long_file_is_checked_behind_the_page_which_says_how_far_it_is(client, amina, monkeypatch):
    monkeypatch.setattr(results_files, "SHORT", 2)
    page = brought(client)
    assert "0 lignes vérifiées sur" in said(page)
    assert "hx-get" in page.content.decode()
    refused = client.post(here("desk_results_file_row", 4), {"act": "correct", "cell-2": "x"}, follow=True)
    assert "en cours de traitement" in said(refused)

    ResultsFile.objects.update(checked=2)
    assert "2 lignes vérifiées sur 3" in said(client.get(here("desk_results_file")))


def test_pages_of_many_rows_take_as_many_statements_as_those_of_few(client, amina):
    counts = []
    for rows in (3, 120):
        table = "Nom;Prénom;Courriel\n" + "".join(
            f"Haddad{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]}{'uv'[n // 100]};Naïma;n{n}@example.org\n"
            for n in range(rows)
        )
        brought(client, table)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = client.get(here("desk_results_file"))
        counts.append(len(queries))
        assert ("page 1 sur 3" in said(page)) is (rows == 120)
        ResultsFile.objects.all().delete()

    assert counts[0] == counts[1] <= MOST
    assert results_checking.SHORT == 2_000


def test_a_file_of_elsewhere_is_not_found_and_a_colleague_without_the_right_is_told(client, amina):
    brought(client)
    address = here("desk_results_file")
    prove_now(client, colleague(body("certif-occitanie"), "Bruno Carpentier", "head"))
    assert client.get(address).status_code == 404
    prove_now(client, colleague(body(), "Claire Dumas", "designer"))
    assert client.get(address).status_code == 403
