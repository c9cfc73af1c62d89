"""Civil status, sealed, and what of it can be compared without opening it."""

from __future__ import annotations

from django.db import models

from sceau.institutions.models import Institution
from sceau.people.models.persons import Person
from sceau.people.states import Trait


class CivilStatus(models.Model):
    """Sex, all first names, birth and used name, date and place of birth of a person.

    sealed:  a JSON object, sealed for this person alone: see `sceau.people.civil`
    parts:   which `Part`s are filled in
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="civil_status", primary_key=True)
    sealed = models.TextField()
    parts = models.JSONField(default=list)
    changed_at = models.DateTimeField()


class TraitOf(models.Model):
    """Something of a civil status that another record may share, as a digest keyed by the installation's secret.

    digest:  HMAC-SHA-256 over the institution and the folded values: the same only within one institution
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="traits")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Trait)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "digest"], name="one_trait_once"),
        ]
        indexes = [models.Index(fields=["institution", "kind", "digest"], name="people_alike")]
