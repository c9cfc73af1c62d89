"""What one takes away of a batch: the list of its links, and the files of its credentials, made ready before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final, cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sceau.institutions.roles import Right
from sceau.issuing import archive
from sceau.issuing.errors import IssuingError
from sceau.issuing.models import Batch, Credential, FilesFault
from sceau.issuing.queries.files import can_be_taken, faults_of, files_of
from sceau.issuing.services.filing import ask_files, carry_on
from sceau.issuing.services.papers import Press
from sceau.issuing.states import FilesState
from sceau.web.desk.batches.finding import METHODS, batch_here, told
from sceau.web.desk.batches.ready import files_about, rows_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.ports import ports

PER_PAGE: Final = 50
SHORT: Final = 10  # credentials whose papers are made while somebody waits: a second; the worker makes those of others
AT_MOST: Final = timedelta(seconds=3)  # then it is the worker's after all


@desk_page(Right.PREPARE_CREDENTIALS)
@require_safe
def links(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """One row a credential, with the link that opens it, for a spreadsheet."""
    batch = batch_here(request, uuid)
    return _saved(archive.links_csv(_credentials(batch)), f"liens-lot-{batch.number}.csv", "text/csv; charset=utf-8")


@desk_page(Right.PREPARE_CREDENTIALS)
@require_http_methods(METHODS)
def files(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Have them made ready; and, asked, all that is missing of them, or how far they are."""
    batch = batch_here(request, uuid)
    if request.method == "POST":
        return _prepare(request, batch)
    moment = now()
    if request.headers.get("HX-Request"):
        context = files_about(request, batch, moment) | {"batch": batch, "partial": True, "may_take": True}
        return render(request, "desk/batches/files.html", context)
    there = files_of(batch)
    faults = faults_of(there) if there is not None else FilesFault.objects.none()
    page = Paginator(faults, PER_PAGE).get_page(request.GET.get("page"))
    context = {"batch": batch, "page": page, "rows": rows_of(page, request.desk)}
    return render(request, "desk/batches/missing.html", context)


@desk_page(Right.PREPARE_CREDENTIALS)
@require_safe
def taken(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The files of all its credentials, read as they are sent: however many there are, memory stays as it is."""
    batch = batch_here(request, uuid)
    if not can_be_taken(files_of(batch), batch):
        messages.warning(request, _("Les fichiers de ce lot ne sont pas prêts : préparez-les d’abord."))
        return _to_files(request, batch)
    here = ports()
    parts = archive.stream(_credentials(batch), files=here.files, painter=here.painter, now=now())
    return _saved(parts, f"lot-{batch.number}.zip", "application/zip")


def _prepare(request: DeskRequest, batch: Batch) -> HttpResponse:
    try:
        there = ask_files(batch=batch, by=request.user, now=now())
    except IssuingError as refusal:
        told(request, refusal)
        return _to_files(request, batch)
    if there.state == FilesState.ASKED and there.total <= SHORT:
        here = ports()
        with here.press_room() as typesetter:
            press = Press(typesetter, here.sealer, here.keys, here.files)
            carry_on(batch.pk, press=press, clock=now, at_most=AT_MOST)
    return _to_files(request, batch)


def _to_files(request: DeskRequest, batch: Batch) -> HttpResponse:
    return redirect(reverse("desk_batch", args=[request.desk.institution.slug, batch.uuid]) + "#files")


def _credentials(batch: Batch) -> QuerySet[Credential]:
    return Credential.objects.filter(line__batch=batch)


def _saved(parts: Iterator[bytes], name: str, media_type: str) -> HttpResponse:
    """An answer that a browser saves, never keeps and never runs."""
    answer = StreamingHttpResponse(parts, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return cast(HttpResponse, answer)  # what Django's decorators ask of it, it has
