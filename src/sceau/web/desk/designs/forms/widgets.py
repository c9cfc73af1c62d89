"""Controls of a step, each drawn by one template: a grid has two hundred of them, and Django's own take five each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt

from sceau.web.desk.designs.forms.tongues import LANGUAGES, Tongues


class Drawn(forms.Widget):
    """A control whose template needs no other one. attrs: as markup, without the id"""

    def told(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What every such template reads."""
        built = self.build_attrs(self.attrs, attrs)
        ident = built.pop("id", "")
        return {"name": name, "id": ident, "attrs": flatatt(built), "value": value}


class Box(Drawn, forms.TextInput):
    """One line."""

    template_name = "desk/designs/widgets/box.html"

    def __init__(self, attrs: dict[str, Any] | None = None, kind: str = "text") -> None:
        super().__init__(attrs)
        self.input_type = kind

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """kind: of the input."""
        return {"widget": {**self.told(name, self.format_value(value), attrs), "kind": self.input_type}}


class Check(Drawn, forms.CheckboxInput):
    """Yes or no."""

    template_name = "desk/designs/widgets/check.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """value: whether it is ticked."""
        return {"widget": self.told(name, bool(value), attrs)}


class _Several(Drawn):
    """Drawn from a list of choices."""

    choices: Any

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """options: value, label, whether it is chosen, id."""
        told = self.told(name, value, attrs)
        chosen = {str(each) for each in value} if isinstance(value, list | tuple) else {str(value or "")}
        told["options"] = [
            {"value": code, "label": label, "chosen": str(code) in chosen, "id": f"{told['id']}_{place}"}
            for place, (code, label) in enumerate(self.choices)
        ]
        return {"widget": told}


class Choice(_Several, forms.Select):
    """One of a list that unfolds."""

    template_name = "desk/designs/widgets/choice.html"


class Radios(_Several, forms.RadioSelect):
    """One of a list that is shown."""

    template_name = "desk/designs/widgets/options.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """kind: of the inputs."""
        context = super().get_context(name, value, attrs)
        context["widget"]["kind"] = "radio"
        return context


class Checks(_Several, forms.CheckboxSelectMultiple):
    """Several of a list that is shown."""

    template_name = "desk/designs/widgets/options.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """kind: of the inputs."""
        context = super().get_context(name, value, attrs)
        context["widget"]["kind"] = "checkbox"
        return context


class Areas(Drawn):
    """One text area for each language, side by side where there is room; one alone is an ordinary field."""

    template_name = "desk/designs/widgets/texts.html"

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.rows = rows
        self.tongues = Tongues()

    @property
    def use_fieldset(self) -> bool:  # type: ignore[override]  # it depends on the languages
        """Several controls have one name, and each its language."""
        return len(self.tongues.languages) > 1

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The first control."""
        return f"{id_}-{self.tongues.languages[0]}"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """areas: one a language."""
        told = self.told(name, None, attrs)
        texts = value if isinstance(value, dict) else {}
        told["rows"], told["several"] = self.rows, self.use_fieldset
        told["areas"] = [
            {
                "language": each,
                "name": f"{name}-{each}",
                "id": f"{told['id']}-{each}",
                "word": LANGUAGES.get(each, each),
                "text": texts.get(each, ""),
            }
            for each in self.tongues.languages
        ]
        return {"widget": told}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        """Text by language."""
        return {each: data.get(f"{name}-{each}", "") for each in self.tongues.languages}
