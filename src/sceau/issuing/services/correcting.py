"""A name or a decision put right: a new credential stands instead of the old one, which is never revoked."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import orjson
from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment.models import Award
from sceau.institutions.roles import Right
from sceau.issuing.errors import NotNow, WrongValue
from sceau.issuing.models import Batch, Credential
from sceau.issuing.queries.settings import settings_of
from sceau.issuing.reasons import turning as reasons
from sceau.issuing.rights import may, require
from sceau.issuing.services.preparing import Replacement, prepare_replacements
from sceau.issuing.services.releasing import ask_release, release_batch
from sceau.issuing.services.replacing import REPLACEABLE
from sceau.issuing.states import Cause, CredentialState
from sceau.keyring.ports import KeyStore
from sceau.people.queries import behind, person_of

LONGEST_NAME: Final = 300  # characters, as a name in full of a record
_EN: Final = {
    CredentialState.REVOKED: "revoked",
    CredentialState.REPLACED: "replaced",
    CredentialState.CANCELLED: "called off",
    CredentialState.ERASED: "erased",
}


def correct_name(*, credential: Credential, name: str, by: User, now: datetime, keys: KeyStore | None = None) -> Batch:
    """Have a credential made anew under another name, in a batch of its own.

    It is released at once where one person may decide; where two people are asked for, somebody else releases it. Until
    it is signed the old credential stands.

    name:    that the new credential bears; the record of the person is not changed
    keys:    when given, whether the key can be opened is looked at before a release
    raises:  NotEntitled; WrongValue for a name that is none, or the same; NotNow when the credential stands no more,
             its award was withdrawn, or a correction of it waits already
    """
    require(by, Right.CHANGE_CREDENTIALS, credential.institution, now=now)
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > LONGEST_NAME or not wanted.isprintable():
        raise WrongValue(reasons.NAME_WRONG, field="name", most=LONGEST_NAME)
    with transaction.atomic():
        there = _to_replace(credential)
        if wanted == name_on(there):
            raise WrongValue(reasons.NAME_AS_BEFORE, field="name")
        is_records = wanted == str(person_of(there.award.person))
        return _corrected(
            Replacement(there, "" if is_records else wanted, renewal=there.line.renewal), by=by, now=now, keys=keys
        )


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
        return _corrected(Replacement(there, award=award, renewal=there.line.renewal), by=by, now=now, keys=keys)


def award_instead(credential: Credential) -> Award | None:
    """What the corrective decision that withdrew the award of a credential gave the same person, if anything."""
    decision = credential.award.withdrawn_by
    if decision is None:
        return None
    same = behind(credential.award.person)
    there = Award.objects.filter(same, decision=decision, withdrawn_at__isnull=True)
    return there.select_related("decision__deliberation__session", "version__design").first()


def _to_replace(credential: Credential) -> Credential:
    there = Credential.objects.select_related("institution", "content", "line", "award__person__root").get(
        pk=credential.pk
    )
    state = CredentialState(there.state)
    if state not in REPLACEABLE:
        raise NotNow(reasons.NOT_TO_CORRECT, state=state.label, state_en=_EN[state])
    return there


def _corrected(what: Replacement, *, by: User, now: datetime, keys: KeyStore | None) -> Batch:
    """A batch of its own, released as the institution decided."""
    institution = what.credential.institution
    batch = prepare_replacements(
        institution=institution,
        replacements=[what],
        name=reasons.CORRECTION.sentence("fr", {"code": what.credential.code}),
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
