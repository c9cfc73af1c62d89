"""Acts of the house: bodies, teams, keys, designs, accounts, the journal itself."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# kind, as the filter names it -> code -> sentence; who: of the act; the other places come from its details
KINDS: Final[dict[str, tuple[str | Promise, dict[str, str | Promise]]]] = {
    "institution": (
        _("Organisme"),
        {
            "institution.created": _("%(who)s a inscrit l’organisme."),
            "institution.profile_changed": _("%(who)s a modifié la fiche de l’organisme."),
            "institution.appearance_changed": _("%(who)s a modifié l’apparence."),
            "institution.logo_set": _("%(who)s a posé un logo."),
            "institution.logo_removed": _("%(who)s a retiré le logo."),
            "institution.domain_adopted": _("%(who)s a fait du domaine prouvé l’identifiant de l’organisme."),
            "institution.second_factor_required": _("%(who)s a rendu le second facteur obligatoire."),
            "institution.second_factor_optional": _("%(who)s a rendu le second facteur facultatif."),
        },
    ),
    "unit": (
        _("Composantes"),
        {
            "unit.added": _("%(who)s a ajouté la composante %(unit)s."),
            "unit.changed": _("%(who)s a modifié la composante %(unit)s."),
            "unit.closed": _("%(who)s a fermé la composante %(unit)s."),
            "unit.reopened": _("%(who)s a rouvert la composante %(unit)s."),
        },
    ),
    "member": (
        _("Équipe"),
        {
            "member.invited": _("%(who)s a invité quelqu’un dans le rôle « %(role)s »."),
            "member.invited_again": _("%(who)s a renvoyé une invitation, pour le rôle « %(role)s »."),
            "member.invitation_withdrawn": _("%(who)s a retiré une invitation, pour le rôle « %(role)s »."),
            "member.joined": _("%(who)s a accepté le rôle « %(role)s »."),
            "member.role_changed": _("%(who)s a donné le rôle « %(role)s » à %(user)s, à la place de « %(before)s »."),
            "member.ended": _("%(who)s a retiré le rôle « %(role)s » à %(user)s."),
            "member.left": _("%(who)s a quitté le rôle « %(role)s »."),
        },
    ),
    "delegation": (
        _("Délégations"),
        {
            "delegation.created": _(
                "%(who)s a enregistré une délégation de signature de %(delegator)s à %(delegate)s."
            ),
            "delegation.revoked": _("%(who)s a révoqué une délégation de signature."),
        },
    ),
    "habilitation": (
        _("Habilitations"),
        {
            "habilitation.given": _("%(who)s a habilité %(other)s."),
            "habilitation.requested": _("%(who)s a demandé une habilitation à %(other)s."),
            "habilitation.request_retracted": _("%(who)s a retiré une demande d’habilitation à %(certifier)s."),
            "habilitation.granted": _("%(who)s a accordé son habilitation à %(partner)s."),
            "habilitation.refused": _("%(who)s a refusé son habilitation à %(partner)s."),
            "habilitation.suspended": _("%(who)s a suspendu l’habilitation de %(partner)s."),
            "habilitation.restored": _("%(who)s a rétabli l’habilitation de %(partner)s."),
            "habilitation.withdrawn": _("%(who)s a retiré l’habilitation de %(partner)s."),
        },
    ),
    "design": (
        _("Micro-certifications"),
        {
            "design.created": _("%(who)s a commencé la micro-certification %(design)s."),
            "design.copied": _("%(who)s a commencé la micro-certification %(design)s à partir d’une autre."),
            "design.imported": _("%(who)s a importé la micro-certification %(design)s d’un fichier."),
            "design.edited": _("%(who)s a travaillé à la micro-certification %(design)s."),
            "design.renamed": _("%(who)s a changé le nom court ou la composante de %(design)s."),
            "design.review_asked": _("%(who)s a demandé la relecture de %(design)s."),
            "design.review_withdrawn": _("%(who)s a retiré la relecture de %(design)s."),
            "design.approved": _("%(who)s a relu et approuvé %(design)s."),
            "design.changes_asked": _("%(who)s a relu %(design)s et demandé des modifications."),
            "design.published": _("%(who)s a publié la version %(number)s de %(design)s."),
            "design.version_begun": _("%(who)s a commencé la version %(number)s de %(design)s."),
            "design.version_dropped": _("%(who)s a abandonné la version %(number)s de %(design)s."),
            "design.retired": _("%(who)s a retiré la version %(number)s de %(design)s."),
            "design.archived": _("%(who)s a archivé la micro-certification %(design)s."),
            "design.unarchived": _("%(who)s a sorti des archives la micro-certification %(design)s."),
            "design.draft_deleted": _("%(who)s a supprimé le brouillon %(design)s."),
            "design.draft_restored": _("%(who)s a repris le brouillon %(design)s."),
            "design.registration_ends": _(
                "%(who)s a relevé l’échéance de %(registration)s, sur laquelle repose une micro-certification."
            ),
            "design.reassessed": _(
                "%(who)s a comparé la version %(number)s de %(design)s aux règles et aux répertoires du jour."
            ),
            "design.settings_changed": _("%(who)s a modifié les règles de conception."),
            "design.field_added": _("%(who)s a ajouté le champ « %(field_code)s » aux micro-certifications."),
            "design.field_changed": _("%(who)s a modifié le champ « %(field_code)s » des micro-certifications."),
            "design.field_removed": _("%(who)s a retiré le champ « %(field_code)s » des micro-certifications."),
            "design.field_restored": _("%(who)s a repris le champ « %(field_code)s » des micro-certifications."),
            "design.field_moved": _("%(who)s a changé l’ordre des champs des micro-certifications."),
        },
    ),
    "evidence": (
        _("Identité vérifiée"),
        {
            "evidence.started": _("%(who)s a commencé une preuve d’identité."),
            "evidence.pending": _("%(who)s a contrôlé une preuve d’identité : elle attend encore."),
            "evidence.confirmed": _("%(who)s a contrôlé une preuve d’identité : elle tient."),
            "evidence.failed": _("%(who)s a contrôlé une preuve d’identité : elle ne tient pas."),
            "evidence.lapsed": _("%(who)s a contrôlé une preuve d’identité : elle ne tient plus."),
            "evidence.register_checked": _("%(who)s a comparé l’organisme au registre officiel."),
            "evidence.removed": _("%(who)s a retiré une preuve d’identité."),
        },
    ),
    "key": (
        _("Clés"),
        {
            "key.asked": _("%(who)s a demandé une clé de signature."),
            "key.ceremony_stopped": _("%(who)s a arrêté la création d’une clé."),
            "key.made": _("%(who)s a créé la clé n° %(number)s."),
            "key.retired": _("%(who)s a remplacé la clé n° %(number)s, qui ne signe plus."),
            "key.compromised": _("%(who)s a déclaré une clé compromise."),
            "key.lost": _("%(who)s a constaté la perte d’une clé."),
            "key.certificate_imported": _("%(who)s a installé le certificat d’une clé."),
            "key.sealed_anew": _("%(who)s a scellé une clé sous une autre clé de chiffrement."),
        },
    ),
    "credentials": (
        _("Preuves"),
        {
            "credentials.issued": _("%(who)s a délivré des preuves, au nombre de %(count)s."),
            "credentials.revoke": _("%(who)s a révoqué des preuves, au nombre de %(count)s."),
            "credentials.suspend": _("%(who)s a suspendu des preuves, au nombre de %(count)s."),
            "credentials.restore": _("%(who)s a rétabli des preuves, au nombre de %(count)s."),
            "credentials.replace": _("%(who)s a remplacé des preuves, au nombre de %(count)s."),
        },
    ),
    "directory": (
        _("Annuaire"),
        {
            "directory.set_up": _("%(who)s a réglé l’annuaire de l’organisme."),
            "directory.domain_added": _("%(who)s a ajouté un domaine à l’annuaire."),
            "directory.domain_removed": _("%(who)s a retiré un domaine de l’annuaire."),
            "directory.tested": _("%(who)s a essayé l’annuaire."),
            "directory.put_into_service": _("%(who)s a mis l’annuaire en service."),
            "directory.turned_off": _("%(who)s a arrêté l’annuaire."),
            "directory.required": _("%(who)s a rendu l’annuaire obligatoire pour se connecter."),
            "directory.optional": _("%(who)s a rendu l’annuaire facultatif pour se connecter."),
            "directory.bond_made": _("%(who)s a relié son compte à l’annuaire."),
            "directory.bond_undone": _("%(who)s a délié de l’annuaire le compte de %(user)s."),
            "directory.session_ended": _("%(who)s a fermé une connexion de %(user)s, à la demande de l’annuaire."),
        },
    ),
    "account": (
        _("Comptes"),
        {
            "account.created": _("%(who)s a créé le compte de %(user)s."),
            "account.changed": _("%(who)s a modifié son compte."),
            "account.address_changed": _("%(who)s a changé d’adresse électronique."),
            "account.made_administrator": _("%(who)s a donné à %(user)s l’administration de la plateforme."),
            "account.closed": _("%(who)s a fermé le compte de %(user)s."),
            "account.reopened": _("%(who)s a rouvert le compte de %(user)s."),
            "password.set": _("%(who)s a choisi un mot de passe."),
            "password.changed": _("%(who)s a changé de mot de passe."),
            "password.reset": _("%(who)s a remplacé un mot de passe oublié."),
            "factor.added": _("%(who)s a ajouté un second facteur au compte de %(user)s."),
            "factor.removed": _("%(who)s a retiré un second facteur du compte de %(user)s."),
        },
    ),
    "session": (
        _("Connexions"),
        {
            "session.opened": _("%(who)s a ouvert une connexion."),
            "session.ended": _("%(who)s a fermé une connexion de %(user)s."),
            "sign_in.refused": _("%(who)s a refusé une connexion au compte de %(user)s."),
        },
    ),
    "factor_reset": (
        _("Seconds facteurs perdus"),
        {
            "factor_reset.asked": _("%(who)s a demandé le retrait du second facteur de %(user)s."),
            "factor_reset.approved": _("%(who)s a approuvé le retrait du second facteur de %(user)s."),
            "factor_reset.refused": _("%(who)s a refusé le retrait du second facteur de %(user)s."),
            "factor_reset.cancelled": _("%(who)s a annulé le retrait du second facteur de %(user)s."),
            "factor_reset.carried_out": _("%(who)s a retiré le second facteur de %(user)s."),
            "factor_reset.lapsed": _(
                "%(who)s a laissé sans suite la demande de retrait du second facteur de %(user)s."
            ),
            "factor_reset.by_command": _("%(who)s a retiré par commande les seconds facteurs de %(user)s."),
        },
    ),
    "framework": (
        _("Référentiels"),
        {
            "framework.import_asked": _("%(who)s a demandé l’import d’un référentiel (%(kind)s)."),
            "framework.loaded": _("%(who)s a mis un référentiel en service (%(kind)s, %(read)s entrées lues)."),
            "framework.refused": _("%(who)s a vu refuser l’import d’un référentiel (%(kind)s)."),
        },
    ),
    "known_list": (
        _("Listes de confiance"),
        {
            "known_list.taken": _("%(who)s a mis une liste de confiance en service (%(entries)s émetteurs)."),
            "known_list.replaced": _("%(who)s a remplacé une liste de confiance (%(entries)s émetteurs)."),
            "known_list.removed": _("%(who)s a retiré une liste de confiance (%(entries)s émetteurs)."),
        },
    ),
    "journal": (
        _("Journal"),
        {
            "journal.rechecked": _("%(who)s a recontrôlé le journal."),
            "journal.exported": _("%(who)s a exporté le journal."),
            "journal.reason_erased": _("%(who)s a effacé le motif de l’acte n° %(number)s."),
        },
    ),
}
