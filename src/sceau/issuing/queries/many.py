"""Many credentials at once, by their codes, for whoever hands in links of them; who sees what is said in `opening`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models.functions import Coalesce

from sceau.issuing.models import Credential
from sceau.issuing.queries.opening import subjects_of
from sceau.issuing.states import CredentialState
from sceau.people.models import Consent, Person
from sceau.people.queries import records_of

AT_ONCE: Final = 500  # codes in one statement


def credentials_at(codes: Iterable[str]) -> dict[str, Credential]:
    """Code → credential, of those that there are; what was called off is not among them. One statement for 500."""
    wanted = list(dict.fromkeys(codes))
    found: dict[str, Credential] = {}
    for start in range(0, len(wanted), AT_ONCE):
        rows = (
            Credential.objects.exclude(state=CredentialState.CANCELLED)
            .filter(code__in=wanted[start : start + AT_ONCE])
            .select_related("award__person", "award__version__design", "content")
            .only(
                "code",
                "uuid",
                "state",
                "opening",
                "award__person__root",
                "award__version__number",
                "award__version__design__uuid",
                "content__body",
            )
        )
        found |= {row.code: row for row in rows}
    return found


def digests_at(codes: Iterable[str]) -> set[tuple[str, str]]:
    """Codes, each with the SHA-256 of the exact bytes that were issued under it. One statement for 500."""
    wanted = list(dict.fromkeys(codes))
    found: set[tuple[str, str]] = set()
    for start in range(0, len(wanted), AT_ONCE):
        rows = Credential.objects.filter(code__in=wanted[start : start + AT_ONCE]).values_list("code", "digest")
        found.update(rows)
    return found


def public_among(credentials: Iterable[Credential]) -> set[str]:
    """The codes of those whose holders agree now that their pages are public. See `opening.is_public`."""
    rows = list(credentials)
    public: set[str] = set()
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        people = {_standing(row.award.person) for row in part}
        subjects = {subject for row in part for subject in subjects_of(row)}
        agreed = set(
            Consent.objects.filter(
                person__in=records_of(people), withdrawn_at__isnull=True, subject__in=subjects
            ).values_list(Coalesce("person__root", "person"), "subject")
        )
        public |= {
            row.code for row in part if any((_standing(row.award.person), each) in agreed for each in subjects_of(row))
        }
    return public


def _standing(person: Person) -> int:
    return person.root_id or person.pk
