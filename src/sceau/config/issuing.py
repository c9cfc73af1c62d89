"""The key, the name and the designs of an institution of this house, for the command that issues from files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from sceau.config.opening import open_house
from sceau.config.wiring import ports
from sceau.design.models import DesignVersion
from sceau.engine.errors import EngineError, Reason
from sceau.engine.keys.controller import controller_url
from sceau.engine.model.bodies import Body
from sceau.engine.ports import Signer
from sceau.institutions.models import Institution
from sceau.issuing.making import body_of
from sceau.journal.services import record
from sceau.keyring.documents import did_document, method_of, ref_of
from sceau.keyring.models import Purpose
from sceau.keyring.queries import active_key, published_keys

PUBLISHED = "published"  # in the folder of the data: what the pages serve at /status, /m and /issuers

NO_SUCH_INSTITUTION = Reason(
    "issuing.no_such_institution",
    fr="aucun organisme n’a ici pour nom court « {slug} » ; il y a : {known}",
    en="no institution has the short name “{slug}” here; there are: {known}",
)
NONE_AT_ALL = Reason(
    "issuing.none_at_all",
    fr="cette installation n’a encore aucun organisme : créez-en un, ou désignez la bonne installation (SCEAU_DATA)",
    en="this installation has no institution yet: create one, or point at the right installation (SCEAU_DATA)",
)
NO_SUCH_DESIGN = Reason(
    "issuing.no_such_design",
    fr="l’organisme {slug} n’a pas publié de micro-certification « {named} » (un nom court ou un uuid, suivi au besoin "
    "de @ et du numéro de la version) ; il a publié : {known}",
    en="the institution {slug} has published no design “{named}” (a short name or a uuid, followed if need be by @ and "
    "the number of the version); it has published: {known}",
)
RETIRED = Reason(
    "issuing.retired",
    fr="« {named} » est retirée : pour délivrer ce qui a été acquis avant, dites la version, comme {named}@{number}",
    en="“{named}” is retired: to issue what was earned before, name the version, such as {named}@{number}",
)
_MOST_NAMED = 12
_LONG = 10  # figures: no version has a number that long


class NoSuchInstitution(EngineError):
    """Nobody of that name is here."""


class NoSuchDesign(EngineError):
    """The institution has published nothing of that name, or offers it no more."""


@dataclass(frozen=True, slots=True)
class HouseKey:
    """The key of an institution that is in service.

    method:    its absolute URL; did: whose it is
    document:  the DID document, as it is served
    base:      the public address of the house; published: the folder that it serves
    body:      who the institution is, in documents; its id is its short name
    """

    uuid: UUID
    institution: UUID
    signer: Signer
    method: str
    document: dict[str, Any]
    base: str
    published: Path
    body: Body

    @property
    def did(self) -> str:
        """The institution."""
        return controller_url(self.method)

    def note(self, code: str, *, count: int, at: datetime) -> None:
        """Write in the journal that so many credentials were signed, or had their state changed."""
        record(code, subject=f"key:{self.uuid}", by=None, at=at, institution=self.institution, count=count)


def open_house_key(slug: str) -> HouseKey:
    """The key of credentials of an institution.

    raises:  WrongSettings; NoSuchInstitution, NoActiveKey, CannotOpen, UnusableKek
    """
    open_house()
    institution = _institution(slug)
    key = active_key(institution, Purpose.CREDENTIALS)
    return HouseKey(
        uuid=key.uuid,
        institution=institution.uuid,
        signer=ports().keys.signer(ref_of(key)),
        method=method_of(institution.did, key),
        document=did_document(institution.did, published_keys(institution)),
        base=settings.BASE_URL,
        published=Path(settings.HOUSE) / PUBLISHED,
        body=body_of(institution),
    )


def published_design(slug: str, named: str) -> dict[str, Any]:
    """What an institution published, as it is frozen: the document alone, which `sceau issue` takes unchanged.

    named:   a short name or a uuid; "@2" after it for the second version, else the one that is offered
    raises:  WrongSettings; NoSuchInstitution, NoSuchDesign
    """
    open_house()
    versions = DesignVersion.objects.filter(design__institution=_institution(slug)).order_by("-number")
    name, at, number = named.partition("@")
    found = versions.filter(design__uuid=uuid) if (uuid := _uuid(name)) else versions.filter(design__name=name)
    if at:
        found = found.filter(number=int(number)) if number.isdecimal() and len(number) < _LONG else found.none()
    version = found.first()
    if version is None:
        names = list(versions.order_by("design__name").values_list("design__name", flat=True).distinct())
        known = ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")
        raise NoSuchDesign(NO_SUCH_DESIGN, slug=slug, named=named, known=known or "–")
    if not at and version.retired_at is not None:
        raise NoSuchDesign(RETIRED, named=name, number=version.number)
    document: dict[str, Any] = version.document
    return document


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _institution(slug: str) -> Institution:
    institution = Institution.objects.filter(slug=slug).first()
    if institution is not None:
        return institution
    known = list(Institution.objects.order_by("slug").values_list("slug", flat=True)[: _MOST_NAMED + 1])
    if not known:
        raise NoSuchInstitution(NONE_AT_ALL)
    names = ", ".join(known[:_MOST_NAMED]) + (", …" if len(known) > _MOST_NAMED else "")
    raise NoSuchInstitution(NO_SUCH_INSTITUTION, slug=slug, known=names)
