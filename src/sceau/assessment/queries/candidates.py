"""Reads of the candidates, each with who may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.timezone import localdate

from sceau.assessment import prerequisites
from sceau.assessment.models import Arrangement, Attempt, Candidate, Control, Piece, Session
from sceau.assessment.rights import sessions_within
from sceau.assessment.states import CandidateState, SessionKind, SessionState
from sceau.engine.marking.rules import AssessmentRules
from sceau.engine.strict_json import JsonObject
from sceau.frameworks.queries import standing_of
from sceau.institutions.models import Membership
from sceau.institutions.roles import Right
from sceau.people.models import Address, CivilStatus, Guardian, Person
from sceau.people.queries import missing_of, records_of
from sceau.people.states import AddressKind

_ASKED_DAYS = 730
_MOST_FILES = 10
DECLARED = ("RNCP", "RS")  # a bloc alone is not declared: DOMAIN 5.1


class Lacking(NamedTuple):
    """Something that is still to be known of a candidate. required: nothing is sent without it"""

    code: str
    fr: str
    en: str
    required: bool


def candidates_of(session: Session) -> QuerySet[Candidate]:
    """Everybody in a session that one may see, by number, each with the person, the cohort and the trainer."""
    return (
        Candidate.objects.filter(session=session)
        .select_related("person", "person__root", "cohort", "trainer")
        .order_by("number")
    )


def candidate_of(memberships: Iterable[Membership], uuid: UUID) -> Candidate | None:
    """One candidate, for a colleague who sees the session."""
    return (
        Candidate.objects.filter(
            session__in=Session.objects.filter(sessions_within(memberships, Right.SEE_SESSIONS)), uuid=uuid
        )
        .select_related(
            "session__institution",
            "session__organiser",
            "session__version__design",
            "person__institution",
            "person__root",
            "cohort",
            "trainer",
        )
        .defer("session__version__source", "session__version__gate", "session__version__design__draft")
        .first()
    )


def found_among(candidates: QuerySet[Candidate], text: str) -> QuerySet[Candidate]:
    """Those of whom each word typed begins a part of the names, or is the number or a part of the reference."""
    for word in text.split()[:6]:
        met = (
            Q(person__given_name__icontains=word)
            | Q(person__family_name__icontains=word)
            | Q(person__sort_name__icontains=word.casefold())
            | Q(person__reference__icontains=word)
        )
        if word.isdigit():
            met |= Q(number=int(word[:9]))
        candidates = candidates.filter(met)
    return candidates


def counts_of(session: Session) -> dict[str, int]:
    """How many are in each state."""
    rows = Candidate.objects.filter(session=session).values("state").annotate(n=Count("pk"))
    found = {row["state"]: row["n"] for row in rows}
    return {state.value: found.get(state.value, 0) for state in CandidateState}


def with_needs(candidates: QuerySet[Candidate], *, brought: QuerySet[Person] | None = None) -> QuerySet[Candidate]:
    """Each with what its line in a list tells: last attempt, arrangements waiting, an address, a guardian.

    brought:  for a partner, the only records whose guardians count
    """
    emails = Address.objects.filter(kind=AddressKind.EMAIL, removed_at__isnull=True)
    own, merged = emails.filter(person=OuterRef("person")), emails.filter(person__root=OuterRef("person"))
    waiting = Arrangement.objects.filter(candidate=OuterRef("pk"), state="asked")
    guardians = Guardian.objects.filter(person=OuterRef("person"), removed_at__isnull=True)
    guardians = guardians if brought is None else guardians.filter(person__in=brought)
    return candidates.annotate(
        has_email=Exists(own) | Exists(merged), waiting=Exists(waiting), has_guardian=Exists(guardians)
    ).prefetch_related(Prefetch("attempts", Attempt.objects.order_by("number"), to_attr="all_attempts"))


def files_at(email: str, *, now: datetime) -> list[Candidate]:
    """The files that an address may ask a link to: sessions that are not cancelled, of the last two years."""
    known = Address.objects.filter(kind=AddressKind.EMAIL, value=email.strip().lower(), removed_at__isnull=True)
    people = set(known.values_list("person", flat=True)) | set(known.values_list("person__root", flat=True))
    return list(
        Candidate.objects.filter(
            person__in=records_of({each for each in people if each is not None}),
            changed_at__gt=now - timedelta(days=_ASKED_DAYS),
            person__erased_at__isnull=True,
        )
        .exclude(session__state=SessionState.CANCELLED)
        .select_related("session__institution")
        .order_by("-changed_at")[:_MOST_FILES]
    )


def attempts_of(candidate: Candidate) -> list[Attempt]:
    """Every attempt of a candidate with its controls, the first one first."""
    return list(
        Attempt.objects.filter(candidate=candidate)
        .prefetch_related(Prefetch("controls", Control.objects.select_related("checked_by").order_by("pk")))
        .order_by("number")
    )


def last_attempt(candidate: Candidate) -> Attempt | None:
    """The attempt that counts now; None for somebody who was only invited."""
    return Attempt.objects.filter(candidate=candidate).select_related("candidate__session").order_by("-number").first()


def pieces_of(candidate: Candidate, *, removed: bool = False) -> QuerySet[Piece]:
    """The evidence of all attempts, the first handed in first; removed: what was taken out too."""
    found = Piece.objects.filter(attempt__candidate=candidate).select_related("attempt", "sent_by", "removed_by")
    return (found if removed else found.filter(removed_at__isnull=True)).order_by("sent_at", "pk")


def arrangements_of(candidate: Candidate) -> QuerySet[Arrangement]:
    """What was asked, and what became of it."""
    return Arrangement.objects.filter(candidate=candidate).select_related("decided_by").order_by("asked_at", "pk")


def is_declared(document: JsonObject, *, now: datetime) -> bool:
    """Whether awards of this version are declared to the State: it claims a fiche, and the registers do not deny it."""
    claim = document.get("registration") or {}
    if claim.get("type") not in DECLARED or not claim.get("code"):
        return False
    standing = standing_of(str(claim["code"]), on=localdate(now))
    return standing.active or not (standing.known and standing.loaded)


def missing_for_declaration(
    candidate: Candidate, *, now: datetime, brought: QuerySet[Person] | None = None
) -> tuple[Lacking, ...]:
    """What the declaration to the State would lack of a candidate; nothing for what is not declared.

    brought:  see `missing_of_many`
    """
    session = candidate.session
    if not is_declared(session.version.document, now=now):
        return ()
    return missing_of_many(session, [candidate], brought=brought)[candidate.pk]


def missing_of_many(
    session: Session, candidates: Sequence[Candidate], *, brought: QuerySet[Person] | None = None
) -> dict[int, tuple[Lacking, ...]]:
    """The same for many candidates of a session whose awards are declared, in one statement.

    brought:  for a partner, the only records whose civil status counts: what the body knows besides is not told
    source:  DOMAIN 5.1: of modalitesInscription and identificationTitulaire
    """
    parts = _civil_parts([each.person for each in candidates], brought)
    of_session = _of_session(session)
    return {each.pk: (*_of_enrolment(each, parts[each.pk_of_person]), *of_session) for each in map(_Keyed, candidates)}


def open_points(candidate: Candidate, rules: AssessmentRules) -> tuple[Lacking, ...]:
    """What the body still has to see to, besides what is declared. Asks nothing where `with_needs` was asked."""
    found = []
    conditions = prerequisites.conditions_of(rules)
    if conditions and prerequisites.unmet(conditions, candidate.prerequisites):
        found.append(Lacking("prerequisites", "réponses aux conditions d’accès", "answers to the conditions", False))
    if not getattr(candidate, "has_email", True):
        found.append(Lacking("email", "une adresse électronique", "an e-mail address", False))
    if candidate.under_age and not getattr(candidate, "has_guardian", True):
        found.append(Lacking("guardian", "un parent ou tuteur", "a parent or guardian", True))
    return tuple(found)


class _Keyed:
    """A candidate and the record that stands for the person."""

    def __init__(self, candidate: Candidate) -> None:
        self.candidate = candidate
        self.pk = candidate.pk
        self.pk_of_person = candidate.person.root_id or candidate.person_id


def _civil_parts(people: Iterable[Person], brought: QuerySet[Person] | None) -> dict[int, list[str]]:
    """By standing record, which parts of the civil status are filled in; that of the standing record comes first."""
    standing = {each.root_id or each.pk for each in people}
    found: dict[int, list[str]] = {key: [] for key in standing}
    rows = CivilStatus.objects.filter(person__in=records_of(standing)).order_by("changed_at")
    rows = rows if brought is None else rows.filter(person__in=brought)
    for person, root, filled in rows.values_list("person", "person__root", "parts"):
        key = person if person in standing else root
        if key is not None and (person == key or not found[key]):
            found[key] = filled
    return found


def _of_enrolment(keyed: _Keyed, parts: list[str]) -> list[Lacking]:
    candidate = keyed.candidate
    found = []
    if not candidate.access_route:
        found.append(Lacking("access_route", "la voie d’accès", "the access route", True))
    if not candidate.initiative:
        found.append(
            Lacking("initiative", "qui a pris l’initiative de l’inscription", "who took the initiative", False)
        )
    if candidate.enrolled_on is None:
        found.append(Lacking("enrolled_on", "la date d’inscription", "the day of enrolment", False))
    civil = [Lacking(each.code, each.words("fr"), each.words("en"), each.required) for each in missing_of(parts)]
    if not candidate.edof_number:
        found += civil
        if any(each.required for each in civil):
            found.append(
                Lacking(
                    "edof_number",
                    "à défaut d’état civil, le numéro de dossier EDOF",
                    "failing civil status, the number of the EDOF file",
                    False,
                )
            )
    return found


def _of_session(session: Session) -> list[Lacking]:
    found = []
    if session.starts_on is None and session.kind != SessionKind.ROLLING:
        found.append(Lacking("exam_dates", "les dates de l’examen", "the dates of the exam", False))
    if not session.postcode:
        found.append(Lacking("postcode", "le code postal du centre", "the postcode of the centre", False))
    return found
