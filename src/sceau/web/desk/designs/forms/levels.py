"""What is picked in the step of level and volume, and how a pick is written in the document."""

from __future__ import annotations

from math import floor
from typing import Any, Final

from sceau.design.pointers import ABSENT
from sceau.engine.quality.lists import PARTICIPATION
from sceau.engine.quality.words import Words
from sceau.web.desk.designs.forms.fields import Pick, texts_of

EQF: Final = "http://data.europa.eu/snb/eqf/"
NO_LEVEL: Final = "na"
COMPUTED, OTHER, NONE = "computed", "other", "none"

HOURS_A_CREDIT: Final = 25  # a credit is 25 to 30 hours of work (ECTS users' guide, 2015): the samples count 25
ECTS_RULE: Final = Words(
    "heures totales ÷ 25, arrondi au dixième inférieur", "total hours ÷ 25, rounded down to one decimal"
)
INDICATIVE: Final = Words(
    "Niveau indicatif proposé par l’émetteur ; n’est pas un enregistrement au RNCP",
    "Indicative level proposed by the issuer; not a registration in the French register (RNCP)",
)
CREDITS: Final = {
    COMPUTED: Words("Les calculer : heures totales ÷ 25", "Count them: total hours ÷ 25"),
    OTHER: Words("Un autre nombre, avec sa raison", "Another number, with its reason"),
    NONE: Words("Aucun, avec la raison", "None, with the reason"),
}
ROLES: Final = {
    "required": Words("obligatoire", "required"),
    "sufficient": Words("suffisant", "sufficient"),
    "option": Words("option", "optional"),
}


def credits_of(hours: float) -> float | None:
    """ECTS of a number of hours; None under the first tenth."""
    tenths = floor(hours * 10 / HOURS_A_CREDIT + 1e-9)
    return tenths / 10 or None


class LevelPick(Pick):
    """A level of the European framework, or that none applies. It stands in a whole object."""

    def plain(self, found: Any) -> Any:
        """« 5 », « na », or nothing."""
        if not isinstance(found, dict):
            return None
        if "not_applicable" in found:
            return NO_LEVEL
        return super().plain(found.get("eqf"))

    def kept(self, value: Any, present: Any) -> Any:
        """The object with this level: the figures of another one go, its reason stays to be read again."""
        there = present if isinstance(present, dict) else {}
        rest = {name: kept for name, kept in there.items() if name not in ("eqf", "eqf_uri", "niveau_francais")}
        if value == NO_LEVEL:
            return rest or ABSENT
        rest.pop("not_applicable", None)
        if value is None:
            return rest or ABSENT
        return {"eqf": int(value), "eqf_uri": f"{EQF}{value}", "niveau_francais": int(value), **rest}


class CreditsPick(Pick):
    """How credits are told. hours: the total that the document holds, which decides whether they are counted from it"""

    hours: Any = None

    def plain(self, found: Any) -> Any:
        """Which of the three ways; null in a design says that there are none."""
        if found is ABSENT:
            return None
        if found is None:
            return NONE
        return COMPUTED if isinstance(self.hours, int | float) and credits_of(self.hours) == found else OTHER

    def kept(self, value: Any, present: Any) -> Any:
        """None, or what stands: the part counts the rest."""
        return None if value == NONE else ABSENT if value is None else present


class FormPick(Pick):
    """A form of participation of the European list; one in words of somebody's own stays as it is."""

    def plain(self, found: Any) -> Any:
        """Its code, from its address or from its label."""
        if not isinstance(found, dict):
            return None
        label = found.get("label")
        french = label.get("fr") if isinstance(label, dict) else label
        for code, concept in PARTICIPATION.items():
            if (concept.uri and found.get("elm") == concept.uri) or french in (concept.label.fr, concept.label.en):
                return code
        if isinstance(french, str) and french:
            self.offer([*self.choices, ("own", french)])
            return "own"
        return None

    def kept(self, value: Any, present: Any) -> Any:
        """Label and address; what is said of it stays."""
        there = present if isinstance(present, dict) else {}
        if value == "own":
            return there
        rest = {name: kept for name, kept in there.items() if name not in ("label", "elm")}
        if value is None:
            return rest or ABSENT
        concept = PARTICIPATION[value]
        return {"label": texts_of(concept.label), **({"elm": concept.uri} if concept.uri else {}), **rest}


class RolePick(Pick):
    """What it is in something larger: one of our words, or somebody else's."""

    def plain(self, found: Any) -> Any:
        """Its code, or the word itself."""
        french = found.get("fr") if isinstance(found, dict) else found
        code = next((code for code, label in ROLES.items() if french in (label.fr, label.en)), french)
        return super().plain(code if isinstance(code, str) else None)

    def kept(self, value: Any, present: Any) -> Any:
        """In both languages."""
        return texts_of(ROLES[value]) if value in ROLES else (value or ABSENT)
