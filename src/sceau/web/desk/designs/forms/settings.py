"""The rules of an institution for its designs, and the fields that it adds, typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sceau.design.models import CustomField, DesignSettings
from sceau.design.states import FieldKind
from sceau.engine.quality.lists import LICENCES
from sceau.institutions.rules import LANGUAGES
from sceau.intake.folding import fold
from sceau.web.desk.designs.wording import LANGUAGE_NAMES
from sceau.web.desk.fields import CHOOSE, DeskForm
from sceau.web.templatetags.words import spoken

_SEVERAL = 2


class SettingsForm(DeskForm):
    """Languages, review, licence."""

    main = forms.ChoiceField(
        choices=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
        label=_("Langue principale"),
        help_text=_("Celle dans laquelle on écrit d’abord."),
        error_messages=CHOOSE,
    )
    languages = forms.MultipleChoiceField(
        required=False,
        choices=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
        widget=forms.CheckboxSelectMultiple,
        label=_("Langues de publication"),
        help_text=_(
            "Proposées à chaque nouvelle micro-certification ; seules celles qui sont complètes sont publiées."
        ),
        error_messages=CHOOSE,
    )
    review_required = forms.BooleanField(
        required=False,
        label=_("Une relecture avant chaque publication"),
        help_text=_("Rien n’est publié que seuls ses auteurs ont lu."),
    )
    licence = forms.ChoiceField(
        label=_("Licence des nouvelles micro-certifications"),
        help_text=_("Ce que d’autres organismes peuvent faire de ce que vous écrivez. Chacune peut en changer."),
        error_messages=CHOOSE,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["licence"].choices = [(code, label.to(spoken())) for code, label in LICENCES.items()]  # type: ignore[attr-defined]  # it is a choice

    @property
    def order(self) -> list[str]:
        """The languages, the main one first."""
        main: str = self.cleaned_data["main"]
        return [main, *(each for each in self.cleaned_data["languages"] if each != main)]


def settings_typed(rules: DesignSettings) -> dict[str, Any]:
    """What the form begins with."""
    return {
        "main": rules.languages[0],
        "languages": rules.languages,
        "review_required": rules.review_required,
        "licence": rules.licence,
    }


def _line(label: Any, help_text: Any = "", *, most: int = 120, language: str = "") -> forms.CharField:
    attrs = {"lang": language} if language else {}
    return forms.CharField(
        required=False,
        max_length=most,
        label=label,
        help_text=help_text,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"max_length": _("%(limit_value)s signes au plus.")},
    )


class FieldForm(DeskForm):
    """A field that the institution adds."""

    label_fr = _line(_("Nom du champ, en français"), _("« Code analytique », « Référent pédagogique »."), language="fr")
    label_en = _line(_("Nom du champ, en anglais"), language="en")
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in FieldKind],
        label=_("Ce qu’on y écrit"),
        help_text=_("Ne change plus ensuite."),
        error_messages=CHOOSE,
    )
    help_fr = _line(_("Aide, en français"), _("Une phrase sous le nom du champ."), most=250, language="fr")
    help_en = _line(_("Aide, en anglais"), most=250, language="en")
    choices = forms.CharField(
        required=False,
        max_length=4000,
        label=_("Choix de la liste"),
        help_text=_("Seulement pour une liste. Un choix par ligne : en français, puis | et en anglais."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    required = forms.BooleanField(
        required=False,
        label=_("À remplir avant de publier"),
        help_text=_("La publication attend qu’il le soit."),
    )
    public = forms.BooleanField(
        required=False,
        label=_("Montré au public"),
        help_text=_("Il est alors sur la page publique, et gardé dans chaque version."),
    )

    def __init__(self, data: Any = None, *, field: CustomField | None = None) -> None:
        super().__init__(data, initial=field_typed(field))
        self.field = field
        if field is not None:
            del self.fields["kind"]

    def clean_label_fr(self) -> str:
        """A field has a name."""
        text: str = self.cleaned_data["label_fr"].strip()
        if not text:
            raise ValidationError(gettext("Donnez un nom au champ."))
        return text

    @property
    def labels(self) -> dict[str, str]:
        """The name by language."""
        return _by_language(self.cleaned_data, "label")

    @property
    def helps(self) -> dict[str, str]:
        """The help by language."""
        return _by_language(self.cleaned_data, "help")

    @property
    def options(self) -> list[dict[str, Any]]:
        """The choices; one that was there keeps its code, whose values stand in designs."""
        return read_choices(self.cleaned_data["choices"], self.field.choices if self.field else [])

    @property
    def code(self) -> str:
        """Its name in documents, from its name in French."""
        return code_of(self.cleaned_data["label_fr"], "champ")


def field_typed(field: CustomField | None) -> dict[str, Any]:
    """What the form begins with."""
    if field is None:
        return {"public": True, "kind": FieldKind.TEXT}
    return {
        **{f"label_{language}": text for language, text in field.labels.items()},
        **{f"help_{language}": text for language, text in field.helps.items()},
        "choices": write_choices(field.choices),
        "required": field.required,
        "public": field.public,
    }


def read_choices(typed: str, before: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """« Présentiel | On site », one a line.

    before:  the choices there were; one with the same French keeps its code, and so does one in the same place when
             there are as many as before
    """
    lines = [line for line in (each.strip() for each in typed.splitlines()) if line]
    known = {each["label"].get("fr", ""): each["code"] for each in before}
    found: list[dict[str, Any]] = []
    for place, line in enumerate(lines):
        french, _bar, english = (part.strip() for part in line.partition("|"))
        same_place = before[place]["code"] if len(lines) == len(before) else ""
        code = known.get(french) or (
            same_place if same_place not in known.values() or same_place not in _codes(found) else ""
        )
        code = code or code_of(french, "choix")
        found.append(
            {"code": _free(code, _codes(found)), "label": {"fr": french, **({"en": english} if english else {})}}
        )
    return found


def write_choices(choices: Sequence[Mapping[str, Any]]) -> str:
    """As they are typed."""
    return "\n".join(" | ".join(filter(None, (each["label"].get("fr"), each["label"].get("en")))) for each in choices)


def code_of(label: str, stem: str) -> str:
    """« Code analytique » → "code_analytique"; a name in documents has plain letters, figures and underscores."""
    code = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:40].strip("_")
    return code if re.match(r"[a-z]", code) else f"{stem}_{code}".strip("_")[:40]


def _codes(found: Sequence[Mapping[str, Any]]) -> set[str]:
    return {each["code"] for each in found}


def _free(code: str, taken: set[str]) -> str:
    number = 2
    free = code
    while free in taken:
        free = f"{code[:36]}_{number}"
        number += 1
    return free


def _by_language(typed: Mapping[str, Any], name: str) -> dict[str, str]:
    return {language: text for language in LANGUAGES if (text := (typed.get(f"{name}_{language}") or "").strip())}
