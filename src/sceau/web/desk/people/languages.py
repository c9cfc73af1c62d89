"""The languages of people, by their names: those that staff choose from for somebody."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from sceau.intake.folding import fold
from sceau.web.desk.fields import CHOOSE
from sceau.web.templatetags.words import spoken

WRITTEN: Final = ("fr", "en")  # in which letters are written
# BCP 47 → French, English: what is spoken by many who come to be certified in France, and around it
NAMES: Final = {
    "fr": ("français", "French"),
    "en": ("anglais", "English"),
    "am": ("amharique", "Amharic"),
    "ar": ("arabe", "Arabic"),
    "bg": ("bulgare", "Bulgarian"),
    "bm": ("bambara", "Bambara"),
    "bn": ("bengali", "Bengali"),
    "br": ("breton", "Breton"),
    "ca": ("catalan", "Catalan"),
    "co": ("corse", "Corsican"),
    "cs": ("tchèque", "Czech"),
    "da": ("danois", "Danish"),
    "de": ("allemand", "German"),
    "el": ("grec", "Greek"),
    "es": ("espagnol", "Spanish"),
    "et": ("estonien", "Estonian"),
    "eu": ("basque", "Basque"),
    "fa": ("persan (dari, farsi)", "Persian (Dari, Farsi)"),
    "ff": ("peul", "Fula"),
    "fi": ("finnois", "Finnish"),
    "fsl": ("langue des signes française", "French Sign Language"),
    "ga": ("irlandais", "Irish"),
    "gcf": ("créole guadeloupéen et martiniquais", "Guadeloupean and Martinican Creole"),
    "gcr": ("créole guyanais", "Guianese Creole"),
    "hi": ("hindi", "Hindi"),
    "hr": ("croate", "Croatian"),
    "ht": ("créole haïtien", "Haitian Creole"),
    "hu": ("hongrois", "Hungarian"),
    "hy": ("arménien", "Armenian"),
    "id": ("indonésien", "Indonesian"),
    "it": ("italien", "Italian"),
    "ja": ("japonais", "Japanese"),
    "ka": ("géorgien", "Georgian"),
    "kab": ("kabyle", "Kabyle"),
    "km": ("khmer", "Khmer"),
    "ko": ("coréen", "Korean"),
    "ku": ("kurde", "Kurdish"),
    "ln": ("lingala", "Lingala"),
    "lo": ("lao", "Lao"),
    "lt": ("lituanien", "Lithuanian"),
    "lv": ("letton", "Latvian"),
    "mg": ("malgache", "Malagasy"),
    "mt": ("maltais", "Maltese"),
    "nb": ("norvégien", "Norwegian"),
    "nl": ("néerlandais", "Dutch"),
    "oc": ("occitan", "Occitan"),
    "pl": ("polonais", "Polish"),
    "ps": ("pachto", "Pashto"),
    "pt": ("portugais", "Portuguese"),
    "rcf": ("créole réunionnais", "Réunion Creole"),
    "ro": ("roumain", "Romanian"),
    "rom": ("romani", "Romani"),
    "ru": ("russe", "Russian"),
    "sk": ("slovaque", "Slovak"),
    "sl": ("slovène", "Slovenian"),
    "snk": ("soninké", "Soninke"),
    "so": ("somali", "Somali"),
    "sq": ("albanais", "Albanian"),
    "sr": ("serbe", "Serbian"),
    "sv": ("suédois", "Swedish"),
    "sw": ("swahili", "Swahili"),
    "swb": ("shimaoré", "Shimaore"),
    "ta": ("tamoul", "Tamil"),
    "th": ("thaï", "Thai"),
    "ti": ("tigrigna", "Tigrinya"),
    "tr": ("turc", "Turkish"),
    "ty": ("tahitien", "Tahitian"),
    "uk": ("ukrainien", "Ukrainian"),
    "ur": ("ourdou", "Urdu"),
    "vi": ("vietnamien", "Vietnamese"),
    "wo": ("wolof", "Wolof"),
    "zgh": ("tamazight", "Tamazight"),
    "zh": ("chinois", "Chinese"),
}


def language_named(code: str) -> str:
    """« arabe »; the code itself for a language that we have no word for, the language alone for one of its kinds."""
    names = NAMES.get(code) or NAMES.get(code.partition("-")[0])
    return names[0 if spoken() == "fr" else 1] if names else code


def language_field(label: Any, help_text: Any = "") -> forms.ChoiceField:
    """A choice among languages; the form says `offer_languages`."""
    return forms.ChoiceField(label=label, help_text=help_text, error_messages=CHOOSE)


def offer_languages(form: forms.Form) -> None:
    """Those that letters are written in, then the others by their names; what is noted of somebody stays among them."""
    field = form.fields["language"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- made above
    now = str(form.initial.get("language") or "")
    codes = [*NAMES, *({now} - NAMES.keys() - {""})]
    shown = sorted(
        ((code, f"{language_named(code)} ({code})" if code not in NAMES else language_named(code)) for code in codes),
        key=lambda choice: (WRITTEN.index(choice[0]) if choice[0] in WRITTEN else len(WRITTEN), fold(choice[1])),
    )
    field.choices = [(code, name[:1].upper() + name[1:]) for code, name in shown]
