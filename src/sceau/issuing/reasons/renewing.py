"""Why a credential is not renewed, and what a renewal asks for."""

from __future__ import annotations

from sceau.engine.errors import Reason

NO_TERM = Reason(
    "issuing.renewal_no_term",
    fr="Elle vaut sans limite de durée\u00a0: il n’y a rien à renouveler",
    en="It has no end: there is nothing to renew",
)
OVER = Reason(
    "issuing.renewal_over",
    fr="Elle est {state}\u00a0: elle ne se renouvelle pas",
    en="It is {state_en}: it is not renewed",
)
SUSPENDED = Reason(
    "issuing.renewal_suspended",
    fr="Elle est suspendue\u00a0: rétablissez-la d’abord, ou révoquez-la",
    en="It is suspended: restore it first, or revoke it",
)
WAITS = Reason(
    "issuing.renewal_waits",
    fr="Celle qui prendra sa place attend déjà dans le lot n°\u00a0{number}",
    en="The one that will stand instead waits in batch no. {number} already",
)
LONG_ENOUGH = Reason(
    "issuing.renewal_long_enough",
    fr="Elle vaut déjà aussi longtemps qu’un terme compté d’aujourd’hui",
    en="It is already valid as long as a term counted from today",
)
NOTHING_TO_RENEW = Reason(
    "issuing.nothing_to_renew",
    fr="Aucune des preuves choisies ne peut être renouvelée",
    en="None of the chosen credentials can be renewed",
)
TOO_MANY_TO_RENEW = Reason(
    "issuing.too_many_to_renew",
    fr="Vous avez choisi {count} preuves\u00a0: {most} au plus se renouvellent en une fois. Resserrez la recherche",
    en="You chose {count} credentials: {most} at most are renewed at once. Narrow the search",
)
NO_GROUNDS = Reason(
    "issuing.renewal_no_grounds",
    fr="Dites sur quoi repose ce renouvellement, en {most} signes au plus\u00a0: la preuve le dira",
    en="Say what this renewal rests on, in {most} characters at most: the credential will say so",
)
RENEWAL = Reason("issuing.renewal", fr="Renouvellement de la preuve {code}", en="Renewal of credential {code}")
RENEWAL_OF_MANY = Reason(
    "issuing.renewal_of_many", fr="Renouvellement de {count} preuves", en="Renewal of {count} credentials"
)
