"""What the declaration to the State says of an enrolment: its closed lists, with words of ours beside each code.

source:  DOMAIN 5.1, XSD 1.1.2 of the « accrochage », passageCertification/modalitesInscription
"""

from __future__ import annotations

import re
from typing import Final

from sceau.assessment.errors import WrongValue
from sceau.assessment.reasons.candidates import NOT_AN_EDOF_NUMBER, NOT_IN_THE_LIST

ACCESS_ROUTES: Final[dict[str, tuple[str, str]]] = {
    "FORMATION_INITIALE_HORS_APPRENTISSAGE": (
        "formation initiale, hors apprentissage",
        "initial education, apprenticeship apart",
    ),
    "FORMATION_INITIALE_APPRENTISSAGE": ("apprentissage", "apprenticeship"),
    "FORMATION_CONTINUE_HORS_CONTRAT_DE_PROFESSIONNALISATION": ("formation continue", "continuing education"),
    "FORMATION_CONTINUE_CONTRAT_DE_PROFESSIONNALISATION": (
        "contrat de professionnalisation",
        "professional training contract",
    ),
    "VAE": ("validation des acquis de l’expérience (VAE)", "validation of experience (VAE)"),
    "EQUIVALENCE_DIPLOME_ETRANGER": (
        "équivalence d’un diplôme étranger",
        "equivalence of a foreign diploma",
    ),
    "CANDIDAT_LIBRE": ("candidature libre", "independent candidate"),
}
INITIATIVES: Final[dict[str, tuple[str, str]]] = {
    "CERTIFIE": ("la personne elle-même", "the person"),
    "OF": ("l’organisme de formation", "the training body"),
    "POLE_EMPLOI": ("France Travail", "France Travail (employment service)"),
    "EMPLOYEUR": ("l’employeur", "the employer"),
    "AUTRE": ("quelqu’un d’autre", "somebody else"),
}
_EDOF = re.compile(r"[A-Za-z0-9]{1,13}")  # dossierFormation/idDossier


def access_route(typed: str) -> str:
    """A code of `ACCESS_ROUTES`, "" for none. raises: WrongValue"""
    return _listed(typed, ACCESS_ROUTES, "access_route")


def initiative(typed: str) -> str:
    """A code of `INITIATIVES`, "" for none. raises: WrongValue"""
    return _listed(typed, INITIATIVES, "initiative")


def edof_number(typed: str) -> str:
    """The number of a training file in EDOF, "" for none. raises: WrongValue"""
    found = "".join(typed.split())
    if found and _EDOF.fullmatch(found) is None:
        raise WrongValue(NOT_AN_EDOF_NUMBER, field="edof_number")
    return found


def _listed(typed: str, known: dict[str, tuple[str, str]], field: str) -> str:
    found = typed.strip()
    if found and found not in known:
        raise WrongValue(NOT_IN_THE_LIST, field=field, found=found[:40])
    return found
