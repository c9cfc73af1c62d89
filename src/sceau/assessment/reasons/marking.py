"""What hinders an assignment, a mark, an agreement or a retake."""

from __future__ import annotations

from sceau.engine.errors import Reason

# --- assessors and their ties --------------------------------------------------------------------------------------
MAY_NOT_MARK = Reason(
    "marking.may_not_mark",
    fr="{name} n’a pas le rôle qui permet de noter dans cet organisme",
    en="{name} has no role that allows marking in this body",
)
NOT_AN_ASSESSOR = Reason(
    "marking.not_an_assessor",
    fr="{name} n’est pas parmi les évaluateurs de cette session",
    en="{name} is not among the assessors of this session",
)
NO_LONGER_ASSESSES = Reason(
    "marking.no_longer_assesses",
    fr="Vous n’évaluez plus dans cette session",
    en="You no longer assess in this session",
)
DECLARE_FIRST = Reason(
    "marking.declare_first",
    fr="Dites d’abord quels candidats vous connaissez",
    en="Say first which candidates you know",
)
TIED = Reason(
    "marking.tied",
    fr="{name} a un lien avec ce candidat ({nature})\u00a0: une autre personne doit noter",
    en="{name} has a tie with this candidate ({nature_en}): somebody else has to mark",
)
YOU_ARE_TIED = Reason(
    "marking.you_are_tied",
    fr="Vous avez un lien avec ce candidat\u00a0: une autre personne doit noter",
    en="You have a tie with this candidate: somebody else has to mark",
)
NO_SUCH_NATURE = Reason(
    "marking.no_such_nature",
    fr="Dites lequel de ces liens\u00a0: parent ou proche, formation, même employeur, autre",
    en="Say which of these ties: relative, training, same employer, other",
)
NOT_OF_THIS_SESSION = Reason(
    "marking.not_of_this_session",
    fr="Ce candidat n’est pas de cette session",
    en="This candidate is not of this session",
)
NO_TIE = Reason(
    "marking.no_tie",
    fr="Aucun lien n’est noté entre ces deux personnes",
    en="No tie is noted between these two people",
)

# --- assigning -----------------------------------------------------------------------------------------------------
NO_SUCH_EVENT = Reason(
    "marking.no_such_event",
    fr="Cette épreuve n’est pas de ce passage",
    en="This event is not part of this attempt",
)
PLACE_TAKEN = Reason(
    "marking.place_taken",
    fr="Quelqu’un note déjà à cette place",
    en="Somebody already marks at this place",
)
MARKS_ALREADY = Reason(
    "marking.marks_already",
    fr="{name} note déjà cette épreuve pour ce candidat",
    en="{name} already marks this event for this candidate",
)
HAS_SEEN = Reason(
    "marking.has_seen",
    fr="{name} a déjà pu lire une autre notation de cette épreuve\u00a0: confiez-la à quelqu’un d’autre",
    en="{name} could already read another marking of this event: give it to somebody else",
)
NOBODY_LEFT = Reason(
    "marking.nobody_left",
    fr="Plus personne ne peut noter\u00a0: ajoutez un évaluateur sans lien avec ce candidat",
    en="Nobody is left who can mark: add an assessor without a tie with this candidate",
)
NO_PROFESSIONAL_LEFT = Reason(
    "marking.no_professional_left",
    fr="Il manque un professionnel du métier\u00a0: la grille en demande {count}",
    en="A professional of the trade is missing: the design asks for {count}",
)
NO_ASSESSORS = Reason(
    "marking.no_assessors",
    fr="Ajoutez d’abord des évaluateurs",
    en="Add assessors first",
)
EMPTY_WHY = Reason(
    "marking.empty_why",
    fr="Dites pourquoi",
    en="Say why",
)
ALREADY_SET_ASIDE = Reason(
    "marking.already_set_aside",
    fr="Cette notation est déjà écartée",
    en="This marking has already been set aside",
)

