"""Documents that people write and that carry no proof themselves: what they are, by how their bytes begin."""

from __future__ import annotations

import re
from typing import Final

OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word and Excel before 2007, and what has a password
_ZIP: Final = b"PK\x03\x04"
# what office programs write first; a folder of files that somebody made does not begin so
_FIRST: Final = re.compile(rb"\[Content_Types\]\.xml|mimetype|_rels/\.rels|docProps/|(?:word|xl|ppt)/|customXml/")
_NAME_AT: Final = 30  # source: APPNOTE 4.3.7
_PAGE: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|div|table|article|section|p|h1)\b", re.IGNORECASE)
_DRAWING: Final = re.compile(rb"<(?:[\w-]+:)?svg\b", re.IGNORECASE)
_HEAD: Final = 4_096


def kind_of_writing(data: bytes) -> str:
    """ "office" (DOCX, XLSX, PPTX, ODT, ODS, ODP), "page" (HTML), "rtf", or "" for anything else."""
    if data.startswith(_ZIP):
        return "office" if _FIRST.match(data, _NAME_AT) else ""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"{\\rtf"):
        return "rtf"
    found = _PAGE.search(head) if head.startswith(b"<") else None
    return "page" if found and not _DRAWING.search(head, 0, found.start()) else ""
