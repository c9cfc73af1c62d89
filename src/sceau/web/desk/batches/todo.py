"""What waits to be issued, for the pages from which one comes: home, a session, the awards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sceau.institutions.roles import Right
from sceau.issuing.models import Batch
from sceau.issuing.queries.batches import awards_to_issue
from sceau.issuing.queries.requests import open_requests
from sceau.issuing.states import BatchState
from sceau.web.desk.doors import Desk
from sceau.web.desk.waiting import Waiting


@dataclass(frozen=True, slots=True)
class ToIssue:
    """Awards that wait. url: of the page where a batch of them is prepared"""

    count: int
    url: str


def countable(desk: Desk) -> dict[str, QuerySet[Any]]:
    """What this person may do something about: batches to release, awards that wait for a batch,
    requests of holders."""
    found: dict[str, QuerySet[Any]] = {}
    if desk.may(Right.RELEASE_CREDENTIALS):
        asked = Batch.objects.filter(institution=desk.institution, state=BatchState.ASKED)
        one_is_enough = Q(institution__issuing_settings__two_people=False)
        found["batches"] = asked.filter(~Q(prepared_by=desk.user.pk) | one_is_enough)
    if desk.may(Right.PREPARE_CREDENTIALS):
        found["awards"] = awards_to_issue(desk.institution)
    if desk.may(Right.CHANGE_CREDENTIALS):
        found["requests"] = open_requests(desk.institution)
    return found


def waiting(desk: Desk, how_many: Mapping[str, int]) -> Iterator[Waiting]:
    """The same in words. how_many: of each, as `countable` names them"""
    slug = desk.institution.slug
    if n := how_many.get("batches", 0):
        yield Waiting(
            ngettext("%(n)s lot à libérer", "%(n)s lots à libérer", n) % {"n": n},
            _("Quelqu’un l’a préparé et attend votre regard avant la signature."),
            _("Relire et libérer"),
            f"{reverse('desk_batches', args=[slug])}?state=ready",
            "check",
        )
    if n := how_many.get("awards", 0):
        yield Waiting(
            ngettext("%(n)s attribution à délivrer", "%(n)s attributions à délivrer", n) % {"n": n},
            _("La décision est prise ; la preuve reste à signer."),
            _("Préparer un lot"),
            reverse("desk_batch_new", args=[slug]),
            "check",
        )
    if n := how_many.get("requests", 0):
        yield Waiting(
            ngettext("%(n)s demande de correction", "%(n)s demandes de correction", n) % {"n": n},
            _("Un titulaire dit que sa preuve est fausse, et attend votre réponse."),
            _("Lire et répondre"),
            reverse("desk_credential_requests", args=[slug]),
            "check",
        )


def to_issue(desk: Desk, **narrow: str) -> ToIssue | None:
    """How many awards wait, and where a batch of them is prepared; None for nobody, or for whoever prepares none.

    narrow:  session, design: a uuid, as the page of choosing reads them
    """
    if not desk.may(Right.PREPARE_CREDENTIALS):
        return None
    found = awards_to_issue(desk.institution).order_by()
    asked = {name: value for name, value in narrow.items() if value}
    if "session" in asked:
        found = found.filter(decision__deliberation__session__uuid=asked["session"])
    if "design" in asked:
        found = found.filter(version__design__uuid=asked["design"])
    count = found.count()
    if not count:
        return None
    address = reverse("desk_batch_new", args=[desk.institution.slug])
    return ToIssue(count, f"{address}?{urlencode(asked)}" if asked else address)
