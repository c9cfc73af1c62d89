"""What a page says of a micro-certification beside its document: who awards it, what the registers say, its life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyFact:
    """A body that awards.

    slug:      of its page here, "" when it has none
    evidence:  what proves who it is, in words, the strongest first: « domaine causses.example »
    """

    name: str
    slug: str = ""
    siren: str = ""
    city: str = ""
    evidence: tuple[str, ...] = ()
    checked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFact:
    """What the registers that were imported say of a fiche or a bloc on the day.

    code:      as the design gives it; active: whether it is registered that day; ends_on: its last one
    entitled:  SIREN of the certifier and of the partners that may organise the assessment
    """

    code: str
    title: str = ""
    active: bool = False
    ends_on: date | None = None
    entitled: frozenset[str] = frozenset()
    successor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligible:
    """Whether the CPF may pay, as the registers tell, and why, in both languages. eligible: None when nobody knows."""

    eligible: bool | None
    fr: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who answers for what in a version. part: "author", "reviewer" or "publisher"; name: "" when it is not shown."""

    part: str
    name: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherVersion:
    """Another version of the same micro-certification."""

    number: int
    published_on: date
    retired_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the document cannot say of itself.

    today:      the day for which the registers are read
    bodies:     who awards, first the one that signs; none: those of the document are named
    register:   None when the imported registers do not know the code: then nothing is called registered
    cpf:        None when nobody computed it: then it follows from the registration
    published:  None for a draft
    versions:   every published one, this one too, the newest first
    preview:    of a draft: nothing leads away, and what is missing is said mildly
    """

    today: date
    bodies: tuple[BodyFact, ...] = ()
    register: RegisterFact | None = None
    cpf: Eligible | None = None
    published: date | None = None
    retired: date | None = None
    why_retired: str = ""
    versions: tuple[OtherVersion, ...] = ()
    signed: tuple[Signed, ...] = ()
    preview: bool = False
