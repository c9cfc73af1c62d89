"""A batch on its way: paused, taken up again, its failures tried again, or called off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from sceau.institutions.roles import Right
from sceau.issuing.errors import IssuingError
from sceau.issuing.models import Credential
from sceau.issuing.services.running import cancel_batch, pause_batch, resume_batch, retry_failed
from sceau.issuing.states import BatchState
from sceau.web.desk.batches.finding import METHODS, batch_here, refuse, to_batch, told
from sceau.web.desk.batches.overview import OPEN, standing_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.ports import ports

ACTS: Final[dict[str, tuple[Callable[..., Any], str | Promise]]] = {
    "pause": (pause_batch, gettext_lazy("Le lot est en pause. Ce qui est signé le reste ; rien de plus ne se fait.")),
    "resume": (resume_batch, gettext_lazy("Le lot reprend où il en était.")),
    "retry": (retry_failed, gettext_lazy("Les lignes en échec sont reprises.")),
}


class CancelForm(DeskForm):
    """Nothing to type."""


@desk_page(Right.PREPARE_CREDENTIALS)
@require_POST
def move(request: DeskRequest, uuid: UUID, act: str) -> HttpResponse:
    """Pause, resume or retry; done twice, it is done once."""
    batch = batch_here(request, uuid)
    if act not in ACTS:
        raise Http404
    service, words = ACTS[act]
    done = {
        "pause": batch.paused_at is not None,
        "resume": batch.paused_at is None,
        "retry": batch.lines_failed == 0,
    }
    if not done[act]:
        try:
            service(batch=batch, by=request.user, now=now(), **({} if act == "pause" else {"keys": ports().keys}))
        except IssuingError as refusal:
            told(request, refusal)
            return to_batch(request, batch)
    if done[act] and (act == "retry" or batch.state in OPEN):  # said of another page, or of a batch taken back since
        messages.info(request, _("Il n’y avait rien à reprendre."))
    else:
        messages.success(request, str(words))
    return to_batch(request, batch)


@desk_page(Right.PREPARE_CREDENTIALS)
@require_http_methods(METHODS)
def cancel(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """What calling it off does, then it is called off."""
    batch, clock = batch_here(request, uuid), now()
    if batch.state == BatchState.CANCELLED:
        return to_batch(request, batch)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            cancel_batch(batch=batch, by=request.user, now=clock)
        except IssuingError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Le lot est annulé. Personne n’a été prévenu."))
            return to_batch(request, batch)
    replaces = Credential.objects.filter(line__batch=batch, replaces__isnull=False).exists()
    context = standing_of(request, batch, clock) | {"form": form, "replaces": replaces}
    return render(request, "desk/batches/cancel.html", context)
