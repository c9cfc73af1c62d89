"""A field of a step: where its value stands in the document, how it is written there, how it is shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from sceau.design.pointers import ABSENT
from sceau.engine.quality.report import Finding
from sceau.web.desk.designs.forms.tongues import Tongues
from sceau.web.desk.designs.forms.widgets import Areas


class StepField(BoundField):
    """A field as it is shown: with what the quality gate says of it."""

    findings: tuple[Finding, ...] = ()

    @property
    def slot(self) -> str:
        """The id of the place where the findings stand, there even when there are none."""
        return f"{self.auto_id}_findings"

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it: what the gate says of it is then a hint, not a fault."""
        value = self.value()
        several = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else (value,)
        return all(each is None or each is False or each == "" for each in several)

    @property
    def aria_describedby(self) -> str | None:
        """Help, errors, then findings."""
        return " ".join(filter(None, (super().aria_describedby, self.slot)))

    @property
    def anchor(self) -> str:
        """The id of what takes the focus when a link leads here."""
        if isinstance(self.field.widget, Areas):
            return self.field.widget.id_for_label(self.auto_id)
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label

    def as_field_group(self) -> SafeString:
        """The field as it is drawn; what its template reads is a flat table, because a grid has two hundred fields."""
        kind = self.widget_type
        told = {
            "field": self,
            "kind": "group" if self.use_fieldset else kind,
            "texts": kind == "areas",
            "label": self.label,
            "needed": self.field.needed,  # type: ignore[attr-defined]  # Placed makes it
            "help": self.help_text,
            "id": self.auto_id,
            "for": self.id_for_label,
            "slot": self.slot,
            "said": self.findings or self.errors,
            "described": self.aria_describedby,
            "short": "size" in self.field.widget.attrs,
            "control": self.as_widget(),
        }
        return SafeString(self.form.renderer.render(self.template_name, told))

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> Any:
        """The findings describe the control even while nobody typed anything wrong."""
        built = super().build_widget_attrs(attrs, widget)
        if not (widget or self.field.widget).use_fieldset:
            built["aria-describedby"] = self.aria_describedby or ""
        return built


class Placed(forms.Field):
    """A field of a document.

    at:      JSON pointer inside the object of its part
    needed:  whether the quality gate asks for it; what it does not ask for is marked as optional
    beside:  what else is written when this changes: takes the value, gives members by pointer (ABSENT takes one away)
    """

    template: ClassVar = "desk/designs/field.html"

    def __init__(
        self,
        *,
        at: str,
        label: str | Promise,
        needed: bool = False,
        beside: Callable[[Any], Mapping[str, Any]] | None = None,
        **options: Any,
    ) -> None:
        options.setdefault("template_name", self.template)
        super().__init__(label=label, required=False, **options)  # type: ignore[arg-type]  # lazy texts are labels
        self.at, self.needed, self.beside = at, needed, beside
        self.tongues = Tongues()

    def speak(self, tongues: Tongues) -> None:
        """The languages in which texts are asked for."""
        self.tongues = tongues

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """With room for findings."""
        return StepField(form, self, field_name)

    def plain(self, found: Any) -> Any:
        """What the form begins with, as `clean` would give it: ABSENT and what cannot be shown are an empty value."""
        return found if isinstance(found, str) else ""

    def kept(self, value: Any, present: Any) -> Any:
        """What is written in the place of `present`; ABSENT for nothing."""
        return value if value not in ("", None, [], {}) else ABSENT

    def sent(self, name: str, value: Any) -> dict[str, list[str]]:
        """What a browser would send for a value of `plain`."""
        shown = self.prepare_value(value)
        return {name: ["" if shown is None else str(shown)]}

    def said(self, value: Any) -> str:
        """The value in words, for whoever compares two of them."""
        shown = self.prepare_value(value)
        return "" if shown is None else str(shown)


def one_line(text: str) -> str:
    """Without ends of lines, without spaces around."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def paragraphs(text: str) -> str:
    """Ends of lines alike, none at the ends."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()