# --- writes of marks -----------------------------------------------------------------------------------------------
NOT_YOURS = Reason(
    "marking.not_yours",
    fr="Cette notation n’est pas la vôtre",
    en="This marking is not yours",
)
TOO_MANY_WRITES = Reason(
    "marking.too_many_writes",
    fr="Trop de notes d’un coup\u00a0: {most} au plus",
    en="Too many marks at once: at most {most}",
)
SUBMITTED = Reason(
    "marking.submitted",
    fr="Cette notation est remise",
    en="This marking has been handed in",
)
SET_ASIDE = Reason(
    "marking.set_aside",
    fr="Cette notation est écartée\u00a0: une autre personne note à votre place",
    en="This marking has been set aside: somebody else marks in your place",
)
CLOSED = Reason(
    "marking.closed",
    fr="La notation de cette session est close",
    en="The marking of this session is closed",
)
NOT_BEGUN = Reason(
    "marking.not_begun",
    fr="Les épreuves n’ont pas commencé",
    en="The events have not begun",
)
GONE = Reason(
    "marking.gone",
    fr="Ce candidat n’est plus de la session",
    en="This candidate is no longer of the session",
)
PAST_ATTEMPT = Reason(
    "marking.past_attempt",
    fr="Ce passage est terminé\u00a0: un autre a été ouvert",
    en="This attempt is over: another one has been opened",
)
UNKNOWN_LEVEL = Reason(
    "marking.unknown_level",
    fr="La grille n’a pas le niveau «\u00a0{level}\u00a0»",
    en="The grid has no level “{level}”",
)
UNKNOWN_CRITERION = Reason(
    "marking.unknown_criterion",
    fr="Le critère «\u00a0{criterion}\u00a0» n’est pas à noter ici",
    en="The criterion “{criterion}” is not to be marked here",
)
COMMENT_TOO_LONG = Reason(
    "marking.comment_too_long",
    fr="Ce commentaire dépasse {most} signes",
    en="This comment is longer than {most} characters",
)
INCOMPLETE = Reason(
    "marking.incomplete",
    fr="Il reste à noter\u00a0: {criteria}",
    en="Still to be marked: {criteria}",
)
COMMENT_NEEDED = Reason(
    "marking.comment_needed",
    fr="Dites ce que vous avez vu là où le niveau demandé n’est pas atteint\u00a0: {criteria}",
    en="Say what you saw where the level asked for is not reached: {criteria}",
)
NOT_SUBMITTED = Reason(
    "marking.not_submitted",
    fr="Cette notation n’est pas remise",
    en="This marking has not been handed in",
)
BOTH_ARE_IN = Reason(
    "marking.both_are_in",
    fr="Les deux notations sont remises\u00a0: elles ne se reprennent plus",
    en="Both markings have been handed in: they are not taken back any more",
)
COMPARED = Reason(
    "marking.compared",
    fr="Votre notation a été mise à côté d’une autre, que vous avez pu lire\u00a0: elle ne se reprend plus. Si elle "
    "est fausse, demandez à la gestion de session de l’écarter et de confier la grille à quelqu’un d’autre",
    en="Your marking was put beside another one, which you could read: it is not taken back any more. If it is wrong, "
    "ask whoever runs the session to set it aside and to give the grid to somebody else",
)

