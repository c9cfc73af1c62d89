"""Acts of the kind « Jury et décisions »."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: Final[dict[str, tuple[str | Promise, dict[str, str | Promise]]]] = {
    "jury": (
        _("Jury et décisions"),
        {
            "jury.seat_added": _("%(who)s a nommé quelqu’un dans un jury."),
            "jury.seat_changed": _("%(who)s a modifié la place d’un membre de jury."),
            "jury.seat_removed": _("%(who)s a retiré un membre d’un jury."),
            "jury.declared": _("%(who)s a noté les liens d’un membre de jury avec des candidats (%(ties)s)."),
            "jury.tie_withdrawn": _("%(who)s a retiré un lien entre un membre de jury et un candidat."),
            "deliberation.opened": _("%(who)s a ouvert la délibération n° %(number)s, sur %(decisions)s candidats."),
            "deliberation.presence_noted": _("%(who)s a noté les présences du jury : %(present)s sur %(seats)s."),
            "deliberation.adjourned": _("%(who)s a suspendu la délibération n° %(number)s."),
            "deliberation.resumed": _("%(who)s a repris la délibération n° %(number)s."),
            "deliberation.called_off": _("%(who)s a annulé l’ouverture de la délibération n° %(number)s."),
            "deliberation.remarks_written": _("%(who)s a écrit les observations du jury."),
            "decision.taken": _("%(who)s a saisi une décision du jury."),
            "decision.reopened": _("%(who)s a remis une décision du jury à prendre."),
            "decision.taken_as_proposed": _("%(who)s a saisi %(count)s décisions du jury, conformes aux notes."),
            "decision.mark_changed": _("%(who)s a saisi le changement d’une note par le jury (critère %(criterion)s)."),
            "minutes.made": _("%(who)s a clos une délibération : procès-verbal %(number)s."),
            "minutes.withdrawn": _("%(who)s a repris le procès-verbal %(number)s avant toute signature."),
            "minutes.withdrawn_later": _(
                "%(who)s a repris le procès-verbal %(number)s, que rien ne pouvait plus sceller ; "
                "réponses déjà données, gardées avec lui : %(answered)s."
            ),
            "minutes.link_sent": _("%(who)s a envoyé un lien pour signer un procès-verbal."),
            "minutes.link_withdrawn": _("%(who)s a retiré un lien pour signer un procès-verbal."),
            "minutes.signed": _("%(who)s a signé ou recueilli une signature de procès-verbal (%(way)s)."),
            "minutes.refused": _("%(who)s a refusé de signer un procès-verbal."),
            "minutes.prevented": _("%(who)s a noté l’empêchement d’un membre de jury."),
            "minutes.sealed": _("%(who)s a scellé le procès-verbal %(number)s."),
        },
    ),
}
