"""Acts of the kind « Délivrance »."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: Final[dict[str, tuple[str | Promise, dict[str, str | Promise]]]] = {
    "issuing": (
        _("Lots et preuves"),
        {
            "batch.prepared": _("%(who)s a préparé le lot n°\u00a0%(number)s (lignes\u00a0: %(count)s)."),
            "batch.lines_added": _("%(who)s a ajouté des lignes au lot n°\u00a0%(number)s\u00a0: %(count)s."),
            "batch.lines_dropped": _("%(who)s a écarté des lignes du lot n°\u00a0%(number)s\u00a0: %(count)s."),
            "batch.renamed": _("%(who)s a renommé le lot n°\u00a0%(number)s."),
            "batch.asked": _("%(who)s a demandé la libération du lot n°\u00a0%(number)s (lignes\u00a0: %(count)s)."),
            "batch.taken_back": _("%(who)s a repris la préparation du lot n°\u00a0%(number)s."),
            "batch.released": _("%(who)s a libéré le lot n°\u00a0%(number)s (lignes\u00a0: %(count)s)."),
            "batch.paused": _("%(who)s a mis en pause le lot n°\u00a0%(number)s."),
            "batch.stopped": _("%(who)s a arrêté le lot n°\u00a0%(number)s, qui ne pouvait pas être signé."),
            "batch.resumed": _("%(who)s a fait repartir le lot n°\u00a0%(number)s."),
            "batch.retried": _("%(who)s a relancé des lignes en échec du lot n°\u00a0%(number)s\u00a0: %(count)s."),
            "batch.cancelled": _(
                "%(who)s a annulé le lot n°\u00a0%(number)s avant remise (lignes écartées\u00a0: %(dropped)s, "
                "preuves annulées\u00a0: %(signed)s)."
            ),
            "batch.signed": _(
                "%(who)s a fini de signer le lot n°\u00a0%(number)s (lignes signées\u00a0: %(signed)s, "
                "en échec\u00a0: %(failed)s)."
            ),
            "batch.delivering": _("%(who)s a commencé la remise du lot n°\u00a0%(number)s."),
            "batch.delivered": _("%(who)s a terminé la remise du lot n°\u00a0%(number)s."),
            "batch.files_asked": _(
                "%(who)s a fait préparer les fichiers du lot n°\u00a0%(number)s (preuves\u00a0: %(count)s)."
            ),
            "credential.issued": _("%(who)s a délivré une preuve, ligne %(line)s de son lot."),
            "credential.replaced": _("%(who)s a remplacé une preuve par une autre."),
            "credential.renewed": _("%(who)s a renouvelé une preuve\u00a0: une autre vaut à sa place."),
            "credential.suspended": _("%(who)s a suspendu une preuve."),
            "credential.restored": _("%(who)s a rétabli une preuve."),
            "credential.revoked": _("%(who)s a révoqué une preuve."),
            "credential.opening_renewed": _("%(who)s a remplacé le lien d’ouverture d’une preuve."),
            "request.asked": _("%(who)s a noté qu’une personne dit sa preuve fausse."),
            "request.withdrawn": _("%(who)s a noté qu’une personne retire sa demande de correction."),
            "request.accepted": _("%(who)s a accepté une demande de correction, par le lot n°\u00a0%(number)s."),
            "request.reopened": _(
                "%(who)s a rouvert une demande de correction\u00a0: le lot n°\u00a0%(number)s ne la porte plus."
            ),
            "request.answered": _("%(who)s a répondu qu’une demande de correction est satisfaite."),
            "request.refused": _("%(who)s a refusé une demande de correction, avec la raison."),
            "credentials.expiring": _("%(who)s a rappelé des preuves qui expirent bientôt\u00a0: %(count)s."),
            "issuing.settings_changed": _("%(who)s a modifié les règles de délivrance."),
            "issuing.two_people_lifted": _(
                "%(who)s a levé la règle des deux personnes\u00a0: qui prépare un lot peut le libérer."
            ),
            "issuing.two_people_set": _(
                "%(who)s a mis la règle des deux personnes\u00a0: qui prépare un lot ne le libère pas."
            ),
            "letters.reworded": _("%(who)s a changé les mots d’un courriel aux titulaires."),
            "letters.words_reset": _("%(who)s a rendu à un courriel aux titulaires les mots d’origine."),
            "letters.trial_asked": _("%(who)s s’est fait envoyer un courriel d’essai."),
            "letters.printed": _("%(who)s a imprimé des lettres à des titulaires\u00a0: %(count)s."),
            "letters.unprinted": _("%(who)s a remis des lettres parmi celles à imprimer\u00a0: %(count)s."),
            "letter.came_back": _("%(who)s a noté qu’une lettre à un titulaire n’est pas arrivée."),
            "letter.sent_again": _("%(who)s a renvoyé une lettre à un titulaire."),
        },
    ),
}
