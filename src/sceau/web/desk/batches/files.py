"""What one takes away of a batch: the list of its links, and the files of its credentials."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from sceau.institutions.roles import Right
from sceau.issuing import archive
from sceau.issuing.models import Batch, Credential
from sceau.issuing.services.papers import Press
from sceau.web.desk.batches.finding import batch_here
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.ports import ports


@desk_page(Right.PREPARE_CREDENTIALS)
@require_safe
def links(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """One row a credential, with the link that opens it, for a spreadsheet."""
    batch = batch_here(request, uuid)
    return _saved(archive.links_csv(_credentials(batch)), f"liens-lot-{batch.number}.csv", "text/csv; charset=utf-8")


@desk_page(Right.PREPARE_CREDENTIALS)
@require_safe
def files(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The files of all its credentials, made as they are sent: however many there are, memory stays as it is."""
    batch = batch_here(request, uuid)
    return _saved(_everything(_credentials(batch)), f"lot-{batch.number}.zip", "application/zip")


def _everything(credentials: QuerySet[Credential]) -> Iterator[bytes]:
    """All papers that are still to be made are set by one process, which ends with the answer."""
    here = ports()
    with here.press_room() as typesetter:
        press = Press(typesetter, here.sealer, here.keys, here.files)
        yield from archive.stream(credentials, press=press, painter=here.painter, now=now())


def _credentials(batch: Batch) -> QuerySet[Credential]:
    return Credential.objects.filter(line__batch=batch)


def _saved(parts: Iterator[bytes], name: str, media_type: str) -> HttpResponse:
    """An answer that a browser saves, never keeps and never runs."""
    answer = StreamingHttpResponse(parts, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return cast(HttpResponse, answer)  # what Django's decorators ask of it, it has
