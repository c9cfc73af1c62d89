"""What may be handed in, and how much of it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Final

from django import forms
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from sceau.verification.judging import Handed
from sceau.web.desk.fields import Day, DeskForm

LONGEST_TEXT: Final = 1_000_000  # signs
MOST_FILES: Final = 10
LARGEST_FILE: Final = 20 * 1024 * 1024
LARGEST: Final = 30 * 1024 * 1024  # in all; no page of the house takes more than 32 MB
LIGHT: Final = 2 * 1024 * 1024  # bytes of a whole request
LONGEST_NAME: Final = 120  # signs of a file's name that are shown


class InMemory(MemoryFileUploadHandler):
    """Files of strangers never touch our disk: a request is bounded before a byte of it is read."""

    def handle_raw_input(self, *about: Any, **more: Any) -> None:
        """Whatever its size."""
        self.activated = True


def light_text(request: HttpRequest) -> str:
    """The text of a request that is refused, to be given back, where it is light enough to be read for that."""
    size = request.META.get("CONTENT_LENGTH") or ""
    try:
        return str(request.POST.get("text", "")) if size.isdecimal() and int(size[:20]) <= LIGHT else ""
    except (RequestDataTooBig, SuspiciousOperation):
        return ""


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """All that were chosen, and not the last one only."""
        return list(files.getlist(name)) if files else []


class Files(forms.FileField):
    """One file or several, within bounds; whoever takes others says so, and how it is told.

    most:     files at a time; largest: bytes of one of them
    """

    widget = _ManyFiles
    most = MOST_FILES
    largest = LARGEST_FILE
    too_many = _("10 fichiers au plus à la fois.")
    too_large = _("20\u00a0Mo au plus pour un fichier.")
    too_much = _("30\u00a0Mo au plus en tout.")

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """All of them, within bounds."""
        files = [each for each in (data or []) if each]
        if len(files) > self.most:
            raise ValidationError(self.too_many)
        if any(each.size > self.largest for each in files):
            raise ValidationError(self.too_large)
        if sum(each.size for each in files) > LARGEST:
            raise ValidationError(self.too_much)
        return files


class HandingForm(DeskForm):
    """A form with files, `file`, and a text, `text`, of which one has to be there.

    nothing:  what is said otherwise, in words that wait for a language
    """

    nothing: Any = ""

    def clean(self) -> dict[str, Any]:
        """Something has to be there."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("file") and not given.get("text") and not self.errors:
            raise ValidationError(self.nothing)
        return given

    def say_only(self, said: str) -> None:
        """Show this alone, whatever else is wrong or missing."""
        self.errors.clear()
        self.add_error(None, said)

    def handed(self) -> list[Handed]:
        """What was handed in, the text first."""
        text = self.cleaned_data["text"].strip()
        files = [Handed((each.name or "")[-LONGEST_NAME:], each.read()) for each in self.cleaned_data["file"]]
        return ([Handed("", text)] if text else []) + files


def pasted(label: Any, *, rows: int) -> forms.CharField:
    """The field of a text that is pasted."""
    return forms.CharField(
        required=False,
        max_length=LONGEST_TEXT,
        label=label,
        widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
        error_messages={"max_length": _("Ce texte est trop long\u00a0: déposez-le plutôt comme un fichier.")},
    )


class VerifierForm(HandingForm):
    """A text, files, and what may be asked beside."""

    nothing = _("Déposez un fichier, ou collez un lien, un code ou un texte.")

    file = Files(
        required=False,
        label=_("Déposez un ou plusieurs fichiers"),
        help_text=_("PDF, image, capture d’un QR code, fichier JSON ou JWT. 20\u00a0Mo au plus."),
    )
    text = pasted(_("Ou collez un lien, un code, un texte"), rows=3)
    at = Day(
        required=False,
        label=_("Juger à ce jour"),
        help_text=_(
            "jj/mm/aaaa. Une preuve de cette plateforme est jugée d’après la liste d’état de ce jour-là\u202f; pour "
            "les autres, révocations et avis restent ceux d’aujourd’hui."
        ),
    )
    holder = forms.CharField(
        required=False,
        max_length=300,
        label=_("À qui la preuve devrait être"),
        help_text=_("Un nom ou une adresse électronique, à comparer. Rien n’est envoyé à personne."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        error_messages={"max_length": _("300 signes au plus.")},
    )

    @property
    def moment(self) -> datetime | None:
        """The end of the day that was asked for."""
        day = self.cleaned_data.get("at")
        return datetime.combine(day, time(23, 59, 59), get_default_timezone()) if day else None
