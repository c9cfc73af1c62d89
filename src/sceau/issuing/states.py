"""What may be said of batches, their lines and credentials: closed lists, and what may follow what."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BatchState(models.TextChoices):
    """How a batch stands. Whether it is paused is told apart: it is taken up where it stood.

    DRAFT:      somebody is putting it together
    ASKED:      it waits for a second person to release it
    RELEASED:   the worker signs it, from the hour it is planned for
    SIGNED:     all is signed that could be; the time to call it off runs
    DELIVERING: the time is over; holders are written to
    DONE:       nobody is left to be written to
    CANCELLED:  called off: what was signed is worth nothing and nobody heard of it
    """

    DRAFT = "draft", _("en préparation")
    ASKED = "asked", _("à libérer")
    RELEASED = "released", _("en signature")
    SIGNED = "signed", _("signé, annulable")
    DELIVERING = "delivering", _("en remise")
    DONE = "done", _("remis")
    CANCELLED = "cancelled", _("annulé")


FOLLOWS: Final[dict[BatchState, frozenset[BatchState]]] = {
    BatchState.DRAFT: frozenset({BatchState.ASKED, BatchState.RELEASED, BatchState.CANCELLED}),
    BatchState.ASKED: frozenset({BatchState.DRAFT, BatchState.RELEASED, BatchState.CANCELLED}),
    BatchState.RELEASED: frozenset({BatchState.SIGNED, BatchState.CANCELLED}),
    # a line that failed and is tried again brings it back
    BatchState.SIGNED: frozenset({BatchState.RELEASED, BatchState.DELIVERING, BatchState.CANCELLED}),
    BatchState.DELIVERING: frozenset({BatchState.RELEASED, BatchState.DONE}),
    BatchState.DONE: frozenset({BatchState.RELEASED}),
    BatchState.CANCELLED: frozenset(),
}


class Cause(models.TextChoices):
    """Why credentials are made: for awards that have none, or instead of others."""

    AWARDS = "awards", _("attributions")
    CORRECTION = "correction", _("correction")
    RENEWAL = "renewal", _("renouvellement")
    AUTOMATIC = "automatic", _("délivrance automatique")


class LineState(models.TextChoices):
    """How a line of a batch stands.

    WAITING:  to be signed
    SIGNED:   it has its credential
    FAILED:   it could not be signed; the others go on, and it may be tried again
    DROPPED:  left out by a person, or called off with its batch before it was signed
    """

    WAITING = "waiting", _("en attente")
    SIGNED = "signed", _("signée")
    FAILED = "failed", _("en échec")
    DROPPED = "dropped", _("écartée")


class FilesState(models.TextChoices):
    """How the files of a batch stand, that are made ready together.

    ASKED:    the worker makes what is missing
    READY:    they can be taken away
    STOPPED:  the house lacks something that all of them need, and says what
    STALE:    they were ready, and a credential of the batch was erased or had its link changed since
    """

    ASKED = "asked", _("en préparation")
    READY = "ready", _("prêts")
    STOPPED = "stopped", _("arrêtés")
    STALE = "stale", _("à préparer de nouveau")


class CredentialState(models.TextChoices):
    """How a credential stands.

    VALID:      nothing was said against it; whether it has expired is a matter of dates
    SUSPENDED:  for a time
    REVOKED:    for good
    REPLACED:   another stands instead of it; it is authentic and superseded, never revoked
    CANCELLED:  its batch was called off before anybody heard of it
    ERASED:     its page and its bytes are gone at the wish of its holder; it never shows as revoked
    """

    VALID = "valid", pgettext_lazy("credential", "valide")
    SUSPENDED = "suspended", pgettext_lazy("credential", "suspendue")
    REVOKED = "revoked", pgettext_lazy("credential", "révoquée")
    REPLACED = "replaced", pgettext_lazy("credential", "remplacée")
    CANCELLED = "cancelled", pgettext_lazy("credential", "annulée avant remise")
    ERASED = "erased", pgettext_lazy("credential", "effacée")


class About(models.TextChoices):
    """What a holder says is wrong on a credential."""

    NAME = "name", _("le nom")
    OTHER = "other", _("autre chose")
    NOT_MINE = "not_mine", _("elle n’est pas à moi")


class RequestState(models.TextChoices):
    """How a request for a correction stands.

    OPEN:       nobody answered yet
    ACCEPTED:   its correction is in a batch, or the body saw to it otherwise and says how
    REFUSED:    the credential stays as it is, and the body says why
    WITHDRAWN:  whoever asked does not ask any more
    """

    OPEN = "open", _("à traiter")
    ACCEPTED = "accepted", _("acceptée")
    REFUSED = "refused", _("refusée")
    WITHDRAWN = "withdrawn", _("retirée")


class Kind(models.TextChoices):
    """What a letter to a holder is about."""

    ISSUED = "issued", _("remise")
    REPLACED = "replaced", _("correction")
    RENEWED = "renewed", _("renouvellement")
    SUSPENDED = "suspended", _("suspension")
    RESTORED = "restored", _("rétablissement")
    REVOKED = "revoked", _("révocation")
    EXPIRING = "expiring", _("rappel avant expiration")
    ANSWERED = "answered", _("réponse à une demande")


class LetterState(models.TextChoices):
    """How a letter stands.

    WAITING:  for its hour, or its next try
    SENT:     the mail server took it
    BOUNCED:  it came back, or the mail server refuses the address for good
    TO_PRINT: the holder has no address; it is printed and handed over
    PRINTED:  and was
    DROPPED:  what it would have told does not hold any more
    """

    WAITING = "waiting", _("à envoyer")
    SENT = "sent", _("envoyé")
    BOUNCED = "bounced", _("non distribué")
    TO_PRINT = "to_print", _("à imprimer")
    PRINTED = "printed", _("imprimé")
    DROPPED = "dropped", _("sans objet")
