"""Who an institution is."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an institution does here."""

    CERTIFIER = "certifier", _("organisme certificateur")
    PARTNER = "partner", _("organisme partenaire")
    EMPLOYER = "employer", _("employeur")


class Institution(models.Model):
    """A body that certifies, organises for one that certifies, or employs.

    slug:        in addresses and in the DID; never changed
    legal_name:  as the register has it; name: as people say it
    siren:       nine figures, "" when the body has none (it is not French); siret: fourteen, of its seat
    did:         who it is in signed documents; fixed once a key was made
    domain:      its own domain, "" while its DID is on ours
    colour:      "#rrggbb" of its pictures and letters, never of our buttons
    about_fr, about_en:  who it is, in its own words, on its public page
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.CERTIFIER)
    legal_name = models.CharField(max_length=250)
    name = models.CharField(max_length=120)
    siren = models.CharField(max_length=9, blank=True, default="")
    siret = models.CharField(max_length=14, blank=True, default="")
    street = models.CharField(max_length=250, blank=True, default="")
    postal_code = models.CharField(max_length=12, blank=True, default="")
    city = models.CharField(max_length=120, blank=True, default="")
    country = models.CharField(max_length=2, default="FR")
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=30, blank=True, default="")
    website = models.URLField(blank=True, default="")
    languages = models.JSONField(default=list)
    about_fr = models.TextField(blank=True, default="")
    about_en = models.TextField(blank=True, default="")
    colour = models.CharField(max_length=7, blank=True, default="")
    did = models.CharField(max_length=250, unique=True)
    domain = models.CharField(max_length=253, blank=True, default="")
    second_factor_required = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["siren"], condition=~Q(siren=""), name="one_institution_a_siren"),
            models.UniqueConstraint(fields=["domain"], condition=~Q(domain=""), name="one_institution_a_domain"),
        ]

    def __str__(self) -> str:
        return self.name


class Logo(models.Model):
    """The picture of an institution, drawn anew by us from what was sent.

    png:     at most 512 px a side
    digest:  SHA-256 in hexadecimal, in its address, so that it may be kept for ever
    """

    institution = models.OneToOneField(Institution, on_delete=models.CASCADE, related_name="logo", primary_key=True)
    png = models.BinaryField()
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()


class Unit(models.Model):
    """A faculty, a site, a department of an institution; a role may be held in one only.

    siret:      of its own establishment, "" when it has none
    closed_at:  None while it stands; a closed unit keeps its history
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=160)
    siret = models.CharField(max_length=14, blank=True, default="")
    city = models.CharField(max_length=120, blank=True, default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "name"], name="one_unit_a_name")]

    def __str__(self) -> str:
        return self.name
