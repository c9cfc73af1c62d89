"""What the page of keys shows of each purpose, and what this person may do there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sceau.institutions.roles import Right
from sceau.keyring.models import Ceremony, Purpose, SigningKey
from sceau.keyring.queries import active_keys, waiting
from sceau.web.desk.doors import Desk

TITLES: dict[str, str | Promise] = {
    Purpose.CREDENTIALS: _("Clé des preuves"),
    Purpose.DOCUMENTS: _("Clé des documents PDF"),
    Purpose.PERSON: _("Votre clé personnelle"),
}
TEXTS: dict[str, str | Promise] = {
    Purpose.CREDENTIALS: _(
        "Elle signe les micro-certifications que vous délivrez. Chacun les vérifie avec sa moitié publique."
    ),
    Purpose.DOCUMENTS: _("Elle signe les attestations en PDF. Elle a un certificat, que les lecteurs de PDF montrent."),
    Purpose.PERSON: _("Elle signe en votre nom les procès-verbaux de jury. Personne d’autre n’en dispose."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """A key on its way, and what this person may do about it.

    alone_now:  whoever asked may make it without anybody else, from this moment
    """

    ceremony: Ceremony
    may_agree: bool
    may_make_alone: bool
    may_stop: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """One purpose. key: in service, None while there is none; step: on its way."""

    purpose: str
    title: str | Promise
    text: str | Promise
    key: SigningKey | None
    step: Step | None
    may_ask: bool
    may_report: bool


def panels_of(desk: Desk, *, now: datetime) -> tuple[list[Panel], list[Step]]:
    """One panel a purpose that concerns this person; and the requests of other people for keys of their own."""
    keys = list(active_keys(desk.institution).defer("reference"))
    steps = [_step(each, desk, now) for each in waiting(desk.institution)]
    purposes = [Purpose.CREDENTIALS, Purpose.DOCUMENTS]
    if desk.may(Right.HOLD_KEY):
        purposes.append(Purpose.PERSON)
    found = [_panel(purpose, desk, keys, steps) for purpose in purposes]
    others = [each for each in steps if each.ceremony.purpose == Purpose.PERSON and not each.is_mine]
    return found, others


def _panel(purpose: Purpose, desk: Desk, keys: list[SigningKey], steps: list[Step]) -> Panel:
    is_own = purpose == Purpose.PERSON
    holder = desk.user.pk if is_own else None
    key = next((each for each in keys if each.purpose == purpose and each.holder_id == holder), None)
    step = next(
        (each for each in steps if each.ceremony.purpose == purpose and each.ceremony.holder_id == holder), None
    )
    may = desk.may(Right.HOLD_KEY) if is_own else desk.may(Right.MANAGE_KEYS)
    return Panel(purpose, TITLES[purpose], TEXTS[purpose], key, step, may and step is None, may and key is not None)


def _step(ceremony: Ceremony, desk: Desk, now: datetime) -> Step:
    is_mine = ceremony.asked_by_id == desk.user.pk
    manages = desk.may(Right.MANAGE_KEYS)
    return Step(
        ceremony,
        may_agree=manages and not is_mine,
        may_make_alone=is_mine and now >= ceremony.alone_from,
        may_stop=manages or is_mine,
        is_mine=is_mine,
    )
