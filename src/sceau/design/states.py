"""What may follow what, in the life of a design."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where the work on a design stands. What was published before stays so meanwhile."""

    DRAFT = "draft", _("brouillon")
    IN_REVIEW = "in_review", _("en relecture")
    APPROVED = "approved", _("relu, prêt à publier")
    PUBLISHED = "published", _("publié")


NEXT: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.IN_REVIEW, State.PUBLISHED}),  # the latter where no review is asked
    State.IN_REVIEW: frozenset({State.DRAFT, State.APPROVED}),
    State.APPROVED: frozenset({State.DRAFT, State.PUBLISHED}),
    State.PUBLISHED: frozenset({State.DRAFT}),  # a new version is begun
}


class Decision(models.TextChoices):
    """How a review ended."""

    WAITING = "waiting", _("en attente")
    APPROVED = "approved", _("approuvée")
    CHANGES_ASKED = "changes_asked", _("modifications demandées")
    WITHDRAWN = "withdrawn", _("retirée")


class FieldKind(models.TextChoices):
    """What a field that an institution adds may hold."""

    TEXT = "text", _("texte court")
    LONG_TEXT = "long_text", _("texte long")
    NUMBER = "number", _("nombre")
    DATE = "date", _("date")
    CHOICE = "choice", _("choix dans une liste")
    URL = "url", _("adresse web")
    YES_NO = "yes_no", _("oui ou non")