# --- paper, observation, files -------------------------------------------------------------------------------------
WHO_MARKED = Reason(
    "marking.who_marked",
    fr="Dites qui a noté",
    en="Say who marked",
)
NOT_A_SOURCE = Reason(
    "marking.not_a_source",
    fr="Dites d’où viennent ces notes",
    en="Say where these marks come from",
)
ROW_UNKNOWN = Reason(
    "marking.row_unknown",
    fr="Personne de cette session n’a ce numéro ni cette adresse\u00a0: «\u00a0{who}\u00a0»",
    en="Nobody of this session has this number or address: “{who}”",
)
ROW_AMBIGUOUS = Reason(
    "marking.row_ambiguous",
    fr="Plusieurs candidats ont cette adresse\u00a0: «\u00a0{who}\u00a0»\u00a0; donnez le numéro",
    en="Several candidates have this address: “{who}”; give the number",
)
ROW_TWICE = Reason(
    "marking.row_twice",
    fr="Ce candidat a déjà une autre valeur pour ce critère, à la ligne {first}",
    en="This candidate already has another value for this criterion, on row {first}",
)
ROW_NOT_A_NUMBER = Reason(
    "marking.row_not_a_number",
    fr="«\u00a0{value}\u00a0» n’est ni un niveau de la grille ni un nombre",
    en="“{value}” is neither a level of the grid nor a number",
)
ROW_BELOW_ALL = Reason(
    "marking.row_below_all",
    fr="{value} est sous le premier seuil\u00a0: donnez un seuil au niveau le plus bas",
    en="{value} is below the first threshold: give the lowest level a threshold",
)
ROW_MARKED_BY_PEOPLE = Reason(
    "marking.row_marked_by_people",
    fr="Une personne a déjà noté cette épreuve pour ce candidat",
    en="Somebody has already marked this event for this candidate",
)
ROW_INCOMPLETE = Reason(
    "marking.row_incomplete",
    fr="Il manque une valeur pour\u00a0: {criteria}",
    en="A value is missing for: {criteria}",
)
NO_COLUMN_OF_PEOPLE = Reason(
    "marking.no_column_of_people",
    fr="Aucune colonne ne dit de qui il s’agit\u00a0: «\u00a0candidat\u00a0» (le numéro) ou «\u00a0courriel\u00a0»",
    en="No column says who it is about: “candidate” (the number) or “e-mail”",
)
NO_COLUMN_OF_MARKS = Reason(
    "marking.no_column_of_marks",
    fr="Aucune colonne ne donne de résultat\u00a0: «\u00a0score\u00a0», «\u00a0niveau\u00a0», "
    "ou une par critère ({criteria})",
    en="No column gives a result: “score”, “level”, or one for each criterion ({criteria})",
)

# --- two assessors -------------------------------------------------------------------------------------------------
NOTHING_TO_AGREE = Reason(
    "marking.nothing_to_agree",
    fr="Il n’y a rien à convenir sur ce critère",
    en="There is nothing to agree on for this criterion",
)
NOT_BETWEEN = Reason(
    "marking.not_between",
    fr="Le niveau convenu se trouve entre les deux notes",
    en="The agreed level lies between the two marks",
)
NOT_ONE_OF_THE_TWO = Reason(
    "marking.not_one_of_the_two",
    fr="Seules les deux personnes qui ont noté conviennent d’un niveau",
    en="Only the two people who marked agree on a level",
)
YOUR_OWN_PROPOSAL = Reason(
    "marking.your_own_proposal",
    fr="Vous avez fait cette proposition\u00a0: l’autre personne répond",
    en="You made this proposal: the other person answers",
)
NO_PROPOSAL = Reason(
    "marking.no_proposal",
    fr="Cette proposition n’est plus là\u00a0: regardez de nouveau",
    en="This proposal is no longer there: look again",
)
THIRD_ALREADY = Reason(
    "marking.third_already",
    fr="Une troisième notation est déjà demandée",
    en="A third marking has already been asked for",
)
NOT_DOUBLE = Reason(
    "marking.not_double",
    fr="Cette épreuve n’est pas notée par deux personnes",
    en="This event is not marked by two people",
)

# --- retakes -------------------------------------------------------------------------------------------------------
NO_RETAKE_OF_ONE_WHO_LEFT = Reason(
    "marking.no_retake_of_one_who_left",
    fr="cette personne n’est plus inscrite",
    en="this person is no longer enrolled",
)
OPEN_ALREADY = Reason(
    "marking.open_already",
    fr="un passage est déjà ouvert",
    en="an attempt is already open",
)
