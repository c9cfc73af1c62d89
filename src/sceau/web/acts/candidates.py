"""Acts of the kind « Candidatures »."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: Final[dict[str, tuple[str | Promise, dict[str, str | Promise]]]] = {
    "candidate": (
        _("Candidatures"),
        {
            "candidate.enrolled": _("%(who)s a inscrit une personne à la session."),
            "candidate.applied": _("%(who)s a demandé une place dans la session."),
            "candidate.invited": _("%(who)s a invité une personne à la session."),
            "candidate.invitation_taken": _("%(who)s a accepté l’invitation à la session."),
            "candidate.accepted": _("%(who)s a accepté une demande d’inscription."),
            "candidate.refused": _("%(who)s a refusé une demande d’inscription."),
            "candidate.withdrawn": _("%(who)s a enregistré un désistement."),
            "candidate.restored": _("%(who)s a rétabli une inscription."),
            "candidate.changed": _("%(who)s a modifié une inscription."),
            "candidate.prerequisites_answered": _("%(who)s a noté les réponses aux conditions d’accès."),
            "candidate.links_withdrawn": _("%(who)s a fermé les liens vers le dossier d’une personne."),
            "candidate.arrangement_asked": _("%(who)s a demandé un aménagement d’épreuve."),
            "candidate.arrangement_granted": _("%(who)s a accordé un aménagement d’épreuve."),
            "candidate.arrangement_refused": _("%(who)s a refusé un aménagement d’épreuve."),
            "candidate.arrangement_dropped": _("%(who)s a retiré une demande d’aménagement."),
            "candidate.control_recorded": _("%(who)s a noté un contrôle d’identité et de surveillance."),
            "candidate.controls_recorded": _("%(who)s a noté des contrôles d’identité et de surveillance (%(count)s)."),
            "candidate.word_said": _("%(who)s a noté une absence, une suspension ou une attente, ou l’a levée."),
            "candidate.piece_added": _("%(who)s a ajouté une preuve au dossier."),
            "candidate.piece_removed": _("%(who)s a retiré une preuve du dossier."),
            "candidate.piece_shown": _("%(who)s a choisi de montrer une preuve avec la micro-certification."),
            "candidate.piece_hidden": _("%(who)s a choisi de ne plus montrer une preuve."),
            "candidate.imported": _("%(who)s a inscrit des personnes depuis un fichier (%(count)s)."),
            "candidate.import_staged": _("%(who)s a déposé un fichier de personnes à inscrire."),
            "candidate.import_dropped": _("%(who)s a abandonné un fichier de personnes à inscrire."),
            "application.received": _("%(who)s a reçu une demande d’inscription, dont l’adresse est à confirmer."),
            "candidate.link_handed_over": _(
                "%(who)s a affiché un lien vers un dossier, pour le remettre en main propre."
            ),
            "candidate.link_asked": _("%(who)s a demandé l’envoi d’un nouveau lien vers un dossier."),
            "candidate.link_wanted": _("%(who)s a reçu une demande de lien, pour une adresse à chercher."),
            "candidate.copy_asked": _("%(who)s a demandé le lien pour recevoir tout ce qui est gardé."),
            "candidate.applications_waiting": _("%(who)s a signalé des demandes d’inscription à examiner (%(count)s)."),
        },
    ),
}
