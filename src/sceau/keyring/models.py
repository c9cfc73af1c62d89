"""The keys of institutions. A row holds no private key in clear: the store gives a reference that only it reads."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sceau.institutions.models import Institution


class Purpose(models.TextChoices):
    """What a key signs."""

    CREDENTIALS = "credentials", _("les preuves")
    DOCUMENTS = "documents", _("les documents PDF")
    PERSON = "person", _("les procès-verbaux, au nom d’une personne")


class KeyState(models.TextChoices):
    """How a key stands."""

    ACTIVE = "active", _("en service")
    RETIRED = "retired", _("remplacée")
    COMPROMISED = "compromised", _("compromise")


class SigningKey(models.Model):
    """A key, with its number in the DID document of its institution.

    number:      1, 2, 3…, over all purposes: #key-1 is never another key
    public_key:  as a Multikey
    certificate: PEM, for the purpose "documents" only
    store, reference:  where the private half is, in words of the store
    holder:      whose it is, for the purpose "person" only
    retired_at:  it signed nothing after this moment
    compromised_from:  since this moment it may be in other hands
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="signing_keys")
    purpose = models.CharField(max_length=12, choices=Purpose)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="signing_keys"
    )
    number = models.PositiveIntegerField()
    algorithm = models.CharField(max_length=10)
    public_key = models.CharField(max_length=200, unique=True)
    certificate = models.TextField(blank=True, default="")
    store = models.CharField(max_length=20)
    reference = models.TextField()
    state = models.CharField(max_length=12, choices=KeyState, default=KeyState.ACTIVE)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    compromised_from = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "number"], name="one_key_a_number"),
            models.UniqueConstraint(
                fields=["institution", "purpose"],
                condition=Q(state="active", holder__isnull=True),
                name="one_active_key_a_purpose",
            ),
            models.UniqueConstraint(
                fields=["institution", "holder"], condition=Q(state="active"), name="one_active_key_a_person"
            ),
            models.CheckConstraint(
                condition=Q(purpose="person", holder__isnull=False) | (~Q(purpose="person") & Q(holder__isnull=True)),
                name="only_a_key_of_a_person_has_a_holder",
            ),
            models.CheckConstraint(
                condition=Q(state="active", retired_at__isnull=True, compromised_from__isnull=True)
                | Q(state="retired", retired_at__isnull=False, compromised_from__isnull=True)
                | Q(state="compromised", retired_at__isnull=False, compromised_from__isnull=False),
                name="a_key_is_dated_as_its_state_says",
            ),
            models.CheckConstraint(
                condition=Q(certificate="") | Q(purpose="documents"), name="only_documents_have_a_certificate"
            ),
        ]


class Ceremony(models.Model):
    """A key on its way: asked for by one person, made when another agrees, or by the first after a delay.

    alone_from:  from this moment the one who asked may make it alone; until then anybody entitled may stop it
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="ceremonies")
    purpose = models.CharField(max_length=12, choices=Purpose)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    alone_from = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    stopped_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    key = models.OneToOneField(SigningKey, on_delete=models.PROTECT, null=True, related_name="ceremony")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "purpose"],
                condition=Q(ended_at__isnull=True, holder__isnull=True),
                name="one_ceremony_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["institution", "holder"],
                condition=Q(ended_at__isnull=True),
                name="one_ceremony_a_person_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(purpose="person", holder__isnull=False) | (~Q(purpose="person") & Q(holder__isnull=True)),
                name="only_a_ceremony_of_a_person_has_a_holder",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")), name="two_people_are_two"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, key__isnull=True, stopped_by__isnull=True)
                | Q(ended_at__isnull=False, key__isnull=False, stopped_by__isnull=True)
                | Q(ended_at__isnull=False, key__isnull=True, stopped_by__isnull=False),
                name="a_ceremony_ends_with_a_key_or_is_stopped",
            ),
        ]


class HouseKey(models.Model):
    """A key by which the installation seals what it says itself, such as a report; the greatest number is in service.

    certificate:       PEM, made by the key itself
    store, reference:  where the private half is, in words of the store
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    public_key = models.CharField(max_length=200, unique=True)
    certificate = models.TextField()
    store = models.CharField(max_length=20)
    reference = models.TextField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.number)
