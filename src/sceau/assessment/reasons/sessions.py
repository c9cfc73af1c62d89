"""Why a session, its planning or its rules are refused: values, then acts."""

from __future__ import annotations

from sceau.engine.errors import Reason

# --- values

INSEE_OF_CORSICA = Reason(
    "assessment.insee_of_corsica",
    "« {found} » est un code Insee : en Corse, le code postal commence par 20",
    "“{found}” is an Insee code: in Corsica, postcodes begin with 20",
)
NO_SUCH_POSTCODE = Reason(
    "assessment.no_such_postcode",
    "Aucun département ne commence par ces chiffres : relisez le code postal « {found} »",
    "No French department begins with these figures: read the postcode “{found}” again",
)
POSTCODE_LOST_ITS_ZERO = Reason(
    "assessment.postcode_lost_its_zero",
    "Il manque un chiffre à « {found} ». Est-ce 0{found} ? À l’étranger, faites-le précéder du pays : CH-{found}",
    "“{found}” lacks a figure. Is it 0{found}? Abroad, put the country before it: CH-{found}",
)
NOT_A_POSTCODE = Reason(
    "assessment.not_a_postcode",
    "« {found} » n’est pas un code postal : cinq chiffres en France, neuf signes au plus ailleurs",
    "“{found}” is not a postcode: five figures in France, nine signs at most elsewhere",
)
NO_LANGUAGE = Reason(
    "assessment.no_language",
    "Choisissez au moins une langue, douze au plus",
    "Choose at least one language, twelve at most",
)
NOT_A_LANGUAGE = Reason(
    "assessment.not_a_language",
    "« {found} » n’est pas un code de langue : fr, en, ar, zh-Hant…",
    "“{found}” is not a language tag: fr, en, ar, zh-Hant…",
)
WRONG_CAPACITY = Reason(
    "assessment.wrong_capacity",
    "Donnez un nombre de places de 1 à {most}, ou rien s’il n’y a pas de limite",
    "Give a number of places from 1 to {most}, or nothing when there is no limit",
)
NO_DATES = Reason(
    "assessment.no_dates",
    "Donnez le premier jour, ou choisissez une session au fil de l’eau",
    "Give the first day, or choose a rolling session",
)
NO_DAYS_HERE = Reason(
    "assessment.no_days_here",
    "Une session au fil de l’eau n’a pas de dates : effacez-les, ou choisissez une session à dates fixes",
    "A rolling session has no dates: remove them, or choose a session with fixed dates",
)
TOO_LONG_AGO = Reason(
    "assessment.too_long_ago",
    "Relisez l’année : elle est avant {year}",
    "Read the year again: it is before {year}",
)
ENDS_BEFORE_IT_STARTS = Reason(
    "assessment.ends_before_it_starts",
    "Le dernier jour est avant le premier",
    "The last day is before the first one",
)
LASTS_TOO_LONG = Reason(
    "assessment.lasts_too_long",
    "Une session dure un an au plus : au-delà, ouvrez-la au fil de l’eau",
    "A session lasts one year at most: beyond, open a rolling one",
)
DELIBERATES_TOO_EARLY = Reason(
    "assessment.deliberates_too_early",
    "Le jury se réunit après le premier jour de la session",
    "The jury meets after the first day of the session",
)
ENROLS_TOO_LATE = Reason(
    "assessment.enrols_too_late",
    "Les inscriptions s’arrêtent au plus tard le dernier jour de la session",
    "Enrolment ends on the last day of the session at the latest",
)
NOT_PUBLIC_WHEN_TAKEN_OVER = Reason(
    "assessment.not_public_when_taken_over",
    "Une reprise de résultats passés ne reçoit ni inscription ni demande",
    "A session that takes over past results takes no enrolment and no application",
)
NO_SUCH_CHOICE = Reason(
    "assessment.no_such_choice", "« {found} » n’est pas dans la liste", "“{found}” is not in the list"
)
NO_CODE = Reason("assessment.no_code", "Donnez un nom court à la session", "Give the session a short name")
CODE_IS_TAKEN = Reason(
    "assessment.code_is_taken",
    "Une autre session porte déjà le nom court « {code} »",
    "Another session already has the short name “{code}”",
)
PLACE_NEEDED = Reason(
    "assessment.place_needed",
    "Dites où se tient la session, ou choisissez « à distance »",
    "Say where the session is held, or choose “remote”",
)
UNIT_OF_ANOTHER = Reason(
    "assessment.unit_of_another",
    "Cette composante n’est pas, ou n’est plus, de l’organisme qui tient la session",
    "This unit is not, or no longer, one of the body that holds the session",
)
FEWER_PLACES_THAN_PEOPLE = Reason(
    "assessment.fewer_places_than_people",
    "Il y a déjà {there} personnes inscrites : gardez au moins autant de places",
    "{there} people are enrolled already: keep at least as many places",
)

