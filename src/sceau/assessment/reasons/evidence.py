"""Why evidence, an arrangement, a control or a word about an attempt is refused."""

from __future__ import annotations

from sceau.engine.errors import Reason

NO_SUCH_KIND = Reason("assessment.no_such_kind", fr="Choisissez dans la liste", en="Choose from the list")
EMPTY = Reason("assessment.empty", fr="Ce champ est vide\u00a0: remplissez-le", en="This field is empty: fill it in")
SENT_TOO_MANY = Reason(
    "assessment.sent_too_many_pieces",
    fr="Vous avez déjà envoyé {most} preuves, celles que vous avez retirées comprises\u00a0: l’organisme peut en "
    "ajouter pour vous",
    en="You have sent {most} pieces of evidence already, counting those you removed: the body can add more for you",
)
TOO_MANY_PIECES = Reason(
    "assessment.too_many_pieces",
    fr="Le dossier a déjà {most} preuves, le plus qu’il puisse en tenir\u00a0: retirez-en une, ou réunissez-en "
    "plusieurs dans un seul document",
    en="The file has {most} pieces of evidence already, the most it can hold: remove one, or put several into one "
    "document",
)
SAME_FILE = Reason(
    "assessment.same_file",
    fr="Ce fichier est déjà dans le dossier",
    en="This file is in the dossier already",
)
NOT_A_LINK = Reason(
    "assessment.not_a_link",
    fr="Une adresse commence par https:// ou http:// et nomme un site",
    en="An address begins with https:// or http:// and names a site",
)
NO_SUCH_OUTCOME = Reason(
    "assessment.no_such_outcome",
    fr="Cet acquis n’est pas de cette micro-certification",
    en="This outcome is not of this micro-credential",
)
EVIDENCE_CLOSED = Reason(
    "assessment.evidence_closed",
    fr="On n’ajoute ni ne retire plus de preuve à ce stade",
    en="Evidence is no longer added or removed at this stage",
)
MARKED_ALREADY = Reason(
    "assessment.piece_marked_already",
    fr="L’évaluation s’appuie déjà sur ce dossier\u00a0: cette preuve ne peut plus en être retirée",
    en="The assessment rests on this dossier already: this piece can no longer be removed",
)
NOT_YOURS = Reason(
    "assessment.not_yours",
    fr="Seul qui a déposé cette preuve, ou qui tient la session, la retire",
    en="Only whoever handed in this piece, or holds the session, removes it",
)
EXTRA_TIME = Reason(
    "assessment.extra_time",
    fr="Le temps supplémentaire va de 1 à 100\u00a0% de la durée",
    en="Extra time is from 1 to 100% of the duration",
)
WORDS_NEEDED = Reason(
    "assessment.arrangement_words",
    fr="Dites ce qu’il faut prévoir, jamais pourquoi",
    en="Say what is to be arranged, never why",
)
ALREADY_ASKED = Reason("assessment.arrangement_asked", fr="C’est déjà demandé", en="This is asked already")
DECIDED = Reason(
    "assessment.arrangement_decided",
    fr="Cette demande a déjà reçu une réponse",
    en="This request has been answered",
)
TOO_MANY_ARRANGEMENTS = Reason(
    "assessment.too_many_arrangements",
    fr="Dix demandes au plus\u00a0: réunissez-les",
    en="Ten requests at most: put them together",
)
NO_SUCH_EVENT = Reason(
    "assessment.no_such_event",
    fr="Cette épreuve n’est pas de cette micro-certification",
    en="This event is not of this micro-credential",
)
METHOD_AND_OUTCOME = Reason(
    "assessment.method_and_outcome",
    fr="Dites comment l’identité a été vérifiée et ce que la vérification a donné, ou rien des deux",
    en="Say how identity was checked and what came of it, or neither",
)
CHECK_TOMORROW = Reason(
    "assessment.check_tomorrow",
    fr="Un contrôle n’est pas fait avant d’avoir eu lieu",
    en="A check is not made before it took place",
)
NO_SUCH_WORD = Reason(
    "assessment.no_such_word",
    fr="On peut dire «\u00a0absent\u00a0», «\u00a0suspendu\u00a0» ou «\u00a0en attente\u00a0»",
    en="One may say “absent”, “suspended” or “pending”",
)
WHY_NEEDED = Reason("assessment.why_needed", fr="Dites pourquoi, en une phrase", en="Say why, in one sentence")
