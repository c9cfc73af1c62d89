"""Strangers' PDF and pictures: what they carry is found, what is hostile in them is refused within bounds."""

from __future__ import annotations

import io
import json
import time
import zlib

import pytest
import qrcode
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter, copy_into_new_writer

from sceau.engine.checks.carried import NothingCarried, held_in, kind_of_file
from sceau.engine.ports import Carried, Contents
from sceau.outside.strangers import limits, reader
from sceau.outside.strangers.pdf import read_pdf
from sceau.outside.strangers.pictures import read_picture
from sceau.outside.strangers.reader import StrangersReader
from strangers_files import LINK, certificate, pdf_with_attachments, picture
from verifying import Issuer, ask

RECORD = b'{"schema":"sceau.annex1/1"}'


@pytest.fixture(scope="module")
def opener():
    kept = StrangersReader(at_once=1, seconds=10)
    yield kept
    kept.close()


@pytest.fixture(scope="module")
def badge():
    issuer = Issuer()
    resource = {"id": "https://badges.example/v/7F3AK91C2QXM4B/annex-1.json", "mediaType": "application/json"}
    digest = {"digestMultibase": "u" + _multihash(RECORD)}
    return issuer, issuer.badge(relatedResource=[resource | digest])


def _multihash(data: bytes) -> str:
    import base64
    from hashlib import sha256

    return base64.urlsafe_b64encode(b"\x12\x20" + sha256(data).digest()).decode().rstrip("=")


def carried(contents: Contents, how: str) -> dict[str, bytes]:
    return {each.where: each.content for each in contents.carried if each.how == how}


# what is found --------------------------------------------------------------------------------------------------------


def test_the_credential_of_a_certificate_is_found_byte_for_byte_and_verifies(opener, badge):
    issuer, document = badge
    body = json.dumps(document).encode()

    contents = opener.read(certificate(("credential.json", body), ("annex-1.json", RECORD)))
    (held,) = held_in(contents)

    assert carried(contents, "attachment") == {"credential.json": body, "annex-1.json": RECORD}
    assert carried(contents, "code") == {"1": LINK.encode()}
    assert "Naïma Bensaïd" in contents.words
    assert (held.where, held.content) == ("credential.json", body)
    assert ask(held.content, issuer.site, resources=held.resources).verdict == "valid"
    changed = {**held.resources._files, "annex-1.json": b"{}"}
    assert ask(held.content, issuer.site, resources=type(held.resources)(changed)).verdict == "invalid"


def test_without_an_attachment_the_square_code_leads_on(opener):
    (held,) = held_in(opener.read(certificate()))

    assert (held.where, held.content, held.resources) == ("1", LINK, None)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_a_photograph_of_a_square_code_is_read(opener, form):
    (held,) = held_in(opener.read(picture(LINK, form)))

    assert held.content == LINK


def test_a_token_may_stand_in_a_square_code_and_a_transparent_ground_is_paper(opener):
    token = Issuer().token()
    square = qrcode.make(token, error_correction=qrcode.constants.ERROR_CORRECT_L).convert("RGBA")
    square.putdata([(0, 0, 0, 255) if each[0] < 128 else (0, 0, 0, 0) for each in square.get_flattened_data()])
    out = io.BytesIO()
    square.save(out, "PNG")

    (held,) = held_in(opener.read(out.getvalue()))

    assert held.content == token.encode()


def test_links_on_the_pages_are_told_and_are_no_credential(opener):
    contents = Contents("pdf", (Carried("link", "1", LINK.encode()),))
    with pytest.raises(NothingCarried):
        held_in(contents)


# what is refused ------------------------------------------------------------------------------------------------------


def test_ten_thousand_attachments_are_not_opened():
    started = time.monotonic()
    contents = read_pdf(pdf_with_attachments(10_000))

    assert contents.fault == "too_many"
    assert len(contents.carried) == limits.MOST_ATTACHMENTS
    assert time.monotonic() - started < 5


