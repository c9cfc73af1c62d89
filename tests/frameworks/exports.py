"""Exports made for the tests, in the shapes that are published, and those that are beside the project."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from published import published
from sceau.frameworks.models import Release
from sceau.frameworks.services import carry_out, take_file

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HERE = Path(__file__).resolve().parent / "derived"


def real_sample() -> Path:
    """Nine real fiches, as the archive of the open data has them (22 February 2024)."""
    return published("domain/francecompetences/sample_2024_02_22.original.zip")


def fixture(name: str) -> Path:
    """One of ours: "csv", "rncp", "rs", or "folder"."""
    folder = published("domain/francecompetences")
    return {
        "csv": folder / "export-fiches-csv-2026-01-15.fixture.zip",
        "folder": folder / "fixture_csv",
        "rncp": folder / "export_fiches_RNCP_V4_1_2026-01-15.fixture.xml",
        "rs": folder / "export_fiches_RS_V4_1_2026-01-15.fixture.xml",
    }[name]


def load(path: Path, tmp_path: Path, **words: object) -> Release:
    release = take_file(path=path, by=None, now=NOW, keep=True, **words)
    return carry_out(release=release, scratch=tmp_path, clock=lambda: NOW)


STANDARD = (
    "Id_Fiche;Numero_Fiche;Intitule;Abrege_Libelle;Abrege_Intitule;Nomenclature_Europe_Niveau;"
    "Nomenclature_Europe_Intitule;Accessible_Nouvelle_Caledonie;Accessible_Polynesie_Francaise;Date_dernier_jo;"
    "Date_Decision;Date_Fin_Enregistrement;Date_Effet;Type_Enregistrement;Validation_Partielle;Actif"
)
HEADERS = {
    "Standard": STANDARD,
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


def fiche(number: str, **cells: str) -> dict[str, str]:
    """A row of Standard."""
    plain = {
        "Numero_Fiche": number,
        "Intitule": f"Titre de {number}",
        "Nomenclature_Europe_Niveau": "NIV6" if number.startswith("RNCP") else "",
        "Accessible_Nouvelle_Caledonie": "Non",
        "Accessible_Polynesie_Francaise": "Non",
        "Date_Decision": "15/01/2026",
        "Date_Fin_Enregistrement": "15/01/2029",
        "Type_Enregistrement": "Enregistrement sur demande",
        "Actif": "ACTIVE",
    }
    return plain | cells


def texts(standard: list[dict[str, str]], **others: list[tuple[str, ...]]) -> dict[str, bytes]:
    """The ten files, by the middle of their names."""
    written = {}
    for name, header in HEADERS.items():
        columns = header.split(";")
        target = io.StringIO()
        writer = csv.writer(target, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(columns)
        if name == "Standard":
            writer.writerows([row.get(column, "") for column in columns] for row in standard)
        writer.writerows(others.get(name.partition("_")[0], []))
        written[name] = target.getvalue().encode()
    return written


def archive(path: Path, files: dict[str, bytes], *, day: str = "2026_01_14") -> Path:
    """An archive of them, named as they are published."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(f"export_fiches_CSV_{name}_{day}.csv" if "." not in name else name, data)
    return path


def xml(path: Path, *fiches: str, version: str = "4.1", head: str = "") -> Path:
    """A feed of these fiches."""
    body = "".join(fiches)
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<FICHES><VERSION_FLUX>{version}</VERSION_FLUX>\n{body}</FICHES>',
        encoding="utf-8",
    )
    return path


def xml_fiche(number: str, more: str = "", title: str = "") -> str:
    return (
        f"<FICHE><NUMERO_FICHE>{number}</NUMERO_FICHE><INTITULE>{title or f'Titre de {number}'}</INTITULE>"
        f"<ACTIF>Oui</ACTIF><DATE_FIN_ENREGISTREMENT>15/01/2029</DATE_FIN_ENREGISTREMENT>{more}</FICHE>\n"
    )
