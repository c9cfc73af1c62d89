"""Habilitations: the certifying body hears what is asked, the partner what is decided."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sceau.institutions.models import Habilitation
from sceau.institutions.models.partners import HabilitationScope
from sceau.jobs.mail import address, send
from sceau.jobs.readers import heads, uuid_of
from sceau.jobs.registry import follows
from sceau.journal.models import Act

_SAID: dict[str, str | Promise] = {
    "habilitation.given": _("Une habilitation vous est donnée"),
    "habilitation.granted": _("Votre demande d’habilitation est accordée"),
    "habilitation.refused": _("Votre demande d’habilitation est refusée"),
    "habilitation.suspended": _("Votre habilitation est suspendue"),
    "habilitation.restored": _("Votre habilitation est rétablie"),
    "habilitation.withdrawn": _("Votre habilitation est retirée"),
}


@follows("habilitation.requested")
def tell_the_certifier(act: Act) -> None:
    """All its heads: they decide."""
    habilitation = _habilitation(act)
    for reader in heads(habilitation.certifier):
        send(
            act=act,
            to=reader,
            template="habilitation_requested",
            institution=habilitation.certifier,
            partner=habilitation.partner,
            scope=HabilitationScope(habilitation.scope).label,
            habilitation=habilitation,
            link=address("desk_habilitation", habilitation.certifier.slug, habilitation.uuid),
        )


@follows(*_SAID)
def tell_the_partner(act: Act) -> None:
    """All its heads: what they may do has changed."""
    habilitation = _habilitation(act)
    for reader in heads(habilitation.partner):
        send(
            act=act,
            to=reader,
            template="habilitation_decided",
            institution=habilitation.partner,
            certifier=habilitation.certifier,
            said=_SAID[act.code],
            scope=HabilitationScope(habilitation.scope).label,
            habilitation=habilitation,
            link=address("desk_habilitation", habilitation.partner.slug, habilitation.uuid),
        )


def _habilitation(act: Act) -> Habilitation:
    return Habilitation.objects.select_related("certifier", "partner").get(uuid=uuid_of(act))
