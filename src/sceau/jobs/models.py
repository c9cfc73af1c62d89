"""The tables of the worker: what it has to know after it was killed."""

from __future__ import annotations

from django.db import models

from sceau.journal.models import Act


class Heartbeat(models.Model):
    """That a worker lives.

    worker:  "worker", whichever of them it was
    at:      when one last said so
    """

    worker = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()


class Round(models.Model):
    """Work that comes back by itself.

    name:     of one of `sceau.jobs.rounds.ROUNDS`
    next_at:  not before this moment; moved on by the one worker that takes the turn
    """

    name = models.CharField(max_length=40, primary_key=True)
    next_at = models.DateTimeField()


class Told(models.Model):
    """That somebody was written to about an act: nobody is told twice when the act is taken up again.

    recipient:  SHA-256 of the address and the letter's name, in hexadecimal; never the address
    Rows go once the act has left the outbox, for it is not taken up again.
    """

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act", "recipient"], name="told_once")]