def test_a_pdf_under_a_password_is_told_apart(opener):
    writer: PdfFileWriter = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf_with_attachments(1))))
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)

    with pytest.raises(NothingCarried) as refusal:
        held_in(opener.read(out.getvalue()))
    assert refusal.value.reason.code == "carried.locked"


def test_javascript_in_a_pdf_is_not_run(opener):
    script = b"/OpenAction<</S/JavaScript/JS(while(true){})>>/Pages"
    contents = opener.read(pdf_with_attachments(1).replace(b"/Pages", script, 1))

    assert contents.kind == "pdf"
    assert contents.fault in ("", "broken")


def _bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that stands for side × side black points."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + b"\x01\x00\x00\x00\x00"
    lines = zlib.compress(bytes((side // 8 + 1) * side), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [10_000, 40_000])
def test_a_picture_of_100_million_points_is_refused_before_it_is_drawn(side):
    head_only = _bomb(64).replace((64).to_bytes(4, "big") * 2, side.to_bytes(4, "big") * 2, 1)
    started = time.monotonic()

    assert read_picture(head_only).fault in ("too_many_pixels", "not_a_picture", "broken")
    assert read_picture(_bomb(10_000)).fault == "too_many_pixels"
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("cut", [9, 60, 400])
@pytest.mark.parametrize("make", [certificate, lambda: picture(LINK, "JPEG"), lambda: picture(LINK)])
def test_what_is_cut_short_is_an_answer_and_the_process_goes_on(opener, make, cut):
    contents = opener.read(make()[:-cut][: len(make()) // 2])

    assert isinstance(contents, Contents)
    assert held_in(opener.read(picture(LINK)))


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "unknown"),
        (b"hello", "unknown"),
        (b"MZ\x90\x00", "unknown"),
        (b"%PDF-1.7\nnothing", "broken"),
        (b"\x89PNG nothing", "not_a_picture"),
        (b"%PDF-" + bytes(limits.MOST_BYTES), "too_large"),
    ],
)
def test_what_is_no_such_file_is_said_so(opener, data, fault):
    assert opener.read(data).fault == fault
    with pytest.raises(NothingCarried):
        held_in(opener.read(data))


def test_a_process_that_takes_too_long_or_dies_is_ended_and_another_goes_on(monkeypatch):
    slow = "import sys, time; sys.stdin.buffer.readline(); time.sleep(60)"
    dead = "import sys; sys.stdin.buffer.readline()"
    for program, fault in ((slow, "too_long"), (dead, "ended")):
        with monkeypatch.context() as patch:
            patch.setattr(reader, "WORDS", (*reader.WORDS[:2], "-c", program))
            fragile = StrangersReader(at_once=1, seconds=0.5)
            assert fragile.read(picture(LINK)).fault == fault
        assert held_in(fragile.read(picture(LINK)))[0].content == LINK
        fragile.close()


def test_no_secret_of_ours_is_in_its_environment(monkeypatch):
    monkeypatch.setenv("SCEAU_KEK", "secret")
    monkeypatch.setattr(
        reader,
        "WORDS",
        (
            *reader.WORDS[:2],
            "-c",
            "import os, sys, json; sys.stdin.buffer.readline(); print(json.dumps({'kind': 'pdf', 'carried': [],"
            " 'words': ' '.join(os.environ), 'fault': ''}), flush=True); sys.stdin.buffer.read()",
        ),
    )
    told = StrangersReader(at_once=1, seconds=5)

    assert "SCEAU" not in told.read(b"%PDF-").words
    told.close()


def test_files_are_known_by_their_first_bytes():
    assert kind_of_file(b"\n%PDF-1.4") == "pdf"
    assert kind_of_file(b"RIFF\x00\x00\x00\x00WEBPVP8 ") == "picture"
    assert kind_of_file(b"<svg/>") == kind_of_file(b"{}") == ""
