"""PDF and pictures as strangers send them, for the tests that open some."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import qrcode
from PIL import Image

from sceau.engine.ports import Attachment
from sceau.outside.typesetter import WarmTypesetter

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
LINK = "https://badges.example/v/7F3AK91C2QXM4B?o=secret"


def certificate(*attachments: tuple[str, bytes]) -> bytes:
    """A certificate of ours with whatever is attached to it."""
    data = {
        "language": "fr",
        "number": "7F3AK-91C2-QXM4B",
        "digest": "",
        "body": {"name": "Université des Causses", "lines": []},
        "kind": "certificate",
        "title": "Conduire un audit énergétique",
        "name": "Naïma Bensaïd",
        "native": "",
        "registered": "",
        "skills": ["Relever"],
        "facts": [],
        "seal": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>",
        "url": LINK,
        "site": "https://badges.example/v",
        "site_name": "badges.example/v",
        "colour": "#1c1c1c",
        "ground": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>",
        "logo": "",
    }
    carried = [Attachment(name, content, "application/json", "source", name) for name, content in attachments]
    return WarmTypesetter().document("certificate", data, at=AT, attachments=carried)


def picture(text: str, form: str = "PNG", **options: object) -> bytes:
    """A photograph of a square code: on grey, with something around it."""
    square = qrcode.make(text).convert("RGB")
    table = Image.new("RGB", (square.width + 300, square.height + 200), "#bbb")
    table.paste(square, (140, 90))
    out = io.BytesIO()
    table.rotate(7, expand=True, fillcolor="#bbb").save(out, form, **options)
    return out.getvalue()


def pdf_with_attachments(count: int) -> bytes:
    """A PDF of one empty page, written by hand, with so many files in it, each `{}`."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[%s]>>>>>>"
        % b"".join(b"(f%d)%d 0 R" % (n, 4 + n) for n in range(count)),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        *(b"<</Type/Filespec/F(f%d)/EF<</F %d 0 R>>>>" % (n, 4 + count) for n in range(count)),
        b"<</Type/EmbeddedFile/Length 2>>stream\n{}\nendstream",
    ]
    return _written(parts)


def certificate_without_code() -> bytes:
    """A PDF that carries nothing at all."""
    return pdf_with_attachments(0)


def a_cv(name: str, link: str = "") -> bytes:
    """A CV of one page, written by hand: a name in ASCII or Latin-1 at its head, and a link that is not printed."""
    text = name.encode("latin-1", "replace").replace(b"(", b"").replace(b")", b"")
    shown = b"BT /F 24 Tf 60 700 Td (%s) Tj 0 -40 Td /F 11 Tf (Conduite de projets) Tj ET" % text
    action = b"/Annots[<</Type/Annot/Subtype/Link/Rect[60 600 300 620]/A<</S/URI/URI(%s)>>>>]" % link.encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>%s>>"
        % (action if link else b""),
        b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    return _written(parts)


def _written(parts: list[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(parts) + 1,
        table,
        len(parts) + 1,
        start,
    )
