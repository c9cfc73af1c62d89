"""How we know that an institution is who it says."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sceau.institutions.models.institution import Institution


class EvidenceKind(models.TextChoices):
    """A way of knowing."""

    DNS = "dns", _("enregistrement DNS du domaine")
    DID_WEB = "did_web", _("document did:web publié sur le domaine")
    REGISTER = "register", _("inscription au registre")


class EvidenceState(models.TextChoices):
    """What the last check found."""

    PENDING = "pending", _("à vérifier")
    CONFIRMED = "confirmed", _("vérifié")
    FAILED = "failed", _("non trouvé")
    LAPSED = "lapsed", _("n’est plus vérifié")


class Evidence(models.Model):
    """One piece of evidence; shown with its date, never sold.

    subject:     the domain, or the number in the register
    challenge:   what the domain has to show, "" for a register
    checked_at:  when it was last looked at; confirmed_at: when it last held
    source:      the address or the name of the register looked at
    fault:       the code of what was wrong the last time, "" when nothing was
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind)
    subject = models.CharField(max_length=253)
    challenge = models.CharField(max_length=100, blank=True, default="")
    state = models.CharField(max_length=10, choices=EvidenceState, default=EvidenceState.PENDING)
    source = models.CharField(max_length=300, blank=True, default="")
    fault = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "kind", "subject"], name="one_evidence_a_subject"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False), name="confirmed_evidence_is_dated"
            ),
        ]
