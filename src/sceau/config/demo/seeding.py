"""The demonstration, written once into an empty house through the services that people use, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.timezone import localtime
from django.utils.timezone import now as time_now

from sceau.accounts.models import User
from sceau.accounts.services import create_account
from sceau.config.demo.agreements import YEAR, delegation, partners, what_waits
from sceau.config.demo.bodies import Body, read_bodies, siret_of
from sceau.config.demo.cast import (
    ADMINISTRATOR,
    ALPES,
    ELSEWHERE,
    OCCITANIE,
    PASSWORD,
    PEOPLE,
    TRAVELLERS,
    WITH_JURIES,
    Person,
)
from sceau.config.demo.designs import (
    Staff,
    publish_registered,
    publish_samples,
    publish_second_version,
    what_is_written,
)
from sceau.config.demo.issuing import deliver, wait_for_a_second_person
from sceau.config.demo.pictures import logo_of
from sceau.config.demo.replaying import replay
from sceau.config.demo.sessions import Month
from sceau.config.waiting import HowFar
from sceau.config.wiring import ports
from sceau.frameworks import small_set
from sceau.institutions.models import Institution, Unit
from sceau.institutions.roles import Role
from sceau.institutions.services.appearance import edit_appearance, set_logo
from sceau.institutions.services.evidence import record_register_check
from sceau.institutions.services.invitations import accept_invitation, invite
from sceau.institutions.services.profile import create_institution
from sceau.institutions.services.units import add_unit
from sceau.journal.services import due, settle
from sceau.keyring.models import Purpose
from sceau.keyring.services import agree, ask_for_key, make_alone

BEGAN = datetime(2025, 7, 7, 9, tzinfo=UTC)  # RS9901 is registered, and the first session is two months away
LATELY = timedelta(days=40)  # before today: what the first page of a desk tells of
STEP = timedelta(minutes=11)
OPENS, CLOSES = 9, 18  # the hours at which people do things, and neither at night nor on Saturday or Sunday
WEEKEND = (5, 6)
ALL_ACTS = 100_000
EVERYBODY = (*PEOPLE, *ELSEWHERE)
REGISTER = "Annuaire des entreprises (démonstration)"


def seed(tell: Callable[[HowFar], None]) -> bool:
    """Write the demonstration into a house that is empty; gives True.

    raises:  OSError, when the files of demo/ are not there
    """
    today = time_now()
    with transaction.atomic():
        small_set.load(now=BEGAN)
        seeding = _Seeding(today, tell)
        seeding.everything()
        settle(*due(limit=ALL_ACTS, now=today))  # the people are invented: nobody is written to about the past
        what_waits(today)
        what_is_written(seeding.alpes, today)
        Month(seeding.institutions[ALPES], seeding.units[ALPES], seeding.users, today).happens()
        wait_for_a_second_person(seeding.institutions[ALPES], prepares=seeding.second_head, now=today)
    return True


class _Seeding:
    """One seeding, with its own clock: each act is later than the one before."""

    def __init__(self, today: datetime, tell: Callable[[HowFar], None]) -> None:
        self.clock = self._moments(BEGAN)
        self.today, self.tell = today, tell
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
        """Institutions and people first, then the sessions of the past, then what is of this month."""
        self.administrator = self._account(ADMINISTRATOR)
        for body in read_bodies():
            self._institution(body)
        everybody = (*EVERYBODY, *TRAVELLERS)
        for person in everybody:
            if person.role != Role.AUDITOR:
                self._member(person)
        for body in read_bodies():
            self._appearance(body)
        self._keys()
        staff = {key: self._staff(key) for key in {person.body for person in EVERYBODY}}
        publish_samples(staff, self.clock)
        registered = partial(publish_registered, staff[OCCITANIE])
        replay(self.institutions, self.users, registered=registered, tell=self.tell)
        self.clock = self._moments(self.today - LATELY)
        for person in everybody:
            if person.role == Role.AUDITOR:
                self._member(person)
        partners(self.institutions, self._by, self.clock, self.today)
        delegate = self.users["jean-luc.perrin@alpes.example"]
        delegation(self.institutions[ALPES], self._by(ALPES), delegate, next(self.clock), self.today)
        publish_second_version(staff[ALPES], self.clock)
        self.alpes, self.second_head = staff[ALPES], self._by(ALPES, 1)
        deliver(self.institutions[ALPES], prepares=self.second_head, releases=self.alpes.head, clock=self.clock)

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
        user = self.users.get(person.email) or self._account(person)
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
        return self.users[self._heads(key)[place].email]

    @staticmethod
    def _heads(key: str) -> list[Person]:
        return [person for person in EVERYBODY if person.body == key and person.role == Role.HEAD]

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
        """Keys of credentials where two heads agree to them; of documents wherever a jury signs minutes."""
        for key, purpose in (
            (ALPES, Purpose.CREDENTIALS),
            (OCCITANIE, Purpose.CREDENTIALS),
            *((body, Purpose.DOCUMENTS) for body in WITH_JURIES),
        ):
            ceremony = ask_for_key(
                institution=self.institutions[key],
                purpose=purpose,
                by=self._by(key, 0),
                now=next(self.clock),
                delay=timedelta(hours=settings.KEY_DELAY_HOURS),
            )
            if len(self._heads(key)) > 1:
                agree(ceremony=ceremony, by=self._by(key, 1), store=ports().keys, now=next(self.clock))
            else:
                later = next(moment for moment in self.clock if moment >= ceremony.alone_from)
                make_alone(ceremony=ceremony, by=self._by(key, 0), store=ports().keys, now=later)

    def _staff(self, key: str) -> Staff:
        head = self._by(key)
        author = next((each for each in EVERYBODY if each.body == key and each.role == Role.DESIGNER), None)
        return Staff(institution=self.institutions[key], author=self.users[author.email] if author else head, head=head)
