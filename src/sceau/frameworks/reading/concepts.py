"""A skill, an occupation, a line of somebody's list, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, replace

MOST_SIGNS_OF_A_CODE = 200
MOST_ALTERNATIVES = 100
MOST_SIGNS = 5_000  # of a description: it is shown in a list


@dataclass(frozen=True, slots=True)
class ConceptRow:
    """One concept; the columns are those of `models.Concept`."""

    code: str
    url: str = ""
    kind: str = ""
    notation: str = ""
    label_fr: str = ""
    label_en: str = ""
    alternatives_fr: tuple[str, ...] = ()
    alternatives_en: tuple[str, ...] = ()
    description_fr: str = ""
    description_en: str = ""
    parents: tuple[str, ...] = ()
    reuse: str = ""
    retired: bool = False

    def completed(self, other: ConceptRow) -> ConceptRow:
        """With what another row says of the same concept, in the other language say."""
        return replace(
            self,
            **{
                name: getattr(other, name)
                for name in self.__slots__
                if not getattr(self, name) and getattr(other, name)
            },
        )


@dataclass(frozen=True, slots=True)
class LinkRow:
    """What an occupation asks for; kind: "essential" or "optional"."""

    source: str
    target: str
    kind: str
