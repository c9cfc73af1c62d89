"""The award: the decision that somebody has shown an achievement, and what is known of how it was reached.

Whatever nobody recorded is None here and "not stated" in the credential; a design's plan never stands in for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from sceau.engine.model.bodies import Body


class Route(Enum):
    """How an award came about (docs/decisions/what-a-credential-says.md)."""

    MINUTES = "minutes"  # a jury deliberated; its signed minutes have a hash
    ASSESSOR = "assessor"  # an assessor marked, somebody released
    AUTOMATIC = "automatic"  # a system said so, by a rule
    DECISION = "decision"  # named people decided; the file that reports it has a hash


class Supervision(Enum):
    """Supervision and identity verification during the assessment (Annex I, optional element b)."""

    UNSUPERVISED_NO_IDENTITY = "unsup_noid"
    SUPERVISED_NO_IDENTITY = "sup_noid"
    ONLINE_WITH_IDENTITY = "sup_online_id"
    ONSITE_WITH_IDENTITY = "sup_onsite_id"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who decided, under the name and in the role that the body gives."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What an award rests on.

    people:  who decided or released, in order; empty when nobody was named
    source:  the file, the system or the session that reports it
    digest:  SHA-256 of the minutes or of the imported file, lower-case hexadecimal; "" when there is none
    taken_over_on:  the day on which these people took over a result that had been reached before or elsewhere; None
                    where they decided it themselves
    """

    route: Route
    people: tuple[Person, ...] = ()
    source: str = ""
    digest: str = ""
    taken_over_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """How the assessment was really held, as far as somebody recorded it; never what the design had planned.

    events:     ids of the design's events in which marks that count were given; empty when nothing was recorded
    assessors:  how many people gave them; 0 where a system did; None when it is not known
    jury_on:    the day on which a jury deliberated, None where none did or nobody knows
    minutes:    the number of its minutes, "" for none
    """

    events: tuple[str, ...] = ()
    assessors: int | None = None
    jury_on: date | None = None
    minutes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """That the body lets an award stand longer without assessing anew.

    on:            the day on which it decided so
    counted_from:  the day from which the months of the design are counted again
    former_on:     the day on which the credential that this one renews was issued
    grounds:       what the body rests it on, in its own words
    """

    on: date
    counted_from: date
    former_on: date
    grounds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds the credential.

    name:            as the holder writes it, for people
    native_name:     the same in the holder's own script, "" when there is none
    given_name, family_name, used_name:  as civil status and use have them, "" when unknown
    did:             an identifier that the holder controls, "" when there is none
    email, salt:     the address is never written, only its hash with this salt (at least 16 random bytes, any text)
    """

    name: str
    native_name: str = ""
    given_name: str = ""
    family_name: str = ""
    used_name: str = ""
    did: str = ""
    email: str = ""
    salt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A piece of evidence that the body chose to show: its address when it has one, and words about it."""

    url: str = ""
    name: str = ""
    description: str = ""
    narrative: str = ""
    genre: str = ""


@dataclass(frozen=True, slots=True)
class StatusPlace:
    """Where the credential stands in its status list: the list's address and the index in it."""

    list_url: str
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who signs.

    did:    its identifier, the controller of the signing key
    base:   where its credentials and achievements have their addresses, without a final slash
    body:   what is said of it; partners: bodies that award jointly with it
    """

    did: str
    base: str
    body: Body
    partners: tuple[Body, ...] = ()

    @property
    def bodies(self) -> tuple[Body, ...]:
        """Every awarding body, first the one that signs."""
        return (self.body, *self.partners)


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """One award, all that a credential is made of besides its design and its issuer.

    code:         of the credential, 14 characters
    language:     the holder's, as a BCP 47 tag
    awarded_on:   the day of the decision: registration is counted from it, and validity until a renewal
    valid_from:   from when the credential says it is valid, with its zone
    assessed_on:  the day of the assessment
    score:        out of 100
    marks:        criterion id → level code
    identity_verified:  whether somebody checked who sat the assessment
    image_url:    the credential's picture; None for the achievement's own
    renewal:      what lets it stand longer than its first term; None in that term, and after a new assessment
    """

    code: str
    holder: Holder
    language: str
    awarded_on: date
    valid_from: datetime
    basis: Basis
    assessed_on: date | None = None
    score: Decimal | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    supervision: Supervision | None = None
    identity_verified: bool | None = None
    conduct: Conduct = field(default_factory=Conduct)
    evidence: tuple[Evidence, ...] = ()
    status: StatusPlace | None = None
    image_url: str | None = None
    renewal: Renewal | None = None
