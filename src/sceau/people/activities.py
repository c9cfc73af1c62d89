"""What the platform does with personal data for an institution: purposes, grounds, who, what, how long, how safe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sceau.engine.errors import Reason
from sceau.institutions.roles import Right
from sceau.people.states import DataKind


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity, GDPR article 30(1).

    rights:      whoever has one of them receives the data; recipients: others
    kinds:       whose rules of retention say how long; duration: of what no rule is about
    """

    name: Reason
    purpose: Reason
    basis: Reason
    people: Reason
    data: Reason
    security: Reason
    rights: tuple[Right, ...] = ()
    recipients: tuple[Reason, ...] = ()
    kinds: tuple[DataKind, ...] = ()
    duration: Reason | None = None


_CANDIDATES = Reason(
    "processing.candidates", "candidats, représentants légaux des mineurs", "candidates, guardians of minors"
)
_HOLDERS = Reason("processing.holders", "titulaires", "holders")
_STAFF = Reason("processing.staff", "membres de l’équipe, évaluateurs, jurys", "members of the team, assessors, juries")
_ASSESSED = Reason(
    "processing.assessed",
    "candidats, évaluateurs, membres de jury avec ou sans compte",
    "candidates, assessors, members of juries with or without an account",
)
_WITH_THE_PERSON = Reason(
    "processing.with_the_person",
    "la fiche de la personne : jusqu’à l’effacement qu’elle demande, ou la fin d’une candidature sans suite",
    "the record of the person: until the erasure that they ask for, or the end of an application that came to nothing",
)
_CONTRACT = Reason(
    "processing.contract",
    "exécution du contrat (RGPD, article 6, paragraphe 1, b)",
    "performance of the contract (GDPR, article 6(1), b)",
)
_LAW = Reason(
    "processing.law",
    "obligation légale pour les certifications enregistrées, intérêt légitime pour les autres (article 6, "
    "paragraphe 1, c et f)",
    "legal obligation for registered certifications, legitimate interest for others (article 6(1), c and f)",
)
_CONSENT = Reason(
    "processing.consent",
    "consentement, retiré d’un geste (article 6, paragraphe 1, a)",
    "consent, taken back at a click (article 6(1), a)",
)
_INTEREST = Reason(
    "processing.interest",
    "intérêt légitime : sécurité et preuve (article 6, paragraphe 1, f)",
    "legitimate interest: safety and proof (article 6(1), f)",
)
_HOST = Reason(
    "processing.host", "hébergeur de Sceau (sous-traitant, article 28)", "host of Sceau (processor, article 28)"
)
_PARTNER = Reason(
    "processing.partner",
    "partenaires habilités, pour les sessions qu’ils organisent",
    "partners with a habilitation, for the sessions that they organise",
)
_STATE = Reason("processing.state", "Caisse des Dépôts (SI-CPF)", "Caisse des Dépôts (SI-CPF)")
_ANYBODY = Reason("processing.anybody", "toute personne, tant que l’accord dure", "anybody, as long as consent lasts")
_SAFE = Reason(
    "processing.safe",
    "comptes personnels et second facteur, droits par rôle, connexions chiffrées, journal inaltérable, archive "
    "restreinte dont chaque ouverture est un acte ; les sauvegardes, que tient l’hébergeur, ne contiennent pas la clé "
    "qui ouvre ce qui est chiffré",
    "personal accounts and second factor, rights by role, encrypted connections, journal that cannot be altered, "
    "restricted archive of which each opening is an act; the backups, kept by the host, do not hold the key that opens "
    "what is encrypted",
)
_SEALED = Reason(
    "processing.sealed",
    "état civil chiffré à part, sous une clé hors de la base ; chaque lecture est inscrite au journal ; aucun NIR",
    "civil status encrypted apart, under a key outside the database; each reading is an act of the journal; no NIR",
)

TRANSFERS: Final = Reason(
    "processing.transfers",
    "Sceau n’en fait aucun de lui-même ; le lieu des données est celui de son hébergeur",
    "none by Sceau itself; the place of the data is that of its host",
)

