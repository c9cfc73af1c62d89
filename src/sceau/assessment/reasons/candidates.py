"""Why somebody is not let into a session, or not further."""

from __future__ import annotations

from sceau.engine.errors import Reason

ALREADY_CANDIDATE = Reason(
    "assessment.already_candidate",
    fr="Cette personne est déjà dans la session, sous le numéro {number}",
    en="This person is in the session already, under the number {number}",
)
ELSEWHERE = Reason(
    "assessment.person_elsewhere",
    fr="Cette personne n’est pas connue de l’organisme de la session",
    en="The body of the session does not know this person",
)
FULL = Reason(
    "assessment.session_full",
    fr="La session est complète\u00a0: {capacity} places, toutes prises",
    en="The session is full: {capacity} places, all taken",
)
NOT_PUBLIC = Reason(
    "assessment.not_public",
    fr="On ne s’inscrit pas soi-même à cette session",
    en="One does not enrol oneself in this session",
)
ENROLMENT_OVER = Reason(
    "assessment.enrolment_over",
    fr="Les inscriptions à cette session sont closes",
    en="Enrolment in this session is closed",
)
NO_EXPERIENCE = Reason(
    "assessment.no_experience",
    fr="Cette session ne prend pas de demande de reconnaissance de l’expérience",
    en="This session takes no application by experience",
)
MOTIVATION_NEEDED = Reason(
    "assessment.motivation_needed",
    fr="Dites en quelques phrases ce que vous savez faire et où vous l’avez appris",
    en="Say in a few sentences what you can do and where you learnt it",
)
PREREQUISITE_UNANSWERED = Reason(
    "assessment.prerequisite_unanswered",
    fr="Répondez à cette condition par oui ou par non",
    en="Answer this condition with yes or no",
)
PREREQUISITE_UNMET = Reason(
    "assessment.prerequisite_unmet",
    fr="Cette condition d’accès n’est pas remplie\u00a0: l’inscription ne peut pas être envoyée. "
    "L’organisme peut vous en dispenser, écrivez-lui",
    en="This condition is not met: the application cannot be sent. The body may let you in without it, write to it",
)
WAIVER_NEEDED = Reason(
    "assessment.waiver_needed",
    fr="Une condition d’accès n’est pas remplie. Dites pourquoi vous en dispensez cette personne",
    en="A condition is not met. Say why you let this person in without it",
)
NOT_FROM_HERE = Reason(
    "assessment.candidate_not_from_here",
    fr="Cela ne suit pas l’état «\u00a0{state}\u00a0»",
    en="This does not follow from the state “{state_en}”",
)
REASON_NEEDED = Reason(
    "assessment.reason_needed",
    fr="Dites pourquoi, en une phrase\u00a0: elle sera montrée à la personne",
    en="Say why, in one sentence: it will be shown to the person",
)
TOO_LONG = Reason(
    "assessment.too_long",
    fr="{length} signes, c’est plus que {most}",
    en="{length} characters is more than {most}",
)
NOT_IN_THE_LIST = Reason(
    "assessment.not_in_the_list",
    fr="«\u00a0{found}\u00a0» n’est pas dans la liste",
    en="“{found}” is not in the list",
)
NOT_AN_EDOF_NUMBER = Reason(
    "assessment.not_an_edof_number",
    fr="Un numéro de dossier de formation a de 1 à 13 lettres et chiffres",
    en="A number of a training file has 1 to 13 letters and figures",
)
OTHER_SESSION = Reason(
    "assessment.of_another_session",
    fr="Cela appartient à une autre session",
    en="This belongs to another session",
)
ALREADY_DECIDED = Reason(
    "assessment.already_decided",
    fr="Une décision a déjà été prise pour cette personne dans cette session",
    en="A decision was already taken for this person in this session",
)
LINK_UNKNOWN = Reason(
    "assessment.link_unknown",
    fr="Ce lien n’ouvre rien\u00a0: il est trop ancien, ou il a été remplacé. Demandez-en un nouveau",
    en="This link opens nothing: it is too old, or was replaced. Ask for a new one",
)
GUARDIAN_NEEDED = Reason(
    "assessment.guardian_needed",
    fr="Cette personne est mineure\u00a0: donnez le nom d’un parent ou d’un tuteur qui répond d’elle",
    en="This person is under age: give the name of a parent or guardian who answers for them",
)
FIELD_NEEDED = Reason(
    "assessment.field_needed",
    fr="Cette réponse est demandée pour cette micro-certification",
    en="This answer is required for this micro-credential",
)
