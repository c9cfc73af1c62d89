"""Files that were made to hurt the verifier that is one file: bounded, told in words, and nothing in them is run."""

from __future__ import annotations

import io
import json
import random
import zipfile
import zlib
from base64 import b64decode, b64encode
from hashlib import sha256

import orjson
import pypdfium2 as pdfium
import pytest

from engine.checks.test_handed import bundle_of, publish
from outside.test_sealing import seal
from sceau.engine.images import bake
from sceau.engine.model.bundle import write_bundle
from sceau.outside.strangers.pdf import _attachments
from strangers_files import certificate, pdf_with_attachments
from verifying import NOW, Issuer

from .browser_side import asked_of_the_browser, packed
from .test_opening import SVG, png

MEGABYTE = 1024 * 1024
SLOWEST = 2_000  # milliseconds of the processor; the worst takes a fifteenth of it
TOLD_ELSEWHERE = "elsewhere.pdf"


def pdf(catalogue: bytes, *objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the catalogue first, written by hand with a table that is right."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate((catalogue, *objects), 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, trailer, start)
    return bytes(out)


def stream(data: bytes, words: bytes = b"") -> bytes:
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(data), words, data)


def attached(body: bytes, words: bytes = b"") -> bytes:
    names = b"<</Names<</EmbeddedFiles<</Names[(a)<</F(a.json)/EF<</F 2 0 R>>>>]>>>>>>"
    return pdf(names, stream(body, words))


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bundle.json", b'{"type": "sceau.bundle", "x": "' + b" " * 200 * MEGABYTE + b'"}')
    return out.getvalue()


def chunk(kind: bytes, data: bytes, length: int | None = None) -> bytes:
    size = len(data) if length is None else length
    return size.to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


# each gives its name, the file, and what is said: a reason, or a word of the page's
BADGE = orjson.dumps(publish(Issuer()).badge_with_status()).decode()
EMPTY, END = png()[:33], png()[33:]
FLAT = zlib.compress(b" " * 40 * MEGABYTE)
BIG = b'{"a": "' + b"x" * 25 * MEGABYTE + b'"}'


def _large():
    yield "a ZIP that unfolds to 200 MB", bomb(), "bomb"
    yield "25 MB of JSON", BIG, "tooLarge"
    yield "20 MB of JSON", BIG[: 20 * MEGABYTE], "json.too_large"
    yield "a ZIP cut short", bomb()[:5_000], "brokenZip"
    yield "a ZIP of lies", b"PK\3\4" + b"PK\1\2" * 9 + b"PK\5\6" + b"\0" * 6 + b"\xff" * 8 + b"\0" * 4, "brokenZip"


def _papers():
    yield "10,000 attachments", pdf_with_attachments(10_000), "carried.too_many"
    yield (
        "a script in a PDF",
        pdf(b"<</OpenAction<</S/JavaScript/JS(globalThis.polluted = 1)>>>>"),
        "elsewhere.not_attached",
    )
    yield "a PDF that unfolds", attached(FLAT, b"/Filter/FlateDecode"), "carried.too_many"
    yield "a PDF with a password", pdf(b"<<>>", trailer=b"/Encrypt<</V 2>>"), "carried.locked"
    yield "an attachment of another filter", attached(b"x", b"/Filter/LZWDecode"), TOLD_ELSEWHERE
    yield (
        "an attachment that lies about its length",
        attached(b"{}").replace(b"/Length 2", b"/Length 9"),
        TOLD_ELSEWHERE,
    )
    yield (
        "a tree that leads to itself",
        pdf(b"<</Names<</EmbeddedFiles 2 0 R>>>>", b"<</Kids[2 0 R 2 0 R]>>"),
        "elsewhere.not_attached",
    )
    wide = b"<</Kids[%b]>>" % b" ".join(b"%d 0 R" % number for number in range(3, 3_000))
    yield (
        "a tree of 3,000 branches",
        pdf(b"<</Names<</EmbeddedFiles 2 0 R>>>>", wide, *([b"<</Kids[]>>"] * 2_997)),
        "carried.too_many",
    )
    yield "a reference to itself", pdf(b"<</Names 2 0 R>>", b"2 0 R"), TOLD_ELSEWHERE
    yield "a table that leads to itself", pdf(b"<<>>", trailer=b"/Prev 9"), TOLD_ELSEWHERE
    yield "an array of 100,000 levels", pdf(b"[" * 100_000 + b"]" * 100_000), TOLD_ELSEWHERE
    yield "a key twice", pdf(b"<</Names 2 0 R/Names 3 0 R>>"), TOLD_ELSEWHERE
    yield "a group that holds itself", pdf(b"<</Names 9 0 R>>"), "elsewhere.not_attached"
    yield "a table of a million", pdf(b"<<>>").replace(b"0 2\n", b"0 1000000\n"), TOLD_ELSEWHERE
    yield "no table", b"%PDF-1.7\n" + b"1 0 obj\n" * 100_000, TOLD_ELSEWHERE
    yield "a PDF of 23 MB", b"%PDF-1.7\n" + b" " * 23 * MEGABYTE, "carried.too_many"


