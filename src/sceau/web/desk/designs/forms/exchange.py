"""A file that holds a design, sent; then taken in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sceau.web.desk.designs.forms.review import CopyForm
from sceau.web.desk.fields import DeskForm


class FileForm(DeskForm):
    """The file."""

    file = forms.FileField(
        label=_("Fichier de micro-certification"),
        help_text=_("Un fichier .json exporté par Sceau. Rien n’est enregistré avant votre accord."),
        allow_empty_file=True,
        error_messages={"required": _("Choisissez un fichier."), "invalid": _("Choisissez un fichier.")},
        widget=forms.FileInput(attrs={"accept": "application/json,.json"}),
    )


class TakeForm(CopyForm):
    """Where it goes, and what was read, which comes back with the answer."""

    content = forms.CharField(widget=forms.HiddenInput)
