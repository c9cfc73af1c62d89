"""Who may organise for whom."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sceau.institutions.models.institution import Institution


class HabilitationState(models.TextChoices):
    """How it stands with a partner. What may follow what is in `states`."""

    REQUESTED = "requested", _("demandée")
    ACTIVE = "active", _("en cours")
    SUSPENDED = "suspended", _("suspendue")
    WITHDRAWN = "withdrawn", _("retirée")


class HabilitationScope(models.TextChoices):
    """What a partner is entitled to."""

    TRAIN = "train", _("former")
    ASSESS = "assess", _("organiser l’évaluation")
    TRAIN_AND_ASSESS = "train_and_assess", _("former et organiser l’évaluation")


class Habilitation(models.Model):
    """The right that a certifying body gives a partner, for some certifications, for a time.

    certifications:  the names or numbers of those concerned, one a line; "" means all
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    certifier = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="habilitations_given")
    partner = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="habilitations_held")
    scope = models.CharField(max_length=20, choices=HabilitationScope)
    certifications = models.TextField(blank=True, default="")
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=12, choices=HabilitationState)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="a_habilitation_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~Q(certifier=F("partner")), name="nobody_habilitates_oneself"),
        ]
