"""The sessions of the past, held again through the services that people use.

Each session is a story that says when its next step is due, and does it when it is its turn: so the acts of all of them
are written in the order of the days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from heapq import heapify, heappop, heappush
from typing import Final

from django.utils.timezone import get_default_timezone

from sceau.accounts.models import User
from sceau.assessment.models import Attempt, Candidate, Session
from sceau.assessment.prerequisites import conditions_of
from sceau.assessment.services.arrangements import ask_arrangement, decide_arrangement
from sceau.assessment.services.assessors import add_assessor, declare
from sceau.assessment.services.assigning import assign_evenly
from sceau.assessment.services.controls import Checked, record_controls
from sceau.assessment.services.enrolment import enrol
from sceau.assessment.services.retakes import open_retakes
from sceau.assessment.services.saying import say_of_attempt
from sceau.assessment.services.sessions import open_session
from sceau.assessment.services.stages import begin_events, close_marking
from sceau.assessment.services.writing import rules_for
from sceau.config.demo.cast import ASSESSORS, ELSEWHERE, PEOPLE, PRESIDENTS
from sceau.config.demo.grading import Grading, is_from_register, take_in_files
from sceau.config.demo.records import SAID, Held, Passage, read_held, read_learners
from sceau.config.demo.sitting import Bench, decide
from sceau.config.waiting import HowFar
from sceau.config.wiring import ports
from sceau.design.models import DesignVersion
from sceau.institutions.models import Institution
from sceau.people.services import find_or_create, give_consent

REGISTERED: Final = datetime(2026, 1, 16, 9, tzinfo=UTC)  # the day after a bloc of the designs was registered
ONE_DAY: Final = timedelta(days=1)
AHEAD: Final = timedelta(days=7)  # from the opening of a session to its day
EXTRA: Final = 33  # per cent of time, where something is arranged: a third
EVERYBODY: Final = (*PEOPLE, *ELSEWHERE)
# column of learners_200.csv -> field of `sceau.intake`
COLUMNS: Final = {
    "prenom1": "given_name",
    "prenom2": "given_name_2",
    "prenom3": "given_name_3",
    "nom_naissance": "birth_name",
    "nom_usage": "usage_name",
    "prenom_ecriture_origine": "native_given_name",
    "nom_ecriture_origine": "native_family_name",
    "sexe": "sex",
    "date_naissance": "birth_date",
    "code_insee_naissance": "birth_insee_code",
    "code_postal_naissance": "birth_postcode",
    "commune_naissance": "birth_place",
    "code_pays_naissance": "birth_country_code",
    "pays_naissance": "birth_country",
    "email": "email",
    "telephone": "phone",
    "langue": "language",
    "learner_id": "identifier",
}
WATCHED: Final = {"unsup_noid": "none", "sup_noid": "onsite", "sup_online_id": "online", "sup_onsite_id": "onsite"}
POSTCODES: Final = {"onsite": "38000", "mixed": "31000"}  # of the centres: invented, as the declaration will ask
ROUTES: Final = ("FORMATION_CONTINUE_HORS_CONTRAT_DE_PROFESSIONNALISATION", "CANDIDAT_LIBRE")


def replay(
    institutions: Mapping[str, Institution],
    users: Mapping[str, User],
    *,
    registered: Callable[[Iterator[datetime]], None],
    tell: Callable[[HowFar], None],
) -> None:
    """Hold every session of demo/sessions.csv, step by step, in the order of the days.

    registered:  publishes the version whose bloc was registered meanwhile
    tell:        called before each step with how far it is
    """
    learners, steps = read_learners(), 1
    stories: list[Iterator[datetime]] = [_registration(registered)]
    for held in read_held():
        rows = {key: row for key, row in learners.items() if row["session_id"] == held.code}
        session = _Story(held, rows, institutions[held.body], users)
        steps += len(list(session.steps()))
        stories.append(session.told())
    due = [(next(story), place, story) for place, story in enumerate(stories)]
    heapify(due)
    done = sessions = 0
    while due:
        tell(HowFar(sessions, len(stories) - 1, 99 * done // steps))
        _, place, story = heappop(due)
        moment = next(story, None)
        done += 1
        if moment is not None:
            heappush(due, (moment, place, story))
        elif place > 0:
            sessions += 1
    tell(HowFar(sessions, sessions, 99))


def _registration(registered: Callable[[Iterator[datetime]], None]) -> Iterator[datetime]:
    yield REGISTERED
    registered(_minutes_from(REGISTERED))


def _minutes_from(start: datetime) -> Iterator[datetime]:
    while True:
        yield start
        start += timedelta(minutes=7)


class _Story:
    """One session, from its opening to the release of its results, retakes included."""

    def __init__(
        self, held: Held, rows: Mapping[str, Mapping[str, str]], body: Institution, users: Mapping[str, User]
    ) -> None:
        self.held, self.rows, self.body = held, rows, body
        self.head = users[next(each.email for each in EVERYBODY if each.body == held.body and each.role == "head")]
        self.assessors = [users[email] for email, _name in ASSESSORS]
        surname = held.president.split()[-1]
        self.president = next(users[email] for email, name in PRESIDENTS if name.endswith(surname))
        self.member = next(users[email] for email, name in PRESIDENTS if not name.endswith(surname))
        self.candidates: dict[str, Candidate] = {}

    def told(self) -> Iterator[datetime]:
        """Each moment at which something is due; what is due is done when the next one is asked for."""
        for moment, step in self.steps():
            self.now = moment
            yield moment
            step()

    def steps(self) -> Iterator[tuple[datetime, Callable[[], None]]]:
        """When each step is due, and what it does."""
        held = self.held
        yield at(held.on - AHEAD, 9), self._open
        yield at(held.on - AHEAD, 14), self._enrol
        yield at(held.on, 8), self._begin
        yield at(held.on, 17), self._mark
        early, late = self._retakes()
        for day, passages in early.items():
            yield at(day, 18), partial(self._retake, passages)
        yield at(held.deliberates_on, 19), self._decide
        for day, passages in late.items():
            yield at(max(day, held.deliberates_on + ONE_DAY), 10), partial(self._retake, passages)
        if late:
            yield at(max(late) + AHEAD, 14), self._decide

    def _open(self) -> None:
        held = self.held
        versions = DesignVersion.objects.filter(design__institution=self.body, design__name=held.design)
        self.session = open_session(
            version=versions.order_by("-number")[0],
            kind="dated",
            code=held.code,
            mode=held.mode,
            place="" if held.mode == "remote" else f"Centre d’examen de {self.body.city}",
            postcode=self.body.postal_code or POSTCODES.get(held.mode, ""),
            remote_tool="" if held.mode == "onsite" else "Salle virtuelle de l’organisme",
            starts_on=held.on,
            ends_on=held.on,
            deliberates_on=held.deliberates_on,
            by=self.head,
            now=self.now,
        )
        self.rules = rules_for(self.session)

    def _enrol(self) -> None:
        now = self.now
        is_registered = self.session.version.document.get("registration", {}).get("type", "none") != "none"
        for place, (learner, row) in enumerate(self.rows.items()):
            values = {field: row[column] for column, field in COLUMNS.items() if row[column]}
            person, _how = find_or_create(institution=self.body, values=values, by=self.head, now=now, box=ports().box)
            route, initiative = (ROUTES[place % 2], "CERTIFIE") if is_registered else ("", "")
            candidate = enrol(
                session=self.session,
                person=person,
                entry="import",
                by=self.head,
                now=now,
                access_route=route,
                initiative=initiative,
                edof_number=f"{4_100_000_000 + int(learner[1:])}" if route and place % 2 == 0 else "",
                enrolled_on=now.date(),
                prerequisites=[{"met": True, "words": ""} for _condition in conditions_of(self.rules)],
                tell=False,
                rules=self.rules,
            )
            self.candidates[learner] = candidate
            if row["consentement_page_publique"] == "oui":
                subject = f"achievement:{self.session.version.design.uuid}/{self.session.version.number}"
                give_consent(person=person, subject=subject, how="imported", by=self.head, now=now)
            if row["amenagement"] == "oui":
                asked = ask_arrangement(
                    candidate=candidate, kind="extra_time", extra_percent=EXTRA, by=self.head, now=now
                )
                decide_arrangement(arrangement=asked, granted=True, by=self.head, now=now)
        for user in [] if is_from_register(self.session) else self.assessors:
            add_assessor(session=self.session, user=user, professional=True, external=True, by=self.head, now=now)
            declare(session=self.session, by=user, now=now)

    def _begin(self) -> None:
        now = self.now
        if not is_from_register(self.session):
            assign_evenly(session=self.session, by=self.head, now=now)
        begin_events(session=self.session, by=self.head, now=now)
        self._control(self._attempts(1))

    def _control(self, attempts: Mapping[str, Attempt]) -> None:
        """Who came, and how they were watched and identified, as the rows say it."""
        alike: dict[tuple[str, str, bool], list[Attempt]] = {}
        for learner, attempt in attempts.items():
            row = self.rows[learner]
            came = SAID.get(row["decision"]) != "absent"
            alike.setdefault((row["surveillance"], row["identite_verifiee"], came), []).append(attempt)
        for (level, verified, came), there in alike.items():
            watched = WATCHED[level]
            seen = Checked(
                watched=watched,
                method=("video" if watched == "online" else "onsite") if verified == "oui" else "",
                document="identity_card" if verified == "oui" else "",
                outcome="verified" if verified == "oui" else "",
                presence="present" if came else "absent",
            )
            if not came:
                seen = Checked(presence="absent")
            for event in self.rules.events:
                record_controls(
                    session=self.session, event=event.id, attempts=there, seen=seen, by=self.head, now=self.now
                )

    def _attempts(self, number: int) -> dict[str, Attempt]:
        found = Attempt.objects.filter(candidate__session=self.session, number=number).select_related(
            "candidate__session", "candidate__person"
        )
        learners = {candidate.pk: learner for learner, candidate in self.candidates.items()}
        return {learners[each.candidate_id]: each for each in found}

    def _mark(self) -> None:
        """Everybody's first passage; then what is said of those who have no result of their own."""
        attempts = self._attempts(1)
        self._grade([(there[0], attempts[learner]) for learner, there in self.held.passages.items() if there[0].marks])
        for learner, attempt in attempts.items():
            said = SAID.get(self.rows[learner]["decision"])
            if said:
                why = self.rows[learner]["motif"]
                say_of_attempt(attempt=attempt, said=said, why=why, by=self.head, now=self.now)

    def _grade(self, sat: list[tuple[Passage, Attempt]]) -> None:
        take_in_files(self.session, self.rules, sat, by=self.head, now=self.now)
        grading = Grading(self.session, self.rules, self.head, self.now)
        for passage, attempt in sat:
            grading.hand_in(passage, attempt)

    def _retakes(self) -> tuple[dict[date, list[Passage]], dict[date, list[Passage]]]:
        """Second passages by day: those sat before the decisions of the first, and those after."""
        early: dict[date, list[Passage]] = {}
        late: dict[date, list[Passage]] = {}
        seconds = [each for there in self.held.passages.values() for each in there if each.number > 1]
        for passage in sorted(seconds, key=lambda each: (each.on, each.learner)):
            days = early if passage.on <= self.held.deliberates_on else late
            days.setdefault(passage.on, []).append(passage)
        return early, late

    def _retake(self, passages: list[Passage]) -> None:
        """Open the second attempts of one day, and mark them."""
        for passage in passages:
            before = self.held.passages[passage.learner][0].marks
            made = open_retakes(
                session=self._fresh(),
                candidates=[self.candidates[passage.learner]],
                criteria=[each for each, level in passage.marks.items() if level != before.get(each)],
                beyond_limits="Passage repris des relevés de la session.",
                by=self.head,
                now=self.now,
            )
            if made.refused:
                raise ValueError(f"{passage.learner}: {made.refused[0].sentences('en')}")
        if not is_from_register(self._fresh()):
            assign_evenly(session=self.session, by=self.head, now=self.now)
        attempts = self._attempts(2)
        self._control({passage.learner: attempts[passage.learner] for passage in passages})
        self._grade([(passage, attempts[passage.learner]) for passage in passages])

    def _decide(self) -> None:
        session = close_marking(session=self._fresh(), by=self.head, now=self.now)
        decide(session, Bench(self.head, self.president, self.member, self.assessors), now=self.now)

    def _fresh(self) -> Session:
        self.session = Session.objects.select_related("institution", "version__design").get(pk=self.session.pk)
        return self.session


def at(day: date, hour: int) -> datetime:
    """An hour of a day, where the pages are read."""
    return datetime.combine(day, time(hour), get_default_timezone())
