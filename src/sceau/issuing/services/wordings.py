"""What an institution writes to holders: kept, put back to the house's, tried on oneself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.institutions.models import Institution
from sceau.institutions.roles import Right
from sceau.issuing.errors import NotNow, WrongValue
from sceau.issuing.house_wordings import HOUSE, Text
from sceau.issuing.models import Wording
from sceau.issuing.reasons.letters import NO_SUCH_LANGUAGE, TRIALS_ENOUGH
from sceau.issuing.rights import require
from sceau.issuing.states import Kind
from sceau.issuing.wordings import LANGUAGES, Worded, check, fill, values, words
from sceau.journal.queries import Wanted, acts_of
from sceau.journal.services import record

TRIAL = "letters.trial_asked"
TRIALS: Final = 10  # in an hour: enough for all kinds in both languages while one writes them
_SAMPLE: Final = {
    "fr": ("Camille Exemple", "Conduire un projet (exemple)", "Une vérification est en cours."),
    "en": ("Camille Example", "Leading a project (example)", "A check is under way."),
}
_CODE: Final = "7GK2P4XWD93MTT"  # that of every example
_A_YEAR: Final = timedelta(days=365)


def save_wording(
    *, institution: Institution, kind: Kind, language: str, subject: str, body: str, by: User, now: datetime
) -> Wording | None:
    """Write in these words from now on; None when they are the house's, which then counts as no words of its own.

    raises:  NotEntitled; WrongValue, with where in the text
    """
    text = check(kind, language, subject=subject, body=body)
    require(by, Right.MANAGE_ISSUING_SETTINGS, institution, now=now)
    if text == check(kind, language, subject=HOUSE[language][kind].subject, body=HOUSE[language][kind].body):
        reset_wording(institution=institution, kind=kind, language=language, by=by, now=now)
        return None
    with transaction.atomic():
        there = Wording.objects.filter(institution=institution, kind=kind, language=language).first()
        if there is not None and Text(there.subject, there.body) == text:
            return there
        there, _ = Wording.objects.update_or_create(
            institution=institution,
            kind=kind,
            language=language,
            defaults={"subject": text.subject, "body": text.body, "changed_at": now, "changed_by": by},
        )
        _write("letters.reworded", institution, kind, language, by=by, now=now)
    return there


def reset_wording(*, institution: Institution, kind: Kind, language: str, by: User, now: datetime) -> None:
    """Write in the house's words again. raises: NotEntitled"""
    require(by, Right.MANAGE_ISSUING_SETTINGS, institution, now=now)
    with transaction.atomic():
        if Wording.objects.filter(institution=institution, kind=kind, language=language).delete()[0]:
            _write("letters.words_reset", institution, kind, language, by=by, now=now)


def ask_trial(*, institution: Institution, kind: Kind, language: str, by: User, now: datetime) -> None:
    """Have a sample of the letter, as it is kept, sent to oneself.

    raises:  NotEntitled; WrongValue; NotNow after `TRIALS` within an hour
    """
    require(by, Right.MANAGE_ISSUING_SETTINGS, institution, now=now)
    if language not in LANGUAGES:
        raise WrongValue(NO_SUCH_LANGUAGE, field="language")
    lately = Wanted(actors=(by.uuid,), codes=(TRIAL,), since=now - timedelta(hours=1))
    with transaction.atomic():
        if acts_of(institution.uuid, lately).count() >= TRIALS:
            raise NotNow(TRIALS_ENOUGH, most=TRIALS)
        _write(TRIAL, institution, kind, language, by=by, now=now)


def sample(
    institution: Institution, kind: Kind, language: str, *, link: str, now: datetime, text: Text | None = None
) -> Worded:
    """The letter as it would reach Camille Exemple, who does not exist.

    link:  where its button leads
    text:  words that are not kept yet; None: those that are
    """
    name, title, why = _SAMPLE[language]
    given = values(
        language,
        name=name,
        title=title,
        institution=institution.name,
        link=link,
        code=_CODE,
        until=localdate(now + _A_YEAR),
        why=why if kind in {Kind.SUSPENDED, Kind.REVOKED, Kind.ANSWERED} else "",
    )
    return fill(text or words(institution, kind, language), language, given)


def _write(code: str, institution: Institution, kind: Kind, language: str, *, by: User, now: datetime) -> None:
    record(
        code,
        subject=f"institution:{institution.uuid}",
        by=by.uuid,
        at=now,
        institution=institution.uuid,
        kind=str(kind),
        language=language,
    )
