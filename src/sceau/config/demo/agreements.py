"""What binds the bodies of the demonstration to each other, what is delegated, and what waits for somebody today."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from django.conf import settings

from sceau.accounts.models import User
from sceau.config.demo.cast import ALPES, CIMES, OCCITANIE, PEOPLE, TERRES
from sceau.config.demo.pictures import pdf_of
from sceau.institutions.models import Institution
from sceau.institutions.models.members import What
from sceau.institutions.models.partners import HabilitationScope, HabilitationState
from sceau.institutions.roles import Role
from sceau.institutions.services.delegations import create_delegation
from sceau.institutions.services.habilitations import give_habilitation, move_habilitation, request_habilitation
from sceau.institutions.services.invitations import invite
from sceau.keyring.models import Purpose
from sceau.keyring.services import ask_for_key

YEAR = timedelta(days=365)


def partners(
    institutions: Mapping[str, Institution], head_of: Callable[[str], User], clock: Iterator[datetime], today: datetime
) -> None:
    """Three habilitations, one of them suspended."""
    day = today.date()
    for certifier, partner, scope in (
        (ALPES, TERRES, HabilitationScope.TRAIN_AND_ASSESS),
        (ALPES, CIMES, HabilitationScope.ASSESS),
        (OCCITANIE, TERRES, HabilitationScope.TRAIN),
    ):
        habilitation = give_habilitation(
            certifier=institutions[certifier],
            partner=institutions[partner],
            scope=scope,
            certifications="",
            starts_on=day - timedelta(days=30),
            ends_on=day + 2 * YEAR,
            by=head_of(certifier),
            now=next(clock),
        )
        if certifier == OCCITANIE:
            move_habilitation(
                habilitation=habilitation,
                to=HabilitationState.SUSPENDED,
                why="Attestation d’assurance à renouveler",
                by=head_of(certifier),
                now=next(clock),
            )


def delegation(institution: Institution, delegator: User, delegate: User, now: datetime, today: datetime) -> None:
    """A head lends the signature of minutes, by a written act."""
    day = today.date()
    create_delegation(
        institution=institution,
        delegator=delegator,
        delegate=delegate,
        what=What.MINUTES,
        starts_on=day - timedelta(days=20),
        ends_on=day + YEAR,
        act=pdf_of(
            [
                "Délégation de signature (démonstration)",
                "",
                f"{delegator.name} délègue à {delegate.name}",
                "la signature des procès-verbaux.",
            ]
        ),
        act_name="delegation-jean-luc-perrin.pdf",
        by=delegator,
        now=now,
    )


def what_waits(today: datetime) -> None:
    """What somebody finds to do when they enter: a key to agree to, a request of a partner, an open invitation."""
    occitanie = Institution.objects.get(slug=OCCITANIE.removeprefix("org-"))
    cimes = Institution.objects.get(slug=CIMES.removeprefix("org-"))
    first, second = (
        User.objects.get(email=person.email)
        for person in PEOPLE
        if person.body == OCCITANIE and person.role == Role.HEAD
    )
    ask_for_key(
        institution=occitanie,
        purpose=Purpose.DOCUMENTS,
        by=first,
        now=today,
        delay=timedelta(hours=settings.KEY_DELAY_HOURS),
    )
    request_habilitation(
        certifier=occitanie,
        partner=cimes,
        scope=HabilitationScope.ASSESS,
        certifications="",
        starts_on=today.date(),
        ends_on=today.date() + YEAR,
        by=User.objects.get(email="leila.amrani@cimes.example"),
        now=today,
    )
    invite(
        institution=occitanie,
        email="nouvelle.personne@occitanie.example",
        role=Role.ASSESSOR,
        by=second,
        now=today,
    )
