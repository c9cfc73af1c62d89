"""Who sees what of a credential: nothing but that it exists, unless its holder opens it.

It opens by the holder's consent, by the opening that the holder's own link and paper carry, to the holder's own
account, and to colleagues who see credentials at the desk of the institution.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import constant_time_compare

from sceau.accounts.models import User
from sceau.assessment.models import Candidate
from sceau.institutions.roles import Right
from sceau.issuing.models import Credential, Letter
from sceau.issuing.queries.lists import BITS
from sceau.issuing.queries.prepared import Prepared
from sceau.issuing.rights import may
from sceau.issuing.states import BatchState, CredentialState, LetterState
from sceau.people.models import Consent, Person
from sceau.people.queries import behind, is_oneself

HANDED_OVER: Final = (BatchState.DELIVERING, BatchState.DONE)
TOLD: Final = (LetterState.SENT, LetterState.BOUNCED, LetterState.PRINTED)


class Seen(Enum):
    """How much of a credential somebody may read."""

    NOTHING_BUT_EXISTS = "nothing but that it exists"
    ALL = "all"


def credential_at(code: str) -> Credential | None:
    """The credential of a code, with what its page reads; None as well for one that was called off.

    code:  14 characters, as `sceau.engine.model.code.read_code` gives it
    """
    return _AT.first(code)


# what its page reads of the rows beside it; what else of them somebody reads, who has a paper made, is read then
_BESIDE: Final[dict[str, tuple[str, ...]]] = {
    "award": ("person", "version"),
    "award__person": ("root",),
    "award__version": ("design", "number", "titles"),
    "award__version__design": ("uuid",),
}


def _at(code: str) -> QuerySet[Credential]:
    return (
        Credential.objects.exclude(state=CredentialState.CANCELLED)
        .select_related("institution", "award__person", "award__version__design", "content", "list__key")
        .defer(*(f"{path}__{name}" for path, read in _BESIDE.items() for name in _columns(path) if name not in read))
        .defer(*(f"list__{name}" for name in BITS))
        .filter(code=code)
    )


def _columns(path: str) -> Iterator[str]:
    """The names of the columns of what stands beside a credential, but for its key."""
    model: Any = Credential
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return (field.name for field in model._meta.concrete_fields if not field.primary_key)


_AT: Final = Prepared(_at, "the code")


def seen_by(credential: Credential, *, opening: str, user: User | None, now: datetime) -> Seen:
    """How much of it a reader may see.

    opening:  that of the address, "" for none
    user:     who is signed in, None for nobody; only where a second factor that the institution asks for was given
    """
    is_seen = opens(credential, opening) or is_public(credential) or is_entitled(credential, user=user, now=now)
    return Seen.ALL if is_seen else Seen.NOTHING_BUT_EXISTS


def is_entitled(credential: Credential, *, user: User | None, now: datetime) -> bool:
    """Whether somebody who is signed in reads it without the holder's doing: the holder, and colleagues at the desk."""
    if user is None:
        return False
    return may(user, Right.SEE_CREDENTIALS, credential.institution, now=now) or is_oneself(
        credential.award.person, user
    )


def opens(credential: Credential, opening: str) -> bool:
    """Whether this is its opening; the time it takes says nothing."""
    return bool(credential.opening) and constant_time_compare(opening, credential.opening)


def is_public(credential: Credential) -> bool:
    """Whether its holder agrees now that its page is public."""
    person = credential.award.person
    return _CONSENT.first(person.root_id or person.pk, *subjects_of(credential)) is not None


def _consent(person: int, *subjects: str) -> QuerySet[Consent]:
    standing = Consent.objects.filter(behind(Person(pk=person)), withdrawn_at__isnull=True)
    return standing.filter(subject__in=subjects).only("pk")[:1]


_CONSENT: Final = Prepared(_consent, -1, "the credential", "what was agreed to before it was made")


def subjects_of(credential: Credential) -> tuple[str, str]:
    """What a consent that opens it is about: this credential, or what the holder agreed to before it was made."""
    version = credential.award.version
    return f"credential:{credential.uuid}", f"achievement:{version.design.uuid}/{version.number}"


def credentials_shown_to(candidate: Candidate) -> QuerySet[Credential]:
    """What a candidate reads of their own: what this file led to, once it is handed over, the last first.

    What stands instead of another is there at once: from its signature on, the other one says that it is replaced.
    """
    told = Letter.objects.filter(credential=OuterRef("pk"), state__in=TOLD)
    return (
        Credential.objects.filter(award__decision__attempt__candidate=candidate)
        .filter(Q(line__batch__state__in=HANDED_OVER) | Q(replaces__isnull=False) | Exists(told))
        .exclude(state__in=(CredentialState.CANCELLED, CredentialState.ERASED))
        .select_related(
            "institution", "award__person__root", "award__version__design", "content", "line__batch", "replaces"
        )
        .defer(
            "award__version__document",
            "award__version__source",
            "award__version__gate",
            "award__version__design__draft",
        )
        .order_by("-issued_at", "-pk")
    )
