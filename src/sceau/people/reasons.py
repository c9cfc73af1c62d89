"""Why something is refused or lacking here, in both languages: values, then acts, then what a declaration lacks."""

from __future__ import annotations

from sceau.engine.errors import Reason

NO_NAME = Reason(
    "people.no_name",
    "Donnez au moins un nom ou un prénom",
    "Give a name or a first name at least",
)
NOT_A_LANGUAGE = Reason(
    "people.not_a_language",
    "« {found} » n’est pas un code de langue : fr, en, ar, zh-Hant…",
    "“{found}” is not a language tag: fr, en, ar, zh-Hant…",
)
NO_SUCH_CHOICE = Reason("people.no_such_choice", "« {found} » n’est pas dans la liste", "“{found}” is not in the list")
EMPTY = Reason("people.empty", "Ce champ est vide : remplissez-le", "This field is empty: fill it in")
NOT_A_DATE = Reason(
    "people.not_a_date",
    "« {found} » n’est pas une date : écrivez jj/mm/aaaa, ou mm/aaaa, ou aaaa quand le reste est inconnu",
    "“{found}” is not a date: write dd/mm/yyyy, or mm/yyyy, or yyyy when the rest is not known",
)
NO_SUCH_DAY = Reason(
    "people.no_such_day",
    "Le {found} n’existe pas. Relisez le jour et le mois",
    "There is no day {found}. Read day and month again",
)
BORN_TOO_EARLY = Reason(
    "people.born_too_early",
    "{year} est trop loin : l’année de naissance va de 1900 à cette année",
    "{year} is too far back: a year of birth is from 1900 to this year",
)
BORN_TOMORROW = Reason(
    "people.born_tomorrow",
    "Cette date de naissance est à venir. Relisez l’année",
    "This date of birth is to come. Read the year again",
)
NOT_A_SEX = Reason("people.not_a_sex", "Choisissez F ou M, comme à l’état civil", "Choose F or M, as in civil status")
NOT_AN_INSEE_CODE = Reason(
    "people.not_an_insee_code",
    "« {found} » n’est pas un code Insee : cinq signes, comme 33063, 2A004 en Corse ou 99109 pour un pays",
    "“{found}” is no Insee code: five signs, as 33063, 2A004 in Corsica or 99109 for a country",
)
NOT_A_POSTCODE = Reason(
    "people.not_a_postcode",
    "« {found} » n’est pas un code postal : de 1 à 9 lettres et chiffres",
    "“{found}” is no postcode: 1 to 9 letters and figures",
)
INSEE_OR_POSTCODE = Reason(
    "people.insee_or_postcode",
    "Donnez le code Insee ou le code postal, jamais les deux. Le code Insee est le plus sûr",
    "Give the Insee code or the postcode, never both. The Insee code is surer",
)
NOT_A_COUNTRY_CODE = Reason(
    "people.not_a_country_code",
    "« {found} » n’est pas un code Insee de pays : 99 et trois chiffres, 99100 pour la France",
    "“{found}” is no Insee code of a country: 99 and three figures, 99100 for France",
)
COUNTRY_DIFFERS = Reason(
    "people.country_differs",
    "Le code de naissance {insee} et le code de pays {country} disent deux pays. Corrigez l’un des deux",
    "The code of birth {insee} and the country code {country} say two countries. Correct one of them",
)
LONG_NAME = Reason(
    "people.long_name",
    "Ce nom a {length} signes : la déclaration à l’État en prend 60, et il y sera à vérifier",
    "This name has {length} characters: the declaration to the State takes 60, and it will have to be checked there",
)
NO_REASON = Reason(
    "people.no_reason",
    "Dites pourquoi, en quelques mots : la raison est gardée",
    "Say why, in a few words: the reason is kept",
)
ADDRESS_THERE = Reason(
    "people.address_there",
    "Cette personne a déjà cette adresse",
    "This person has this address already",
)
ONE_PERSON_AN_ACCOUNT = Reason(
    "people.one_person_an_account",
    "Ce compte est déjà celui de quelqu’un d’autre dans cet organisme",
    "This account is already somebody else’s in this institution",
)
NO_CONSENT_YET = Reason(
    "people.no_consent_yet",
    "Aucun accord n’est donné : il n’y a rien à retirer",
    "No consent was given: there is none to withdraw",
)
NOT_A_SUBJECT = Reason(
    "people.not_a_subject",
    "Dites à quoi la personne consent, en 250 signes au plus",
    "Say what the person agrees to, in 250 characters at most",
)
TOO_MANY_MONTHS = Reason(
    "people.too_many_months",
    "De 0 à {most} mois",
    "From 0 to {most} months",
)
END_BEFORE_ACTIVE = Reason(
    "people.end_before_active",
    "La suppression vient avant la fin de l’usage courant. Donnez plus de {active} mois, ou rien pour garder",
    "Deletion comes before the end of active use. Give more than {active} months, or nothing to keep",
)
NO_SUCH_RULE = Reason(
    "people.no_such_rule",
    "Il n’y a pas de règle de conservation « {found} »",
    "There is no rule of retention “{found}”",
)

