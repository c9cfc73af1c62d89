"""First step: what it is called, for whom, why, who awards it and where one enrols."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Final
from urllib.parse import quote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sceau.design import pointers
from sceau.design.pointers import ABSENT
from sceau.engine.quality.lists import MODES, SECTORS
from sceau.engine.quality.profiles import PROFILES
from sceau.engine.quality.words import Words
from sceau.engine.strict_json import JsonObject
from sceau.institutions import rules
from sceau.institutions.errors import InstitutionsError
from sceau.web.desk.designs.forms.base import Step
from sceau.web.desk.designs.forms.fields import Choices, Line, Pick, Picks, Texts, Tick, texts_of
from sceau.web.desk.designs.forms.parts import One, Part, Rows
from sceau.web.desk.designs.forms.places import COUNTRIES, REGIONS
from sceau.web.desk.designs.forms.tongues import LANGUAGES
from sceau.web.templatetags.words import spoken

_CODE: Final = re.compile(r"(?P<fiche>RNCP\d{1,6})(?P<bloc>BC\d{1,2})?|RS\d{1,6}")
_NOT_IN_ADDRESSES: Final = '<>"{}|\\^`'  # RFC 3986, §2: they are written with %
_FACTS: Final = ("parent", "title", "level", "start_date", "end_date", "entitled", "note", "fictional")
CATEGORIES: Final = {
    "technical": Words("Technique ou métier", "Technical or occupational"),
    "soft_skills": Words("Comportementale et relationnelle", "Interpersonal"),
    "regulatory": Words("Réglementaire ou de sécurité", "Regulatory or safety"),
    "company": Words("Propre à une entreprise", "Particular to a company"),
    "product": Words("Propre à un produit", "Particular to a product"),
}


def labelled(words: Any) -> Choices:
    """Codes and labels in the language of the page."""
    return [(code, label.to(spoken())) for code, label in words.items()]


def register_code(typed: str) -> str:
    """« rs 6 905 » → « RS6905 »; « RNCP 38596 BC02 » → « RNCP38596BC02 ».

    raises:  ValidationError
    """
    code = re.sub(r"[\s.\-–_/]+", "", typed).upper()
    if not _CODE.fullmatch(code):
        raise ValidationError(
            _("« %(typed)s » n’est pas un numéro : écrivez RNCP38596, RNCP38596BC02 ou RS6905.") % {"typed": typed[:40]}
        )
    return code


def registration_of(code: str) -> JsonObject:
    """What a number says by itself, by pointer into the design; what the former number said goes."""
    found = {f"/registration/{name}": ABSENT for name in _FACTS}
    match = _CODE.fullmatch(code or "")
    if match is None:
        return found | {"/registration/type": "none"}
    if not match["fiche"]:
        return found | {"/registration/type": "RS"}
    if not match["bloc"]:
        return found | {"/registration/type": "RNCP"}
    return found | {"/registration/type": "RNCP_BLOC", "/registration/parent": match["fiche"]}


def web_address(typed: str) -> str:
    """An address that a browser opens; https is added where nothing is said.

    raises:  ValidationError
    """
    address = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("https", "http") and "." in (parts.hostname or "") and " " not in address
    except ValueError:
        good = False
    if not good:
        raise ValidationError(
            _("« %(typed)s » n’est pas une adresse web : https://… est attendu.") % {"typed": typed[:60]}
        )
    return "".join(quote(sign) if sign in _NOT_IN_ADDRESSES else sign for sign in address)


def mail_address(typed: str) -> str:
    """An address of mail.

    raises:  ValidationError
    """
    try:
        validate_email(typed)
    except ValidationError as error:
        raise ValidationError(_("« %(typed)s » n’est pas une adresse électronique.") % {"typed": typed[:60]}) from error
    return typed


def siren(typed: str) -> str:
    """Nine figures whose sum is right.

    raises:  ValidationError
    """
    try:
        return rules.siren(typed)
    except InstitutionsError as refusal:
        raise ValidationError(refusal.sentence(spoken())) from refusal


class AboutPart(Part):
    """Title, need, nature, languages, enrolment."""

    title = Texts(
        at="/title",
        needed=True,
        most=160,
        label=gettext_lazy("Intitulé"),
        help_text=gettext_lazy("Ce que la personne saura faire, en une ligne : « Suivre un chantier de rénovation »."),
    )
    summary = Texts(
        at="/summary",
        needed=True,
        rows=3,
        most=700,
        label=gettext_lazy("Résumé"),
        help_text=gettext_lazy("Deux ou trois phrases pour quelqu’un qui découvre. 700 signes au plus."),
    )
    need = Texts(
        at="/need",
        needed=True,
        rows=3,
        label=gettext_lazy("Besoin visé"),
        help_text=gettext_lazy("Quel besoin du travail ou de la société, et ce qui le montre."),
    )
    stakeholders = Texts(
        at="/stakeholders",
        rows=2,
        label=gettext_lazy("Qui a été consulté"),
        help_text=gettext_lazy("Des employeurs, une branche, d’anciens apprenants : des noms et des dates."),
    )
    audience = Texts(at="/audience", needed=True, rows=2, label=gettext_lazy("Pour qui"))
    sector = Pick(at="/sector", label=gettext_lazy("Secteur"))
    category = Pick(at="/usage_category", label=gettext_lazy("Domaine d’usage"))
    purpose = Pick(at="/purpose", needed=True, radio=True, label=gettext_lazy("Ce que c’est"))
    code = Line(
        at="/registration/code",
        size="20",
        checks=register_code,
        beside=registration_of,
        label=gettext_lazy("Numéro au répertoire"),
        help_text=gettext_lazy(
            "Seulement si elle est enregistrée : RNCP38596, RNCP38596BC02 ou RS6905. Ses dates, son niveau et ses "
            "organismes habilités viennent alors de la fiche, et l’éligibilité au CPF s’en déduit."
        ),
    )
    prevention = Tick(
        at="/passeport_prevention/declarable",
        label=gettext_lazy("À déclarer au Passeport de prévention (santé et sécurité au travail)"),
    )
    main = Pick(at="/language", needed=True, label=gettext_lazy("Langue principale"))
    languages = Picks(
        at="/languages",
        needed=True,
        label=gettext_lazy("Langues de publication"),
        help_text=gettext_lazy(
            "Chaque texte est demandé dans chacune. Ne sont publiées que celles qui sont complètes."
        ),
    )
    modes = Picks(at="/delivery/modes", needed=True, label=gettext_lazy("Comment on s’y prépare"))
    enrol_url = Line(
        at="/delivery/enrol_url",
        most=500,
        kind="url",
        checks=web_address,
        label=gettext_lazy("Adresse web de l’inscription"),
    )
    contact = Line(
        at="/delivery/contact_email",
        needed=True,
        kind="email",
        checks=mail_address,
        label=gettext_lazy("Adresse électronique pour les questions"),
    )
    delay = Texts(
        at="/delivery/access_delay",
        label=gettext_lazy("Délai d’accès"),
        help_text=gettext_lazy("Entre la demande et le début : « quinze jours », « une session par trimestre »."),
    )

    def prepare(self) -> None:
        """Labels in the language of the page."""
        choices: dict[str, Choices] = {
            "sector": labelled(SECTORS),
            "category": labelled(CATEGORIES),
            "purpose": [(code, each.name.to(spoken())) for code, each in PROFILES.items()],
            "main": LANGUAGES.items(),
            "languages": LANGUAGES.items(),
            "modes": labelled(MODES),
        }
        for name, offered in choices.items():
            self.fields[name].offer(offered)  # type: ignore[attr-defined]  # those are choices


class BodyPart(Part):
    """One more body that awards."""

    name = Line(at="/name", needed=True, label=gettext_lazy("Nom de l’organisme"))
    siren = Line(at="/siren", size="14", checks=siren, label=gettext_lazy("Numéro SIREN"))


def _country(code: str | None) -> JsonObject:
    return {"/country_label": texts_of(COUNTRIES[code]) if code in COUNTRIES else ABSENT}


def _region(code: str | None) -> JsonObject:
    return {"/region_label": {"fr": REGIONS[code], "en": REGIONS[code]} if code in REGIONS else ABSENT}


class CountryPart(Part):
    """A country and a region of the issuer."""

    country = Pick(at="/country", needed=True, beside=_country, label=gettext_lazy("Pays"))
    region = Pick(at="/region", beside=_region, label=gettext_lazy("Région (France)"))

    def prepare(self) -> None:
        """Labels in the language of the page."""
        self.fields["country"].offer(labelled(COUNTRIES))  # type: ignore[attr-defined]  # those are choices
        self.fields["region"].offer(REGIONS.items())  # type: ignore[attr-defined]  # the same


class PlacePart(Part):
    """A town where one prepares or is assessed."""

    city = Line(at="/city", most=120, label=gettext_lazy("Ville"))
    postal_code = Line(at="/postal_code", most=12, size="8", label=gettext_lazy("Code postal"))


def _a_country(document: JsonObject) -> JsonObject:
    return {"country": "FR", "country_label": texts_of(COUNTRIES["FR"])}


class IdentityStep(Step):
    """See the module."""

    name: ClassVar = "identity"
    pieces: ClassVar = (
        One("about", AboutPart),
        Rows(
            "countries",
            CountryPart,
            at="/annex1/mandatory/country_region_of_the_issuer",
            begin=_a_country,
            name=lambda number: _("Pays %(number)s") % {"number": number},
        ),
        Rows(
            "bodies",
            BodyPart,
            at="/annex1/mandatory/awarding_body",
            name=lambda number: _("Organisme %(number)s") % {"number": number},
        ),
        Rows(
            "places",
            PlacePart,
            at="/delivery/places",
            name=lambda number: _("Lieu %(number)s") % {"number": number},
        ),
    )

    @property
    def natures(self) -> list[tuple[str, str]]:
        """What each nature is called, and what it means."""
        return [(each.name.to(spoken()), each.sentence.to(spoken())) for each in PROFILES.values()]

    @property
    def named_bodies(self) -> list[str]:
        """Bodies that the document only names by their short id."""
        found = pointers.read(self.document, "/annex1/mandatory/awarding_body")
        return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []

    def settled(self, document: JsonObject) -> JsonObject:
        """The main language is one of those published."""
        languages, main = document.get("languages"), document.get("language")
        if isinstance(languages, list) and main and main not in languages:
            return {**document, "languages": [main, *languages]}
        return document
