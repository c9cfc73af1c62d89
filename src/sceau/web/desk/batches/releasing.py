"""A batch is handed to a second person, taken back, or released: at once or for a later hour."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sceau.institutions.roles import Right
from sceau.issuing.errors import IssuingError
from sceau.issuing.queries.batches import reading_of
from sceau.issuing.services.releasing import ask_release, release_batch, take_back
from sceau.issuing.states import BatchState
from sceau.web.desk.batches.finding import METHODS, batch_here, refuse, to_batch, told
from sceau.web.desk.batches.forms import AT_ONCE, ReleaseForm
from sceau.web.desk.batches.overview import OPEN, before, standing_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.ports import ports
from sceau.web.templatetags.words import moment


@desk_page(Right.PREPARE_CREDENTIALS)
@require_POST
def ask(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The batch waits for a second person. Asked twice, it waits once."""
    batch = batch_here(request, uuid)
    if batch.state != BatchState.ASKED:
        try:
            ask_release(batch=batch, by=request.user, now=now())
        except IssuingError as refusal:
            told(request, refusal)
            return to_batch(request, batch)
    messages.success(request, _("Le lot attend qu’une autre personne le libère. Vous pouvez encore le reprendre."))
    return to_batch(request, batch)


@desk_page(Right.PREPARE_CREDENTIALS)
@require_POST
def back(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The batch is in preparation again."""
    batch = batch_here(request, uuid)
    if batch.state != BatchState.DRAFT:
        try:
            take_back(batch=batch, by=request.user, now=now())
        except IssuingError as refusal:
            told(request, refusal)
            return to_batch(request, batch)
    messages.success(request, _("Le lot est de nouveau en préparation."))
    return to_batch(request, batch)


@desk_page(Right.RELEASE_CREDENTIALS)
@require_http_methods(METHODS)
def release(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """What will happen and when; then it is released."""
    batch, clock = batch_here(request, uuid), now()
    if batch.state not in OPEN:  # a second click, or somebody was quicker: the page of the batch says how it stands
        return to_batch(request, batch)
    form = ReleaseForm(request.POST if request.method == "POST" else None, now=clock, initial={"when": AT_ONCE})
    if form.is_valid():
        not_before = form.cleaned_data["not_before"]
        try:
            release_batch(
                batch=batch,
                by=request.user,
                now=clock,
                keys=ports().keys,
                not_before=not_before,
                read=request.POST.get("read"),
            )
        except IssuingError as refusal:
            batch = batch_here(request, uuid)  # as it stands by now
            if batch.state not in OPEN:  # the two clicks overlapped, or somebody was quicker
                if batch.released_by_id == request.user.pk:
                    messages.info(request, _("C’était déjà fait."))
                return to_batch(request, batch)
            refuse(form, refusal)
        else:
            messages.success(
                request,
                _("Le lot est libéré. Il sera signé le %(at)s.") % {"at": moment(not_before)}
                if not_before
                else _("Le lot est libéré. La signature commence."),
            )
            return to_batch(request, batch)
    context = standing_of(request, batch, clock) | before(request, batch) | {"form": form, "read": reading_of(batch)}
    return render(request, "desk/batches/release.html", context)
