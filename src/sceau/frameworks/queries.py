"""Reads of the reference data. They are public: whoever asks may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sceau.frameworks.models import Fiche


@dataclass(frozen=True, slots=True)
class Entitled:
    """A body that may award, or train for, a certification.

    right:  "certifier", "train", "assess", "train_and_assess" or ""
    state:  "active", "inactive", "deleted", or "" when the export that was loaded does not tell
    """

    siren: str
    siret: str
    name: str
    right: str
    state: str

    @property
    def may_assess(self) -> bool | None:
        """Whether it may organise the assessment; None when its state is not known."""
        if self.right not in ("certifier", "assess", "train_and_assess"):
            return False
        return (
            True
            if self.state == "active" or (self.right == "certifier" and not self.state)
            else (None if not self.state else False)
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """What the register says of a code on a day: of a fiche, or of one bloc of a fiche.

    code:        as it was asked, in capitals; kind: "RNCP", "RS" or "RNCP_BLOC"
    number:      of the fiche; bloc: the code of the bloc, "" for a whole fiche
    known:       whether the code is in what is loaded; otherwise nothing else is told
    active:      whether it may be awarded on that day
    ends_on, last_award_on, effect_on, decided_on:  as the fiche has them
    level:       3 to 8, or None
    entitled:    bodies, the certifying ones first
    successor:   the number at the end of the chain of those that replaced it, "" when there is none
    successor_active:  whether that one may be awarded on that day
    export_on:   the day of the export that was read
    """

    code: str
    kind: str
    known: bool
    number: str = ""
    bloc: str = ""
    title: str = ""
    active: bool = False
    gone: bool = False
    effect_on: date | None = None
    decided_on: date | None = None
    ends_on: date | None = None
    last_award_on: date | None = None
    level: int | None = None
    blocs: tuple[str, ...] = ()
    entitled: tuple[Entitled, ...] = ()
    successor: str = ""
    successor_active: bool = False
    export_on: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether the CPF may pay; computed, never typed.

    eligible:  None when the register that would tell is not loaded
    """

    eligible: bool | None
    fr: str
    en: str

    def sentence(self, language: str) -> str:
        """Why, in "fr" or "en", with its full stop."""
        return self.fr if language == "fr" else self.en


def fiche(number: str) -> Fiche | None:
    """The fiche in use with this number, however it was typed: « rncp 38596 »."""
    return Fiche.objects.filter(number="".join(number.split()).upper()).first()


def standing_of(code: str, *, on: date) -> Standing:
    """What the register says of a fiche or of a bloc on a day; follows in this file's next version."""
    return Standing(code, "", known=False)


def cpf_eligibility(code: str, *, on: date) -> Eligibility:
    """Whether the CPF may pay for what leads to this code."""
    return Eligibility(None, "", "")


def prefill(code: str) -> dict[str, Any]:
    """A partial sceau.design/1 from a fiche or a bloc; {} for a code that is not known."""
    return {}
