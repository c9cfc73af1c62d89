"""Acts of the kind « Sessions »."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: Final[dict[str, tuple[str | Promise, dict[str, str | Promise]]]] = {
    "assessment_session": (
        _("Sessions"),
        {
            "assessment.opened": _("%(who)s a ouvert la session %(session)s, sur %(design)s."),
            "assessment.edited": _("%(who)s a modifié la session %(session)s."),
            "assessment.events_begun": _("%(who)s a commencé les épreuves de la session %(session)s."),
            "assessment.marking_closed": _("%(who)s a clos la saisie des notes de la session %(session)s."),
            "assessment.marking_reopened": _("%(who)s a rouvert la saisie des notes de la session %(session)s."),
            "assessment.cancelled": _("%(who)s a annulé la session %(session)s."),
            "assessment.went_on": _("%(who)s a repris la session %(session)s pour sa série n° %(round)s."),
            "assessment.cohort_added": _("%(who)s a ajouté un groupe à la session %(session)s."),
            "assessment.cohort_renamed": _("%(who)s a renommé un groupe de la session %(session)s."),
            "assessment.cohort_removed": _("%(who)s a retiré un groupe de la session %(session)s."),
            "assessment.cohorts_assigned": _("%(who)s a réparti des personnes en groupes, session %(session)s."),
            "assessment.slot_added": _("%(who)s a ajouté un créneau à la session %(session)s."),
            "assessment.slot_changed": _("%(who)s a modifié un créneau de la session %(session)s."),
            "assessment.slot_removed": _("%(who)s a retiré un créneau de la session %(session)s."),
            "assessment.slots_assigned": _("%(who)s a placé des personnes sur des créneaux, session %(session)s."),
            "assessment.candidate_called": _("%(who)s a convoqué une personne à la session %(session)s."),
            "assessment.sheet_opened": _("%(who)s a ouvert une feuille d’émargement, session %(session)s."),
            "assessment.sheet_line_added": _(
                "%(who)s a ajouté quelqu’un à une feuille d’émargement, session %(session)s."
            ),
            "assessment.presence_noted": _("%(who)s a noté des présences, session %(session)s."),
            "assessment.sheet_signed": _("%(who)s a recueilli une signature de présence, session %(session)s."),
            "assessment.sheet_scanned": _("%(who)s a déposé une feuille d’émargement numérisée, session %(session)s."),
            "assessment.sheet_closed": _("%(who)s a clos une feuille d’émargement, session %(session)s."),
            "assessment.incident_told": _("%(who)s a consigné un incident, session %(session)s."),
            "assessment.settings_changed": _("%(who)s a modifié les règles d’évaluation."),
        },
    ),
}
