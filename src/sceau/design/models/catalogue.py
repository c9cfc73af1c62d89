"""What everybody finds: one row a design, computed from its last version that is neither retired nor archived."""

from __future__ import annotations

from django.db import models

from sceau.design.models.designs import Design
from sceau.design.models.versions import DesignVersion
from sceau.institutions.models import Institution


class CatalogueEntry(models.Model):
    """A micro-credential as lists and filters need it; made anew whenever its version changes, told by nobody.

    titles, summaries:  by language, in the languages published
    hours, price:       None when the design does not say; price in euros
    level:              EQF, None when it does not apply
    registration:       of the fiche or bloc, "" without: whether the CPF pays is asked of the registers that day
    sort_title:         the title in the main language, folded, so that lists are in the order of a dictionary
    """

    design = models.OneToOneField(Design, on_delete=models.CASCADE, related_name="entry", primary_key=True)
    version = models.OneToOneField(DesignVersion, on_delete=models.CASCADE, related_name="entry")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=12)
    languages = models.JSONField()
    titles = models.JSONField()
    summaries = models.JSONField()
    sort_title = models.CharField(max_length=250)
    profile = models.CharField(max_length=20)
    sector = models.CharField(max_length=20, blank=True, default="")
    level = models.PositiveSmallIntegerField(null=True)
    hours = models.FloatField(null=True)
    price = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    registration = models.CharField(max_length=20, blank=True, default="")
    ink = models.CharField(max_length=20, blank=True, default="")
    published_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-published_at"], name="catalogue_newest"),
            models.Index(fields=["sort_title"], name="catalogue_by_title"),
            models.Index(fields=["sector"], name="catalogue_by_sector"),
            models.Index(fields=["level"], name="catalogue_by_level"),
            models.Index(fields=["hours"], name="catalogue_by_hours"),
            models.Index(fields=["price"], name="catalogue_by_price"),
            models.Index(fields=["registration"], name="catalogue_by_registration"),
            models.Index(fields=["institution"], name="catalogue_by_institution"),
        ]


class Facet(models.TextChoices):
    """What an entry may have several of."""

    LANGUAGE = "language"
    MODE = "mode"
    CITY = "city"
    SKILL = "skill"
    FUNDER = "funder"


class CatalogueTag(models.Model):
    """One of several things that an entry has.

    value:  the language, the mode, the funder; the city folded; the concept's address, or its framework and code
    label:  how it is written: the city as typed, the concept's labels by language
    """

    entry = models.ForeignKey(CatalogueEntry, on_delete=models.CASCADE, related_name="tags")
    facet = models.CharField(max_length=10, choices=Facet)
    value = models.CharField(max_length=250)
    label = models.JSONField(default=str)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "facet", "value"], name="one_tag_once_an_entry")]
        indexes = [models.Index(fields=["facet", "value"], name="catalogue_tags")]
