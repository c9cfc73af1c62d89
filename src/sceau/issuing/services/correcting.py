"""Names or a decision put right: a new credential stands instead of the old one, which is never revoked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import orjson
from django.db import transaction
from django.db.models import QuerySet

from sceau.accounts.models import User
from sceau.assessment.models import Award
from sceau.engine.model.code import group_code
from sceau.institutions.models import Institution
from sceau.institutions.roles import Right
from sceau.intake.folding import nfc
from sceau.issuing.errors import IssuingError, NamesRefused, NotNow, WrongValue
from sceau.issuing.models import Batch, Credential
from sceau.issuing.queries.batches import hindrances
from sceau.issuing.queries.settings import settings_of, usual_language
from sceau.issuing.reasons import batches as of_batches
from sceau.issuing.reasons import requests as of_requests
from sceau.issuing.reasons import turning as reasons
from sceau.issuing.rights import may, require
from sceau.issuing.services.preparing import Replacement, prepare_replacements
from sceau.issuing.services.releasing import ask_release, release_batch
from sceau.issuing.services.replacing import REPLACEABLE
from sceau.issuing.services.tying import tie
from sceau.issuing.states import Cause, CredentialState
from sceau.keyring.ports import KeyStore
from sceau.people.queries import behind, person_of

LONGEST_NAME: Final = 300  # characters, as a name in full of a record
_JOINERS: Final = {0x200C: None, 0x200D: None}  # part of how names are spelt in Persian and in scripts of India
MOST_AT_ONCE: Final = 200  # names, which somebody reads one by one before they confirm
_EN: Final = {
    CredentialState.REVOKED: "revoked",
    CredentialState.REPLACED: "replaced",
    CredentialState.CANCELLED: "called off",
    CredentialState.ERASED: "erased",
}


def correct_name(*, credential: Credential, name: str, by: User, now: datetime, keys: KeyStore | None = None) -> Batch:
    """Have a credential made anew under another name, in a batch of its own.

    It is released at once where one person may decide; where two people are asked for, somebody else releases it. Until
    it is signed the old credential stands. A request of its holder for another name has its answer by this.

    name:    that the new credential bears; the record of the person is not changed
    keys:    when given, whether the key can be opened is looked at before a release
    raises:  NotEntitled; WrongValue for a name that is none, or the same; NotNow when the credential stands no more,
             its award was withdrawn, or a correction of it waits already
    """
    require(by, Right.CHANGE_CREDENTIALS, credential.institution, now=now)
    wanted = _name(name)
    with transaction.atomic():
        there = _to_replace(credential)
        if wanted == name_on(there):
            raise WrongValue(reasons.NAME_AS_BEFORE, field="name")
        return _renamed([(there, wanted)], by=by, now=now, keys=keys)


def correct_names(
    *, institution: Institution, names: Mapping[int, str], by: User, now: datetime, keys: KeyStore | None = None
) -> Batch:
    """The same of several, in one batch. Where one cannot be, none is.

    names:   by the primary keys of credentials; those that bear their name already are left alone
    raises:  NotEntitled; WrongValue where nothing is changed, or too much; NamesRefused, with why for each
    """
    require(by, Right.CHANGE_CREDENTIALS, institution, now=now)
    with transaction.atomic():
        changed, refused = _sorted_out(institution, names)
        if refused:
            raise NamesRefused(of_requests.SOME_NAMES_WRONG, refused)
        if not changed:
            raise WrongValue(of_requests.NO_NAME_CHANGED)
        return _renamed(changed, by=by, now=now, keys=keys)


def refused_names(*, institution: Institution, names: Mapping[int, str]) -> dict[int, IssuingError]:
    """Why `correct_names` would refuse, by primary key; nothing is written. raises: WrongValue for too many"""
    return _sorted_out(institution, names)[1]


def correct_decision(*, credential: Credential, by: User, now: datetime, keys: KeyStore | None = None) -> Batch:
    """Have a credential made of the award that a corrective decision put in the place of this one's.

    raises:  as `correct_name`; NotNow as well when no award stands in the place of the first
    """
    require(by, Right.CHANGE_CREDENTIALS, credential.institution, now=now)
    with transaction.atomic():
        there = _to_replace(credential)
        award = award_instead(there)
        if award is None:
            raise NotNow(reasons.NO_OTHER_AWARD)
        return _corrected([Replacement(there, award=award, renewal=there.line.renewal)], by=by, now=now, keys=keys)


def award_instead(credential: Credential) -> Award | None:
    """What the corrective decision that withdrew the award of a credential gave the same person, if anything."""
    decision = credential.award.withdrawn_by
    if decision is None:
        return None
    same = behind(credential.award.person)
    there = Award.objects.filter(same, decision=decision, withdrawn_at__isnull=True)
    return there.select_related("decision__deliberation__session", "version__design").first()


def _to_replace(credential: Credential) -> Credential:
    there = _with_names().get(pk=credential.pk)
    state = CredentialState(there.state)
    if state not in REPLACEABLE:
        raise _stands_no_more(state)
    return there


def _sorted_out(
    institution: Institution, names: Mapping[int, str]
) -> tuple[list[tuple[Credential, str]], dict[int, IssuingError]]:
    """What is changed, as it would be, and what cannot be."""
    if len(names) > MOST_AT_ONCE:
        raise WrongValue(of_requests.TOO_MANY_NAMES, most=MOST_AT_ONCE)
    changed: list[tuple[Credential, str]] = []
    refused: dict[int, IssuingError] = {}
    for there in _with_names().filter(institution=institution, pk__in=list(names)).order_by("pk"):
        try:
            wanted = _name(names[there.pk])
        except WrongValue as refusal:
            refused[there.pk] = refusal
        else:
            if wanted != name_on(there):
                changed.append((there, wanted))
    return changed, refused | not_to_correct([there for there, _name_wanted in changed])


def not_to_correct(credentials: Sequence[Credential]) -> dict[int, IssuingError]:
    """Of credentials of one institution, those whose name cannot be corrected now, and why, by primary key."""
    if not credentials:
        return {}
    against = hindrances(credentials[0].institution, [each.award for each in credentials])
    refused: dict[int, IssuingError] = {}
    for each in credentials:
        why = against.get(each.award_id)
        if each.state not in REPLACEABLE:
            refused[each.pk] = _stands_no_more(CredentialState(each.state))
        elif why is not None and why.reason is not of_batches.AWARD_HAS_ONE:  # it has the one that is replaced
            refused[each.pk] = NotNow(why.reason, **why.details)
    return refused


def _with_names() -> QuerySet[Credential]:
    return Credential.objects.select_related("institution", "content", "line", "award__person__root")


def _name(typed: str) -> str:
    wanted = nfc(" ".join(typed.split()))
    letters = wanted.translate(_JOINERS)
    if not letters or len(wanted) > LONGEST_NAME or not letters.isprintable():
        raise WrongValue(reasons.NAME_WRONG, field="name", most=LONGEST_NAME)
    return wanted


def _stands_no_more(state: CredentialState) -> NotNow:
    return NotNow(reasons.NOT_TO_CORRECT, state=state.label, state_en=_EN[state])


def _renamed(changed: Sequence[tuple[Credential, str]], *, by: User, now: datetime, keys: KeyStore | None) -> Batch:
    """A batch of these under their names; those of the record are taken from there."""
    what = [
        Replacement(there, "" if name == str(person_of(there.award.person)) else name, renewal=there.line.renewal)
        for there, name in changed
    ]
    batch = _corrected(what, by=by, now=now, keys=keys)
    tie(batch, [there.pk for there, _name_wanted in changed], by=by, now=now)
    return batch


def _corrected(what: Sequence[Replacement], *, by: User, now: datetime, keys: KeyStore | None) -> Batch:
    """A batch of its own, released as the institution decided."""
    institution, count = what[0].credential.institution, len(what)
    called = reasons.CORRECTION if count == 1 else of_requests.CORRECTIONS
    batch = prepare_replacements(
        institution=institution,
        replacements=what,
        name=called.sentence(
            usual_language(institution), {"code": group_code(what[0].credential.code), "count": count}
        ),
        by=by,
        now=now,
        cause=Cause.CORRECTION,
    )
    if not settings_of(institution).two_people and may(by, Right.RELEASE_CREDENTIALS, institution, now=now):
        return release_batch(batch=batch, by=by, now=now, keys=keys)
    return ask_release(batch=batch, by=by, now=now)


def name_on(credential: Credential) -> str:
    """The name that a credential bears in Latin letters, as it was signed; "" when its bytes are gone."""
    content = getattr(credential, "content", None)
    if content is None:
        return ""
    subject: dict[str, Any] = orjson.loads(bytes(content.body)).get("credentialSubject", {})
    names = (each["identityHash"] for each in subject.get("identifier", []) if each.get("identityType") == "name")
    return next(names, "")