# --- opening

NOT_PUBLISHED = Reason(
    "assessment.not_published",
    "Cette version n’est pas publiée par l’organisme",
    "The body did not publish this version",
)
VERSION_RETIRED = Reason(
    "assessment.version_retired",
    "La version {number} est retirée : aucune session ne s’ouvre plus sur elle",
    "Version {number} is retired: no session is opened on it any more",
)
DESIGN_ARCHIVED = Reason(
    "assessment.design_archived",
    "La micro-certification est archivée : sortez-la des archives d’abord",
    "The micro-credential is archived: take it out of the archive first",
)
NOT_ASSESSABLE = Reason(
    "assessment.not_assessable",
    "Cette version ne dit pas comment évaluer : {problem}",
    "This version does not say how to assess: {problem_en}",
)
NO_HABILITATION = Reason(
    "assessment.no_habilitation",
    "{partner} n’a pas d’habilitation de {certifier}",
    "{partner} holds no entitlement by {certifier}",
)
HABILITATION_NOT_ACTIVE = Reason(
    "assessment.habilitation_not_active",
    "L’habilitation de {partner} n’est pas en cours",
    "The entitlement of {partner} is not active",
)
HABILITATION_ONLY_TRAINS = Reason(
    "assessment.habilitation_only_trains",
    "L’habilitation de {partner} permet de former, pas d’organiser l’évaluation",
    "The entitlement of {partner} is to train, not to organise the assessment",
)
HABILITATION_OTHER_DATES = Reason(
    "assessment.habilitation_other_dates",
    "L’habilitation de {partner} va du {first} au {last} : la session n’y tient pas",
    "The entitlement of {partner} runs from {first_en} to {last_en}: the session does not fit in",
)
HABILITATION_OTHER_CERTIFICATIONS = Reason(
    "assessment.habilitation_other_certifications",
    "L’habilitation de {partner} ne nomme pas cette micro-certification",
    "The entitlement of {partner} does not name this micro-credential",
)

# --- moving

NOBODY_ENROLLED = Reason(
    "assessment.nobody_enrolled",
    "Personne n’est inscrit : inscrivez au moins une personne",
    "Nobody is enrolled: enrol at least one person",
)
NOTHING_TO_DECIDE = Reason(
    "assessment.nothing_to_decide",
    "Aucun passage n’est noté en entier : il n’y a rien à soumettre à une décision",
    "No attempt is wholly marked: there is nothing to decide",
)
MARKS_MISSING = Reason(
    "assessment.marks_missing",
    "Il manque des notes. Passages à compléter : {count}. Notez-les, ou dites pourquoi ils ne le seront pas",
    "Marks are missing. Attempts to complete: {count}. Mark them, or say why they will not be",
)
DECIDED_ALREADY = Reason(
    "assessment.decided_already",
    "Des décisions ont été prises dans cette session : elle ne s’annule plus",
    "Decisions were taken in this session: it is not cancelled any more",
)
NOT_ROLLING = Reason(
    "assessment.not_rolling",
    "Seule une session au fil de l’eau reprend après la diffusion de ses résultats",
    "Only a rolling session goes on after the release of its results",
)
NOT_CHANGED_NOW = Reason(
    "assessment.not_changed_now",
    "À l’étape où en est la session, ceci ne change plus",
    "At the stage that the session is at, this does not change any more",
)
WRONG_SETTING = Reason(
    "assessment.wrong_setting",
    "Donnez un nombre de {least} à {most}",
    "Give a number from {least} to {most}",
)
EXTERNALS_ABOVE_SEATS = Reason(
    "assessment.externals_above_seats",
    "Il ne peut pas y avoir plus de membres extérieurs que de membres",
    "There cannot be more members from outside than members",
)
