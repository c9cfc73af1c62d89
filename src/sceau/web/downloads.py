"""Files of strangers, given back: always to be saved, never shown as a page of ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast
from urllib.parse import quote

from django.http import Http404, HttpResponse, StreamingHttpResponse

from sceau.assessment.models import Piece
from sceau.assessment.ports import Files
from sceau.engine.errors import EngineError

_PART = 1 << 16


def of_piece(piece: Piece, files: Files) -> HttpResponse:
    """A piece of evidence as a file to save. raises: Http404 for one that was taken out or is no file"""
    if not piece.digest or piece.removed_at is not None:
        raise Http404
    try:
        files.open(piece.digest).close()  # its bytes are what was put; the answer opens it once it is asked for
    except EngineError as error:
        raise Http404 from error
    parts = _parts(files, piece.digest)
    return attachment(parts, name=piece.text or piece.name, media_type=piece.media_type, size=piece.size)


def attachment(parts: Iterator[bytes], *, name: str, media_type: str, size: int) -> HttpResponse:
    """An answer that a browser saves and never runs."""
    answer = StreamingHttpResponse(parts, content_type=media_type or "application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    answer["Content-Length"] = str(size)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return cast(HttpResponse, answer)  # what Django's decorators ask of it, it has


def _parts(files: Files, digest: str) -> Iterator[bytes]:
    with files.open(digest) as file:
        while part := file.read(_PART):
            yield part
