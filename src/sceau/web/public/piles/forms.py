"""What a recruiter hands in, and how much of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sceau.web.public.verifying.forms import LARGEST, Files, HandingForm, pasted


class PileFiles(Files):
    """Files of which one may be a ZIP."""

    most = 20  # that a request carries; a ZIP holds a thousand
    largest = LARGEST
    too_many = _("20 fichiers au plus à la fois\u00a0: pour davantage, faites-en un ZIP.")
    too_large = too_much = _("30\u00a0Mo au plus en tout\u00a0: faites-le en plusieurs fois.")


class PileForm(HandingForm):
    """Files, and a list that is pasted."""

    nothing = _("Déposez un fichier, ou collez des liens ou des codes.")

    file = PileFiles(
        required=False,
        label=_("Déposez un ZIP, des CV, une liste de liens"),
        help_text=_(
            "CV\u00a0: PDF, Word, LibreOffice, RTF, HTML, texte, image. Listes\u00a0: Excel, LibreOffice, CSV. "
            "30\u00a0Mo en tout\u202f; chaque ZIP est ouvert une fois, sans mot de passe."
        ),
    )
    text = pasted(_("Ou collez des liens et des codes, un par ligne"), rows=4)
