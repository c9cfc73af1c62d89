"""Applying by oneself from a public page: what was typed is sealed, and counts once the address has answered.

Whatever is known of an address, the page says the same: only who reads the mailbox learns more.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import orjson
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from sceau.assessment import asked, prerequisites
from sceau.assessment.ages import is_under_age
from sceau.assessment.errors import AlreadyThere, NotNow, WrongValue
from sceau.assessment.models import Application, Candidate, Link, Session
from sceau.assessment.reasons.candidates import GUARDIAN_NEEDED, LINK_UNKNOWN
from sceau.assessment.services.enrolment import apply, checked_motivation, require_open_to_all
from sceau.assessment.services.entering import TAKING, require_place
from sceau.assessment.services.links import digest_of
from sceau.assessment.services.writing import held, rules_for
from sceau.institutions.directories.ports import SecretBox
from sceau.journal.services import record
from sceau.people import civil
from sceau.people.finding import folded_name
from sceau.people.models import Address, Person
from sceau.people.queries import behind, person_of
from sceau.people.services import (
    add_guardian,
    complete_civil_status,
    create_person,
    verify_address,
)
from sceau.people.services.matching import may_be
from sceau.people.states import AddressKind

KEPT: Final = timedelta(days=3)  # an application that nobody confirmed, and the data of one that was
MOST_WAITING: Final = 5_000  # of one session: more are not people, and the oldest make room for who comes now
_SALT: Final = "sceau.assessment.application"


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, checked.

    values:    see `assessment.asked`
    guardian:  {"name", "relation", "email", "phone"} of who answers for somebody under age, else {}
    """

    values: dict[str, str]
    prerequisites: list[dict[str, Any]]
    by_experience: bool
    motivation: str
    guardian: dict[str, str]


def receive(
    *,
    session: Session,
    values: Mapping[str, str],
    answers: Sequence[Mapping[str, Any]],
    by_experience: bool,
    motivation: str,
    guardian: Mapping[str, str],
    language: str,
    box: SecretBox,
    now: datetime,
) -> Application:
    """Keep an application until its address is confirmed; the mail follows from the act "application.received".

    raises:  WrongValue at its field; NotNow when the session is closed or full
    """
    rules = rules_for(session)
    require_open_to_all(session, now=now, by_experience=by_experience)
    kept = asked.checked(values, rules.required_fields, now=now)
    checked_motivation(motivation, needed=by_experience)
    met = prerequisites.checked_answers(prerequisites.conditions_of(rules), answers)
    told = {name: " ".join(guardian.get(name, "").split()) for name in ("name", "relation", "email", "phone")}
    under_age = is_under_age(kept.get("birth_date", ""), session.starts_on or localdate(now))
    if under_age and not (told["name"] and told["relation"]):
        raise WrongValue(GUARDIAN_NEEDED, field="guardian_name" if not told["name"] else "guardian_relation")
    typed = Typed(kept, met, by_experience, motivation.strip(), told if under_age else {})
    with transaction.atomic():
        there = held(session)
        require_place(there, TAKING)
        Application.objects.filter(expires_at__lt=now).delete()
        _make_room(there)
        application = Application(
            session=there,
            language=language,
            nonce=secrets.token_hex(16),
            created_at=now,
            expires_at=now + KEPT,
        )
        application.sealed = box.seal(orjson.dumps(asdict(typed)), context=_context(application))
        application.token_digest = digest_of(token_of(application))
        application.save()
        record(
            "application.received",
            subject=f"application:{application.uuid}",
            by=None,
            at=now,
            institution=there.institution.uuid,
            session=str(there.uuid),
        )
    return application


def _make_room(session: Session) -> None:
    """A flood shuts nobody out: what waits longest goes first. What nobody confirmed takes no place of the session."""
    waiting = Application.objects.filter(session=session, confirmed_at__isnull=True)
    newest = waiting.order_by("-pk").values_list("pk", flat=True)[MOST_WAITING - 1 : MOST_WAITING]
    for oldest_kept in newest:
        waiting.filter(pk__lte=oldest_kept).delete()


def token_of(application: Application) -> str:
    """What stands in the link: 43 signs, made anew from the row and the secret of the installation."""
    made = salted_hmac(_SALT, f"{application.uuid.hex}:{application.nonce}", algorithm="sha256").digest()
    return urlsafe_b64encode(made).rstrip(b"=").decode()


def address_of(application: Application, *, box: SecretBox) -> tuple[str, str]:
    """Where to write about an application, and the name to use; ("", "") for one whose data are gone."""
    if not application.sealed:
        return "", ""
    values = _open(application, box=box).values
    return values["email"], f"{values['given_name']} {values.get('used_name') or values['birth_name']}".strip()


