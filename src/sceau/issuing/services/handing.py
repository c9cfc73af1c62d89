"""What people at the desk do with letters: printed, marked as come back, sent again to another address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from sceau.accounts.models import User
from sceau.institutions.models import Institution
from sceau.institutions.roles import Right
from sceau.issuing.errors import NotNow, WrongValue
from sceau.issuing.letter_words import reader_of
from sceau.issuing.models import Letter
from sceau.issuing.reasons.letters import LETTER_HOLDS_NO_MORE, LETTER_STANDS_ELSEWHERE, NOWHERE_TO_WRITE
from sceau.issuing.rights import require
from sceau.issuing.services.letters import holds
from sceau.issuing.states import LetterState
from sceau.journal.services import record
from sceau.people import rights as people_rights
from sceau.people.errors import PeopleError
from sceau.people.models import Address
from sceau.people.queries import behind, email_of
from sceau.people.rules import address as rule_of_address
from sceau.people.services.addresses import add_address, prefer_address
from sceau.people.states import AddressKind

BY_HAND: Final = "letter.by_hand"  # Letter.fault, where somebody at the desk said that it came back
MOST_PRINTED: Final = 200  # pages in one file: what a printer and a pair of hands take at once


def mark_printed(*, institution: Institution, letters: Sequence[int], by: User, now: datetime) -> list[int]:
    """Those of them that were to be printed are; gives their numbers, by which it can be undone.

    letters:  primary keys; those of another institution, or printed meanwhile, are left alone
    raises:   NotEntitled
    """
    return _turn(
        "letters.printed",
        institution,
        letters=letters,
        was=LetterState.TO_PRINT,
        becomes=LetterState.PRINTED,
        by=by,
        now=now,
    )


def undo_printed(*, institution: Institution, letters: Sequence[int], by: User, now: datetime) -> list[int]:
    """They were not, after all: the printer jammed. raises: NotEntitled"""
    return _turn(
        "letters.unprinted",
        institution,
        letters=letters,
        was=LetterState.PRINTED,
        becomes=LetterState.TO_PRINT,
        by=by,
        now=now,
    )


def mark_returned(*, letter: Letter, by: User, now: datetime) -> Letter:
    """It had left, and came back: an address that nobody reads is known as such.

    raises:  NotEntitled; NotNow for a letter that was not sent
    """
    require(by, Right.PREPARE_CREDENTIALS, letter.institution, now=now)
    with transaction.atomic():
        there = _held(letter)
        if there.state != LetterState.SENT:
            raise NotNow(LETTER_STANDS_ELSEWHERE)
        there.state, there.fault, there.ended_at = LetterState.BOUNCED, BY_HAND, now
        there.save(update_fields=["state", "fault", "ended_at"])
        _write("letter.came_back", there, by, now)
    return there


def send_again(*, letter: Letter, email: str, by: User, now: datetime) -> Letter:
    """Have a letter that came back, or that was to be printed, sent; first to another address, where one is given.

    email:   "" for the address that is known; another one becomes the preferred address of the person
    raises:  NotEntitled; WrongValue; NotNow when it left meanwhile, or tells what does not hold any more
    """
    require(by, Right.PREPARE_CREDENTIALS, letter.institution, now=now)
    with transaction.atomic():
        there = _held(letter)
        if there.state not in {LetterState.BOUNCED, LetterState.TO_PRINT, LetterState.PRINTED}:
            raise NotNow(LETTER_STANDS_ELSEWHERE)
        if not holds(there, now=now):
            raise NotNow(LETTER_HOLDS_NO_MORE)
        if email.strip():
            people_rights.require(by, Right.EDIT_PEOPLE, letter.institution, now=now)
            _prefer(there, email, by, now)
        elif not email_of(reader_of(there.credential)):
            raise WrongValue(NOWHERE_TO_WRITE, field="email")
        Letter.objects.filter(pk=there.pk).update(
            state=LetterState.WAITING, due=now, tries=0, fault="", ended_at=None, again=F("again") + 1
        )
        _write("letter.sent_again", there, by, now)
    there.refresh_from_db(fields=["state", "due", "tries", "fault", "ended_at", "again"])
    return there


def _prefer(letter: Letter, email: str, by: User, now: datetime) -> None:
    """The person is written to there from now on."""
    person = reader_of(letter.credential)
    try:
        value = rule_of_address(AddressKind.EMAIL, email, field="email")
        known = Address.objects.filter(
            behind(person), kind=AddressKind.EMAIL, value=value, removed_at__isnull=True
        ).first()
        if known is None:
            known = add_address(person=person, kind=AddressKind.EMAIL, value=value, by=by, now=now)
        prefer_address(address=known, by=by, now=now)
    except PeopleError as refusal:
        raise WrongValue(refusal.reason, field="email", **refusal.details) from refusal


def _turn(
    code: str,
    institution: Institution,
    *,
    letters: Sequence[int],
    was: LetterState,
    becomes: LetterState,
    by: User,
    now: datetime,
) -> list[int]:
    require(by, Right.PREPARE_CREDENTIALS, institution, now=now)
    with transaction.atomic():
        chosen = Letter.objects.select_for_update().filter(institution=institution, pk__in=letters, state=was)
        found = list(chosen.order_by("pk").values_list("pk", flat=True)[:MOST_PRINTED])
        if found:
            ended = now if becomes == LetterState.PRINTED else None
            Letter.objects.filter(pk__in=found).update(state=becomes, ended_at=ended)
            record(
                code,
                subject=f"institution:{institution.uuid}",
                by=by.uuid,
                at=now,
                institution=institution.uuid,
                count=len(found),
            )
    return found


def _held(letter: Letter) -> Letter:
    """The letter as it stands, kept from others until the transaction ends."""
    rows = Letter.objects.select_for_update(of=("self",)).select_related(
        "institution", "credential__award__person__root"
    )
    return rows.get(pk=letter.pk)


def _write(code: str, letter: Letter, by: User, now: datetime) -> None:
    record(
        code,
        subject=f"credential:{letter.credential.uuid}",
        by=by.uuid,
        at=now,
        institution=letter.institution.uuid,
        kind=str(letter.kind),
    )
