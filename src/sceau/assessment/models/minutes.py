"""The signed record of a jury, and who signed it how."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from sceau.accounts.models import User
from sceau.assessment.models.jury import Deliberation, Seat
from sceau.assessment.states import MinutesState, SignatureWay
from sceau.institutions.models import Delegation, Institution


class Minutes(models.Model):
    """The minutes of one deliberation: frozen when made, signed, then sealed; corrected only by other minutes.

    number:      "PV-2026-0007", in the institution
    data:        everything said in them; digest: SHA-256 in hexadecimal of its canonical form (RFC 8785)
    pdf_digest:  of the PDF before the seal; sealed_digest: of the sealed PDF, "" until then (files are kept by hash)
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="minutes")
    deliberation = models.ForeignKey(Deliberation, on_delete=models.PROTECT, related_name="minutes")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    number = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=MinutesState, default=MinutesState.SIGNING)
    data: models.JSONField[dict[str, Any]] = models.JSONField()
    digest = models.CharField(max_length=64)
    pdf_digest = models.CharField(max_length=64, blank=True, default="")
    sealed_digest = models.CharField(max_length=64, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "number"], name="one_minutes_a_number"),
            models.UniqueConstraint(
                fields=["deliberation"],
                condition=~Q(state=MinutesState.WITHDRAWN),
                name="one_standing_minutes_a_deliberation",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Signature(models.Model):
    """A simple electronic signature of the minutes by one member, or what stands in its place.

    digest:       of the minutes' data, as it was shown to whoever signed
    signed_by:    whoever signed, where that is somebody with an account; delegation: under which act, for another
    token_digest: of the one-time link, "" when none was sent or it was withdrawn; made anew from token_sent_at
    drawn:        SVG path data of a signature on the tablet
    scan_digest:  of the scanned paper; attested_by: the president who deposited it
    factor:       the kind of second factor used, by the way "account"
    proof:        the signature of the digest by the member's own key, where they have one (Data Integrity or raw)
    dissent:      what a member who refuses to sign says; then signed_at is None and dissented_at is not. With
                  attested_by, the president says it of a member who is prevented
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="signatures")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="signatures")
    way = models.CharField(max_length=8, choices=SignatureWay, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, related_name="+")
    token_digest = models.CharField(max_length=64, blank=True, default="")
    token_sent_at = models.DateTimeField(null=True)
    token_expires_at = models.DateTimeField(null=True)
    drawn = models.TextField(blank=True, default="")
    scan_digest = models.CharField(max_length=64, blank=True, default="")
    attested_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    factor = models.CharField(max_length=20, blank=True, default="")
    proof: models.JSONField[dict[str, Any] | None] = models.JSONField(null=True)
    dissent = models.CharField(max_length=1000, blank=True, default="")
    dissented_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["minutes", "seat"], name="a_seat_signs_once"),
            models.UniqueConstraint(
                fields=["token_digest"], condition=~Q(token_digest=""), name="one_signature_a_link"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(dissented_at__isnull=True), name="signed_or_dissented"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id}/{self.seat_id}"