def application_for(token: str, *, now: datetime) -> Application | None:
    """The application of a link that was mailed, None for one that opens nothing now."""
    return (
        Application.objects.select_related("session__version", "session__institution", "candidate")
        .filter(token_digest=digest_of(token), expires_at__gt=now)
        .first()
    )


def confirm(*, application: Application, box: SecretBox, now: datetime) -> Candidate:
    """The address has answered: the application counts. Whoever is in the session already finds their file.

    A person is only recognised by this address with the same names, unless civil status says two people, as of a father
    and a son who share both; nobody enters somebody's file by knowing a birth date. Who looks alike otherwise is shown
    to the body, which decides.

    raises:  NotNow when the session has closed or filled meanwhile
    """
    with transaction.atomic():
        session = held(application.session)
        there = Application.objects.select_for_update().filter(pk=application.pk).first()
        if there is None:
            raise NotNow(LINK_UNKNOWN)
        if there.candidate_id is not None:
            closed = Link.objects.filter(candidate=OuterRef("pk"), withdrawn_at__isnull=False)
            standing = Candidate.objects.filter(~Exists(closed), pk=there.candidate_id, person__erased_at__isnull=True)
            if (found := standing.first()) is None:
                raise NotNow(LINK_UNKNOWN)  # the body closed the links to this file: this one is one of them
            return found
        typed = _open(there, box=box)
        person, is_new = _person(session, typed.values, language=there.language, box=box, now=now)
        known = Candidate.objects.filter(behind(person), session=session).first()
        candidate = known or _apply(session, person, typed, language=there.language, now=now)
        if known is None:
            _complete(person, typed, is_new=is_new, box=box, now=now)
        there.sealed, there.confirmed_at, there.candidate = "", now, candidate
        there.save(update_fields=["sealed", "confirmed_at", "candidate"])
    return candidate


def _apply(session: Session, person: Person, typed: Typed, *, language: str, now: datetime) -> Candidate:
    day = session.starts_on or localdate(now)
    try:
        return apply(
            session=session,
            person=person,
            prerequisites=typed.prerequisites,
            by_experience=typed.by_experience,
            motivation=typed.motivation,
            language=language,
            under_age=is_under_age(typed.values.get("birth_date", ""), day),
            now=now,
        )
    except AlreadyThere:  # in another window
        return Candidate.objects.get(behind(person), session=session)


def _person(
    session: Session, values: Mapping[str, str], *, language: str, box: SecretBox, now: datetime
) -> tuple[Person, bool]:
    given, family = values["given_name"], values.get("used_name") or values["birth_name"]
    met = (
        Address.objects.filter(
            kind=AddressKind.EMAIL,
            value=values["email"],
            removed_at__isnull=True,
            person__institution=session.institution,
            person__folded__in={folded_name(given, family), folded_name(given, values["birth_name"])},
        )
        .select_related("person__root", "person__institution")
        .order_by("pk")
    )
    people = {person_of(each.person).pk: each for each in met if person_of(each.person).erased_at is None}
    found = civil.checked(asked.civil_values(values), today=localdate(now))
    if len(people) == 1 and may_be(next(iter(people.values())).person, found, box=box):
        address = next(iter(people.values()))
        verify_address(address=address, by=None, now=now)
        return person_of(address.person), False
    person = create_person(
        institution=session.institution,
        given_name=given,
        family_name=family,
        language=language,
        email=values["email"],
        phone=values.get("phone", ""),
        by=None,
        now=now,
    )
    for address in Address.objects.filter(person=person, kind=AddressKind.EMAIL):
        verify_address(address=address, by=None, now=now)
    return person, True


def _complete(person: Person, typed: Typed, *, is_new: bool, box: SecretBox, now: datetime) -> None:
    """What was typed goes into the civil status of somebody new, and fills what lacks of somebody known."""
    if values := asked.civil_values(typed.values):
        complete_civil_status(person=person, values=values, box=box, by=None, now=now)
    if typed.guardian and is_new:
        told = typed.guardian
        add_guardian(
            person=person,
            name=told["name"],
            relation=told["relation"],
            email=told["email"],
            phone=told["phone"],
            by=None,
            now=now,
        )


def _open(application: Application, *, box: SecretBox) -> Typed:
    return Typed(**orjson.loads(box.open(application.sealed, context=_context(application))))


def _context(application: Application) -> str:
    return f"assessment.application:{application.uuid}"