MAY_NOT = Reason(
    "people.may_not",
    "Votre rôle ne permet pas de le faire ici",
    "Your role does not allow this here",
)
SAME_RECORD = Reason(
    "people.same_record",
    "C’est la même fiche : choisissez-en deux",
    "This is the same record: choose two",
)
OTHER_INSTITUTION = Reason(
    "people.other_institution",
    "Ces deux fiches ne sont pas du même organisme",
    "These two records are not of the same institution",
)
MERGED_ALREADY = Reason(
    "people.merged_already",
    "Une de ces fiches est déjà réunie à une autre. Ouvrez celle qui reste, puis recommencez",
    "One of these records is merged with another already. Open the one that stands, then try again",
)
MERGED_AWAY = Reason(
    "people.merged_away",
    "Cette fiche vient d’être réunie à une autre : recommencez depuis celle qui reste",
    "This record was merged with another just now: try again from the one that stands",
)
NOT_MERGED = Reason(
    "people.not_merged",
    "Ces fiches ne sont plus réunies : quelqu’un les a séparées entre-temps",
    "These records are no longer merged: somebody separated them in the meantime",
)
ACCOUNTS_MEET = Reason(
    "people.accounts_meet",
    "Séparer ces fiches donnerait deux fiches au même compte. Retirez d’abord le compte de l’une des deux",
    "Separating these records would give one account two records. First take the account off one of them",
)
ERASED = Reason(
    "people.erased",
    "Les données de cette personne sont effacées : cette fiche ne change plus",
    "The data of this person are erased: this record no longer changes",
)
NO_CIVIL_STATUS = Reason(
    "people.no_civil_status",
    "Cette personne n’a pas encore d’état civil ici",
    "This person has no civil status here yet",
)
NOT_CONFIRMED = Reason(
    "people.not_confirmed",
    "Personne n’a encore mis ce calendrier en service : rien n’est supprimé",
    "Nobody has put this schedule into service yet: nothing is deleted",
)

LACKS_SEX = Reason("people.lacks_sex", "sexe", "sex")
LACKS_BIRTH_NAME = Reason("people.lacks_birth_name", "nom de naissance", "birth name")
LACKS_FIRST_NAMES = Reason("people.lacks_first_names", "prénoms", "first names")
LACKS_BIRTH_YEAR = Reason("people.lacks_birth_year", "année de naissance", "year of birth")
LACKS_BIRTH_DAY = Reason("people.lacks_birth_day", "jour et mois de naissance", "day and month of birth")
LACKS_BIRTH_PLACE = Reason(
    "people.lacks_birth_place", "code Insee ou code postal de naissance", "Insee code or postcode of birth"
)

GOES_ADDRESSES = Reason(
    "people.goes_addresses", "adresses, téléphones et courriels", "addresses, telephone numbers and e-mails"
)
GOES_CIVIL_STATUS = Reason(
    "people.goes_civil_status",
    "état civil : sexe, prénoms, noms, date et lieu de naissance",
    "civil status: sex, first names, names, date and place of birth",
)
GOES_GUARDIANS = Reason("people.goes_guardians", "représentants légaux", "guardians")
GOES_HISTORY = Reason(
    "people.goes_history",
    "historique de la fiche, avec les anciennes valeurs",
    "history of the record, with old values",
)
GOES_REASONS = Reason(
    "people.goes_reasons",
    "raisons écrites au journal à propos de la fiche",
    "reasons written in the journal about the record",
)
ERASED_REASON = Reason(
    "people.erased_reason", "effacement des données d’une personne", "erasure of the data of a person"
)
GOES_CONSENTS = Reason(
    "people.goes_consents",
    "accords de publication : ils sont retirés",
    "agreements to publication: they are taken back",
)
GOES_NAME = Reason(
    "people.goes_name",
    "nom et prénom : rien n’oblige à les garder",
    "name and first name: nothing obliges to keep them",
)
STAYS_NAME = Reason("people.stays_name", "nom et prénom", "name and first name")
STAYS_TRACE = Reason(
    "people.stays_trace",
    "trace de l’effacement au journal, sans nom",
    "trace of the erasure in the journal, without a name",
)
WHY_REGISTER = Reason(
    "people.why_register",
    "Le registre des certifications est une obligation légale, et sert à constater un droit (RGPD, article 17, "
    "paragraphe 3, b et e)",
    "The register of certifications is a legal obligation, and serves to establish a claim (GDPR, article 17(3), b "
    "and e)",
)
WHY_PROOF = Reason(
    "people.why_proof",
    "L’organisme doit pouvoir montrer qu’il a répondu à la demande (RGPD, article 5, paragraphe 2)",
    "The institution must be able to show that it answered the request (GDPR, article 5(2))",
)

