"""The words that a credential adds to those of its design, in French and in English."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sceau.engine.model.texts import Text

LANGUAGES = ("fr", "en")
_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_LANGUAGE_NAMES = {
    "fr": {"fr": "français", "en": "anglais"},
    "en": {"fr": "French", "en": "English"},
}

WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "not_stated": "non précisé",
        "awarded_by": "Micro-certification délivrée par {bodies} le {date}.",
        "jointly": "conjointement par {bodies}",
        "and": "et",
        "outcomes": "Acquis d’apprentissage",
        "workload": "Charge de travail",
        "hours": "{hours} h",
        "credit": "{credits} crédit ECTS",
        "credits": "{credits} crédits ECTS",
        "no_credits": "sans crédits ECTS",
        "guided": "encadré",
        "autonomous": "en autonomie",
        "work_based": "en situation de travail",
        "assessment": "évaluation",
        "level": "Niveau",
        "eqf": "{level} du cadre européen des certifications",
        "eqf_name": "Niveau {level} du cadre européen des certifications",
        "indicative": "niveau indicatif proposé par l’émetteur",
        "registered_level": "niveau de la certification enregistrée",
        "cycle": "cycle\u00a0: {cycle}",
        "type_of_assessment": "Type d’évaluation",
        "pass_rule": "Pour réussir\u00a0: {rule}",
        "participation": "Forme de participation",
        "quality": "Assurance de la qualité",
        "internal": "interne",
        "external": "externe",
        "prerequisites": "Prérequis",
        "supervision": "Surveillance et vérification d’identité pendant l’évaluation",
        "unsup_noid": "sans surveillance et sans vérification d’identité",
        "sup_noid": "sous surveillance, sans vérification d’identité",
        "sup_online_id": "sous surveillance à distance, avec vérification d’identité",
        "sup_onsite_id": "sous surveillance en présentiel, avec vérification d’identité",
        "identity_checked": "identité vérifiée\u202f; surveillance non précisée",
        "identity_not_checked": "identité non vérifiée\u202f; surveillance non précisée",
        "grade": "Résultat",
        "acquired": "acquis",
        "out_of_100": "{score} sur 100",
        "stackability": "Cumul",
        "stand_alone": "indépendante, non cumulable",
        "integrated": "compte pour {stacks}",
        "integrated_alone": "cumulable avec d’autres",
        "registration": "Enregistrement",
        "registered": "certification enregistrée au {register}, n°\u00a0{code}, jusqu’au {until}",
        "registered_bloc": "bloc de compétences {code} d’une certification enregistrée au RNCP, jusqu’au {until}",
        "not_registered": "cette micro-certification n’est pas présentée comme une certification professionnelle "
        "enregistrée",
        "bloc_name": "Bloc de compétences {code}",
        "certification_name": "Certification {code}",
        "validity": "Validité",
        "valid_until": "jusqu’au {date}",
        "no_expiry": "sans limite de durée",
        "renewal": "Renouvellement\u00a0: {renewal}",
        "renewed": "Renouvelée",
        "renewed_as": "le {date}, sans nouvelle évaluation, à la suite de la preuve délivrée le {former}\u202f; "
        "au vu de\u00a0: {grounds}",
        "decision": "Décision",
        "minutes": "jury réuni le {date} ({people})\u202f; procès-verbal d’empreinte SHA-256 {digest}",
        "assessor": "évaluation par {assessor}, délivrance confirmée par {people} le {date}",
        "automatic": "automatique, le {date}, d’après {source}",
        "named": "prise par {people} le {date} et rapportée par un fichier importé d’empreinte SHA-256 {digest}",
        "unnamed": "prise par l’organisme le {date} et lue dans un fichier importé d’empreinte SHA-256 {digest}\u202f; "
        "personnes qui l’ont prise\u00a0: non précisé",
        "taken_over": "résultat antérieur du {date}, repris par {people} le {taken_over_on} d’après un fichier "
        "d’empreinte SHA-256 {digest}",
        "assessed_on": "Date de l’évaluation",
        "events_held": "Épreuves tenues",
        "assessors": "Évaluateurs",
        "assessors_none": "aucun, correction automatique",
        "assessors_one": "1 personne",
        "assessors_many": "{count} personnes",
        "jury_on": "Jury",
        "jury_of": "{date}, procès-verbal n°\u00a0{minutes}",
        "further_information": "Informations complémentaires",
        "not_applicable": "non applicable ({reason})",
        "score_name": "Note sur 100",
        "outcome_name": "Résultat",
        "language_note": "Certains textes ne sont donnés par l’organisme qu’en {language}.",
        "colon": "\u00a0: ",
        "semicolon": "\u202f; ",
        "company": "propre à une entreprise",
        "technical": "technique",
        "product": "produit ou service",
        "regulatory": "réglementaire ou sécurité",
        "soft_skills": "compétences relationnelles",
    },
    "en": {
        "not_stated": "not stated",
        "awarded_by": "Micro-credential awarded by {bodies} on {date}.",
        "jointly": "{bodies} jointly",
        "and": "and",
        "outcomes": "Learning outcomes",
        "workload": "Notional workload",
        "hours": "{hours} h",
        "credit": "{credits} ECTS credit",
        "credits": "{credits} ECTS credits",
        "no_credits": "no ECTS credits",
        "guided": "guided",
        "autonomous": "independent",
        "work_based": "work-based",
        "assessment": "assessment",
        "level": "Level",
        "eqf": "{level} of the European Qualifications Framework",
        "eqf_name": "Level {level} of the European Qualifications Framework",
        "indicative": "indicative level proposed by the issuer",
        "registered_level": "level of the registered certification",
        "cycle": "cycle: {cycle}",
        "type_of_assessment": "Type of assessment",
        "pass_rule": "To pass: {rule}",
        "participation": "Form of participation",
        "quality": "Quality assurance",
        "internal": "internal",
        "external": "external",
        "prerequisites": "Prerequisites",
        "supervision": "Supervision and identity verification during assessment",
        "unsup_noid": "unsupervised with no identity verification",
        "sup_noid": "supervised with no identity verification",
        "sup_online_id": "supervised online with identity verification",
        "sup_onsite_id": "supervised onsite with identity verification",
        "identity_checked": "identity verified; supervision not stated",
        "identity_not_checked": "identity not verified; supervision not stated",
        "grade": "Result",
        "acquired": "passed",
        "out_of_100": "{score} out of 100",
        "stackability": "Stackability",
        "stand_alone": "stand-alone",
        "integrated": "counts towards {stacks}",
        "integrated_alone": "stackable with others",
        "registration": "Registration",
        "registered": "certification registered in the French {register}, no. {code}, until {until}",
        "registered_bloc": "skills block {code} of a certification registered in the French RNCP, until {until}",
        "not_registered": "this micro-credential is not presented as a registered French professional certification",
        "bloc_name": "Skills block {code}",
        "certification_name": "Certification {code}",
        "validity": "Validity",
        "valid_until": "until {date}",
        "no_expiry": "no end date",
        "renewal": "Renewal: {renewal}",
        "renewed": "Renewed",
        "renewed_as": "on {date}, without a new assessment, after the credential issued on {former}; on the grounds "
        "of: {grounds}",
        "decision": "Decision",
        "minutes": "board of {date} ({people}); minutes with SHA-256 {digest}",
        "assessor": "assessed by {assessor}, release confirmed by {people} on {date}",
        "automatic": "automatic, on {date}, from {source}",
        "named": "taken by {people} on {date} and reported by an imported file with SHA-256 {digest}",
        "unnamed": "taken by the body on {date} and read in an imported file with SHA-256 {digest}; "
        "people who took it: not stated",
        "taken_over": "earlier result of {date}, taken over by {people} on {taken_over_on} from a file with SHA-256 "
        "{digest}",
        "assessed_on": "Date of the assessment",
        "events_held": "Events held",
        "assessors": "Assessors",
        "assessors_none": "none, marked automatically",
        "assessors_one": "1 person",
        "assessors_many": "{count} people",
        "jury_on": "Board",
        "jury_of": "{date}, minutes no. {minutes}",
        "further_information": "Further information",
        "not_applicable": "not applicable ({reason})",
        "score_name": "Score out of 100",
        "outcome_name": "Result",
        "language_note": "Some texts are given by the awarding body in {language} only.",
        "colon": ": ",
        "semicolon": "; ",
        "company": "company-specific",
        "technical": "technical",
        "product": "product or service",
        "regulatory": "regulatory or safety",
        "soft_skills": "soft skills",
    },
}


@dataclass(slots=True)
class Voice:
    """One language to write in; remembers the languages that it had to fall back on."""

    language: str
    fallen_back_on: set[str] = field(default_factory=set)

    def word(self, key: str, **places: object) -> str:
        """A word or sentence of ours."""
        return WORDS[self.language][key].format_map(places)

    def say(self, text: Text) -> str:
        """A text of the design, in this language or in the one that it has."""
        self.fallen_back_on.add(text.language_for(self.language).partition("-")[0])
        return text.to(self.language)

    def date(self, day: date) -> str:
        """2 mars 2026, 1er mars 2026; 2 March 2026."""
        number = "1er" if self.language == "fr" and day.day == 1 else str(day.day)
        return f"{number} {_MONTHS[self.language][day.month - 1]} {day.year}"

    def number(self, value: float | Decimal) -> str:
        """2,4 in French, 2.4 in English, without a useless decimal."""
        text = f"{float(value):g}"
        return text.replace(".", ",") if self.language == "fr" else text

    def credits(self, amount: float) -> str:
        """0,8 crédit, 2 crédits; 0.8 credits, 1 credit."""
        one = amount < 2 if self.language == "fr" else amount == 1  # noqa: PLR2004 -- where the plural begins
        return self.word("credit" if one else "credits", credits=self.number(amount))

    def both(self, names: list[str]) -> str:
        """A, B et C."""
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {self.word('and')} {names[-1]}"

    def note(self) -> str:
        """What to say of texts that were in another language; "" when none was."""
        others = sorted(self.fallen_back_on - {self.language})
        names = [_LANGUAGE_NAMES[self.language].get(other, other) for other in others]
        return self.word("language_note", language=self.both(names)) if names else ""


def choose_language(wanted: str, design_language: str) -> str:
    """ "fr" or "en": the holder's when it is one of them, else the design's, else English."""
    for language in (wanted, design_language):
        if language.partition("-")[0] in LANGUAGES:
            return language.partition("-")[0]
    return "en"
