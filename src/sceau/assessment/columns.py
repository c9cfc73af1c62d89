"""The columns that an enrolment adds to those of `sceau.intake`, and how their cells are read."""

from __future__ import annotations

from typing import Final

from sceau.assessment import declaration
from sceau.assessment.errors import WrongValue
from sceau.engine.errors import Reason
from sceau.intake.findings import Kind, Severity
from sceau.intake.folding import fold

OWN: Final[dict[str, tuple[str, ...]]] = {
    "access_route": ("voie d acces", "modalite d acces", "modalite acces", "acces", "access route"),
    "initiative": ("initiative", "initiative d inscription", "a l initiative de"),
    "edof_number": ("numero edof", "dossier edof", "numero de dossier", "numero de dossier edof", "edof file"),
    "cohort": ("groupe", "cohorte", "promotion", "cohort", "group"),
}
_ROUTES: Final = {
    "vae": "VAE",
    "validation des acquis": "VAE",
    "candidat libre": "CANDIDAT_LIBRE",
    "candidature libre": "CANDIDAT_LIBRE",
    "candidature individuelle": "CANDIDAT_LIBRE",
    "formation continue": "FORMATION_CONTINUE_HORS_CONTRAT_DE_PROFESSIONNALISATION",
    "contrat de professionnalisation": "FORMATION_CONTINUE_CONTRAT_DE_PROFESSIONNALISATION",
    "apprentissage": "FORMATION_INITIALE_APPRENTISSAGE",
    "contrat d apprentissage": "FORMATION_INITIALE_APPRENTISSAGE",
    "formation initiale": "FORMATION_INITIALE_HORS_APPRENTISSAGE",
}
_INITIATIVES: Final = {
    "candidat": "CERTIFIE",
    "personne": "CERTIFIE",
    "organisme": "OF",
    "organisme de formation": "OF",
    "france travail": "POLE_EMPLOI",
    "pole emploi": "POLE_EMPLOI",
    "employeur": "EMPLOYEUR",
    "entreprise": "EMPLOYEUR",
    "autre": "AUTRE",
}
UNKNOWN_ROUTE = Kind(
    Reason(
        "unknown_access_route",
        "« {value} » n’est pas une voie d’accès que la déclaration connaît : laissée vide",
        "“{value}” is no access route that the declaration knows: left empty",
    ),
    Severity.WARNING,
)
UNKNOWN_INITIATIVE = Kind(
    Reason(
        "unknown_initiative",
        "« {value} » ne dit pas qui a pris l’initiative : laissé vide",
        "“{value}” does not say who took the initiative: left empty",
    ),
    Severity.WARNING,
)
WRONG_EDOF = Kind(
    Reason(
        "wrong_edof_number",
        "« {value} » n’est pas un numéro de dossier EDOF : laissé vide",
        "“{value}” is no number of an EDOF file: left empty",
    ),
    Severity.WARNING,
)
NEW_COHORT = Kind(
    Reason("new_cohort", "Le groupe « {value} » sera créé", "The group “{value}” will be made"), Severity.INFO
)


def value_of(name: str, cell: str, cohorts: set[str]) -> tuple[str, Kind | None]:
    """What a cell of one of these columns says, "" for nothing, and what is to be said of it.

    cohorts:  names of those that the session has, folded
    """
    folded = fold(cell)
    if name == "access_route":
        found = cell if cell in declaration.ACCESS_ROUTES else _ROUTES.get(folded, "")
        return found, None if found else UNKNOWN_ROUTE
    if name == "initiative":
        found = cell if cell in declaration.INITIATIVES else _INITIATIVES.get(folded, "")
        return found, None if found else UNKNOWN_INITIATIVE
    if name == "edof_number":
        try:
            return declaration.edof_number(cell), None
        except WrongValue:
            return "", WRONG_EDOF
    return cell[:80], None if folded in cohorts else NEW_COHORT
