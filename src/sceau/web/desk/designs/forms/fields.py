"""Fields of a design: each knows where its value stands in the document, and how it is written there.

A value that was not changed stays as it was written: a text that is one string, a number with or without a decimal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sceau.design.pointers import ABSENT
from sceau.engine.strict_json import JsonObject
from sceau.web.desk.days import read_day, write_day
from sceau.web.desk.designs.forms import numbers
from sceau.web.desk.designs.forms.placed import Placed, one_line, paragraphs
from sceau.web.desk.designs.forms.tongues import LANGUAGES, Tongues
from sceau.web.desk.designs.forms.widgets import Areas, Box, Check, Checks, Choice, Radios

_ROWS_OF_A_SENTENCE: Final = 2
Choices = Iterable[tuple[Any, Any]]


class Texts(Placed):
    """A text in each language of the design.

    rows: 1 or 2 for a title or a sentence, which holds no end of line; most: signs in one language
    """

    def __init__(self, *, rows: int = 1, most: int = 0, **options: Any) -> None:
        super().__init__(widget=Areas(rows), **options)
        self.flows = rows <= _ROWS_OF_A_SENTENCE
        self.most = most or (600 if self.flows else 4000)

    def speak(self, tongues: Tongues) -> None:
        """One area a language."""
        super().speak(tongues)
        self.widget.tongues = tongues

    def clean(self, value: Any) -> dict[str, str]:
        """Languages that have a text."""
        tidy = one_line if self.flows else paragraphs
        texts = {language: tidy(text) for language, text in (value or {}).items()}
        for language, text in texts.items():
            if len(text) > self.most:
                raise ValidationError(
                    _("%(language)s : %(length)s signes, pour %(most)s au plus.")
                    % {"language": LANGUAGES.get(language, language), "length": len(text), "most": self.most}
                )
        return {language: text for language, text in texts.items() if text}

    def plain(self, found: Any) -> dict[str, str]:
        """Those of the languages shown."""
        if isinstance(found, str):
            found = {self.tongues.main: found}
        if not isinstance(found, dict):
            return {}
        shown = {each: found.get(each) for each in self.tongues.languages}
        return {each: text for each, text in shown.items() if isinstance(text, str) and text}

    def kept(self, value: Any, present: Any) -> Any:
        """What is in a language that is not shown stays."""
        if isinstance(present, str):
            present = {self.tongues.main: present}
        hidden = present if isinstance(present, dict) else {}
        whole = {each: text for each, text in hidden.items() if each not in self.tongues.languages} | value
        order = [*self.tongues.languages, *sorted(whole)]
        return {each: whole[each] for each in dict.fromkeys(order) if each in whole} or ABSENT

    def sent(self, name: str, value: Any) -> dict[str, list[str]]:
        """One value a language."""
        return {f"{name}-{each}": [value.get(each, "")] for each in self.tongues.languages}

    def said(self, value: Any) -> str:
        """Language by language, where there are several."""
        if len(self.tongues.languages) == 1:
            return "".join(value.values())
        return "\n".join(f"{LANGUAGES.get(each, each)}\u00a0: {text}" for each, text in value.items())


class Line(Placed):
    """One string, in no language."""

    def __init__(self, *, most: int = 250, checks: Callable[[str], str] | None = None, **options: Any) -> None:
        size = options.pop("size", "")
        kind = options.pop("kind", "text")
        attrs = {"autocomplete": "off", **({"size": size} if size else {})}
        super().__init__(widget=Box(attrs, kind), **options)
        self.most, self.checks = most, checks

    def clean(self, value: Any) -> str:
        """One line."""
        text = one_line(value or "")
        if len(text) > self.most:
            raise ValidationError(
                _("%(length)s signes, pour %(most)s au plus.") % {"length": len(text), "most": self.most}
            )
        return self.checks(text) if text and self.checks else text


class Number(Placed):
    """A number typed with a decimal comma or a decimal point."""

    def __init__(self, *, least: float = 0, most: float = 1_000_000, decimals: int = 0, **options: Any) -> None:
        attrs = {"inputmode": "decimal" if decimals else "numeric", "size": "8", "autocomplete": "off"}
        unit = options.pop("unit", "")
        super().__init__(widget=Box(attrs), **options)
        self.least, self.most, self.decimals, self.unit = least, most, decimals, unit

    def clean(self, value: Any) -> float | None:
        """None when nothing was typed."""
        return numbers.read_number(value or "", least=self.least, most=self.most, decimals=self.decimals)

    def plain(self, found: Any) -> float | None:
        """Numbers only."""
        return found if isinstance(found, int | float) and not isinstance(found, bool) else None

    def prepare_value(self, value: Any) -> Any:
        """As it is typed."""
        return numbers.write_number(value) if isinstance(value, int | float) else value


class Duration(Placed):
    """A length of time, typed as people do: « 45 min », « 1 h 30 », « 14 », « 14,5 ».

    unit:  "minutes" or "hours": what the document counts in, and what a bare number means
    """

    def __init__(self, *, unit: str = "minutes", most_hours: int = 5000, **options: Any) -> None:
        attrs = {"size": "8", "autocomplete": "off"}
        super().__init__(widget=Box(attrs), **options)
        self.unit, self.most_hours = unit, most_hours

    def clean(self, value: Any) -> float | None:
        """Minutes or hours; None when nothing was typed."""
        minutes = numbers.read_minutes(value or "", bare=self.unit, most=self.most_hours * 60)
        if minutes is None or self.unit == "minutes":
            return minutes
        return minutes // 60 if minutes % 60 == 0 else minutes / 60

    def plain(self, found: Any) -> float | None:
        """Numbers only."""
        return found if isinstance(found, int | float) and not isinstance(found, bool) else None

    def prepare_value(self, value: Any) -> Any:
        """« 1 h 30 », « 45 min »."""
        if not isinstance(value, int | float):
            return value
        return numbers.write_minutes(value if self.unit == "minutes" else value * 60)


class DayIn(Placed):
    """A day, typed jj/mm/aaaa and written as the standard does (ISO 8601)."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "size": "10", "autocomplete": "off"}
        options.setdefault("help_text", gettext_lazy("jj/mm/aaaa"))
        super().__init__(widget=Box(attrs), **options)

    def clean(self, value: Any) -> date | None:
        """None when nothing was typed."""
        return read_day(value) if value and value.strip() else None

    def plain(self, found: Any) -> date | None:
        """A day that is one."""
        try:
            return date.fromisoformat(found)
        except (TypeError, ValueError):
            return None

    def kept(self, value: Any, present: Any) -> Any:
        """As the standard writes it."""
        return value.isoformat() if value else ABSENT

    def prepare_value(self, value: Any) -> Any:
        """As it is typed."""
        return write_day(value) if isinstance(value, date) else value


