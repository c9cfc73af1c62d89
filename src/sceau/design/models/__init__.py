"""The tables of the designs, by what they are about."""

from sceau.design.models.catalogue import CatalogueEntry, CatalogueTag, Facet
from sceau.design.models.designs import Author, Design, Review
from sceau.design.models.settings import CustomField, DesignSettings
from sceau.design.models.versions import DesignVersion, Reassessment

__all__ = [
    "Author",
    "CatalogueEntry",
    "CatalogueTag",
    "CustomField",
    "Design",
    "DesignSettings",
    "DesignVersion",
    "Facet",
    "Reassessment",
    "Review",
]
