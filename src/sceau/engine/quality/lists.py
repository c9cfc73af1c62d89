"""The closed lists that a design chooses from, with their labels; addresses are those of the European Learning Model.

Codes are what a design stores. A label of a design that says again what a code says can always be given in both
languages: see `known_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sceau.engine.quality.words import Words


@dataclass(frozen=True, slots=True)
class Concept:
    """An entry of a list that the European Learning Model has too; uri is "" where it has none."""

    label: Words
    uri: str = ""


_ASSESSMENT = "http://data.europa.eu/snb/assessment/"
_PARTICIPATION = "http://data.europa.eu/snb/learning-assessment/"
_SUPERVISION = "http://data.europa.eu/snb/supervision-verification/"

# sections of the French nomenclature of activities (NAF rev. 2), which are those of NACE
SECTORS: Mapping[str, Words] = {
    "A": Words("Agriculture, sylviculture et pêche", "Agriculture, forestry and fishing"),
    "B": Words("Industries extractives", "Mining and quarrying"),
    "C": Words("Industrie manufacturière", "Manufacturing"),
    "D": Words("Énergie : électricité, gaz, vapeur, froid", "Energy: electricity, gas, steam, cooling"),
    "E": Words("Eau, assainissement, déchets et dépollution", "Water, sewerage, waste and remediation"),
    "F": Words("Construction", "Construction"),
    "G": Words("Commerce et réparation de véhicules", "Trade and repair of vehicles"),
    "H": Words("Transports et entreposage", "Transport and storage"),
    "I": Words("Hébergement et restauration", "Accommodation and food service"),
    "J": Words("Information, communication et numérique", "Information, communication and digital"),
    "K": Words("Finance et assurance", "Finance and insurance"),
    "L": Words("Immobilier", "Real estate"),
    "M": Words("Activités spécialisées, scientifiques et techniques", "Professional, scientific and technical work"),
    "N": Words("Services administratifs et de soutien", "Administrative and support services"),
    "O": Words("Administration publique", "Public administration"),
    "P": Words("Enseignement et formation", "Education and training"),
    "Q": Words("Santé et action sociale", "Health and social work"),
    "R": Words("Arts, spectacles et loisirs", "Arts, entertainment and recreation"),
    "S": Words("Autres services, associations", "Other services, associations"),
    "T": Words("Services aux ménages employeurs", "Services to households that employ"),
    "U": Words("Organisations internationales", "International organisations"),
}

FUNDERS: Mapping[str, Words] = {
    "cpf": Words("Compte personnel de formation (CPF)", "Personal training account (CPF)"),
    "opco": Words("Opérateur de compétences (OPCO)", "Skills operator of the branch (OPCO)"),
    "employer": Words("Employeur", "Employer"),
    "france_travail": Words("France Travail", "France Travail (employment service)"),
    "region": Words("Région", "Regional council"),
    "self": Words("La personne elle-même", "The learner"),
}

MODES: Mapping[str, Words] = {
    "onsite": Words("En présentiel", "On site"),
    "online": Words("À distance", "Online"),
    "blended": Words("Hybride", "Blended"),
    "experience": Words("Par l’expérience, sans formation", "Through experience, without a course"),
}

ROUTES: Mapping[str, Words] = {
    "jury": Words("Un jury délibère et signe un procès-verbal", "A board deliberates and signs minutes"),
    "assessor": Words(
        "Un évaluateur note, une autre personne confirme la délivrance",
        "An assessor marks, another person confirms the award",
    ),
    "automatic": Words(
        "Un système le constate (questionnaire, plateforme), un contrôle par sondage le surveille",
        "A system reports it (quiz, learning platform), and samples of it are audited",
    ),
}

# assessment-type of the European Learning Model; codes are those of the events of a design
EVENT_TYPES: Mapping[str, Concept] = {
    "practical": Concept(
        Words("évaluation pratique (mise en situation)", "practical assessment"), f"{_ASSESSMENT}6a4db9f11d"
    ),
    "pbl": Concept(
        Words("étude de cas (apprentissage par problèmes)", "case study (problem based learning)"),
        f"{_ASSESSMENT}c4256a2726",
    ),
    "project": Concept(Words("réalisation d’un projet", "project work"), f"{_ASSESSMENT}795dac4096"),
    "portfolio": Concept(Words("portfolio", "portfolio"), f"{_ASSESSMENT}4f03b91c0e"),
    "artefact": Concept(Words("évaluation d’une production", "artefact assessment"), f"{_ASSESSMENT}de4d165a6c"),
    "quiz": Concept(Words("questionnaire (QCM)", "quiz"), f"{_ASSESSMENT}b1b68f6735"),
    "written": Concept(Words("examen écrit", "written examination"), f"{_ASSESSMENT}6e6cb2cc78"),
    "oral": Concept(Words("examen oral", "oral examination"), f"{_ASSESSMENT}d30284d7df"),
    "assignment": Concept(Words("devoir noté", "marked assignment"), f"{_ASSESSMENT}2939dae15f"),
    "continuous": Concept(Words("évaluation continue", "continuous evaluation"), f"{_ASSESSMENT}3484bd7e51"),
    "group": Concept(Words("prestation de groupe", "group performance"), f"{_ASSESSMENT}56539a6507"),
    "peer_assessment": Concept(Words("évaluation par les pairs", "peer assessment"), f"{_ASSESSMENT}19a2e5e671"),
    "peer": Concept(Words("relecture par les pairs", "peer review"), f"{_ASSESSMENT}812e3b0ae1"),
}
# the list of the model has it too, but nobody is awarded anything for having been there
ATTENDANCE = Concept(Words("assiduité", "level of attendance"), f"{_ASSESSMENT}7331eb4762")

# learning-mode of the European Learning Model; codes are those of the events of a design
PARTICIPATION: Mapping[str, Concept] = {
    "onsite": Concept(Words("En présentiel", "On site"), f"{_PARTICIPATION}9191af2ed9"),
    "online": Concept(Words("À distance (en ligne)", "Online"), f"{_PARTICIPATION}920fbb3cbe"),
    "blended": Concept(Words("Hybride (mixte)", "Blended"), f"{_PARTICIPATION}e92d221e4d"),
    "work": Concept(Words("En situation de travail", "Work-based"), f"{_PARTICIPATION}729f3bed4b"),
    "project": Concept(Words("Par projet", "Project-based"), f"{_PARTICIPATION}7813801c77"),
    "lab": Concept(Words("En laboratoire de recherche", "Research-lab based"), f"{_PARTICIPATION}ed4c557045"),
}

# the values of Annex I, optional element b, from the weakest to the strongest
SUPERVISION: Mapping[str, Concept] = {
    "unsup_noid": Concept(
        Words("Sans surveillance et sans vérification d’identité", "Unsupervised with no identity verification"),
        f"{_SUPERVISION}c598449d64",
    ),
    "sup_noid": Concept(
        Words("Sous surveillance, sans vérification d’identité", "Supervised with no identity verification")
    ),
    "sup_online_id": Concept(
        Words(
            "Sous surveillance à distance, avec vérification d’identité",
            "Supervised online with identity verification",
        ),
        f"{_SUPERVISION}70be69aaf9",
    ),
    "sup_onsite_id": Concept(
        Words(
            "Sous surveillance en présentiel, avec vérification d’identité",
            "Supervised onsite with identity verification",
        ),
        f"{_SUPERVISION}70be69aaf9",
    ),
}

LICENCES: Mapping[str, Words] = {
    "CC-BY-4.0": Words(
        "Réutilisable en citant l’auteur (Creative Commons BY 4.0)",
        "May be reused with credit (Creative Commons BY 4.0)",
    ),
    "CC-BY-SA-4.0": Words(
        "Réutilisable en citant l’auteur, sous la même licence (Creative Commons BY-SA 4.0)",
        "May be reused with credit under the same licence (Creative Commons BY-SA 4.0)",
    ),
    "all-rights-reserved": Words("Tous droits réservés", "All rights reserved"),
}

# the inks of the seal (engine/images/seal.py)
INKS: Mapping[str, Words] = {
    "cire": Words("Vert cire", "Wax green"),
    "encre": Words("Bleu encre", "Ink blue"),
    "garance": Words("Rouge garance", "Madder red"),
    "sienne": Words("Terre de Sienne", "Sienna"),
    "ardoise": Words("Gris ardoise", "Slate grey"),
    "sapin": Words("Vert sapin", "Fir green"),
}

GRADE_SCHEMES: Mapping[str, Words] = {
    "pass_fail": Words("Acquis / Non acquis", "Passed / Not passed"),
    "score_100": Words("Note sur 100 et mention Acquis / Non acquis", "Score out of 100 and Passed / Not passed"),
}

STACKABILITY: Mapping[str, Words] = {
    "stand_alone": Words("Indépendante, non cumulable", "Stand-alone"),
    "integrated": Words("Cumulable, vers une certification plus large", "Stackable towards another credential"),
}

HOURS: Mapping[str, Words] = {
    "guided": Words("Encadré", "Guided"),
    "autonomous": Words("En autonomie", "Independent"),
    "work_based": Words("En situation de travail", "Work-based"),
    "assessment": Words("Évaluation", "Assessment"),
}

QUALITY: Mapping[str, Words] = {
    "internal": Words("Interne : l’organisme lui-même", "Internal: the body itself"),
    "external": Words("Externe : quelqu’un d’autre", "External: somebody else"),
}

EVIDENCE: Mapping[str, Words] = {
    "none": Words("Aucune pièce jointe", "No evidence attached"),
    "optional": Words("Pièces jointes facultatives", "Evidence may be attached"),
    "required": Words("Pièces jointes demandées", "Evidence must be attached"),
}

# what nobody said otherwise: shown wherever a design has no `limits` of its own and is not registered
DEFAULT_LIMITS = Words(
    "Cette micro-certification n’est ni un diplôme, ni un titre professionnel, ni une certification enregistrée au "
    "RNCP ou au Répertoire spécifique. Elle atteste les compétences décrites ici, évaluées comme il est dit ici, et "
    "rien d’autre.",
    "This micro-credential is neither a diploma nor a professional title nor a certification registered in the French "
    "registers (RNCP, RS). It attests the skills described here, assessed as is said here, and nothing else.",
)
