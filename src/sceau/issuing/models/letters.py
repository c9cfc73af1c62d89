"""What holders are written, and in which words."""

from __future__ import annotations

from django.db import models

from sceau.accounts.models import User
from sceau.institutions.models import Institution
from sceau.issuing.models.credentials import Credential
from sceau.issuing.states import Kind, LetterState


class Letter(models.Model):
    """One letter about one credential and one act.

    occasion:  what tells two letters of one kind apart: a turn, the day of an expiry; "" for the only one
    due:       not before this moment, also while a worker has it in hand
    tries:     begun; fault: of the last one, a class or a code, never a text
    again:     how often a person had it sent once more: each time is another message to mail servers
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="letters")
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=9, choices=Kind)
    occasion = models.CharField(max_length=40, blank=True, default="")
    state = models.CharField(max_length=8, choices=LetterState, default=LetterState.WAITING)
    due = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    again = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True, default="")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["credential", "kind", "occasion"], name="one_letter_an_occasion")
        ]
        indexes = [
            models.Index(fields=["institution", "due"], condition=models.Q(state="waiting"), name="letters_to_send"),
            models.Index(fields=["institution", "state", "ended_at"], name="letters_of_an_institution"),
        ]


class Wording(models.Model):
    """What an institution writes in its letters of one kind in one language, instead of the house's words.

    subject, body:  with fields in braces, such as {name}; plain paragraphs
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="wordings")
    kind = models.CharField(max_length=9, choices=Kind)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "kind", "language"], name="one_wording_a_kind")]
