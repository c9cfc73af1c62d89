"""A person as a body knows them, and how they are reached."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sceau.institutions.models import Institution
from sceau.people.states import AddressKind


class Person(models.Model):
    """Somebody whom a certifying body knows: a candidate, a holder.

    given_name, family_name:  as the person is called here; family_name is the used name when there is one
    native_name:  the whole name in the person's own script, "" when it is Latin
    language:     in which the person is written to, a BCP 47 tag
    reference:    the body's own number for the person, "" for none
    folded:       names without case, accents and order: what is compared
    sort_name:    family name, then given name, folded
    user:         the account with which the person signs in here, if any
    merged_into:  this record was found to be about the same person as that one
    root:         the record at the end of that chain; None for one that stands for itself
    named_at:     when what the person is called here changed for the last time, by an edit or because another record
                  stands for this one; None: never since it became known
    erased_at:    what could be erased was
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="people")
    given_name = models.CharField(max_length=300, blank=True)
    family_name = models.CharField(max_length=300, blank=True)
    native_name = models.CharField(max_length=300, blank=True, default="")
    language = models.CharField(max_length=35, default="fr")
    reference = models.CharField(max_length=80, blank=True, default="")
    folded = models.CharField(max_length=250, blank=True)
    sort_name = models.CharField(max_length=250, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged_here")
    root = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="behind")
    named_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True, root__isnull=True)
                | Q(merged_into__isnull=False, root__isnull=False),
                name="a_merged_person_has_a_root",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")) & ~Q(root=F("id")), name="nobody_is_merged_into_oneself"
            ),
            models.UniqueConstraint(
                fields=["institution", "user"],
                condition=Q(user__isnull=False, merged_into__isnull=True),
                name="one_person_an_account",
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "sort_name", "id"], name="people_by_name"),
            models.Index(fields=["institution", "folded"], name="people_named_alike"),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class NameWord(models.Model):
    """A word by which a person is found: of a name, of an address, a number; bytes, as `sceau.search.models` says.

    person:    whose record has it; standing: the record that stands for that one, so that a search joins nothing
    text:      folded, in UTF-8; a telephone number stands from its end, so that its last figures find it
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="words")
    standing = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.BinaryField(max_length=255)

    class Meta:
        indexes = [models.Index(fields=["institution", "text", "standing"], name="people_by_word")]


class Address(models.Model):
    """One way to reach somebody. Two people may have the same: twins, families, an office.

    value:        an e-mail in lower case, a telephone number as typed, or the lines of a postal address
    verified_at:  somebody answered from there
    preferred:    the one to be used among several of its kind
    removed_at:   taken away; kept a while, so that it can be put back
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(max_length=8, choices=AddressKind)
    value = models.CharField(max_length=500)
    verified_at = models.DateTimeField(null=True)
    preferred = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "value"], condition=Q(removed_at__isnull=True), name="one_address_once"
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(removed_at__isnull=True, preferred=True),
                name="one_preferred_address_a_kind",
            ),
        ]
        indexes = [models.Index(fields=["kind", "value"], name="people_at_an_address")]


class Guardian(models.Model):
    """Who answers for somebody under age.

    relation:      mother, father, tutor…, as the body writes it
    consented_at:  when the guardian agreed to the enrolment; withdrawn_at: and took it back
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guardians")
    name = models.CharField(max_length=300)
    relation = models.CharField(max_length=80)
    email = models.CharField(max_length=254, blank=True, default="")
    phone = models.CharField(max_length=30, blank=True, default="")
    consented_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(consented_at__isnull=False),
                name="only_what_was_given_is_withdrawn",
            ),
        ]