EXPORT_TITLE = Reason(
    "people.export_title", "Ce que {institution} sait de {name}", "What {institution} knows of {name}"
)
EXPORT_INTRODUCTION = Reason(
    "people.export_introduction",
    "Fait le {day}. Vous pouvez demander à {institution} de corriger ou d’effacer ces données, ou de les restreindre, "
    "et saisir la CNIL. Les mêmes données, pour une machine, sont dans donnees.json",
    "Made on {day}. You may ask {institution} to correct, erase or restrict these data, and complain to the data "
    "protection authority. The same data, for a machine, are in donnees.json",
)
EXPORT_NOTHING = Reason("people.export_nothing", "Rien n’est gardé", "Nothing is kept")
TITLE_RECORD = Reason("people.title_record", "Fiche", "Record")
TITLE_CIVIL_STATUS = Reason("people.title_civil_status", "État civil", "Civil status")
TITLE_ADDRESS = Reason("people.title_address", "Adresse", "Address")
TITLE_GUARDIAN = Reason("people.title_guardian", "Représentant légal", "Guardian")
TITLE_CONSENT = Reason("people.title_consent", "Accord de publication", "Agreement to publication")
LABELS = {
    "uuid": Reason("people.label_uuid", "identifiant", "identifier"),
    "given_name": Reason("people.label_given_name", "prénom", "first name"),
    "family_name": Reason("people.label_family_name", "nom", "last name"),
    "native_name": Reason("people.label_native_name", "nom dans son écriture", "name in own script"),
    "language": Reason("people.label_language", "langue", "language"),
    "reference": Reason("people.label_reference", "numéro chez l’organisme", "number at the institution"),
    "created_at": Reason("people.label_created_at", "fiche créée le", "record made on"),
    "sex": Reason("people.label_sex", "sexe", "sex"),
    "first_names": Reason("people.label_first_names", "prénoms", "first names"),
    "birth_name": Reason("people.label_birth_name", "nom de naissance", "birth name"),
    "used_name": Reason("people.label_used_name", "nom d’usage", "used name"),
    "birth_date": Reason("people.label_birth_date", "date de naissance", "date of birth"),
    "insee_code": Reason("people.label_insee_code", "code Insee de naissance", "Insee code of birth"),
    "postcode": Reason("people.label_postcode", "code postal de naissance", "postcode of birth"),
    "commune": Reason("people.label_commune", "commune de naissance", "place of birth"),
    "country_code": Reason("people.label_country_code", "code du pays de naissance", "country code of birth"),
    "country": Reason("people.label_country", "pays de naissance", "country of birth"),
    "kind": Reason("people.label_kind", "genre", "kind"),
    "value": Reason("people.label_value", "valeur", "value"),
    "verified_at": Reason("people.label_verified_at", "vérifiée le", "verified on"),
    "preferred": Reason("people.label_preferred", "préférée", "preferred"),
    "name": Reason("people.label_name", "nom", "name"),
    "relation": Reason("people.label_relation", "lien", "relation"),
    "email": Reason("people.label_email", "courriel", "e-mail"),
    "phone": Reason("people.label_phone", "téléphone", "telephone"),
    "consented_at": Reason("people.label_consented_at", "accord donné le", "agreed on"),
    "withdrawn_at": Reason("people.label_withdrawn_at", "accord retiré le", "taken back on"),
    "subject": Reason("people.label_subject", "objet", "subject"),
    "given_at": Reason("people.label_given_at", "accord donné le", "agreed on"),
    "how": Reason("people.label_how", "comment", "how"),
}

NOT_POSSIBLE = Reason(
    "people.not_possible",
    "Sceau ne peut pas faire cela de ces données : {kind}. Choisissez entre : {choices}",
    "Sceau cannot do that with these data: {kind}. Choose among: {choices}",
)
COLUMNS = {
    "name": Reason("people.column_name", "Traitement", "Activity"),
    "purpose": Reason("people.column_purpose", "Finalité", "Purpose"),
    "basis": Reason("people.column_basis", "Base légale", "Legal basis"),
    "people": Reason("people.column_people", "Personnes concernées", "People concerned"),
    "data": Reason("people.column_data", "Données", "Data"),
    "recipients": Reason("people.column_recipients", "Destinataires", "Recipients"),
    "duration": Reason("people.column_duration", "Durées", "Durations"),
    "security": Reason("people.column_security", "Sécurité", "Security"),
}
