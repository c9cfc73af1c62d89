"""The sessions of this month: one to come, one that is being marked, one on which a jury is to sit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sceau.accounts.models import User
from sceau.assessment.models import Attempt, Candidate, Marking, Session
from sceau.assessment.prerequisites import conditions_of
from sceau.assessment.services.arrangements import ask_arrangement
from sceau.assessment.services.assessors import add_assessor, declare
from sceau.assessment.services.assigning import assign_evenly
from sceau.assessment.services.controls import Checked, record_controls
from sceau.assessment.services.enrolment import apply, enrol
from sceau.assessment.services.jury import add_seat
from sceau.assessment.services.jury import declare as declare_seat
from sceau.assessment.services.planning import add_slot
from sceau.assessment.services.sessions import open_session
from sceau.assessment.services.stages import begin_events, close_marking
from sceau.assessment.services.writing import rules_for
from sceau.config.demo.grading import write_marks
from sceau.design.models import DesignVersion
from sceau.institutions.models import Institution, Unit
from sceau.intake.folding import fold
from sceau.people.models import Person
from sceau.people.services import create_person

DESIGN: Final = "mc-gestion-projet-agile"
DAY: Final = timedelta(days=1)
# nobody's names: those who sit this month
PEOPLE: Final = (
    ("Awa", "Diarra"),
    ("Bastien", "Lemoine"),
    ("Cassandre", "Évrard"),
    ("Dylan", "Le Bihan"),
    ("Eléa", "Marchal"),
    ("Farah", "Bensaïd"),
    ("Gaël", "Rousselot"),
    ("Hortense", "d’Arcy"),
    ("Ismaël", "N’Gom"),
    ("Jeanne", "Quéré"),
    ("Kévin", "Da Costa"),
    ("Lina", "Petit-Jean"),
)
# marks of the first assessor and of the second, for those on whom the jury is to sit; the last two differ by a step
MARKS: Final = (
    (("N2", "N2", "N2", "N2"), ("N2", "N2", "N2", "N2")),
    (("N3", "N2", "N3", "N2"), ("N3", "N2", "N3", "N2")),
    (("N1", "N2", "N2", "N2"), ("N1", "N2", "N2", "N2")),
    (("N2", "N3", "N2", "N3"), ("N2", "N3", "N2", "N3")),
)


class Month:
    """What is on the desks of one body today."""

    def __init__(
        self, institution: Institution, units: Sequence[Unit], users: Mapping[str, User], today: datetime
    ) -> None:
        self.institution, self.units, self.today = institution, units, today
        people = {email.split("@", maxsplit=1)[0]: user for email, user in users.items() if "alpes" in email}
        self.head, self.president = people["helene.garnier"], people["jean-luc.perrin"]
        self.assessor, self.manager = people["paul.marchetti"], people["sofia.mendes"]
        self.member = people["nadege.ouedraogo"]
        self.colleague = users["maud.keravec@evaluation.example"]
        versions = DesignVersion.objects.filter(design__institution=institution, design__name=DESIGN)
        self.version = versions.order_by("-number")[0]
        self.people = iter(PEOPLE)

    def happens(self) -> None:
        """Open the three sessions."""
        self._to_come()
        self._being_marked()
        self._to_be_decided()

    def _to_come(self) -> None:
        """For whoever manages sessions in Chambéry: open to all, with an application by experience and a request."""
        session = self._opened(days=12, unit=self.units[1], by=self.manager, place="Campus de Chambéry, salle B12")
        start = (self.today + 12 * DAY).replace(hour=8, minute=0, second=0, microsecond=0)
        add_slot(
            session=session,
            event="E1",
            starts_at=start,
            ends_at=start + timedelta(hours=3),
            by=self.manager,
            now=self.today,
        )
        for place in range(3):
            candidate = self._enrolled(session, self.manager)
            if place == 0:
                ask_arrangement(candidate=candidate, kind="extra_time", extra_percent=33, by=None, now=self.today)
        apply(
            session=session,
            person=self._person(self.manager),
            prerequisites=[{"met": True, "words": "Huit ans de coordination de chantiers numériques."}],
            by_experience=True,
            motivation="Je conduis depuis huit ans des projets courts avec des équipes de cinq à sept personnes.",
            now=self.today,
        )

    def _being_marked(self) -> None:
        """For the assessor in Grenoble: a grid begun, others to fill in."""
        session = self._opened(days=-1, unit=self.units[0], by=self.head, place="Faculté des réseaux, Grenoble")
        for _place in range(3):
            self._enrolled(session, self.head)
        self._marked_by(session, self.assessor, self.colleague)
        first = self._markings(session, self.assessor)[0]
        write_marks(first, {first.attempt.scope[0]: "N2"}, now=self.today, submitted=False)

    def _to_be_decided(self) -> None:
        """For the president: everything is marked, the jury is named."""
        session = self._opened(days=-6, unit=None, by=self.head, place="Siège, Grenoble")
        for _place in MARKS:
            self._enrolled(session, self.head)
        self._marked_by(session, self.head, self.colleague)
        for assessor, which in ((self.head, 0), (self.colleague, 1)):
            for marking in self._markings(session, assessor):
                given = MARKS[(marking.attempt.candidate.number - 1) % len(MARKS)][which]
                levels = dict(zip(sorted(marking.attempt.scope), given, strict=True))
                event = next(each for each in rules_for(session).events if each.id == marking.event)
                write_marks(marking, {each: levels[each] for each in event.criteria}, now=self.today)
        close_marking(session=session, by=self.head, now=self.today)
        self._seat(session, user=self.president, quality="présidence du jury", presides=True)
        self._seat(session, user=self.member, quality="formatrice en gestion de projet")
        self._seat(
            session,
            name="Solène Carpentier",
            email="solene.carpentier@entreprise.example",
            quality="responsable d’équipe, entreprise partenaire",
            external=True,
        )

    def _seat(self, session: Session, *, user: User | None = None, **said: Any) -> None:
        seat = add_seat(session=session, user=user, by=self.head, now=self.today, **said)
        declare_seat(seat=seat, by=user or self.president, now=self.today)

    def _opened(self, *, days: int, unit: Unit | None, by: User, place: str) -> Session:
        day = (self.today + days * DAY).date()
        return open_session(
            version=self.version,
            kind="dated",
            unit=unit,
            mode="onsite",
            place=place,
            postcode="38000" if unit != self.units[1] else "73000",
            starts_on=day,
            ends_on=day,
            deliberates_on=day + 7 * DAY,
            capacity=12,
            is_public=days > 0,
            enrol_until=day - 2 * DAY if days > 0 else None,
            takes_experience=days > 0,
            by=by,
            now=self.today,
        )

    def _person(self, by: User) -> Person:
        given, family = next(self.people)
        return create_person(
            institution=self.institution,
            given_name=given,
            family_name=family,
            email=f"{fold(given)}.{fold(family)}@courriel.example".replace(" ", "-"),
            by=by,
            now=self.today,
        )

    def _enrolled(self, session: Session, by: User) -> Candidate:
        met = [{"met": True, "words": ""} for _condition in conditions_of(rules_for(session))]
        person = self._person(by)
        return enrol(session=session, person=person, entry="desk", prerequisites=met, by=by, now=self.today, tell=False)

    def _marked_by(self, session: Session, *assessors: User) -> None:
        by = self.head
        for user in assessors:
            add_assessor(session=session, user=user, professional=True, by=by, now=self.today)
            declare(session=session, by=user, now=self.today)
        assign_evenly(session=session, by=by, now=self.today)
        begin_events(session=session, by=by, now=self.today)
        attempts = list(Attempt.objects.filter(candidate__session=session).select_related("candidate__session"))
        seen = Checked(
            watched="onsite", method="onsite", document="identity_card", outcome="verified", presence="present"
        )
        for event in rules_for(session).events:
            record_controls(session=session, event=event.id, attempts=attempts, seen=seen, by=by, now=self.today)

    @staticmethod
    def _markings(session: Session, user: User) -> list[Marking]:
        there = Marking.objects.filter(attempt__candidate__session=session, assessor=user)
        return list(
            there.select_related("assessor", "attempt__candidate").order_by("attempt__candidate__number", "event")
        )
