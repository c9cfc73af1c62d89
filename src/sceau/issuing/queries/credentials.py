"""Reads of the credentials of an institution, each with who may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sceau.accounts.models import User
from sceau.design.models import Design
from sceau.engine.model.code import ALPHABET
from sceau.institutions.models import Institution, Membership
from sceau.institutions.roles import Right
from sceau.issuing.models import Credential, Line, Turn
from sceau.issuing.queries.batches import WAITING
from sceau.issuing.rights import may
from sceau.people.archive import archive_of
from sceau.people.queries import find, people_seen_by
from sceau.people.states import DataKind

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SHORTEST_CODE = 4  # characters: fewer are the beginning of too many
_LONGEST_CODE = 14


def credentials_in_care_of(user: User, institution: Institution, *, now: datetime) -> QuerySet[Credential]:
    """The credentials of an institution, the last first; none for whoever may not see what it issues.

    Those of the restricted archive are there for whoever manages retention only.
    """
    if not may(user, Right.SEE_CREDENTIALS, institution, now=now):
        return Credential.objects.none()
    opened = may(user, Right.MANAGE_RETENTION, institution, now=now)
    put_away = archive_of([] if opened else [institution.pk], DataKind.CREDENTIALS)
    return (
        Credential.objects.filter(institution=institution)
        .exclude(uuid__in=put_away)
        .select_related("award__person__root", "award__version__design", "line__batch")
        .defer(
            "award__version__document",
            "award__version__source",
            "award__version__gate",
            "award__version__design__draft",
        )
        .order_by("-issued_at", "-pk")
    )


def credential_in_care_of(user: User, institution: Institution, uuid: UUID, *, now: datetime) -> Credential | None:
    """One of them, with its bytes, its list and its turns' people at hand."""
    seen = credentials_in_care_of(user, institution, now=now).filter(uuid=uuid)
    return seen.select_related(
        "institution",
        "content",
        "list",
        "key",
        "state_by",
        "replaces",
        "award__person__root",
        "award__version__design",
        "award__decision__deliberation__session",
        "line__batch",
    ).first()


def find_credentials(
    credentials: QuerySet[Credential], institution: Institution, memberships: Iterable[Membership], text: str
) -> QuerySet[Credential]:
    """Those that the words name: a code or the beginning of one, the name of a holder, an address, a number.

    Whoever may not look people up finds by code only.
    """
    met = Q(pk__in=[])
    code = beginning_of_code(text)
    if code:
        met |= Q(code__gte=code, code__lt=code + "\x7f")  # a range of the index
    people = find(people_seen_by(memberships), institution, text).values("pk")
    return credentials.filter(met | Q(award__person__in=people) | Q(award__person__root__in=people))


def beginning_of_code(text: str) -> str:
    """What was typed as the beginning of a code, "" when it cannot be one."""
    typed = "".join(each for each in text.upper() if each not in " -\u2010\u2011\u2013.").translate(_READ_AS)
    is_code = _SHORTEST_CODE <= len(typed) <= _LONGEST_CODE and all(each in ALPHABET for each in typed)
    return typed if is_code else ""


def designs_issued(institution: Institution) -> QuerySet[Design]:
    """The designs of the institution of which there is a credential."""
    issued = Credential.objects.filter(award__version__design=OuterRef("pk"))
    return Design.objects.filter(Exists(issued), institution=institution).only("uuid", "titles").order_by("pk")


def turns_of(credential: Credential) -> QuerySet[Turn]:
    """What became of it, the last first."""
    return Turn.objects.filter(credential=credential).select_related("by").order_by("-at", "-pk")


def correction_of(credential: Credential) -> Line | None:
    """The line in which a credential that shall stand instead of this one waits; None when there is none."""
    waiting = Line.objects.filter(instead_of=credential, state__in=WAITING)
    return waiting.select_related("batch").first()
