"""Credentials that stand longer without a new assessment: others are made instead, which say on what grounds.

What comes of a new assessment is not here: its award goes into a batch as any other, see `queries.renewals`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.engine.model.awards import Renewal
from sceau.institutions.models import Institution
from sceau.institutions.roles import Right
from sceau.issuing.errors import NotNow, WrongValue
from sceau.issuing.models import Batch
from sceau.issuing.queries.renewals import Renewable, prospects
from sceau.issuing.reasons import renewing as reasons
from sceau.issuing.reasons.turning import CHANGED_SINCE
from sceau.issuing.renewals import kept_renewal
from sceau.issuing.rights import require
from sceau.issuing.services.preparing import Replacement, alone, prepare_replacements
from sceau.issuing.services.releasing import send_on
from sceau.issuing.states import Cause
from sceau.keyring.ports import KeyStore

MOST: Final = 5_000  # a page that renews more would be waited for too long
LONGEST_GROUNDS: Final = 500  # characters


def renew(
    *,
    institution: Institution,
    credentials: Iterable[int],
    grounds: str,
    follows: bool,
    by: User,
    now: datetime,
    keys: KeyStore | None = None,
    expected: int | None = None,
    idempotency: str = "",
) -> Batch:
    """One batch in which each of these credentials is made anew, for another term of its micro-credential.

    It is released at once where one person may decide; where two people are asked for, somebody else releases it. Until
    the others are signed these stand. Those that cannot be renewed are left out, see `prospects`.

    credentials:  their primary keys
    grounds:      what the body rests it on: it stands in each credential
    follows:      the new term begins with the end of the former, where that is not over; else on this day
    keys:         when given, whether the key can be opened is looked at before a release
    expected:     how many whoever asks has read that would be renewed: when it is another number, nothing is done
    idempotency:  the same call again gives the batch that it gave before
    raises:       NotEntitled; WrongValue without grounds or for too many; NotNow when none can be renewed
    """
    require(by, Right.CHANGE_CREDENTIALS, institution, now=now)
    wanted, chosen = _grounds(grounds), sorted(set(credentials))
    if len(chosen) > MOST:
        raise WrongValue(reasons.TOO_MANY_TO_RENEW, field="chosen", count=len(chosen), most=MOST)
    with transaction.atomic():
        body = alone(institution)
        before = Batch.objects.filter(institution=body, idempotency=idempotency).first() if idempotency else None
        if before is not None:
            return before
        on = localdate(now)
        renewable = prospects(body, chosen, on=on).renewable
        if not renewable:
            raise NotNow(reasons.NOTHING_TO_RENEW)
        if expected is not None and len(renewable) != expected:
            raise NotNow(CHANGED_SINCE, field="expected", count=len(renewable), expected=expected)
        batch = prepare_replacements(
            institution=body,
            replacements=[_replacement(each, wanted, on, follows=follows) for each in renewable],
            name=_name(body, renewable),
            by=by,
            now=now,
            cause=Cause.RENEWAL,
            idempotency=idempotency,
        )
        return send_on(batch=batch, by=by, now=now, keys=keys)


def _replacement(what: Renewable, grounds: str, on: date, *, follows: bool) -> Replacement:
    """The name that a correction gave stays, for the record of the person may say another still."""
    there = what.credential
    renewal = Renewal(
        on=on,
        counted_from=what.counted_from if follows else on,
        former_on=localdate(there.issued_at),
        grounds=grounds,
    )
    return Replacement(there, there.line.name, renewal=kept_renewal(renewal))


def _grounds(typed: str) -> str:
    wanted = " ".join(typed.split())
    if not wanted or len(wanted) > LONGEST_GROUNDS or not wanted.isprintable():
        raise WrongValue(reasons.NO_GROUNDS, field="grounds", most=LONGEST_GROUNDS)
    return wanted


def _name(institution: Institution, renewable: list[Renewable]) -> str:
    """What the batch is called, in the language of the institution."""
    language = "en" if institution.languages[:1] == ["en"] else "fr"
    if len(renewable) == 1:
        return reasons.RENEWAL.sentence(language, {"code": renewable[0].credential.code})
    return reasons.RENEWAL_OF_MANY.sentence(language, {"count": len(renewable)})
