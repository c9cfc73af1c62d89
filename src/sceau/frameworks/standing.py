"""What a register says of a code, as plain values; and what follows from it for the CPF."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sceau.frameworks.reading.sheets import CERTIFIER

_CODE = re.compile(r"(RNCP\d{1,6})(?:BC(\d{1,3}))?|(RS\d{1,6})")
_ASSESSES = (CERTIFIER, "assess", "train_and_assess")


@dataclass(frozen=True, slots=True)
class Code:
    """A code as somebody asked for it.

    number:  of the fiche; bloc: the figures of the bloc, "" for a whole fiche
    """

    number: str
    bloc: str

    @property
    def code(self) -> str:
        """The whole of it: "RNCP38596BC02"."""
        return f"{self.number}BC{self.bloc}" if self.bloc else self.number

    @property
    def kind(self) -> str:
        """ "RNCP", "RS" or "RNCP_BLOC", as in a design."""
        return "RNCP_BLOC" if self.bloc else "RNCP" if self.number.startswith("RNCP") else "RS"

    def matches(self, code: str) -> bool:
        """Whether this is a bloc's code, which may be only « 02 »."""
        figures = code.rpartition("BC")[2]
        return figures.isdigit() and int(figures) == int(self.bloc or -1)


def read_code(text: str) -> Code | None:
    """The code in a text, however it was typed: « rncp 38596 bc 2 »; None when it is none."""
    match = _CODE.fullmatch("".join(text.split()).upper())
    if match is None:
        return None
    return Code(match[1] or match[3], (match[2] or "").zfill(2) if match[2] else "")


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
        """Whether it may organise the assessment; None for a partner whose state is not known."""
        if self.right not in _ASSESSES or self.state not in ("active", ""):
            return False
        return True if self.state or self.right == CERTIFIER else None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the register says of a code on a day: of a fiche, or of one bloc of a fiche.

    code:        as it was asked, in capitals; kind: "RNCP", "RS" or "RNCP_BLOC"
    known:       whether the code is in what is loaded; otherwise nothing else is told
    loaded:      whether a register was loaded at all
    number:      of the fiche; bloc: the code of the bloc, "" for a whole fiche
    title:       of the bloc, or of the fiche
    active:      whether it may be awarded on that day; registered: whether the registration runs on that day
    gone:        the newest export no longer lists it
    ends_on, last_award_on, effect_on, decided_on:  as the fiche has them
    level:       3 to 8, or None
    entitled:    bodies, the certifying ones first
    successor:   the number at the end of the chain of those that replaced it, "" when there is none
    successor_active:  whether that one may be awarded on that day
    export_on:   the day of the export that was read; None when only our small set is loaded
    """

    code: str
    kind: str
    known: bool
    loaded: bool = False
    number: str = ""
    bloc: str = ""
    title: str = ""
    fiche_title: str = ""
    active: bool = False
    registered: bool = False
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
class Entitlement:
    """Whether a body may award under a code.

    may:    None when the register that is loaded cannot tell
    right:  by which right, "" for none; state: of that right, "" when it is not known
    """

    may: bool | None
    right: str
    state: str


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


def eligibility_of(standing: Standing, *, on: date) -> Eligibility:
    """Code du travail, L.6323-6: an active RNCP certification, an active bloc of one, or an active RS certification.

    The other entries of that closed list (VAE, bilan, permis…) are no registration, and not looked at here.
    """
    code, shown = standing.code, _day(on)
    if not standing.known:
        return _unknown(standing)
    what = {
        "RNCP": ("une certification du RNCP active", "an active certification of the RNCP"),
        "RS": ("une certification du répertoire spécifique active", "an active certification of the RS"),
        "RNCP_BLOC": (
            f"un bloc de {standing.number}, certification du RNCP active",
            f"a block of {standing.number}, an active certification of the RNCP",
        ),
    }[standing.kind]
    if standing.registered:
        until = (
            (f", jusqu’au {_day(standing.ends_on)}", f", until {_day(standing.ends_on)}")
            if standing.ends_on
            else ("", "")
        )
        return _said(
            eligible=True,
            fr=f"Éligible au CPF\u00a0: {code} est {what[0]}{until[0]}.",
            en=f"Eligible for the CPF: {code} is {what[1]}{until[1]}.",
        )
    if standing.gone:
        why = ("n’est plus dans le répertoire", "is no longer in the register")
    elif standing.ends_on and standing.ends_on < on:
        why = (
            f"n’est plus enregistré depuis le {_day(standing.ends_on)}",
            f"has not been registered since {_day(standing.ends_on)}",
        )
    else:
        why = (f"n’est pas actif au {shown}", f"is not active on {shown}")
    then = (
        (f" {standing.successor} lui a succédé.", f" {standing.successor} has taken its place.")
        if standing.successor
        else ("", "")
    )
    return _said(
        eligible=False,
        fr=f"Non éligible au CPF\u00a0: {code} {why[0]}.{then[0]}",
        en=f"Not eligible for the CPF: {code} {why[1]}.{then[1]}",
    )


def _unknown(standing: Standing) -> Eligibility:
    if not standing.code.strip():
        return _said(
            eligible=False,
            fr="Non éligible au CPF\u00a0: elle n’est enregistrée ni au RNCP ni au répertoire spécifique.",
            en="Not eligible for the CPF: it is registered neither at the RNCP nor at the RS.",
        )
    if not standing.loaded:
        return _said(
            eligible=None,
            fr=f"Éligibilité au CPF inconnue\u00a0: le répertoire où chercher {standing.code} n’est pas chargé.",
            en=f"CPF eligibility unknown: the register where {standing.code} would be is not loaded.",
        )
    code, export = standing.code, _day(standing.export_on)
    return _said(
        eligible=False,
        fr=f"Non éligible au CPF\u00a0: {code} n’est pas au répertoire (export du {export}).",
        en=f"Not eligible for the CPF: {code} is not in the register (export of {export}).",
    )


def _said(*, eligible: bool | None, fr: str, en: str) -> Eligibility:
    return Eligibility(eligible, fr, en)


def _day(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else "?"
