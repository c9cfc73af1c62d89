"""The closed list of checks, in the order in which they are made. Other verifiers of Sceau use the same ids."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """What a check that is not passed says: not authentic, or authentic and to be looked at."""

    AUTHENTICITY = "authenticity"
    ATTENTION = "attention"


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One numbered question of the procedure.

    id:      for machines, stable
    weight:  what it says when it is not passed
    fr, en:  its title, for a list of checks
    """

    id: str
    weight: Weight
    fr: str
    en: str


READABLE = Question("readable", Weight.AUTHENTICITY, "Lecture", "Reading")
FORMAT = Question("format", Weight.AUTHENTICITY, "Format", "Format")
CONTEXT = Question("context", Weight.AUTHENTICITY, "Vocabulaire", "Vocabulary")
SCHEMA = Question("schema", Weight.ATTENTION, "Schéma", "Schema")
PURPOSE = Question("purpose", Weight.AUTHENTICITY, "Usage de la clé", "Purpose of the key")
KEY = Question("key", Weight.AUTHENTICITY, "Clé de l’émetteur", "Key of the issuer")
KEY_TIME = Question("key_time", Weight.AUTHENTICITY, "Période de la clé", "Period of the key")
PROOF = Question("proof", Weight.AUTHENTICITY, "Intégrité", "Integrity")
HOSTED = Question("hosted", Weight.AUTHENTICITY, "Publication", "Publication")
PROOF_TIME = Question("proof_time", Weight.ATTENTION, "Date de la signature", "Date of the signature")
RESOURCES = Question("resources", Weight.AUTHENTICITY, "Documents joints", "Related documents")
ISSUER = Question("issuer", Weight.ATTENTION, "Émetteur", "Issuer")
VALIDITY = Question("validity", Weight.ATTENTION, "Validité", "Validity")
STATUS = Question("status", Weight.ATTENTION, "Liste d’état", "Status list")
REVOCATION = Question("revocation", Weight.ATTENTION, "Révocation", "Revocation")
SUSPENSION = Question("suspension", Weight.ATTENTION, "Suspension", "Suspension")
REPLACEMENT = Question("replacement", Weight.ATTENTION, "Remplacement", "Replacement")
ENDORSEMENTS = Question("endorsements", Weight.ATTENTION, "Recommandations", "Endorsements")
RECIPIENT = Question("recipient", Weight.ATTENTION, "Titulaire", "Holder")

QUESTIONS: tuple[Question, ...] = (
    READABLE,
    FORMAT,
    CONTEXT,
    SCHEMA,
    PURPOSE,
    KEY,
    KEY_TIME,
    PROOF,
    HOSTED,
    PROOF_TIME,
    RESOURCES,
    ISSUER,
    VALIDITY,
    STATUS,
    REVOCATION,
    SUSPENSION,
    REPLACEMENT,
    ENDORSEMENTS,
    RECIPIENT,
)
NUMBER_OF: dict[str, int] = {question.id: number for number, question in enumerate(QUESTIONS, start=1)}
