"""The tables of the reference data, by what they are about."""

from sceau.frameworks.models.concepts import Concept, ConceptLink, Framework
from sceau.frameworks.models.fiches import Bloc, Fiche, FicheBody, FicheCode, FicheLink, FicheSource
from sceau.frameworks.models.releases import Release, ReleaseState

__all__ = [
    "Bloc",
    "Concept",
    "ConceptLink",
    "Fiche",
    "FicheBody",
    "FicheCode",
    "FicheLink",
    "FicheSource",
    "Framework",
    "Release",
    "ReleaseState",
]
