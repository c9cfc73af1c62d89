"""Credentials that the house issues by itself: where the design asks for it, once the results are released."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from sceau.assessment.models import Award, Deliberation
from sceau.design.models import DesignVersion
from sceau.issuing.errors import NotNow
from sceau.issuing.models import Batch
from sceau.issuing.queries.batches import hindrances
from sceau.issuing.queries.settings import usual_language
from sceau.issuing.services.preparing import prepare_batch
from sceau.issuing.services.releasing import release_batch
from sceau.issuing.services.writing import held, move, write
from sceau.issuing.states import BatchState, Cause

NAMES: Final = {"fr": "Délivrance automatique, session {code}", "en": "Automatic issue, session {code}"}


def is_automatic(version: DesignVersion) -> bool:
    """Whether a version asks that its credentials be issued without anybody preparing a batch."""
    rules = version.document.get("issuing")
    return isinstance(rules, dict) and rules.get("automatic") is True


def issue_automatically(*, deliberation: Deliberation, now: datetime) -> Batch | None:
    """Put the awards of a deliberation into a batch and release it; None where nothing is to be issued so.

    Twice the same gives one batch. Where the house cannot release it, for want of a key, it waits for a person who can.

    raises:  NotNow when an award found its way into another batch at this very moment: to be tried again
    """
    session = deliberation.session
    if deliberation.released_at is None or not is_automatic(session.version):
        return None
    institution, idempotency = session.institution, f"automatic:{deliberation.uuid}"
    batch = Batch.objects.filter(institution=institution, idempotency=idempotency).first()
    if batch is None:
        awards = list(
            Award.objects.filter(decision__deliberation=deliberation, institution=institution)
            .select_related("person")
            .order_by("decision__attempt__candidate__number", "pk")
        )
        hindered = hindrances(institution, awards)
        free = [each for each in awards if each.pk not in hindered]
        if not free:
            return None
        batch = _prepared(deliberation, free, idempotency, now)
    return _released(batch, now)


def _prepared(deliberation: Deliberation, awards: Sequence[Award], idempotency: str, now: datetime) -> Batch:
    """A batch of the house, which asks for its release at once, so that a person may give it in its stead."""
    session = deliberation.session
    with transaction.atomic():
        batch = prepare_batch(
            institution=session.institution,
            awards=awards,
            name=NAMES[usual_language(session.institution)].format(code=session.code),
            by=None,
            now=now,
            cause=Cause.AUTOMATIC,
            idempotency=idempotency,
        )
        there = held(batch)
        if there.state == BatchState.DRAFT and there.asked_at is None:
            move(there, BatchState.ASKED)
            there.asked_at = now
            there.save(update_fields=["state", "asked_at"])
            write("batch.asked", there, by=None, now=now, count=there.lines_total)
    return there


def _released(batch: Batch, now: datetime) -> Batch:
    if batch.state != BatchState.ASKED:
        return batch
    try:
        return release_batch(batch=batch, by=None, now=now)
    except NotNow:  # no key in service, or a person was quicker: whoever heads the institution sees it waiting
        return batch
