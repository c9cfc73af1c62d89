"""Awards → unsigned credentials: what is previewed is what is signed, for both are made here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

import orjson

from sceau.assessment.documents import award_values, evidence_of
from sceau.assessment.models import Award
from sceau.assessment.queries.examday import emails_of
from sceau.design.models import DesignVersion
from sceau.engine.model.annex_one import annex_one_file
from sceau.engine.model.awards import Evidence, Holder, Issuer, Person, Renewal, StatusPlace
from sceau.engine.model.bodies import Body
from sceau.engine.model.describe import describe
from sceau.engine.model.designs import Design, read_design
from sceau.engine.model.validity import end_of, last_day
from sceau.engine.strict_json import JsonObject
from sceau.institutions.models import Institution

_NOBODY: Final = Holder(name="Prénom Nom", given_name="Prénom", family_name="Nom", email="@", salt="-" * 22)
_SOMEBODY: Final = Person("Prénom Nom")
_NO_CODE: Final = "0" * 14
_LONG_AGO: Final = datetime(2000, 1, 1, 12, tzinfo=UTC)
_PROOF: Final = (
    b',"proof":{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","created":"","verificationMethod":"",'
    b'"proofPurpose":"assertionMethod","proofValue":"z"}}'
)


@dataclass(frozen=True, slots=True)
class Made:
    """What one award gives.

    document:     the credential, without its proof
    record:       the file of its Annex I record, whose digest the document has
    valid_until:  the last second of it; None when it does not end
    """

    document: JsonObject
    record: bytes
    valid_until: datetime | None


def body_of(institution: Institution) -> Body:
    """Who an institution is, in documents; its id is its short name."""
    return Body(
        name=institution.legal_name,
        id=institution.slug,
        siren=institution.siren,
        siret=institution.siret,
        country=institution.country,
        city=institution.city,
        url=institution.website,
    )


class Maker:
    """Makes the credentials of one institution; reads each version of a design once.

    base:  the public address of the house, without a final slash
    """

    def __init__(self, institution: Institution, *, base: str) -> None:
        self.institution = institution
        self.issuer = Issuer(did=institution.did, base=base, body=body_of(institution))
        self._designs: dict[int, tuple[Design, Issuer]] = {}
        self._emails: dict[int, str] = {}
        self._evidence: dict[int, list[Evidence]] = {}

    def fetch(self, awards: Sequence[Award]) -> None:
        """Read all that these awards need, in a few statements however many they are; what was fetched before goes."""
        self._read_designs({award.version_id for award in awards})
        self._emails = emails_of([award.person for award in awards])
        shown = evidence_of([award.pk for award in awards])
        self._evidence = {award.pk: shown.get(award.pk, []) for award in awards}

    def unsigned(
        self,
        award: Award,
        *,
        code: str,
        salt: str,
        now: datetime,
        place: StatusPlace | None = None,
        name: str = "",
        renewal: Renewal | None = None,
        shares: bool = False,
    ) -> Made:
        """The credential of an award.

        award:   with its person, and `person.root`; what was not fetched for it is read now
        code:    its own, or that of a specimen
        salt:    for the hash of the holder's e-mail address: at least 16 random bytes, as any text; "" leaves it out
        now:     of the signature: a credential is not valid from the future
        place:   in the status lists; None for a specimen
        name:    of the holder where it is not the record's
        renewal: that of its line, if any
        shares:  True from a caller that alters nothing of the document, see `describe`
        raises:  MalformedDesign when the award does not fit its design
        """
        if award.pk not in self._evidence or award.version_id not in self._designs:
            self.fetch([award])
        design, issuer = self._designs[award.version_id]
        values = award_values(
            award,
            code=code,
            now=now,
            salt=salt,
            status=place,
            evidence=self._evidence[award.pk],
            email=self._emails[award.person_id],
            name=name,
            renewal=renewal,
        )
        record = annex_one_file(design, issuer, values)
        until = last_day(design, values)
        document = describe(design, issuer, values, record=record, shares=shares)
        return Made(document, record, None if until is None else end_of(until))

    def pattern(self, award: Award) -> bytes:
        """What the files of awards like this one have in common: those of nobody, the record before the body.

        Nothing of the holder, of whoever decided, of marks or of evidence is in it, and nobody's proof.

        raises:  MalformedDesign
        """
        design, issuer = self._designs[award.version_id]
        levels = max(design.grid.scale, key=lambda level: level.points).code if design.grid else ""
        own = award_values(award, code=_NO_CODE, now=_LONG_AGO, evidence=(), email="")
        values = replace(
            own,
            holder=_NOBODY,
            basis=replace(own.basis, people=(_SOMEBODY,), source="", digest=own.basis.digest and "0" * 64),
            score=None if own.score is None else Decimal(0),
            marks=dict.fromkeys(own.marks, levels),
            conduct=replace(own.conduct, minutes=""),
            status=StatusPlace(f"{issuer.base}/status/{UUID(int=0)}", 0),
        )
        record = annex_one_file(design, issuer, values)
        return record + orjson.dumps(describe(design, issuer, values, record=record))[:-1] + _PROOF

    def status_place(self, uuid: object, index: int) -> StatusPlace:
        """A place in the list of that uuid."""
        return StatusPlace(f"{self.issuer.base}/status/{uuid}", index)

    def _read_designs(self, versions: Collection[int]) -> None:
        unknown = set(versions) - self._designs.keys()
        if not unknown:
            return
        rows = DesignVersion.objects.filter(pk__in=unknown).values_list("pk", "document")
        for key, document in rows:
            design = read_design(document)
            self._designs[key] = design, replace(self.issuer, partners=_partners(design))


def _partners(design: Design) -> tuple[Body, ...]:
    """Who awards jointly, after the one that signs: a design that names them only by their id means bodies of here."""
    others = design.bodies[1:]
    named = [body.id for body in others if not body.name]
    known = {each.slug: body_of(each) for each in Institution.objects.filter(slug__in=named)} if named else {}
    return tuple(body if body.name else known.get(body.id, body) for body in others)
