"""Documents that people write, for the tests that open some: with the few parts that office programs always write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_RELATED = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_KIND}"'
_OPEN = " ".join(
    f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "table", "text", "style")
)
_LINKS = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """These parts, as an office program packs them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(
    lines: Sequence[str], link: str = "", *, head: str = "", field: str = "", parts: dict[str, bytes] | None = None
) -> bytes:
    """A text of Word: lines in runs cut in two, as it cuts them; a link that is not printed; a field; pictures."""
    body = "".join(
        f'<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t xml:space="preserve">{escape(line[:3])}</w:t>'
        f"</w:r><w:r><w:t>{escape(line[3:])}</w:t></w:r><w:del><w:r><w:delText>Effacé</w:delText></w:r></w:del></w:p>"
        for line in lines
    )
    body += '<w:p><w:hyperlink r:id="rId9"><w:r><w:t>Ma preuve</w:t></w:r></w:hyperlink></w:p>' if link else ""
    if field:
        half = len(field) // 2
        body += (
            f'<w:p><w:r><w:instrText xml:space="preserve"> HYPERLINK "{escape(field[:half])}</w:instrText></w:r>'
            f"<w:r><w:instrText>{escape(field[half:])}&quot; </w:instrText></w:r></w:p>"
        )
    relation = f'<Relationship Id="rId9" Type="{_KIND}/hyperlink" Target={quoteattr(link)} TargetMode="External"/>'
    own: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATED.format(""),
        "word/document.xml": f"<?xml version='1.0'?><w:document {_WORD}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _RELATED.format(relation if link else ""),
    }
    if head:
        own["word/header1.xml"] = f"<w:hdr {_WORD}><w:p><w:r><w:t>{escape(head)}</w:t></w:r></w:p></w:hdr>"
    return zipped(own | (parts or {}))


def pptx(lines: Sequence[str], link: str = "") -> bytes:
    """Slides, of one line each."""
    drawn = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    own: dict[str, str | bytes] = {"[Content_Types].xml": _TYPES, "ppt/presentation.xml": "<p/>"}
    for number, line in enumerate(lines, 1):
        own[f"ppt/slides/slide{number}.xml"] = f"<s {drawn}><a:p><a:r><a:t>{escape(line)}</a:t></a:r></a:p></s>"
    relation = f'<Relationship Id="rId2" Type="{_KIND}/hyperlink" Target={quoteattr(link)} TargetMode="External"/>'
    own["ppt/slides/_rels/slide1.xml.rels"] = _RELATED.format(relation if link else "")
    return zipped(own)


def odt(lines: Sequence[str], link: str = "", *, parts: dict[str, bytes] | None = None, kind: str = "text") -> bytes:
    """A text of LibreOffice."""
    told = "".join(f"<text:p><text:span>{escape(line[:3])}</text:span>{escape(line[3:])}</text:p>" for line in lines)
    told += f"<text:p><text:a xlink:href={quoteattr(link)}>Ma preuve</text:a></text:p>" if link else ""
    gone = "<text:tracked-changes><text:p>Effacé</text:p></text:tracked-changes>"
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": (
                f"<office:document-content {_OPEN} {_LINKS}><office:body><office:text>{gone}{told}</office:text>"
                "</office:body></office:document-content>"
            ),
        }
        | (parts or {})
    )


def xlsx(rows: Sequence[Sequence[str]], links: dict[str, str] | None = None, *, hidden: bool = False) -> bytes:
    """A workbook of two sheets, the second of which is empty or hidden; texts shared, as Excel shares them."""
    shared = list(dict.fromkeys(cell for row in rows for cell in row))
    cells = "".join(
        f'<row r="{line}">'
        + "".join(f'<c r="{chr(65 + at)}{line}" t="s"><v>{shared.index(cell)}</v></c>' for at, cell in enumerate(row))
        + "</row>"
        for line, row in enumerate(rows, 1)
    )
    there = links or {}
    named = "".join(f'<hyperlink ref="{place}" r:id="l{number}"/>' for number, place in enumerate(there))
    targets = "".join(
        f'<Relationship Id="l{number}" Type="{_KIND}/hyperlink" Target={quoteattr(there[place])} TargetMode="External"/>'
        for number, place in enumerate(there)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    state = ' state="hidden"' if hidden else ""
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "xl/workbook.xml": (
                f'<workbook xmlns="{main}" xmlns:r="{_KIND}"><sheets><sheet name="Candidats" sheetId="1" r:id="r1"{state}/>'
                "</sheets></workbook>"
            ),
            "xl/_rels/workbook.xml.rels": _RELATED.format(
                f'<Relationship Id="r1" Type="{_KIND}/worksheet" Target="worksheets/sheet1.xml"/>'
            ),
            "xl/sharedStrings.xml": f'<sst xmlns="{main}">'
            + "".join(f"<si><r><t>{escape(each)}</t></r><rPh><t>x</t></rPh></si>" for each in shared)
            + "</sst>",
            "xl/worksheets/sheet1.xml": (
                f'<worksheet xmlns="{main}" xmlns:r="{_KIND}"><sheetData>{cells}</sheetData>'
                f"<hyperlinks>{named}</hyperlinks></worksheet>"
            ),
            "xl/worksheets/_rels/sheet1.xml.rels": _RELATED.format(targets),
        }
    )


def ods(rows: Sequence[Sequence[str]], links: dict[tuple[int, int], str] | None = None) -> bytes:
    """A table of LibreOffice; links: by row and column, from 0."""
    there = links or {}

    def cell(line: int, column: int, text: str) -> str:
        link = there.get((line, column), "")
        told = f"<text:a xlink:href={quoteattr(link)}>{escape(text)}</text:a>" if link else escape(text)
        return f"<table:table-cell><text:p>{told}</text:p></table:table-cell>"

    told = "".join(
        f"<table:table-row>{''.join(cell(line, at, text) for at, text in enumerate(row))}"
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        for line, row in enumerate(rows)
    )
    told += '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": (
                f'<office:document-content {_OPEN} {_LINKS}><office:body><office:spreadsheet><table:table table:name="A">'
                f"{told}</table:table></office:spreadsheet></office:body></office:document-content>"
            ),
        }
    )


def rtf(lines: Sequence[str], link: str = "") -> bytes:
    """A text of WordPad: letters beyond ASCII as it writes them."""
    head = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Calibri;}}{\*\generator Riched20;}{\info{\author Autre Nom}}" + "\n"
    told = "".join(f"\\pard\\f0 {_written(line)}\\par\n" for line in lines)
    field = rf'{{\field{{\*\fldinst{{HYPERLINK "{link}"}}}}{{\fldrslt Ma preuve}}}}' if link else ""
    return f"{head}{told}{field}}}".encode("ascii")


def _written(text: str) -> str:
    """Of Latin-1 as two figures, beyond as a number with a sign for those who know none."""
    signs = (
        sign if sign.isascii() else rf"\'{ord(sign):02x}" if ord(sign) < 256 else rf"\u{ord(sign)}?" for sign in text
    )
    return "".join(signs)


def page(lines: Sequence[str], link: str = "") -> bytes:
    """A page of the web."""
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    led = f"<a href={quoteattr(link)}>Ma preuve</a>" if link else ""
    head = '<meta charset="utf-8"><title>Autre Nom</title><script>var name = "Autre Nom"</script>'
    return f"<!doctype html><html><head>{head}</head><body>{told}{led}</body></html>".encode()
