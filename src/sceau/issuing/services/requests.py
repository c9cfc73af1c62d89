"""A holder says that a credential is wrong, and the body answers: by a correction, or in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from sceau.accounts.models import User
from sceau.institutions.roles import Right
from sceau.issuing.errors import NotEntitled, NotNow, WrongValue
from sceau.issuing.models import Batch, CorrectionRequest, Credential
from sceau.issuing.queries.credentials import correction_of
from sceau.issuing.reasons import requests as reasons
from sceau.issuing.reasons.opening import NOT_YOURS
from sceau.issuing.rights import require
from sceau.issuing.services.correcting import LONGEST_NAME, correct_name, name_on
from sceau.issuing.services.letters import queue
from sceau.issuing.services.replacing import REPLACEABLE
from sceau.issuing.states import About, Kind, RequestState
from sceau.journal.services import record
from sceau.keyring.ports import KeyStore
from sceau.people import errors as people
from sceau.people.queries import is_oneself, person_of
from sceau.people.services import edit_person

LONGEST_WORDS: Final = 1_000  # characters, of a request and of its answer


def ask_correction(
    *, credential: Credential, about: About, name: str = "", words: str = "", by: User | None, now: datetime
) -> CorrectionRequest:
    """Note what a holder says is wrong; the same said again is the same request.

    name:    as it should be, where the name is wrong; left alone otherwise
    words:   needed where something else is wrong
    by:      the holder's account; None for whoever had the holder's link
    raises:  NotEntitled; WrongValue; NotNow when another request waits, a correction is on its way, or the credential
             counts no more
    """
    if by is not None and not is_oneself(credential.award.person, by):
        raise NotEntitled(NOT_YOURS)
    said = {"about": about, "name": _wanted(credential, name) if about == About.NAME else "", "words": _words(words)}
    if about == About.OTHER and not said["words"]:
        raise WrongValue(reasons.WHAT_IS_WRONG, field="words", most=LONGEST_WORDS)
    with transaction.atomic():
        there = Credential.objects.select_for_update(no_key=True).get(pk=credential.pk)
        waits = CorrectionRequest.objects.filter(credential=there, state=RequestState.OPEN).first()
        if waits is not None and all(getattr(waits, field) == value for field, value in said.items()):
            return waits
        if waits is not None:
            raise NotNow(reasons.ASKED_ALREADY)
        if there.state not in REPLACEABLE:
            raise NotNow(reasons.NOTHING_TO_ASK)
        if correction_of(there) is not None:
            raise NotNow(reasons.CORRECTED_ALREADY)
        try:
            with transaction.atomic():
                made = CorrectionRequest.objects.create(credential=credential, asked_at=now, asked_by=by, **said)
        except IntegrityError as another:
            raise NotNow(reasons.ASKED_ALREADY) from another
        _write("request.asked", made, by=by, now=now, about=str(about))
    return made


def withdraw_request(*, request: CorrectionRequest, by: User | None, now: datetime) -> CorrectionRequest:
    """Whoever asked does not ask any more. raises: NotEntitled; NotNow when it waits no more"""
    if by is not None and not is_oneself(request.credential.award.person, by):
        raise NotEntitled(NOT_YOURS)
    with transaction.atomic():
        there = _held(request)
        there.state, there.answered_at = RequestState.WITHDRAWN, now
        there.save(update_fields=["state", "answered_at"])
        _write("request.withdrawn", there, by=by, now=now)
    return there


@dataclass(frozen=True, slots=True)
class Recorded:
    """The name that a record is to bear, in its two parts; either may be empty."""

    given_name: str
    family_name: str

    def spells(self, name: str) -> bool:
        """Whether the two parts, in one order or the other, are that name."""
        parts = [" ".join(each.split()) for each in (self.given_name, self.family_name)]
        return " ".join(name.split()) in {" ".join(filter(None, order)) for order in (parts, parts[::-1])}


def accept_name(
    *,
    request: CorrectionRequest,
    name: str,
    by: User,
    now: datetime,
    keys: KeyStore | None = None,
    recorded: Recorded | None = None,
) -> Batch:
    """Have the credential made anew under the name that was asked for, or as the body writes it.

    The new credential says enough: its letter is the answer. A batch that is called off makes the request wait again.

    recorded:  taken over into the person's record as well, at once, by whoever may change it; None: it stays as it is
    raises:    as `correct_name`; NotNow when the request waits no more, or is about something else; with `recorded`,
               NotEntitled, WrongValue where it is not the name, and then nothing is written at all
    """
    require(by, Right.CHANGE_CREDENTIALS, request.credential.institution, now=now)
    with transaction.atomic():
        if recorded is not None:  # first: an erasure takes the person before what hangs on it
            _record(request, name, recorded, by=by, now=now)
        there = _held(request)
        if there.about != About.NAME:
            raise NotNow(reasons.NOT_OF_A_NAME)
        return correct_name(credential=there.credential, name=name, by=by, now=now, keys=keys)


def answer_request(
    *, request: CorrectionRequest, accepted: bool, words: str, by: User, now: datetime
) -> CorrectionRequest:
    """Say to the holder what was done about it, or why nothing is; a letter is noted, once.

    raises:  NotEntitled; WrongValue without words; NotNow when the request waits no more
    """
    require(by, Right.CHANGE_CREDENTIALS, request.credential.institution, now=now)
    answer = _words(words)
    if not answer:
        raise WrongValue(reasons.NO_ANSWER, field="words", most=LONGEST_WORDS)
    with transaction.atomic():
        there = _held(request)
        there.state = RequestState.ACCEPTED if accepted else RequestState.REFUSED
        there.answer, there.answered_at, there.answered_by = answer, now, by
        there.save(update_fields=["state", "answer", "answered_at", "answered_by"])
        queue([there.credential], Kind.ANSWERED, due=now, now=now, occasion=str(there.uuid))
        _write("request.answered" if accepted else "request.refused", there, by=by, now=now)
    return there


def _held(request: CorrectionRequest) -> CorrectionRequest:
    """The request as it stands, kept from others until the transaction ends. raises: NotNow when it waits no more"""
    rows = CorrectionRequest.objects.select_for_update(of=("self",), no_key=True)
    there = rows.select_related("credential__institution", "credential__award__person__root").get(pk=request.pk)
    if there.state != RequestState.OPEN:
        raise NotNow(reasons.ENDED_ALREADY)
    return there


def _record(request: CorrectionRequest, name: str, recorded: Recorded, *, by: User, now: datetime) -> None:
    """The record of the person says the name from now on; what it said stays in its history."""
    require(by, Right.EDIT_PEOPLE, request.credential.institution, now=now)
    if not recorded.spells(name):
        raise WrongValue(reasons.RECORD_SAYS_ANOTHER, field="family_name", name=" ".join(name.split()))
    person = person_of(request.credential.award.person)
    try:
        edit_person(
            person=person,
            given_name=recorded.given_name,
            family_name=recorded.family_name,
            native_name=person.native_name,
            language=person.language,
            reference=person.reference,
            by=by,
            now=now,
        )
    except people.WrongValue as refusal:
        raise WrongValue(refusal.reason, field=refusal.field, **refusal.details) from refusal
    except people.PeopleError as refusal:
        raise NotNow(refusal.reason, field=refusal.field, **refusal.details) from refusal


def _wanted(credential: Credential, name: str) -> str:
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > LONGEST_NAME or not wanted.isprintable():
        raise WrongValue(reasons.WANTED_NAME, field="name", most=LONGEST_NAME)
    if wanted == name_on(credential):
        raise WrongValue(reasons.NAME_IS_THERE, field="name")
    return wanted


def _words(typed: str) -> str:
    """As they are kept: plain lines."""
    kept = "\n".join(line.rstrip() for line in typed.strip().splitlines())
    kept = "".join(each for each in kept if each == "\n" or each.isprintable())
    if len(kept) > LONGEST_WORDS:
        raise WrongValue(reasons.WORDS_TOO_LONG, field="words", most=LONGEST_WORDS)
    return kept


def _write(code: str, request: CorrectionRequest, *, by: User | None, now: datetime, **details: str) -> None:
    record(
        code,
        subject=f"credential:{request.credential.uuid}",
        by=by.uuid if by else None,
        at=now,
        institution=request.credential.institution.uuid,
        request=request.uuid.hex,
        **details,
    )
