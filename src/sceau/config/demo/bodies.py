"""The institutions of the demonstration: those of demo/organisations.json, a second partner and an employer."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from sceau.config.demo.cast import ALPES, CIMES, MENUISERIES, OCCITANIE, TERRES
from sceau.config.environment import ROOT

ORGANISATIONS = ROOT / "demo" / "organisations.json"
KINDS = {TERRES: "partner", CIMES: "partner", MENUISERIES: "employer"}


@dataclass(frozen=True, slots=True)
class Body:
    """An institution.

    key:    of demo/organisations.json, "org-…"; its address is the rest
    units:  name and city of each, the first of them with a SIRET of its own
    """

    key: str
    legal_name: str
    siren: str
    siret: str
    city: str
    street: str = ""
    postal_code: str = ""
    phone: str = ""
    name: str = ""
    colour: str = ""
    ink: str = ""
    about_fr: str = ""
    about_en: str = ""
    languages: tuple[str, ...] = ("fr",)
    units: tuple[tuple[str, str], ...] = ()

    @property
    def slug(self) -> str:
        """In addresses."""
        return self.key.removeprefix("org-")

    @property
    def kind(self) -> str:
        """Of `sceau.institutions.models.institution.Kind`."""
        return KINDS.get(self.key, "certifier")


MORE: dict[str, dict[str, object]] = {
    ALPES: {
        "street": "12 rue des Essais",
        "postal_code": "38000",
        "phone": "04 65 71 00 12",
        "colour": "#1f4468",
        "ink": "encre",
        "languages": ("fr", "en"),
        "about_fr": "L’Institut Alpes Numérique forme et certifie aux métiers du numérique depuis Grenoble. Ses "
        "micro-certifications sont évaluées par des jurys de professionnels.",
        "about_en": "Institut Alpes Numérique trains and certifies for digital trades from Grenoble. Its "
        "micro-credentials are assessed by boards of practitioners.",
        "units": (("Faculté des réseaux", "Grenoble"), ("Campus de Chambéry", "Chambéry")),
    },
    OCCITANIE: {
        "street": "3 place des Exemples",
        "postal_code": "31000",
        "phone": "05 36 49 00 34",
        "colour": "#8a3324",
        "ink": "garance",
        "about_fr": "Certif’Compétences Occitanie délivre des certifications professionnelles et des "
        "micro-certifications avec un réseau de partenaires habilités.",
        "about_en": "Certif’Compétences Occitanie issues professional certifications and micro-credentials with a "
        "network of entitled partners.",
        "units": (("Site de Montpellier", "Montpellier"),),
    },
    TERRES: {
        "ink": "sapin",
        "colour": "#3f5618",
        "about_fr": "Réseau Terres Vives forme en milieu rural et organise des évaluations pour les organismes "
        "certificateurs qui l’ont habilité.",
    },
}


def _with_luhn(figures: str) -> str:
    """The number with the figure that makes it hold. Source: ISO/IEC 7812-1, annex B."""
    total = 0
    for place, figure in enumerate(reversed(figures)):
        value = int(figure) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 -- the sum of two figures
    return f"{figures}{-total % 10}"


def siret_of(siren: str, establishment: int) -> str:
    """The SIRET of an establishment, by its number."""
    return _with_luhn(f"{siren}{establishment:04d}")


def read_bodies(source: Path = ORGANISATIONS) -> list[Body]:
    """Every institution, those of the file first.

    raises:  OSError, when the file is not there
    """
    rows = json.loads(source.read_text(encoding="utf-8"))
    told = [
        Body(
            row["id"],
            row["legal_name"],
            row["siren"],
            row["siret"],
            row["city"],
            name=re.split(r" – ", row["legal_name"])[0],
            **MORE.get(row["id"], {}),  # type: ignore[arg-type]  # one table of what each body has more
        )
        for row in rows
    ]
    return [
        *told,
        _invented(CIMES, "Atelier des Cimes", "99990031", "Chambéry"),
        _invented(MENUISERIES, "Menuiseries de la Valserine", "99990032", "Valserhône"),
    ]


def _invented(key: str, name: str, figures: str, city: str) -> Body:
    siren = _with_luhn(figures)
    return Body(key, name, siren, siret_of(siren, 1), city, name=name)
