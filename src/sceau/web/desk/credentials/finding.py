"""Credentials of the desk, found through the right to see them: one, or those that an address asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import get_default_timezone, now
from django.utils.translation import gettext_lazy as _

from sceau.issuing.models import Credential
from sceau.issuing.queries.credentials import (
    credential_in_care_of,
    credentials_in_care_of,
    designs_issued,
    find_credentials,
)
from sceau.issuing.states import CredentialState
from sceau.web.desk.days import read_day
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import DeskRequest
from sceau.web.templatetags.words import spoken

LONGEST_SEARCH: Final = 80
ALL, CHOSEN = "all", "chosen"  # what an act is about: all that is found, or what is ticked
ASKED: Final = ("q", "state", "design", "since", "until", "batch", "ends")
LONGEST_AHEAD: Final = 3_660  # days: ten years
EXPIRED, WITHDRAWN = "expired", "withdrawn"
STANDING: Final = (CredentialState.VALID, CredentialState.SUSPENDED)
STATES: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("valid", _("Valides")),
    (EXPIRED, _("Expirées")),
    ("suspended", _("Suspendues")),
    ("revoked", _("Révoquées")),
    ("replaced", _("Remplacées")),
    ("cancelled", _("Annulées avant remise")),
    ("erased", _("Effacées")),
    (WITHDRAWN, _("En cours, attribution retirée")),
)


@dataclass(frozen=True, slots=True)
class Sifted:
    """The credentials that answer to what was asked.

    asked:   what was asked, as it was typed; wrong: why a day was not understood, by name
    designs: to choose from, as (uuid, title)
    """

    found: QuerySet[Credential]
    asked: dict[str, str]
    wrong: dict[str, str]
    designs: list[tuple[str, str]]

    @property
    def narrowed(self) -> bool:
        """Whether anything was asked."""
        return any(self.asked.values())


def credential_here(request: DeskRequest, uuid: UUID) -> Credential:
    """One of this institution that this person sees. raises: Http404"""
    found = credential_in_care_of(request.user, request.desk.institution, uuid, now=now())
    if found is None:
        raise Http404
    return found


def sift(request: DeskRequest) -> Sifted:
    """What the address asks for, among the credentials that this person sees."""
    desk, moment = request.desk, now()
    asked = {name: request.GET.get(name, "").strip()[:LONGEST_SEARCH] for name in ASKED}
    found = credentials_in_care_of(request.user, desk.institution, now=moment)
    language = spoken()
    designs = [(str(each.uuid), said(each.titles, language)) for each in designs_issued(desk.institution)]
    designs.sort(key=lambda each: each[1].casefold())
    found = found.filter(_of_state(asked["state"], moment))
    if asked["design"] in dict(designs):
        found = found.filter(award__version__design__uuid=asked["design"])
    if is_uuid(asked["batch"]):
        found = found.filter(line__batch__uuid=asked["batch"])
    wrong = {}
    for name, lookup, later in (("since", "issued_at__gte", 0), ("until", "issued_at__lt", 1)):
        try:
            day = read_day(asked[name]) if asked[name] else None
        except ValidationError as refusal:
            wrong[name] = refusal.messages[0]
        else:
            found = found.filter(**{lookup: _begin(day, later)}) if day else found
    days = days_of(asked["ends"])
    if days is not None:
        found = found.filter(_ends_within(days, moment)).order_by("valid_until", "pk")
    if asked["q"]:
        found = find_credentials(found, desk.institution, desk.memberships, asked["q"])
    # a day that was not understood shows nothing, and so nothing is done to anything
    return Sifted(found.none() if wrong else found, asked, wrong, designs)


def chosen_here(request: DeskRequest) -> tuple[QuerySet[Credential], str, str]:
    """What the address names, of what this person sees; how the address names it; and where it leads back to.

    From the list comes a scope, with what was asked there; from the page of a credential, only this one.
    """
    slug, scope = request.desk.institution.slug, request.GET.get("scope", "")
    uuids = [each for each in dict.fromkeys(request.GET.getlist("chosen")) if is_uuid(each)]
    seen = credentials_in_care_of(request.user, request.desk.institution, now=now()).filter(uuid__in=uuids)
    if not scope and len(uuids) == 1:
        return seen, urlencode({"chosen": uuids[0]}), reverse("desk_credential", args=[slug, uuids[0]])
    sifted = sift(request)
    asked = [(name, value) for name, value in sifted.asked.items() if value]
    back = reverse("desk_credentials", args=[slug]) + (f"?{urlencode(asked)}" if asked else "")
    if scope == ALL:
        return sifted.found, urlencode([("scope", ALL), *asked]), back
    return seen, urlencode([("scope", CHOSEN), *asked, *(("chosen", each) for each in uuids)]), back


def days_of(typed: str) -> int | None:
    """Within how many days it ends; None where that is not asked, or makes no sense."""
    if not typed.isdecimal() or len(typed) > len(str(LONGEST_AHEAD)):
        return None
    return min(int(typed), LONGEST_AHEAD)


def is_uuid(text: str) -> bool:
    """Whether it is the name of a thing."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _begin(day: date, later: int) -> datetime:
    return datetime.combine(day + timedelta(days=later), time.min, tzinfo=get_default_timezone())


def _ends_within(days: int, moment: datetime) -> Q:
    return Q(state=CredentialState.VALID, valid_until__gt=moment, valid_until__lte=moment + timedelta(days=days))


def _of_state(asked: str, moment: datetime) -> Q:
    lapsed = Q(valid_until__isnull=False, valid_until__lt=moment)
    if asked == CredentialState.VALID:
        return Q(state=CredentialState.VALID) & ~lapsed
    if asked == EXPIRED:
        return Q(state=CredentialState.VALID) & lapsed
    if asked == WITHDRAWN:
        return Q(state__in=STANDING, award__withdrawn_at__isnull=False)
    return Q(state=asked) if asked in CredentialState.values else Q()
