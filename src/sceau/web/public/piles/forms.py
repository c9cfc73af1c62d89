"""What a recruiter hands in, and how much of it."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from sceau.verification.judging import Handed
from sceau.web.desk.fields import DeskForm
from sceau.web.public.verifying.forms import LARGEST, LONGEST_NAME, LONGEST_TEXT, Files

MOST_FILES: Final = 20  # that a request carries; a ZIP holds a thousand


class PileFiles(Files):
    """Files of which one may be a ZIP."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """All of them, within bounds."""
        files = [each for each in (data or []) if each]
        if len(files) > MOST_FILES:
            raise ValidationError(_("20 fichiers au plus à la fois\u00a0: pour davantage, faites-en un ZIP."))
        if sum(each.size for each in files) > LARGEST:
            raise ValidationError(_("30\u00a0Mo au plus en tout\u00a0: faites-le en plusieurs fois."))
        return files


class PileForm(DeskForm):
    """Files, and a list that is pasted."""

    file = PileFiles(
        required=False,
        label=_("Déposez un ZIP, des CV en PDF, une liste de liens en CSV"),
        help_text=_("30\u00a0Mo en tout. Chaque ZIP est ouvert une fois, sans mot de passe."),
    )
    text = forms.CharField(
        required=False,
        max_length=LONGEST_TEXT,
        label=_("Ou collez des liens et des codes, un par ligne"),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
        error_messages={"max_length": _("Ce texte est trop long\u00a0: déposez-le plutôt comme un fichier.")},
    )

    def clean(self) -> dict[str, Any]:
        """Something has to be there."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("file") and not given.get("text") and not self.errors:
            raise ValidationError(_("Déposez un fichier, ou collez des liens ou des codes."))
        return given

    def handed(self) -> list[Handed]:
        """What was handed in, the text first."""
        text = self.cleaned_data["text"].strip()
        files = [Handed((each.name or "")[-LONGEST_NAME:], each.read()) for each in self.cleaned_data["file"]]
        return ([Handed("", text)] if text else []) + files