class _Choosing(Placed):
    """One or several of a list. `offer` sets it; what the document has and the list has not is offered too."""

    def __init__(self, *, choices: Choices = (), coerce: Callable[[str], Any] = str, **options: Any) -> None:
        super().__init__(**options)
        self.coerce = coerce
        self.offer(choices)

    def offer(self, choices: Choices) -> None:
        """What there is to choose from: code and label."""
        self.choices = [(str(code), label) for code, label in choices]
        self.widget.choices = self.choices

    def _missing(self, codes: Iterable[str]) -> None:
        known = {code for code, _label in self.choices}
        foreign = [(code, code) for code in codes if code and code not in known]
        if foreign:
            self.offer([*self.choices, *foreign])

    def _label(self, code: Any) -> str:
        return next((str(label) for each, label in self.choices if each == str(code)), str(code))


class Pick(_Choosing):
    """One of a list. radio: all shown at once; coerce: from the text of the form to what the document holds."""

    def __init__(self, *, radio: bool = False, empty: str | Promise = "", **options: Any) -> None:
        self.empty = "" if radio else empty or gettext_lazy("À choisir")
        super().__init__(widget=Radios() if radio else Choice(), **options)

    def __deepcopy__(self, memo: Any) -> Pick:
        copied: Pick = super().__deepcopy__(memo)
        copied.choices = list(self.choices)
        return copied

    def offer(self, choices: Choices) -> None:
        """With a first line that says that nothing is chosen."""
        super().offer(choices)
        if self.empty:
            self.widget.choices = [("", self.empty), *self.choices]

    def clean(self, value: Any) -> Any:
        """What the document holds, None for nothing."""
        if not value:
            return None
        if value not in {code for code, _label in self.choices}:
            raise ValidationError(_("Choisissez dans la liste."))
        return self.coerce(value)

    def plain(self, found: Any) -> Any:
        """A code, which is offered even if the list has not got it."""
        if not isinstance(found, str | int) or isinstance(found, bool) or found == "":
            return None
        self._missing([str(found)])
        try:
            return self.coerce(str(found))
        except ValueError:
            return None

    def prepare_value(self, value: Any) -> Any:
        """As the form sends it."""
        return "" if value is None else str(value)

    def sent(self, name: str, value: Any) -> dict[str, list[str]]:
        """Nothing is sent for radio buttons of which none is chosen."""
        return {} if value is None and not self.empty else super().sent(name, value)

    def said(self, value: Any) -> str:
        """Its label."""
        return "" if value is None else self._label(value)


