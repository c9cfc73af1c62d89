"""Only the wrong rows, in a file that a spreadsheet opens safely and that comes back."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

from sceau.intake import Catalogue, KnownDesign, State, check_rows, open_table, write_corrections
from sceau.intake.corrections import ENCODING

TODAY = date(2026, 11, 21)
CATALOGUE = Catalogue.of([KnownDesign("mc-x", {"fr": "X"})])


def corrections(data: bytes | Path, catalogue: Catalogue = CATALOGUE, **options: object) -> bytes:
    target = io.StringIO(newline="")
    table = open_table(data)
    write_corrections(check_rows(table, catalogue, today=TODAY), table, target, **options)
    return target.getvalue().encode(ENCODING)


def test_the_wrong_rows_come_back_with_their_line_reason_and_suggestion(samples: Path, catalogue: Catalogue):
    data = corrections(samples / "import_difficile_cp1252.csv", catalogue)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))

    assert data.startswith(b"\xef\xbb\xbf")
    assert rows[0][-3:] == ["Ligne d’origine", "Ce qui ne va pas", "Proposition"]
    assert [row[10] for row in rows[1:]] == ["3", "4", "5", "6", "7", "9", "10", "11", "13", "14"]
    assert "Courriel\u00a0: « jean.dupont(at)example.org » n’est pas une adresse." in rows[4][11].replace(
        "\u00a0»", " »"
    ).replace("«\u00a0", "« ")
    assert rows[4][12] == "Courriel → jean.dupont@example.org"
    assert rows[9][8] == "'=1+1"


def test_no_cell_of_it_is_computed_by_a_spreadsheet():
    wrong = (
        "Nom;Prénom;Décision;Note;Téléphone\r\n=cmd|' /C calc'!A0;Tom;acquis;5;+33 6 39 98 17 44\r\n@x;;acquis;-1;1\r\n"
    )
    data = corrections(wrong.encode())
    cells = [
        cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";") for cell in row
    ]

    assert len(cells) == 3 * 8
    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")] == []


def test_the_mended_file_is_read_back_with_the_same_columns(samples: Path, catalogue: Catalogue):
    sent = corrections(samples / "import_difficile_cp1252.csv", catalogue)
    mended = (
        sent.decode("utf-8-sig")
        .replace("31/02/1990", "28/02/1990")
        .replace("(at)", "@")
        .replace("'=1+1", "71")
        .replace("<b>Tom</b>", "Tom")
        .replace("Lefèvre;;;", "Lefèvre;;Anne;")
        .replace("15/07/2031", "15/07/2001")
        .replace(";110;", ";90;")
        .replace(";61;", ";66;")
        .encode(ENCODING)
    )
    rows = list(check_rows(open_table(mended), catalogue, today=TODAY))

    assert [str(row.state) for row in rows] == [
        "ready", "ready", "ready", "ready", "suspicious", "not_awarded", "ready", "ready", "ready", "ready"
    ]  # fmt: skip
    assert rows[0].values["birth_name"] == "MARTIN"
    assert rows[0].others == {"Ligne d’origine": "3", "Ce qui ne va pas": rows[0].others["Ce qui ne va pas"]}


def test_the_language_and_the_states_are_those_asked_for():
    data = "Nom;Prénom;Décision\r\nRoux;;acquis\r\nRoux;Tom;refusé\r\n".encode()
    rows = corrections(data, language="en", states={State.NOT_AWARDED}).decode("utf-8-sig").splitlines()

    assert rows == ["Nom;Prénom;Décision;Original line;What is wrong;Suggestion", "Roux;Tom;refusé;3;;"]


def test_short_and_long_rows_keep_their_columns():
    rows = corrections(b"Nom;Prenom;Decision\r\nRoux\r\nRoux;Tom;acquis;x;y\r\n").decode("utf-8-sig").splitlines()

    assert {row.count(";") for row in rows} == {5}
