"""The registers of France compétences: RNCP and RS. Written by imports only.

An import writes its rows beside those in use, with `current` false, and then puts them in their place in one act: who
reads sees all of an export or nothing of it. The managers called `objects` see what is in use; `everything` sees all.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sceau.frameworks.models.releases import Release


class Fiches(models.Manager["Fiche"]):
    """Those in use."""

    def get_queryset(self) -> models.QuerySet[Fiche]:
        """See the class."""
        return super().get_queryset().filter(current=True)


class Fiche(models.Model):
    """One certification of a register.

    number:       "RNCP38596" or "RS6117": unique among those in use
    register:     "rncp" or "rs"
    title:        without the note « (Fiche incomplète) », which `incomplete` tells
    level:        3 to 8; None when the register says none (always for RS)
    active:       as the register says; see `queries.standing_of` for a day
    ends_on:      end of the registration; last_award_on: a later day until which it may still be awarded, or None
    registered:   "by_right" (ministries), "on_request", or "" when it is not said
    routes:       [{"code": "FI"…"VAE", "jury": "composition of the jury"}]
    gone_on:      the export from which it was absent, None while it is listed
    state:        ETAT_FICHE of the XML, "" when only the CSV is known
    url:          LIEN_URL_DESCRIPTION of the XML; `page` is that of France compétences
    The long texts come from the XML alone. Blocs, bodies, codes, links and sources hang on the row.
    """

    number = models.CharField(max_length=12)
    register = models.CharField(max_length=4)
    current = models.BooleanField(default=False)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    title = models.TextField()
    incomplete = models.BooleanField(default=False)
    abbreviation = models.CharField(max_length=60, blank=True, default="")
    abbreviation_title = models.CharField(max_length=250, blank=True, default="")
    level = models.PositiveSmallIntegerField(null=True)
    active = models.BooleanField(default=False)
    state = models.CharField(max_length=60, blank=True, default="")
    effect_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    last_award_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    journal_on = models.DateField(null=True)
    registered = models.CharField(max_length=10, blank=True, default="")
    registered_years = models.PositiveSmallIntegerField(null=True)
    validity_years = models.PositiveSmallIntegerField(null=True)
    partial_validation = models.BooleanField(null=True)
    new_caledonia = models.BooleanField(null=True)
    french_polynesia = models.BooleanField(null=True)
    routes = models.JSONField(default=list)
    url = models.CharField(max_length=500, blank=True, default="")
    activities = models.TextField(blank=True, default="")
    abilities = models.TextField(blank=True, default="")
    sectors = models.TextField(blank=True, default="")
    jobs = models.TextField(blank=True, default="")
    aims = models.TextField(blank=True, default="")
    regulations = models.TextField(blank=True, default="")
    entry_requirements = models.TextField(blank=True, default="")
    award_requirements = models.TextField(blank=True, default="")
    mastery = models.TextField(blank=True, default="")
    renewal = models.TextField(blank=True, default="")
    partial_scope = models.TextField(blank=True, default="")
    statistics = models.JSONField(default=list)
    equivalences = models.JSONField(default=list)
    gone_on = models.DateField(null=True)

    objects: ClassVar[Fiches] = Fiches()
    everything: ClassVar[models.Manager[Fiche]] = models.Manager()

    class Meta:
        base_manager_name = "everything"
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=Q(current=True), name="one_fiche_a_number"),
            models.UniqueConstraint(fields=["release", "number"], name="one_fiche_a_number_in_a_release"),
        ]
        indexes = [
            models.Index(fields=["ends_on"], condition=Q(current=True), name="fiches_by_end"),
            models.Index(fields=["current"], condition=Q(current=False), name="fiches_not_in_use"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def page(self) -> str:
        """The public page of the register."""
        figures = self.number.removeprefix("RNCP").removeprefix("RS")
        return f"https://www.francecompetences.fr/recherche/{self.register}/{figures}/"


class Blocs(models.Manager["Bloc"]):
    """Those of fiches in use."""

    def get_queryset(self) -> models.QuerySet[Bloc]:
        """See the class."""
        return super().get_queryset().filter(fiche__current=True)


class Bloc(models.Model):
    """A bloc de compétences: assessed and validated by itself. RS fiches have none.

    code:   as the register writes it: "RNCP38596BC02", and sometimes only "01"
    label:  may be empty
    The texts come from the XML alone.
    """

    fiche = models.ForeignKey(Fiche, on_delete=models.CASCADE, related_name="blocs")
    code = models.CharField(max_length=20)
    label = models.TextField(blank=True, default="")
    skills = models.TextField(blank=True, default="")
    assessment = models.TextField(blank=True, default="")
    entry_requirements = models.TextField(blank=True, default="")
    award_requirements = models.TextField(blank=True, default="")

    objects: ClassVar[Blocs] = Blocs()
    everything: ClassVar[models.Manager[Bloc]] = models.Manager()

    class Meta:
        base_manager_name = "everything"
        default_manager_name = "everything"
        constraints = [models.UniqueConstraint(fields=["fiche", "code"], name="one_bloc_a_code_in_a_fiche")]
        indexes = [models.Index(fields=["code"], name="blocs_by_code")]

    def __str__(self) -> str:
        return f"{self.full_code} {self.label}"

    @property
    def full_code(self) -> str:
        """With the number of the fiche before it: "RNCP38596BC02", also for a bloc that says only "02"."""
        return self.code if "BC" in self.code else f"{self.fiche.number}BC{self.code:0>2}"


class FicheBody(models.Model):
    """A certifying body of a fiche, or a partner that it entitles.

    right:    "certifier", or of a partner "train", "assess", "train_and_assess", "" when it is not said
    siret:    14 figures; "" for about a third of the certifying bodies; siren: its first nine
    state:    "active", "inactive", "deleted"; "" when only the CSV is known, which does not tell
    since:    the day of its activation; changed_on: of the last change of state
    """

    fiche = models.ForeignKey(Fiche, on_delete=models.CASCADE, related_name="bodies")
    right = models.CharField(max_length=16, blank=True, default="")
    siret = models.CharField(max_length=14, blank=True, default="")
    siren = models.CharField(max_length=9, blank=True, default="")
    name = models.TextField(blank=True, default="")
    trade_name = models.TextField(blank=True, default="")
    website = models.CharField(max_length=500, blank=True, default="")
    state = models.CharField(max_length=8, blank=True, default="")
    since = models.DateField(null=True)
    changed_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["siren"], condition=~Q(siren=""), name="bodies_by_siren")]

    @property
    def is_certifier(self) -> bool:
        """Whether it owns the certification."""
        return self.right == "certifier"


class FicheCode(models.Model):
    """A fiche in a classification.

    scheme:  "nsf", "formacode", "rome", "ccn" or "idcc"
    label:   without the code that the files repeat in it; always "" for "formacode", whose labels are not free
    """

    fiche = models.ForeignKey(Fiche, on_delete=models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=10)
    code = models.CharField(max_length=12)
    label = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fiche", "scheme", "code"], name="one_code_once_in_a_fiche")]
        indexes = [models.Index(fields=["scheme", "code"], name="fiches_by_code")]


class FicheLink(models.Model):
    """That a fiche replaced another, or was replaced; perhaps one of the other register, perhaps one not listed.

    other:  its number
    newer:  the other replaces this fiche; otherwise this fiche replaces the other
    """

    fiche = models.ForeignKey(Fiche, on_delete=models.CASCADE, related_name="links")
    other = models.CharField(max_length=12)
    newer = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fiche", "other", "newer"], name="one_link_once_in_a_fiche")]


class FicheSource(models.Model):
    """What one feed says of a fiche, kept whole, so that the fiche can be written again when another feed comes.

    kind:    "csv", "xml" or "own"
    on:      the day of the export in which it first said this
    digest:  SHA-256 of the sheet: one that says the same again changes nothing
    sheet:   zlib of the JSON of `reading.sheets.Sheet`
    """

    fiche = models.ForeignKey(Fiche, on_delete=models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=4)
    on = models.DateField()
    digest = models.BinaryField(max_length=32)
    sheet = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fiche", "kind"], name="one_source_of_a_kind_in_a_fiche")]
