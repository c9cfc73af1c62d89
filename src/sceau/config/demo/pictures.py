"""The logos of the demonstration, drawn by us, and the written act of a delegation."""

from __future__ import annotations

from sceau.config.demo.bodies import Body
from sceau.engine.images.seal import draw_seal
from sceau.outside.pictures import picture_of

WIDTH = 256  # pixels


def logo_of(body: Body) -> bytes:
    """A seal with the name of the body, as a PNG."""
    svg = draw_seal(design_id=body.key, title=body.name, body=body.city, ink=body.ink)
    return picture_of(svg, width=WIDTH)


def pdf_of(lines: list[str]) -> bytes:
    """A page with these lines, in the fewest objects that make a PDF.

    source:  ISO 32000-2, §7.5 "File structure"; the font is one of the standard fourteen, in WinAnsiEncoding
    """
    text = b"".join(b"(" + _escaped(line) + b") Tj T* " for line in lines)
    stream = b"BT /F1 12 Tf 16 TL 72 760 Td " + text + b"ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    )


def _escaped(line: str) -> bytes:
    plain = line.replace("\u202f", "\u00a0").encode("cp1252", errors="replace")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
