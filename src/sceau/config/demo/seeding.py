"""The demonstration, written once into an empty house through the services that people use, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.timezone import localtime
from django.utils.timezone import now as time_now

from sceau.accounts.models import User
from sceau.accounts.services import create_account
from sceau.config.demo.bodies import Body, read_bodies, siret_of
from sceau.config.demo.cast import (
    ADMINISTRATOR,
    ALPES,
    CIMES,
    ELSEWHERE,
    OCCITANIE,
    PASSWORD,
    PEOPLE,
    TERRES,
    Person,
)
from sceau.config.demo.designs import Staff, publish_samples, publish_second_version, what_is_written
from sceau.config.demo.pictures import logo_of, pdf_of
from sceau.config.wiring import ports
from sceau.frameworks import small_set
from sceau.institutions.models import Institution, Unit
from sceau.institutions.models.members import What
from sceau.institutions.models.partners import HabilitationScope, HabilitationState
from sceau.institutions.roles import Role
from sceau.institutions.services.appearance import edit_appearance, set_logo
from sceau.institutions.services.delegations import create_delegation
from sceau.institutions.services.evidence import record_register_check
from sceau.institutions.services.habilitations import give_habilitation, move_habilitation, request_habilitation
from sceau.institutions.services.invitations import accept_invitation, invite
from sceau.institutions.services.profile import create_institution
from sceau.institutions.services.units import add_unit
from sceau.journal.services import due, settle
from sceau.keyring.models import Purpose
from sceau.keyring.services import agree, ask_for_key

BEGAN = timedelta(days=40)  # before today: the journal of the demonstration has a past
STEP = timedelta(minutes=11)
OPENS, CLOSES = 9, 18  # the hours at which people do things, and neither at night nor on Saturday or Sunday
WEEKEND = (5, 6)
YEAR = timedelta(days=365)
ALL_ACTS = 100_000
EVERYBODY = (*PEOPLE, *ELSEWHERE)
REGISTER = "Annuaire des entreprises (démonstration)"


def seed() -> bool:
    """Write the demonstration into a house that is empty; gives whether it did.

    raises:  OSError, when the files of demo/ are not there
    """
    if Institution.objects.exists() or User.objects.exists():
        return False
    today = time_now()
    with transaction.atomic():
        small_set.load(now=today - BEGAN)
        seeding = _Seeding(today)
        seeding.everything()
        settle(*due(limit=ALL_ACTS, now=today))  # the people are invented: nobody is written to about the past
        _Seeding.what_waits(today)
        what_is_written(seeding.alpes, today)
    return True


class _Seeding:
    """One seeding, with its own clock: each act is later than the one before."""

    def __init__(self, today: datetime) -> None:
        self.clock = self._moments(today - BEGAN)
        self.today = today
        self.password = make_password(PASSWORD)  # once: the same for all of them, and slow on purpose
        self.users: dict[str, User] = {}
        self.institutions: dict[str, Institution] = {}
        self.units: dict[str, list[Unit]] = {}

    @staticmethod
    def _moments(start: datetime) -> Iterator[datetime]:
        """Moments of working days, a step apart, in the time zone of the pages."""
        moment = localtime(start).replace(hour=OPENS, minute=4)
        while True:
            if moment.hour >= CLOSES or moment.weekday() in WEEKEND:
                moment = moment.replace(hour=OPENS, minute=4) + timedelta(days=1)
                continue
            yield moment
            moment += STEP

    def everything(self) -> None:
        """Institutions first, then people, then what they did."""
        self.administrator = self._account(ADMINISTRATOR)
        for body in read_bodies():
            self._institution(body)
        for person in EVERYBODY:
            self._member(person)
        for body in read_bodies():
            self._appearance(body)
        self._keys()
        self._partners()
        self._delegation()
        self._designs()

    def _account(self, person: Person) -> User:
        user = create_account(
            email=person.email,
            name=person.name,
            language=person.language,
            now=next(self.clock),
            is_platform_administrator=person is ADMINISTRATOR,
        )
        user.password = self.password
        user.save(update_fields=["password"])
        self.users[person.email] = user
        return user

    def _institution(self, body: Body) -> None:
        institution = create_institution(
            legal_name=body.legal_name,
            name=body.name,
            slug=body.slug,
            kind=body.kind,
            siren=body.siren,
            siret=body.siret,
            street=body.street,
            postal_code=body.postal_code,
            city=body.city,
            phone=body.phone,
            email=f"contact@{body.slug}.example",
            website=f"https://{body.slug}.example",
            languages=body.languages,
            did_host=urlsplit(settings.BASE_URL).netloc,
            by=self.administrator,
            now=next(self.clock),
        )
        record_register_check(
            institution=institution,
            number=body.siren,
            source=REGISTER,
            holds=True,
            by=self.administrator,
            now=next(self.clock),
        )
        self.institutions[body.key] = institution

    def _member(self, person: Person) -> None:
        user = self._account(person)
        institution = self.institutions[person.body]
        if person.role != Role.HEAD and person.body not in self.units:
            self._units(person.body)
        head = self._head(person.body)
        unit = None if person.unit is None else self.units[person.body][person.unit]
        invitation = invite(
            institution=institution,
            email=person.email,
            role=person.role,
            unit=unit,
            until=self.today + YEAR / 2 if person.role == Role.AUDITOR else None,
            language=person.language,
            by=head or self.administrator,
            now=next(self.clock),
        )
        accept_invitation(invitation=invitation, user=user, now=next(self.clock))

    def _head(self, body: str) -> User | None:
        """The first head of a body, once there is one."""
        first = next(person for person in EVERYBODY if person.body == body and person.role == Role.HEAD)
        known = self.users.get(first.email)
        return known if known and known.memberships.exists() else None

    def _units(self, key: str) -> None:
        body = next(each for each in read_bodies() if each.key == key)
        self.units[key] = [
            add_unit(
                institution=self.institutions[key],
                name=name,
                siret=siret_of(body.siren, place) if place == 2 else "",  # noqa: PLR2004 -- the seat is number one
                city=city,
                by=self._by(key),
                now=next(self.clock),
            )
            for place, (name, city) in enumerate(body.units, start=2)
        ]

    def _by(self, key: str, place: int = 0) -> User:
        """A head of a body, by place."""
        heads = [person for person in EVERYBODY if person.body == key and person.role == Role.HEAD]
        return self.users[heads[place].email]

    def _appearance(self, body: Body) -> None:
        if not body.ink:
            return
        institution = self.institutions[body.key]
        edit_appearance(
            institution=institution,
            colour=body.colour,
            about_fr=body.about_fr,
            about_en=body.about_en,
            by=self._by(body.key),
            now=next(self.clock),
        )
        set_logo(institution=institution, sent=logo_of(body), by=self._by(body.key), now=next(self.clock))

    def _keys(self) -> None:
        """Each certifying body has its key, made by two people; one of them has the key for documents as well."""
        for key, purpose in (
            (ALPES, Purpose.CREDENTIALS),
            (ALPES, Purpose.DOCUMENTS),
            (OCCITANIE, Purpose.CREDENTIALS),
        ):
            ceremony = ask_for_key(
                institution=self.institutions[key],
                purpose=purpose,
                by=self._by(key, 0),
                now=next(self.clock),
                delay=timedelta(hours=settings.KEY_DELAY_HOURS),
            )
            agree(ceremony=ceremony, by=self._by(key, 1), store=ports().keys, now=next(self.clock))

    def _designs(self) -> None:
        """Taken in and published by a designer and a head where there are both, else by the head."""
        staff = {key: self._staff(key) for key in {person.body for person in EVERYBODY}}
        publish_samples(staff, self.clock)
        publish_second_version(staff[ALPES], self.clock)
        self.alpes = staff[ALPES]

    def _staff(self, key: str) -> Staff:
        head = self._by(key)
        author = next((each for each in EVERYBODY if each.body == key and each.role == Role.DESIGNER), None)
        return Staff(institution=self.institutions[key], author=self.users[author.email] if author else head, head=head)

    def _partners(self) -> None:
        day = self.today.date()
        for certifier, partner, scope in (
            (ALPES, TERRES, HabilitationScope.TRAIN_AND_ASSESS),
            (ALPES, CIMES, HabilitationScope.ASSESS),
            (OCCITANIE, TERRES, HabilitationScope.TRAIN),
        ):
            habilitation = give_habilitation(
                certifier=self.institutions[certifier],
                partner=self.institutions[partner],
                scope=scope,
                certifications="",
                starts_on=day - timedelta(days=30),
                ends_on=day + 2 * YEAR,
                by=self._by(certifier),
                now=next(self.clock),
            )
            if certifier == OCCITANIE:
                move_habilitation(
                    habilitation=habilitation,
                    to=HabilitationState.SUSPENDED,
                    why="Attestation d’assurance à renouveler",
                    by=self._by(certifier),
                    now=next(self.clock),
                )

    def _delegation(self) -> None:
        delegator = self._by(ALPES)
        delegate = self.users["jean-luc.perrin@alpes.example"]
        day = self.today.date()
        create_delegation(
            institution=self.institutions[ALPES],
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
            now=next(self.clock),
        )

    @staticmethod
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
