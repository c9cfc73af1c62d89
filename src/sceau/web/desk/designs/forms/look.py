"""Fifth step: its seal, what it is worth and what it is not, what comes after, for whom it can be adapted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sceau.design.pointers import ABSENT
from sceau.engine.images.seal import INKS as COLOURS
from sceau.engine.quality.lists import INKS
from sceau.engine.strict_json import JsonObject
from sceau.web.desk.designs.forms.base import Step
from sceau.web.desk.designs.forms.fields import Line, Pick, Texts
from sceau.web.desk.designs.forms.identity import labelled, web_address
from sceau.web.desk.designs.forms.parts import One, Part, Rows, put
from sceau.web.desk.designs.forms.proposals import proposed_limits, proposed_worth


class LookPart(Part):
    """Ink and texts."""

    ink = Pick(at="/look/ink", radio=True, label=gettext_lazy("Encre du sceau"))
    worth = Texts(
        at="/worth",
        needed=True,
        rows=4,
        most=1500,
        label=gettext_lazy("Ce qu’elle vaut"),
        help_text=gettext_lazy("Ce qu’un recruteur ou une école peut en conclure, et pas davantage."),
    )
    limits = Texts(
        at="/limits",
        needed=True,
        rows=4,
        most=1500,
        label=gettext_lazy("Ce qu’elle n’est pas"),
        help_text=gettext_lazy(
            "Ce qu’un lecteur pressé pourrait croire à tort : un diplôme, un titre, une habilitation."
        ),
    )
    further = Texts(
        at="/annex1/optional/further_information",
        rows=3,
        most=2000,
        label=gettext_lazy("Informations complémentaires"),
    )
    accessibility = Texts(
        at="/accessibility",
        needed=True,
        rows=4,
        most=2000,
        label=gettext_lazy("Aménagements possibles"),
        help_text=gettext_lazy(
            "Pour les personnes en situation de handicap : ce qui peut être adapté, à qui le demander, combien de "
            "temps avant. Ne demandez jamais le motif médical."
        ),
    )

    def prepare(self) -> None:
        """Labels in the language of the page."""
        self.fields["ink"].offer(labelled(INKS))  # type: ignore[attr-defined]  # those are choices

    @property
    def inks(self) -> list[dict[str, Any]]:
        """Each ink with its button and its colours."""
        return [
            {"button": each, "line": COLOURS[code].line, "paper": COLOURS[code].paper}
            for each in self["ink"].subwidgets
            if (code := str(each.data["value"])) in COLOURS
        ]


class NextPart(Part):
    """Something that one may do after."""

    design = Pick(at="/design", empty=gettext_lazy("Aucune"), label=gettext_lazy("Une de vos micro-certifications"))
    label = Texts(
        at="/label",
        most=200,
        label=gettext_lazy("Ou en vos mots"),
        help_text=gettext_lazy("« Préparer le titre de conducteur de travaux », « devenir tuteur »."),
    )
    url = Line(at="/url", most=500, kind="url", checks=web_address, label=gettext_lazy("Adresse web"))

    def prepare(self) -> None:
        """The designs that the institution has published."""
        self.fields["design"].offer(self.around.get("published", ()))  # type: ignore[attr-defined]  # those are choices


class LookStep(Step):
    """See the module."""

    name: ClassVar = "look"
    pieces: ClassVar = (
        One("look", LookPart),
        Rows(
            "next_steps",
            NextPart,
            at="/next_steps",
            name=lambda number: _("Suite %(number)s") % {"number": number},
        ),
    )

    @property
    def proposed(self) -> dict[str, dict[str, str]]:
        """What may be said, where nothing is said yet: by field, by language."""
        languages = self.tongues.languages
        found = {
            "worth": proposed_worth(self.document, languages),
            "limits": proposed_limits(self.document, languages),
        }
        return {name: texts for name, texts in found.items() if texts and not self.document.get(name)}

    def act(self, document: JsonObject, act: str) -> tuple[JsonObject, str]:
        """« propose:worth » and « propose:limits » take what is proposed, besides what every step does."""
        verb, _colon, name = act.partition(":")
        if verb != "propose":
            return super().act(document, act)
        makers = {"worth": proposed_worth, "limits": proposed_limits}
        if name not in makers:
            return document, ""
        return put(document, f"/{name}", makers[name](document, self.tongues.languages) or ABSENT), f"s-{name}"
