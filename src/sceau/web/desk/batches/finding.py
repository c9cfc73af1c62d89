"""Batches of the desk, found through the right to see them; how a refusal is said, and where an act leads back."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now

from sceau.issuing.errors import IssuingError
from sceau.issuing.models import Batch
from sceau.issuing.queries.batches import batches_in_care_of
from sceau.web.desk.doors import DeskRequest
from sceau.web.desk.fields import DeskForm
from sceau.web.templatetags.words import spoken

METHODS: Final = ["GET", "HEAD", "POST"]
OTHERWISE: Final = {"not_before": "on"}  # what a service calls otherwise than the page


def batch_here(request: DeskRequest, uuid: UUID) -> Batch:
    """One of this institution that this person sees. raises: Http404"""
    seen = batches_in_care_of(request.user, request.desk.institution, now=now())
    found = seen.filter(uuid=uuid).select_related("institution").first()
    if found is None:
        raise Http404
    return found


def refuse(form: DeskForm, refusal: IssuingError) -> None:
    """Say why a service refused, at the field that it names; above the form where that one is not seen."""
    seen = {field.name for field in form.visible_fields()}
    field = OTHERWISE.get(refusal.field, refusal.field)
    form.add_error(field if field in seen else None, refusal.sentence(spoken()))


def told(request: DeskRequest, refusal: IssuingError) -> None:
    """Say on the next page why something was refused."""
    messages.error(request, refusal.sentence(spoken()))


def to_batch(request: DeskRequest, batch: Batch) -> HttpResponse:
    """To the page of a batch."""
    return redirect("desk_batch", request.desk.institution.slug, batch.uuid)
