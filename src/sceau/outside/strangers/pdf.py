"""A stranger's PDF: what is attached to it, where its links lead, its words, the square codes on its first pages.

Nothing in it is run: PDFium comes without a JavaScript engine.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import suppress

import pypdfium2 as pdfium
from pypdfium2 import raw

from sceau.engine.ports import Carried, Contents
from sceau.outside.strangers import limits
from sceau.outside.strangers.pictures import codes_of

LOCKED, BROKEN, TOO_MANY = "locked", "broken", "too_many"
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_SCALE = 2.5  # 180 dots an inch: a square of 2 cm has 140 of them


def read_pdf(data: bytes) -> Contents:
    """What a PDF carries. Never raises for anything in it."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        is_locked = raw.FPDF_GetLastError() == _PASSWORD
        return Contents("pdf", fault=LOCKED if is_locked else BROKEN)
    with document:
        attached, is_whole = _attachments(document)
        links, words = _pages(document)
        is_whole = is_whole and len(document) <= limits.MOST_PAGES
        return Contents("pdf", (*attached, *links, *_squares(document)), words, "" if is_whole else TOO_MANY)


def _attachments(document: pdfium.PdfDocument) -> tuple[list[Carried], bool]:
    """Files that are attached, and whether all of them were looked at."""
    count = document.count_attachments()
    found: list[Carried] = []
    is_whole = count <= limits.MOST_ATTACHMENTS
    left = limits.MOST_ATTACHED
    for index in range(min(count, limits.MOST_ATTACHMENTS)):
        with suppress(pdfium.PdfiumError, ValueError):
            attachment = document.get_attachment(index)
            size = ctypes.c_ulong(0)
            raw.FPDFAttachment_GetFile(attachment, None, 0, size)
            if size.value > min(limits.LARGEST_ATTACHMENT, left):
                is_whole = False
                continue
            left -= size.value
            found.append(Carried("attachment", attachment.get_name()[:200], bytes(attachment.get_data())))
    return found, is_whole


def _pages(document: pdfium.PdfDocument) -> tuple[list[Carried], str]:
    """Addresses that the pages lead to, each once, and their words."""
    links: dict[str, Carried] = {}
    words: list[str] = []
    left = limits.LONGEST_TEXT
    for number in range(min(len(document), limits.MOST_PAGES)):
        with suppress(pdfium.PdfiumError):
            page = document[number]
            for address in _links_of(document, page):
                if len(links) < limits.MOST_LINKS:
                    links.setdefault(address, Carried("link", str(number + 1), address.encode()))
            text = page.get_textpage().get_text_bounded()[:left] if left > 0 else ""
            words.append(text)
            left -= len(text)
    return list(links.values()), "\n".join(words)


def _links_of(document: pdfium.PdfDocument, page: pdfium.PdfPage) -> Iterator[str]:
    """Where the links of a page lead, as the file says it."""
    place, link = ctypes.c_int(0), raw.FPDF_LINK()
    for _ in range(limits.MOST_LINKS):
        if not raw.FPDFLink_Enumerate(page, place, link):
            return
        action = raw.FPDFLink_GetAction(link)
        length = raw.FPDFAction_GetURIPath(document, action, None, 0) if action else 0
        if 1 < length <= limits.MEGABYTE:
            room = ctypes.create_string_buffer(length)
            raw.FPDFAction_GetURIPath(document, action, room, length)
            address = room.value.decode("utf-8", "replace")
            if address.isprintable():
                yield address


def _squares(document: pdfium.PdfDocument) -> list[Carried]:
    """The square codes on the first pages."""
    found: dict[bytes, Carried] = {}
    for number in range(min(len(document), limits.MOST_PICTURED)):
        with suppress(pdfium.PdfiumError, ValueError):
            page = document[number]
            longest = max(page.get_size()) or 1
            picture = page.render(scale=min(_SCALE, limits.LONG_SIDE / longest), grayscale=True).to_pil()
            for text in codes_of(picture):
                found.setdefault(text, Carried("code", str(number + 1), text))
    return list(found.values())
