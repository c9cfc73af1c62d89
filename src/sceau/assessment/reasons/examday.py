"""Why something of the planning or of the day itself is refused."""

from __future__ import annotations

from sceau.engine.errors import Reason

# --- planning

COHORT_THERE = Reason(
    "assessment.cohort_there",
    "La session a déjà un groupe « {name} »",
    "The session already has a group “{name}”",
)
TOO_MANY_COHORTS = Reason(
    "assessment.too_many_cohorts", "Une session a {most} groupes au plus", "A session has {most} groups at most"
)
NO_COHORT = Reason("assessment.no_cohort", "Créez d’abord un groupe", "Make a group first")
NO_SUCH_EVENT = Reason(
    "assessment.no_such_event",
    "Cette épreuve n’est pas dans la version de la session",
    "This event is not in the version of the session",
)
SLOT_ENDS_FIRST = Reason(
    "assessment.slot_ends_first",
    "Le créneau finit avant de commencer",
    "The slot ends before it begins",
)
SLOT_TOO_LONG = Reason(
    "assessment.slot_too_long",
    "Un créneau dure vingt-quatre heures au plus : faites-en un par jour",
    "A slot lasts twenty-four hours at most: make one a day",
)
TOO_MANY_SLOTS = Reason(
    "assessment.too_many_slots", "Une session a {most} créneaux au plus", "A session has {most} slots at most"
)
NOT_INDIVIDUAL = Reason(
    "assessment.not_individual",
    "Ce créneau est pour tout le monde, ou pour un groupe : on n’y place personne en particulier",
    "This slot is for everybody, or for a group: nobody is placed in it one by one",
)
SLOT_IS_FULL = Reason(
    "assessment.slot_is_full",
    "Ce créneau a {places} places : {asked} personnes n’y tiennent pas",
    "This slot has {places} places: {asked} people do not fit in",
)
NO_FREE_SLOT = Reason(
    "assessment.no_free_slot",
    "Il manque des places : ajoutez des créneaux individuels pour cette épreuve",
    "Places are missing: add individual slots for this event",
)
OTHER_SESSION = Reason(
    "assessment.of_another_session",
    "Cela n’est pas de cette session",
    "This is not of this session",
)
NOT_ENROLLED = Reason(
    "assessment.not_enrolled",
    "Une personne choisie n’est pas, ou n’est plus, inscrite à la session",
    "Somebody who was chosen is not, or no longer, enrolled in the session",
)
NOBODY_CHOSEN = Reason("assessment.nobody_chosen", "Choisissez au moins une personne", "Choose at least one person")

# --- the day

NO_SUCH_HALF = Reason(
    "assessment.no_such_half", "Choisissez le matin ou l’après-midi", "Choose the morning or the afternoon"
)
NOBODY_EXPECTED = Reason(
    "assessment.nobody_expected",
    "Personne n’est attendu cette demi-journée : relisez le jour, ou le planning",
    "Nobody is expected on this half-day: read the day again, or the planning",
)
SHEET_CLOSED = Reason(
    "assessment.sheet_closed",
    "Cette feuille d’émargement est close : elle ne change plus. Consignez un incident si elle dit faux",
    "This attendance sheet is closed: it does not change any more. Write down an incident if it is wrong",
)
STILL_EXPECTED = Reason(
    "assessment.still_expected",
    "Des présences ne sont pas notées. Personnes à noter : {count}",
    "Some are noted neither present nor absent. People to note: {count}",
)
NOT_THE_DAY = Reason(
    "assessment.not_the_day",
    "On signe à l’écran le jour même, qui est le {day} : sinon, notez la présence et déposez la feuille signée",
    "One signs on screen on the day itself, which is {day_en}: otherwise note who was there and deposit the sheet",
)
NOT_A_STROKE = Reason(
    "assessment.not_a_stroke",
    "Le tracé de la signature n’a pas été compris : effacez et signez de nouveau",
    "The drawn signature was not understood: clear it and sign again",
)
STROKE_TOO_SHORT = Reason(
    "assessment.stroke_too_short",
    "Le tracé est trop court pour une signature : effacez et signez de nouveau",
    "What was drawn is too short for a signature: clear it and sign again",
)
NO_SUCH_PRESENCE = Reason(
    "assessment.no_such_presence",
    "Choisissez présence, absence ou absence justifiée",
    "Choose present, absent or excused",
)
SOMEBODY_NEEDED = Reason("assessment.somebody_needed", "Écrivez le nom de la personne", "Write the name of the person")
NO_WORDS = Reason("assessment.no_words", "Dites ce qui s’est passé", "Say what happened")
HAPPENS_LATER = Reason(
    "assessment.happens_later",
    "Cette heure est à venir : il est {now} à l’horloge de Sceau",
    "This time is to come: it is {now_en} by the clock of Sceau",
)
NO_SUCH_WAY = Reason("assessment.no_such_way", "Choisissez le message ou le papier", "Choose the message or the paper")
