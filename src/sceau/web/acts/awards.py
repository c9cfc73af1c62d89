"""Acts of the kind « Attributions et recours »."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: Final[dict[str, tuple[str | Promise, dict[str, str | Promise]]]] = {
    "awards": (
        _("Attributions et recours"),
        {
            "results.proposed": _("%(who)s a proposé les résultats de la session %(session)s."),
            "results.audited": _("%(who)s a contrôlé un résultat tiré au sort, session %(session)s."),
            "results.confirmed": _("%(who)s a confirmé les résultats de la session %(session)s."),
            "results.sent_back": _("%(who)s a renvoyé en notation les résultats de la session %(session)s."),
            "results.correction_proposed": _("%(who)s a proposé de rectifier un résultat, session %(session)s."),
            "results.takeover_proposed": _(
                "%(who)s a proposé de reprendre %(count)s résultat(s) d’un fichier, session %(session)s."
            ),
            "results.file_staged": _("%(who)s a déposé un fichier de résultats passés."),
            "results.file_check_asked": _("%(who)s a fait vérifier de nouveau un fichier de résultats passés."),
            "results.file_proposal_asked": _(
                "%(who)s a demandé de proposer %(count)s résultat(s) d’un fichier de résultats passés."
            ),
            "results.file_dropped": _("%(who)s a abandonné un fichier de résultats passés."),
            "awards.made": _(
                "%(who)s a fait naître %(count)s attribution(s) et en a retiré %(withdrawn)s, session %(session)s."
            ),
            "results.released": _("%(who)s a diffusé des résultats de la session %(session)s."),
            "results.release_asked": _(
                "%(who)s a rappelé à la présidence du jury que des résultats attendent sa diffusion, "
                "session %(session)s."
            ),
            "appeal.opened": _("%(who)s a consigné un recours, session %(session)s."),
            "appeal.withdrawn": _("%(who)s a consigné le retrait d’un recours, session %(session)s."),
            "appeal.answered": _("%(who)s a répondu à un recours, session %(session)s."),
        },
    ),
}