def _pictures():
    yield "a chunk of 4 GB", EMPTY + chunk(b"iTXt", b"", 0xFFFF_FFF0) + END, "png.length_lies"
    yield "10,000 chunks", EMPTY + chunk(b"tEXt", b"a\0b") * 10_000 + END, "png.too_many_chunks"
    yield (
        "a credential that is compressed",
        EMPTY + chunk(b"zTXt", b"openbadgecredential\0\0" + FLAT) + END,
        "png.compressed",
    )
    large = chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0{" + b" " * 7 * MEGABYTE + b"}")
    yield "a chunk of 7 MB", EMPTY + large + END, "image.credential_too_large"
    yield "9 MB of a picture", EMPTY + chunk(b"IDAT", b"\0" * 9 * MEGABYTE) + END, "image.too_large"
    yield "a checksum that is wrong", bake(png(), BADGE)[:60] + b"!" + bake(png(), BADGE)[61:], "png.crc_wrong"
    yield (
        "two credentials in a PNG",
        bake(png(), BADGE)[:-12] + chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0{}") + END[-12:],
        "image.baked_twice",
    )


def _drawings():
    root = b'<svg xmlns="http://www.w3.org/2000/svg">'
    yield "entities", b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + root + b"&b;</svg>", "svg.entities"
    yield "an entity of nobody", root + b"<text>&b;</text></svg>", "svg.not_xml"
    yield (
        "a file of the system",
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + root + b"</svg>",
        "image.nothing_baked",
    )
    yield "a script in an SVG", root + b"<script>globalThis.polluted = 1</script></svg>", "image.nothing_baked"
    yield "an SVG of 100 levels", root + b"<g>" * 100 + b"</g>" * 100 + b"</svg>", "svg.too_deep"
    yield "60,000 elements", root + b"<g/>" * 60_000 + b"</svg>", "svg.too_many_elements"
    yield "an attribute twice", root[:-1] + b' a="" a=""></svg>', "svg.not_xml"
    yield "a comment without end", root + b"<!--" * 100_000, "svg.not_xml"
    yield "a page", b"<!doctype html><p>hello", "svg.not_xml"
    yield (
        "a credential behind the picture",
        bake(SVG, BADGE).replace(b'height="1">', b'height="1"><g/>'),
        "svg.wrong_place",
    )
    many = b" ".join(b'xmlns:a%d="u"' % number for number in range(900))
    yield (
        "900 names of spaces",
        root[:-1] + b" " + many + b">" + b'<g xmlns:b="u"/>' * 40_000 + b"</svg>",
        "image.nothing_baked",
    )
    yield (
        "an SVG in other letters",
        '<?xml version="1.0" encoding="utf-16"?><svg/>'.encode("utf-16"),
        "opening.not_text",
    )


def _texts():
    yield (
        "a key of prototypes",
        b'{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}',
        "opening.not_a_credential",
    )
    yield (
        "prototypes in a bundle",
        write_bundle(bundle_of(publish(Issuer()))).replace(
            b'"documents":', b'"__proto__": {"polluted": 1}, "documents":'
        ),
        "handed.key",
    )
    yield "a name twice", b'{"id": 1, "id": 2}', "json.duplicate_name"
    yield "50,000 levels", b"[" * 50_000 + b"]" * 50_000, "json.too_deep"
    yield "20,000 levels of objects", b'{"a":' * 20_000 + b"1" + b"}" * 20_000, "json.too_deep"
    yield "half of a character", b'{"a": "\\ud800"}', "json.lone_surrogate"
    yield (
        "keys of prototypes as an issuer's document",
        b'{"id": "did:web:a.example", "verificationMethod": [], "__proto__": {"polluted": 1}}',
        None,
    )
    yield (
        "a document of 5,000 keys",
        json.dumps({"id": "did:web:a.example", "verificationMethod": [{"id": "#k"}] * 5_000}).encode(),
        None,
    )
    yield "nothing at all", b"", "opening.empty"
    yield "noise", bytes(range(256)) * 400, "opening.not_text"


HOSTILE = [*_large(), *_papers(), *_pictures(), *_drawings(), *_texts()]


