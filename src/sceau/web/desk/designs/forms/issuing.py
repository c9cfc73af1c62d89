"""Sixth step: how long it lasts, what goes with it, what it costs and who may pay, the fields of the institution."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sceau.design import pointers
from sceau.design.custom import values_of
from sceau.design.models import CustomField
from sceau.design.pointers import ABSENT
from sceau.design.states import FieldKind
from sceau.engine.quality.lists import EVIDENCE, FUNDERS, GRADE_SCHEMES, LICENCES
from sceau.engine.quality.words import Words
from sceau.engine.strict_json import JsonObject
from sceau.web import words
from sceau.web.desk.designs.forms.base import Step
from sceau.web.desk.designs.forms.fields import DayIn, Line, Number, Pick, Picks, Texts, Tick, texts_of
from sceau.web.desk.designs.forms.identity import labelled, web_address
from sceau.web.desk.designs.forms.parts import One, Part, Rows, put
from sceau.web.desk.designs.forms.placed import Placed
from sceau.web.desk.designs.wording import said
from sceau.web.templatetags.words import spoken

FOR_EVER, SOME_MONTHS = "for_ever", "months"
LASTS = {
    FOR_EVER: Words("Elle ne périme pas", "It does not expire"),
    SOME_MONTHS: Words("Elle vaut un certain temps", "It is valid for some time"),
}
GRADE = {
    "shown": Words("La note est sur la preuve", "The grade is on the credential"),
    "hidden": Words("Seulement acquis ou non", "Only passed or not"),
}
LANGUAGE = {
    "holder": Words("Celle de la personne, si elle est publiée", "The learner’s, if it is published"),
    "design": Words("La langue principale", "The main language"),
}


class LastsPick(Pick):
    """For ever or for some months. It stands where the months do: null says that it does not expire."""

    def plain(self, found: Any) -> Any:
        """Nothing while nobody said."""
        if found is ABSENT:
            return None
        return FOR_EVER if found is None else SOME_MONTHS

    def kept(self, value: Any, present: Any) -> Any:
        """The number itself is of the next field."""
        return {FOR_EVER: None, SOME_MONTHS: present if isinstance(present, int) else ABSENT}.get(value, ABSENT)


class IssuingPart(Part):
    """Validity, evidence, price, licence."""

    lasts = LastsPick(at="/validity/months", radio=True, needed=True, label=gettext_lazy("Durée de validité"))
    months = Number(
        at="/validity/months",
        least=1,
        most=600,
        label=gettext_lazy("Nombre de mois"),
        help_text=gettext_lazy("Seulement si elle vaut un certain temps : 12, 24, 36…"),
    )
    renewal = Texts(
        at="/validity/renewal",
        rows=2,
        most=500,
        label=gettext_lazy("Comment la renouveler"),
        help_text=gettext_lazy("« Une épreuve de 45 minutes », « un recyclage de 3 h 30 »."),
    )
    scheme = Pick(
        at="/annex1/optional/grade_achieved/scheme",
        label=gettext_lazy("Résultat montré"),
        beside=lambda code: {
            "/annex1/optional/grade_achieved/label": texts_of(GRADE_SCHEMES[code]) if code in GRADE_SCHEMES else ABSENT
        },
    )
    evidence = Pick(at="/issuing/evidence", radio=True, label=gettext_lazy("Pièces jointes à la preuve"))
    grade = Pick(at="/issuing/grade", radio=True, label=gettext_lazy("Note obtenue"))
    language = Pick(at="/issuing/language", radio=True, label=gettext_lazy("Langue de la preuve"))
    automatic = Tick(
        at="/issuing/automatic",
        label=gettext_lazy("Délivrer sans attendre, dès que les résultats sont diffusés"),
        help_text=gettext_lazy("Les preuves partent alors sans qu’une personne prépare et libère un lot."),
    )
    amount = Number(
        at="/price/amount",
        needed=True,
        decimals=2,
        most=100_000,
        beside=lambda value: {"/price_eur": ABSENT},
        label=gettext_lazy("Prix, en euros"),
        help_text=gettext_lazy("Tout compris, pour une personne. 0 si elle est gratuite."),
    )
    funders = Picks(
        at="/price/funders",
        label=gettext_lazy("Qui peut payer"),
        help_text=gettext_lazy("Le CPF n’est pas dans cette liste : il se déduit de l’enregistrement."),
    )
    note = Texts(
        at="/price/note",
        most=400,
        label=gettext_lazy("Précision sur le prix"),
        help_text=gettext_lazy("« Tarif réduit pour les demandeurs d’emploi »."),
    )
    licence = Pick(
        at="/licence",
        needed=True,
        radio=True,
        label=gettext_lazy("Licence de cette micro-certification"),
        help_text=gettext_lazy("Ce que d’autres organismes peuvent faire de ce que vous avez écrit."),
    )

    def prepare(self) -> None:
        """Labels in the language of the page."""
        there = pointers.read(self.document, "/price/funders")
        told = isinstance(there, list) and "cpf" in there  # it was typed elsewhere
        paying = {code: label for code, label in FUNDERS.items() if code != "cpf" or told}
        for name, offered in (
            ("lasts", LASTS),
            ("scheme", GRADE_SCHEMES),
            ("evidence", EVIDENCE),
            ("grade", GRADE),
            ("language", LANGUAGE),
            ("funders", paying),
            ("licence", LICENCES),
        ):
            self.fields[name].offer(labelled(offered))  # type: ignore[attr-defined]  # those are choices

    def found(self, at: str) -> Any:
        """A price as it was written before it had parts is read too."""
        value = super().found(at)
        return super().found("/price_eur") if at == "/price/amount" and value is ABSENT else value

    def clean(self) -> dict[str, Any]:
        """Months are given when it lasts some."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("lasts") == SOME_MONTHS and not typed.get("months") and "months" not in self.errors:
            self.add_error("months", _("Donnez le nombre de mois."))
        if typed.get("months") and typed.get("lasts") is None:
            typed["lasts"] = SOME_MONTHS  # a number says it
        if typed.get("months") and typed.get("lasts") == FOR_EVER:
            if typed["months"] == self.initial["months"]:
                typed["months"] = None  # it goes with the choice that it had
            else:
                self.add_error("months", _("Elle ne périme pas : effacez ce nombre, ou choisissez un certain temps."))
        return typed

    def changes(self) -> Iterator[tuple[str, Any]]:
        """Months and their choice stand in one place: the number is written last, and only where there is one."""
        for at, value in super().changes():
            if at == "/validity/months" and value is ABSENT and self.cleaned_data.get("lasts") == FOR_EVER:
                continue
            yield at, value