class Picks(_Choosing):
    """Several of a list, kept in the order of the list."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=Checks(), **options)

    def __deepcopy__(self, memo: Any) -> Picks:
        copied: Picks = super().__deepcopy__(memo)
        copied.choices = list(self.choices)
        return copied

    def clean(self, value: Any) -> list[Any]:
        """Those that the list has."""
        chosen = set(value or [])
        return sorted({self.coerce(code) for code, _label in self.choices if code in chosen}, key=self._place)

    def plain(self, found: Any) -> list[Any]:
        """In the order of the list."""
        if not isinstance(found, list):
            return []
        codes = [str(each) for each in found if isinstance(each, str | int)]
        self._missing(codes)
        return sorted({self.coerce(code) for code in codes}, key=self._place)

    def _place(self, value: Any) -> int:
        return [code for code, _label in self.choices].index(str(value))

    def sent(self, name: str, value: Any) -> dict[str, list[str]]:
        """One value each."""
        return {name: [str(each) for each in value]} if value else {}

    def said(self, value: Any) -> str:
        """Their labels."""
        return "\n".join(self._label(each) for each in value)


class Tick(Placed):
    """Yes or no: a box."""

    def __init__(self, *, wrong: bool = False, **options: Any) -> None:
        super().__init__(widget=Check(), **options)
        self.wrong = wrong  # what an absent member means

    def clean(self, value: Any) -> bool:
        """Ticked or not."""
        return bool(value)

    def plain(self, found: Any) -> bool:
        """What an absent member means, when it is absent."""
        return found if isinstance(found, bool) else self.wrong

    def kept(self, value: Any, present: Any) -> bool:
        """Both are written: no is an answer."""
        return bool(value)

    def sent(self, name: str, value: Any) -> dict[str, list[str]]:
        """Nothing is sent for an empty box."""
        return {name: ["on"]} if value else {}

    def said(self, value: Any) -> str:
        """« oui » or « non »."""
        return _("oui") if value else _("non")


def texts_of(words: Any) -> JsonObject:
    """A label of ours as a text of a design: both languages."""
    return {"fr": words.fr, "en": words.en}


def markup(text: str) -> SafeString:
    """A help text of ours that holds markup."""
    return SafeString(text)
