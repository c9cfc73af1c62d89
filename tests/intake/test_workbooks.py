"""XLSX and ODS: typed cells, several sheets; and archives made to take the memory, the time or the path of somebody."""

from __future__ import annotations

import time
import zipfile
from datetime import date
from io import BytesIO

import pytest

from intake.workbooks import ods, ods_of, xlsx, xlsx_of, zipped
from sceau.intake import Catalogue, KnownDesign, Limits, UnreadableFile, check_rows, open_table

HEADERS = ["Nom", "Prénom", "Date de naissance", "Code postal naissance", "Téléphone", "Note", "Décision"]
PEOPLE: list[list[object]] = [
    ["Łukasiewicz", "Zoé", date(1984, 3, 19), 6000, 612345678, 72.5, "Acquis"],
    ["O’Brien", " Siobhán ", date(2000, 2, 29), 75012, None, 80, "Acquis"],
]
READ = [
    ["Łukasiewicz", "Zoé", "1984-03-19", "6000", "612345678", "72.5", "Acquis"],
    ["O’Brien", " Siobhán ", "2000-02-29", "75012", "", "80", "Acquis"],
]


def refused(data: bytes, **options: object) -> str:
    begun = time.process_time()
    with pytest.raises(UnreadableFile) as caught:
        list(open_table(data, **options))
    assert time.process_time() - begun < 2
    return caught.value.reason.code


@pytest.mark.parametrize(("made", "kind"), [(lambda rows: xlsx({"Résultats": rows}), "xlsx"), (ods, "ods")])
def test_typed_cells_are_read_as_what_they_are(made, kind):
    table = open_table(made([HEADERS, *PEOPLE]))

    assert table.found.kind == kind
    assert [row.cells for row in table] == READ
    assert table.expected_rows == 2


@pytest.mark.parametrize("made", [lambda rows: xlsx({"Résultats": rows}), ods])
def test_typed_dates_and_numbers_need_no_remark_but_a_lost_zero(made, today):
    catalogue = Catalogue.of([KnownDesign("mc-x", {"fr": "X"})])

    rows = list(check_rows(open_table(made([HEADERS, *PEOPLE])), catalogue, today=today))

    assert [[found.code for found in row.findings] for row in rows] == [["leading_zero_restored"], ["trimmed"]]
    assert [row.values["birth_date"] for row in rows] == ["1984-03-19", "2000-02-29"]
    assert rows[0].values["birth_postcode"] == "06000"


def test_the_sheet_with_known_headers_is_chosen_and_the_others_are_offered():
    data = xlsx(
        {"Lisez-moi": [["Bonjour"]], "Secret": [HEADERS, *PEOPLE], "Jury": [HEADERS, *PEOPLE]}, hidden=("Secret",)
    )
    table = open_table(data)

    assert (table.found.sheet, table.found.sheets) == ("Jury", ("Lisez-moi", "Jury"))
    assert refused(data, sheet="Secret") == "intake.unknown_sheet"
    assert refused(data, sheet="Lisez-moi") == "intake.one_column"


def test_rows_are_numbered_as_the_sheet_numbers_them_and_empty_ends_are_dropped():
    rows: list[list[object]] = [["Résultats 2026"], [], HEADERS, PEOPLE[0], [], PEOPLE[1], [], []]

    table = open_table(xlsx({"A": rows}))

    assert table.found.header_line == 3
    assert [row.line for row in table] == [4, 6]


def test_two_cells_far_apart_are_refused_and_the_process_lives():
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'

    assert refused(xlsx_of({"A": far})) == "intake.too_many_cells"
    assert refused(xlsx_of({"A": far.replace('r="XFD1048576"', "r = 'xfd1048576'")})) == "intake.too_many_cells"
    assert (
        refused(xlsx_of({"A": '<row r="900000000000"><c r="A900000000000"><v>1</v></c></row>'}))
        == "intake.too_many_cells"
    )


def test_cells_without_a_place_of_their_own_are_counted_too():
    wide = "<row>" + "<c><v>1</v></c>" * 50_000 + "</row>" + "<row/>" * 50_000

    assert refused(xlsx_of({"A": wide})) == "intake.too_many_cells"


