"""Exports of the size of the real ones, made up: for the measurement of imports."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

WORDS = (
    "administrer analyser animer assurer bâtiment boulangerie chantier client commercial conception conduire "
    "contrôler coordonner cybersécurité développement diagnostic énergie entretien équipe étude formation gestion "
    "hôtellerie informatique installation logistique maintenance management matériaux mesure montage numérique "
    "organisation paysage piloter préparation prévention production projet qualité recrutement réseau santé sécurité "
    "soudage stratégie surveillance système technicien transport usinage vente vérification vigne"
).split()
HEADERS = {
    "Standard": "Id_Fiche;Numero_Fiche;Intitule;Abrege_Libelle;Abrege_Intitule;Nomenclature_Europe_Niveau;"
    "Nomenclature_Europe_Intitule;Accessible_Nouvelle_Caledonie;Accessible_Polynesie_Francaise;Date_dernier_jo;"
    "Date_Decision;Date_Fin_Enregistrement;Date_Effet;Type_Enregistrement;Validation_Partielle;Actif",
    "Blocs_De_Compétences": "Numero_Fiche;Bloc_Competences_Code;Bloc_Competences_Libelle",
    "Certificateurs": "Numero_Fiche;Siret_Certificateur;Nom_Certificateur",
    "Partenaires": "Numero_Fiche;Nom_Partenaire;Siret_Partenaire;Habilitation_Partenaire",
    "Rome": "Numero_Fiche;Codes_Rome_Code;Codes_Rome_Libelle",
    "Nsf": "Numero_Fiche;Nsf_Code;Nsf_Intitule",
    "Formacode": "Numero_Fiche;Formacode_Code;Formacode_Libelle",
    "CCN": "Numero_Fiche;Ccn_1_Numero;Ccn_1_Libelle;Ccn_2_Numero;Ccn_2_Libelle;Ccn_3_Numero;Ccn_3_Libelle",
    "VoixdAccès": "Numero_Fiche;Si_Jury",
    "Ancienne_Nouvelle_Certification": "Numero_Fiche;Ancienne_Certification;Nouvelle_Certification",
}
ROUTES = ("Après un parcours de formation continue", "Par expérience", "Par candidature individuelle")
PARTNERS = 13  # a fiche, on average: 400,000 in all


def fiches(path: Path, count: int, *, changed: int = 0, day: str = "2026-08-16") -> Path:
    """An archive of CSVs of this many fiches, a sixth of them RS; `changed` of them have another title than before."""
    makers: dict[str, Callable[[int, random.Random], Iterator[tuple[str, ...]]]] = {
        "Standard": lambda place, chance: _standard(place, chance, place < changed),
        "Blocs_De_Compétences": _blocs,
        "Certificateurs": lambda place, chance: iter([(number(place), f"\t{_siret(place % 900)}", _name(chance))]),
        "Partenaires": _partners,
        "Rome": lambda place, _: iter([(number(place), f"M{1000 + place % 900}", "Direction d''équipe")]),
        "Nsf": lambda place, _: iter([(number(place), "326", "326 : Informatique")]),
        "Formacode": lambda place, _: iter([(number(place), str(10_000 + place % 9_000), "x : y")]),
        "CCN": lambda place, _: iter(
            [(number(place), "3117", "Boulangerie", "", "", "", "")] if place % 3 == 0 else []
        ),
        "VoixdAccès": lambda place, _: iter([(number(place), route) for route in ROUTES]),
        "Ancienne_Nouvelle_Certification": lambda place, _: iter(
            [(number(place), number(place - 1), "")] if place % 5 == 1 else []
        ),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, rows in makers.items():
            with archive.open(f"export_fiches_CSV_{name}_{day.replace('-', '_')}.csv", "w") as member:
                text = io.TextIOWrapper(member, encoding="utf-8", newline="")
                _write(text, name, rows, count)
                text.flush()
                text.detach()
    return path


def number(place: int) -> str:
    """Of the fiche at this place."""
    return f"RS{place + 1}" if place % 6 == 0 else f"RNCP{place + 1}"


def _write(
    text: TextIO, name: str, rows: Callable[[int, random.Random], Iterator[tuple[str, ...]]], count: int
) -> None:
    text.write(";".join(f'"{column}"' for column in HEADERS[name].split(";")) + "\r\n")
    for place in range(count):
        for row in rows(place, random.Random(place)):
            text.write(";".join(f'"{cell}"' if cell else "" for cell in row) + "\r\n")


def _standard(place: int, chance: random.Random, changed: bool) -> Iterator[tuple[str, ...]]:
    title = " ".join(chance.choices(WORDS, k=6)).capitalize() + (" (nouveau)" if changed else "")
    level = "" if place % 6 == 0 else f"NIV{3 + place % 6}"
    active = "ACTIVE" if place % 4 == 0 else "INACTIVE"
    yield (
        str(place), number(place), title, "TP", "Titre professionnel", level, "", "Non", "Non", "", "15/01/2024",
        "15/01/2029" if active == "ACTIVE" else "15/01/2020", "", "Enregistrement sur demande", "", active,
    )  # fmt: skip


def _blocs(place: int, chance: random.Random) -> Iterator[tuple[str, ...]]:
    if place % 6:
        for bloc in range(1, 2 + place % 3):
            yield number(place), f"{number(place)}BC{bloc:02}", " ".join(chance.choices(WORDS, k=7)).capitalize()


def _partners(place: int, chance: random.Random) -> Iterator[tuple[str, ...]]:
    for partner in range(PARTNERS):
        yield number(place), _name(chance), f"\t{_siret(place + partner)}", "HABILITATION_ORGA_FORM"


def _name(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=3)).upper()


def _siret(place: int) -> str:
    return f"{99_990_000_000_000 + place:014}"
