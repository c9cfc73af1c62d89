"""Acts of the kind « Personnes »."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: Final[dict[str, tuple[str | Promise, dict[str, str | Promise]]]] = {
    "people": (
        _("Personnes"),
        {
            "person.created": _("%(who)s a ajouté une personne."),
            "person.changed": _("%(who)s a modifié le nom ou la langue d’une personne."),
            "person.account_linked": _("%(who)s a rattaché un compte à une personne."),
            "person.account_unlinked": _("%(who)s a détaché le compte d’une personne."),
            "person.address_added": _("%(who)s a ajouté une adresse à une personne."),
            "person.address_verified": _("%(who)s a vérifié l’adresse d’une personne."),
            "person.address_preferred": _("%(who)s a choisi l’adresse à utiliser pour une personne."),
            "person.address_removed": _("%(who)s a retiré l’adresse d’une personne."),
            "person.address_restored": _("%(who)s a remis l’adresse d’une personne."),
            "person.civil_status_set": _("%(who)s a écrit l’état civil d’une personne."),
            "person.civil_status_read": _("%(who)s a ouvert l’état civil d’une personne."),
            "person.guardian_added": _("%(who)s a ajouté un représentant légal à une personne."),
            "person.guardian_changed": _("%(who)s a modifié le représentant légal d’une personne."),
            "person.guardian_agreed": _("%(who)s a noté l’accord d’un représentant légal."),
            "person.guardian_withdrew": _("%(who)s a noté qu’un représentant légal retire son accord."),
            "person.guardian_removed": _("%(who)s a retiré le représentant légal d’une personne."),
            "person.guardian_restored": _("%(who)s a remis le représentant légal d’une personne."),
            "person.consent_given": _("%(who)s a noté l’accord d’une personne pour une publication."),
            "person.consent_withdrawn": _("%(who)s a noté le retrait d’un accord pour une publication."),
            "person.merged": _("%(who)s a réuni deux fiches d’une même personne."),
            "person.separated": _("%(who)s a séparé deux fiches qui étaient réunies."),
            "person.told_apart": _("%(who)s a noté que deux fiches qui se ressemblent sont deux personnes."),
            "person.proposed_again": _("%(who)s a remis deux fiches parmi celles à rapprocher."),
            "person.exported": _("%(who)s a réuni tout ce qui est gardé sur une personne, pour elle."),
            "person.erased": _("%(who)s a effacé les données d’une personne."),
            "person.erased_unused": _("%(who)s a effacé une personne restée sans suite."),
            "retention.rule_changed": _("%(who)s a modifié une durée de conservation."),
            "retention.confirmed": _("%(who)s a mis en service le calendrier de conservation."),
            "retention.suspended": _("%(who)s a suspendu le calendrier de conservation."),
            "retention.carried_out": _("%(who)s a appliqué le calendrier de conservation : %(count)s."),
            "archive.opened": _("%(who)s a ouvert l’archive restreinte : %(count)s."),
            "processing.contact_changed": _("%(who)s a modifié le contact de la protection des données."),
            "processing.line_added": _("%(who)s a ajouté une ligne au registre des traitements."),
            "processing.line_changed": _("%(who)s a modifié une ligne du registre des traitements."),
            "processing.line_removed": _("%(who)s a retiré une ligne du registre des traitements."),
        },
    ),
}
