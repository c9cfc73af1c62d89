"""What is typed about letters to holders."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy

from sceau.issuing.wordings import LONGEST_BODY, LONGEST_SUBJECT
from sceau.web.desk.fields import DeskForm

_EMPTY: Final = gettext_lazy("Écrivez quelque chose, ou reprenez le texte de la maison.")


class AgainForm(DeskForm):
    """Where a letter is sent. letter: its number, of those of the credential"""

    letter = forms.IntegerField(widget=forms.HiddenInput)
    email = forms.CharField(
        required=False,
        max_length=254,
        label=gettext_lazy("Adresse électronique"),
        help_text=gettext_lazy("Une autre adresse devient celle où cette personne est jointe."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class WordsForm(DeskForm):
    """The words of a letter; the room says what they may be, and where not."""

    subject = forms.CharField(
        strip=False,
        label=gettext_lazy("Objet"),
        error_messages={"required": _EMPTY},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    body = forms.CharField(
        error_messages={"required": _EMPTY},
        strip=False,
        label=gettext_lazy("Texte"),
        help_text=gettext_lazy(
            "Un paragraphe, une ligne vide, un paragraphe. Celui dont un champ n’a rien à dire n’est pas envoyé."
        ),
        widget=forms.Textarea(attrs={"rows": "16", "spellcheck": "true"}),
    )
    subject.widget.attrs["maxlength"] = str(LONGEST_SUBJECT)
    body.widget.attrs["maxlength"] = str(LONGEST_BODY)
