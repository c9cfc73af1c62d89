"""Acts of the kind « Notation »."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: Final[dict[str, tuple[str | Promise, dict[str, str | Promise]]]] = {
    "marking": (
        _("Notation"),
        {
            "marking.assessor_added": _("%(who)s a ajouté %(user)s aux évaluateurs de la session %(session)s."),
            "marking.assessor_changed": _("%(who)s a modifié la qualité de %(user)s, session %(session)s."),
            "marking.assessor_removed": _("%(who)s a retiré %(user)s des évaluateurs de la session %(session)s."),
            "marking.declared": _("%(who)s a déclaré ses liens avec les candidats de la session %(session)s."),
            "marking.conflict_noted": _("%(who)s a noté un lien entre %(user)s et une personne évaluée."),
            "marking.conflict_withdrawn": _("%(who)s a retiré un lien noté entre %(user)s et une personne évaluée."),
            "marking.set_aside_for_ties": _(
                "%(who)s a écarté des grilles de %(user)s pour un lien déclaré (%(count)s), session %(session)s."
            ),
            "marking.assigned": _("%(who)s a confié des grilles à %(user)s (%(count)s), session %(session)s."),
            "marking.set_aside": _("%(who)s a écarté une notation de %(user)s, session %(session)s."),
            "marking.begun": _("%(who)s a commencé une notation, session %(session)s."),
            "marking.submitted": _("%(who)s a remis une notation, épreuve %(event)s, session %(session)s."),
            "marking.taken_back": _("%(who)s a repris une notation remise, session %(session)s."),
            "marking.keyed_in": _("%(who)s a saisi une grille, épreuve %(event)s, session %(session)s."),
            "marking.taken_in": _(
                "%(who)s a repris des résultats d’un fichier, épreuve %(event)s, session %(session)s."
            ),
            "marking.all_in": _("%(who)s a remis la dernière notation de l’épreuve %(event)s, session %(session)s."),
            "marking.level_proposed": _(
                "%(who)s a proposé un niveau sur le critère %(criterion)s, session %(session)s."
            ),
            "marking.level_agreed": _("%(who)s a accepté un niveau sur le critère %(criterion)s, session %(session)s."),
            "marking.third_needed": _(
                "%(who)s a demandé une troisième notation, épreuve %(event)s, session %(session)s."
            ),
            "marking.retake_opened": _("%(who)s a ouvert un nouveau passage, session %(session)s."),
        },
    ),
}