ACTIVITIES: Final = (
    Activity(
        name=Reason("processing.enrolment", "Inscriptions et sessions", "Enrolment and sessions"),
        purpose=Reason(
            "processing.enrolment_purpose",
            "inscrire les candidats, les convoquer, aménager les épreuves sans en garder la raison",
            "enrol candidates, summon them, arrange assessments without keeping the reason",
        ),
        basis=_CONTRACT,
        people=_CANDIDATES,
        data=Reason(
            "processing.enrolment_data",
            "noms, adresses, langue, motivation et réponses aux conditions d’accès, convocations, aménagement accordé, "
            "présences et signatures par demi-journée, incidents, contrôle d’identité (qui, quand, comment ; aucune "
            "copie de pièce)",
            "names, addresses, language, motivation and answers to the conditions of access, convocations, arrangement "
            "granted, presences and signatures by half-day, incidents, identity check (who, when, how; no copy of a "
            "document)",
        ),
        rights=(Right.SEE_PEOPLE, Right.MANAGE_SESSIONS, Right.MANAGE_ARRANGEMENTS),
        recipients=(_PARTNER, _HOST),
        kinds=(
            DataKind.PROSPECTS,
            DataKind.ENROLMENT,
            DataKind.ATTENDANCE,
            DataKind.INCIDENTS,
            DataKind.IDENTITY_CHECKS,
            DataKind.REMOVED_ADDRESSES,
        ),
        duration=_WITH_THE_PERSON,
        security=_SAFE,
    ),
    Activity(
        name=Reason("processing.assessment", "Évaluation et jury", "Assessment and jury"),
        purpose=Reason(
            "processing.assessment_purpose",
            "évaluer, délibérer, répondre aux recours, mesurer la qualité des épreuves",
            "assess, deliberate, answer appeals, measure the quality of assessments",
        ),
        basis=_CONTRACT,
        people=_ASSESSED,
        data=Reason(
            "processing.assessment_data",
            "copies et fichiers remis, enregistrements, notes par critère et commentaires, liens déclarés entre "
            "évaluateurs et candidats, membres et signatures du jury, procès-verbaux, recours",
            "work handed in, recordings, marks by criterion and comments, ties declared between assessors and "
            "candidates, members and signatures of the jury, minutes, appeals",
        ),
        rights=(Right.MARK, Right.SIT_ON_JURY, Right.ANSWER_APPEALS),
        recipients=(_PARTNER, _HOST),
        kinds=(DataKind.ANSWERS, DataKind.RECORDINGS, DataKind.SCORES),
        duration=Reason(
            "processing.decided_duration",
            "procès-verbaux, décisions et recours : comme le registre des décisions",
            "minutes, decisions and appeals: as the register of decisions",
        ),
        security=_SAFE,
    ),
    Activity(
        name=Reason("processing.awards", "Registre et preuves", "Register and credentials"),
        purpose=Reason(
            "processing.awards_purpose",
            "tenir le registre des certifications décernées, délivrer et vérifier les preuves, prévenir la fraude",
            "keep the register of awards, issue and verify credentials, prevent fraud",
        ),
        basis=_LAW,
        people=_HOLDERS,
        data=Reason(
            "processing.awards_data",
            "qui, quoi, quand, numéro et état ; ce que la personne dit faux sur sa preuve, et la réponse ; une liste "
            "d’états publique sans donnée personnelle",
            "who, what, when, number and state; what the person says is wrong on the credential, and the answer; a "
            "public status list without personal data",
        ),
        rights=(Right.SEE_PEOPLE, Right.RELEASE_AWARDS),
        recipients=(_HOST,),
        kinds=(DataKind.AWARDS, DataKind.CREDENTIALS, DataKind.REQUESTS),
        security=_SAFE,
    ),
    Activity(
        name=Reason("processing.civil_status", "État civil et déclaration à l’État", "Civil status and declaration"),
        purpose=Reason(
            "processing.civil_status_purpose",
            "identifier sans erreur les titulaires d’une certification enregistrée et les déclarer au SI-CPF",
            "identify holders of a registered certification without error and declare them to the SI-CPF",
        ),
        basis=_LAW,
        people=_HOLDERS,
        data=Reason(
            "processing.civil_status_data",
            "sexe, prénoms, noms de naissance et d’usage, date et lieu de naissance",
            "sex, first names, birth and used names, date and place of birth",
        ),
        rights=(Right.SEE_CIVIL_STATUS,),
        recipients=(_STATE, _HOST),
        duration=_WITH_THE_PERSON,
        security=_SEALED,
    ),
    Activity(
        name=Reason("processing.publication", "Pages publiques et partage", "Public pages and sharing"),
        purpose=Reason(
            "processing.publication_purpose",
            "montrer une certification à qui la personne le veut ; rien n’est public sans elle",
            "show an award to whom the person wants; nothing is public without that person",
        ),
        basis=_CONSENT,
        people=_HOLDERS,
        data=Reason(
            "processing.publication_data",
            "ce que la personne a coché, et la preuve de son accord",
            "what the person ticked, and the proof of their consent",
        ),
        recipients=(_ANYBODY, _HOST),
        duration=Reason("processing.until_withdrawn", "jusqu’au retrait de l’accord", "until consent is taken back"),
        security=_SAFE,
    ),
    Activity(
        name=Reason("processing.accounts", "Comptes, journal et traces d’accès", "Accounts, journal and access logs"),
        purpose=Reason(
            "processing.accounts_purpose",
            "savoir qui fait quoi, et le montrer à un auditeur",
            "know who does what, and show it to an auditor",
        ),
        basis=_INTEREST,
        people=_STAFF,
        data=Reason(
            "processing.accounts_data",
            "nom, adresse, rôles, actes, adresse IP et navigateur des connexions en cours ; le journal ne contient que "
            "des identifiants opaques et les raisons que l’on y écrit",
            "name, address, roles, acts, IP address and browser of standing sign-ins; the journal holds opaque "
            "identifiers only, and the reasons that people write there",
        ),
        rights=(Right.SEE_JOURNAL, Right.MANAGE_MEMBERS),
        recipients=(_HOST,),
        kinds=(DataKind.ACCESS_LOGS,),
        duration=Reason(
            "processing.accounts_duration",
            "connexions : effacées dans la journée qui suit leur fin ; comptes et journal : autant que l’organisme",
            "sign-ins: erased within the day after they end; accounts and journal: as long as the institution exists",
        ),
        security=_SAFE,
    ),
)