class PricePart(Part):
    """What a part of the price is for."""

    label = Texts(at="/label", needed=True, most=120, label=gettext_lazy("Pour quoi"))
    amount = Number(at="/amount", needed=True, decimals=2, most=100_000, label=gettext_lazy("Montant, en euros"))


class YesNo(Pick):
    """Yes, no, or not said."""

    def __init__(self, **options: Any) -> None:
        super().__init__(radio=True, choices=[("yes", gettext_lazy("oui")), ("no", gettext_lazy("non"))], **options)

    def plain(self, found: Any) -> Any:
        """A code of the form."""
        return {True: "yes", False: "no"}.get(found) if isinstance(found, bool) else None

    def kept(self, value: Any, present: Any) -> Any:
        """A boolean."""
        return ABSENT if value is None else value == "yes"


class CustomPart(Part):
    """The fields that the institution adds; what it no longer asks for stays in the document."""

    def prepare(self) -> None:
        """One field each, under its code."""
        self.fields = {each.code: _custom(each) for each in self.around.get("custom", ())}
        for field in self.fields.values():
            field.speak(self.tongues)

    def found(self, at: str) -> Any:
        """The value of a code."""
        return values_of(self.document.get("custom")).get(at.removeprefix("/"), ABSENT)

    def pointer_of(self, field: Placed) -> str:
        """All stand in one list."""
        return "/custom"

    def written(self, item: JsonObject) -> JsonObject:
        """The list, the fields that were changed put in their place or at its end."""
        changed = {at.removeprefix("/"): value for at, value in self.changes()}
        if not changed:
            return item
        there = [each for each in item.get("custom") or [] if isinstance(each, dict)]
        kept = [{**each, "value": changed.pop(str(each.get("code")), each.get("value"))} for each in there]
        whole = [*kept, *({"code": code, "value": value} for code, value in changed.items())]
        return put(item, "/custom", [each for each in whole if each["value"] is not ABSENT] or ABSENT)


def _custom(field: CustomField) -> Placed:
    told: dict[str, Any] = {
        "at": f"/{field.code}",
        "needed": field.required,
        "label": said(field.labels, spoken()),
        "help_text": said(field.helps, spoken()),
    }
    match field.kind:
        case FieldKind.TEXT:
            return Texts(most=250, **told)
        case FieldKind.LONG_TEXT:
            return Texts(rows=4, **told)
        case FieldKind.NUMBER:
            return Number(least=-1_000_000, decimals=6, **told)
        case FieldKind.DATE:
            told["help_text"] = told["help_text"] or gettext_lazy("jj/mm/aaaa")
            return DayIn(**told)
        case FieldKind.CHOICE:
            return Pick(choices=[(each["code"], said(each["label"], spoken())) for each in field.choices], **told)
        case FieldKind.URL:
            return Line(most=500, kind="url", checks=web_address, **told)
    return YesNo(**told)


class IssuingStep(Step):
    """See the module."""

    name: ClassVar = "issuing"
    pieces: ClassVar = (
        One("issuing", IssuingPart),
        Rows(
            "price_parts",
            PricePart,
            at="/price/parts",
            name=lambda number: _("Partie du prix %(number)s") % {"number": number},
        ),
        One("custom", CustomPart),
    )

    @property
    def parts_sum(self) -> str:
        """The sum of the parts of the price, "" without parts."""
        parts = pointers.read(self.document, "/price/parts")
        amounts = [
            each["amount"]
            for each in (parts if isinstance(parts, list) else [])
            if isinstance(each, dict) and isinstance(each.get("amount"), int | float)
        ]
        total = round(sum(amounts), 2)
        return words.number(int(total) if float(total).is_integer() else total, spoken()) if amounts else ""