def test_repeated_cells_of_an_ods_are_counted_and_its_empty_ends_are_not():
    cell = '<table:table-cell{0} office:value-type="string"><text:p>{1}</text:p></table:table-cell>'
    head = f"<table:table-row>{cell.format('', 'Nom')}{cell.format('', 'Prénom')}</table:table-row>"
    row = f"<table:table-row>{cell.format('', 'Roux')}{cell.format('', 'Tom')}{{}}</table:table-row>"
    usual = row.format('<table:table-cell table:number-columns-repeated="16382"/>') + (
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row>"
    )
    bomb = cell.format(' table:number-columns-repeated="2000000000"', "x")
    tall = row.format("").replace("<table:table-row>", '<table:table-row table:number-rows-repeated="900000000">')
    sparse = row.format('<table:table-cell table:number-columns-repeated="16000"/>' + cell.format("", "x"))

    assert [r.cells for r in open_table(ods_of(head + usual))] == [["Roux", "Tom"]]
    assert refused(ods_of(head + row.format(bomb))) == "intake.too_many_cells"
    assert refused(ods_of(head + tall)) == "intake.too_many_cells"
    assert refused(ods_of(head + sparse * 2000)) == "intake.too_many_cells"


def test_a_bomb_is_refused_by_what_it_announces_and_by_what_it_does():
    honest = xlsx_of({"A": "<row/>"}, extra={"xl/bomb.xml": bytes(60_000_000)})
    liar = honest.replace((60_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))

    assert refused(honest, limits=Limits(open_bytes=50_000_000)) == "intake.expands_too_much"
    assert liar != honest
    assert refused(liar) == "intake.damaged_workbook"


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"../../etc/passwd": "x", "xl/workbook.xml": "x"}, "intake.hostile_workbook"),
        ({"/xl/workbook.xml": "x"}, "intake.hostile_workbook"),
        ({"xl\\workbook.xml": "x"}, "intake.hostile_workbook"),
        ({"xl/workbook.xml": "x", "XL/Workbook.xml": "y"}, "intake.hostile_workbook"),
        ({"xl/workbook.xml": "x", "xl/workbook.bin": b"\0\1"}, "intake.hostile_workbook"),
        ({"xl/workbook.xml": "x", "content.xml": "y"}, "intake.hostile_workbook"),
        ({"xl/workbook.xml": "<not xml", "[Content_Types].xml": "<"}, "intake.damaged_workbook"),
        ({"xl/workbook.xml": "<" + "x" * 3_000_000}, "intake.hostile_workbook"),
        ({"mimetype": "x", "content.xml": "y", "META-INF/manifest.xml": "<encryption-data/>"}, "intake.old_or_locked"),
        ({"photos/1.jpg": "x"}, "intake.not_a_table"),
        ({f"xl/{n}.xml": "" for n in range(2_001)}, "intake.hostile_workbook"),
    ],
)
def test_archives_that_no_spreadsheet_makes_are_refused(parts, code):
    assert refused(zipped(parts)) == code


def test_an_archive_with_a_password_is_said_to_have_one():
    data = bytearray(zipped({"xl/workbook.xml": "x"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1

    assert refused(bytes(data)) == "intake.old_or_locked"


def test_one_changed_byte_of_a_workbook_is_seen():
    data = bytearray(xlsx({"A": [HEADERS, *PEOPLE]}))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
    data[sheet.header_offset + 30 + len(sheet.filename) + 40] ^= 0xFF

    assert refused(bytes(data)) == "intake.damaged_workbook"


def test_a_cell_longer_than_a_spreadsheet_allows_is_refused():
    assert refused(xlsx({"A": [HEADERS, ["x" * 40_000, "y"]]})) == "intake.cell_too_long"


def test_more_columns_than_a_table_of_people_has_are_refused():
    row = "".join(f'<c r="{chr(65 + a)}{chr(65 + b)}1"><v>1</v></c>' for a in range(23) for b in range(26))

    assert refused(xlsx_of({"A": f'<row r="1">{row}</row><row r="2"><c r="A2"><v>1</v></c></row>'}), header_line=1) == (
        "intake.too_many_columns"
    )