@pytest.fixture(scope="module")
def answers():
    tasks = [
        {"task": "dropped", "drops": [[{"name": "a", "data": packed(data)}]], "options": {"now": NOW.isoformat()}}
        for _, data, _ in HOSTILE
    ]
    return [answer["result"] for answer in asked_of_the_browser(tasks)]


@pytest.mark.parametrize("at", range(len(HOSTILE)), ids=[name for name, *_ in HOSTILE])
def test_it_is_bounded_and_told_in_words(answers, at):
    _, _, expected = HOSTILE[at]
    told = answers[at]

    reasons = [
        check["reason"] for each in told["results"] for check in each["told"]["checks"] if check["outcome"] != "passed"
    ]
    words = [each["word"] for each in told["problems"]]

    assert (expected in reasons) or (words == [expected]) or (expected is None and not reasons + words)
    assert told["polluted"] is None
    assert told["ms"] < SLOWEST
    assert "valid" not in {each["told"]["verdict"] for each in told["results"]}


def test_what_is_attached_is_what_another_reader_finds_attached():
    """Papers changed near the words that say where things are: nobody is shown another file than PDFium shows."""
    chance = random.Random(7)
    badge = orjson.dumps(Issuer().badge())
    paper = certificate(("credential.json", badge), ("annex-1.json", b"{}"))
    whole = [paper, seal(paper), pdf_with_attachments(3)]
    papers = [_changed(chance.choice(whole), chance) for _ in range(500)]

    (answer,) = asked_of_the_browser([{"task": "attached", "papers": [packed(each) for each in papers]}])

    read = 0
    for data, mine in zip(papers, answer["result"], strict=True):
        found = [(name, b64decode(content)) for name, content in mine.get("files", ())]
        theirs = _attached(data)
        if found and theirs is not None:
            read += 1
            assert found == theirs, mine
    assert read > 100


def _changed(data, chance):
    words = (b"obj", b"xref", b"/EF", b"/Names", b"/W", b"/Filter", b"/Length", b"stream", b"trailer", b"/Type")
    for _ in range(chance.choice((1, 1, 3))):
        near = data.find(chance.choice(words), chance.randrange(len(data)))
        at = min(len(data) - 1, max(0, near + chance.randrange(-6, 20)))
        put = bytes([chance.choice(b"0123456789/<>[]() Rnfobja")]) if chance.random() < 0.75 else b""
        data = data[:at] + put + data[at + chance.choice((0, 1)) :]
    return data


def _attached(data):
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        return None
    with document:
        return [(each.where, each.content) for each in _attachments(document)[0]]


def test_a_sealed_paper_changed_in_one_place_is_read_the_same_or_not_at_all():
    """Every 61st byte of the tables, the groups and the attachments, changed; nothing ends but with words."""
    badge = orjson.dumps(Issuer().badge())
    sealed = seal(certificate(("credential.json", badge)))
    files = [
        sealed[:at] + bytes([sealed[at] ^ 0x15]) + sealed[at + 1 :]
        for at in range(0, len(sealed), max(61, len(sealed) // 900))
    ]
    tasks = [
        {"task": "dropped", "drops": [[{"name": "a.pdf", "data": packed(data)}]], "options": {"now": NOW.isoformat()}}
        for data in files
    ]

    found = [answer["result"] for answer in asked_of_the_browser(tasks)]

    said = {each["told"]["sentence"]["fr"] for told in found for each in told["results"]}
    assert len(files) > 500
    assert said <= {"Impossible à vérifier", "Non authentique"}
    assert max(told["ms"] for told in found) < SLOWEST


def test_the_bytes_of_an_attachment_come_out_as_they_went_in():
    """Of a sealed paper, the credential that was attached is the one that is judged: with its record beside it."""
    issuer = Issuer()
    record = b'{"schema": "sceau.annex1/1"}'
    tied = {
        "id": "https://badges.example/v/1/annex-1.json",
        "digestSRI": f"sha256-{b64encode(sha256(record).digest()).decode()}",
    }
    for inside, verdict in ((record, "passed"), (record + b" ", "failed")):
        paper = seal(
            certificate(
                ("credential.json", orjson.dumps(issuer.badge(relatedResource=[tied]))), ("annex-1.json", inside)
            )
        )
        keys = orjson.dumps(next(iter(issuer.site.values())))
        task = {
            "task": "dropped",
            "drops": [[{"name": "a.pdf", "data": packed(paper)}, {"name": "did.json", "data": packed(keys)}]],
            "options": {"now": NOW.isoformat()},
        }

        (answer,) = asked_of_the_browser([task])

        (one,) = answer["result"]["results"]
        assert {check["id"]: check["outcome"] for check in one["told"]["checks"]}["resources"] == verdict
        assert one["name"] == "a.pdf › credential.json"
