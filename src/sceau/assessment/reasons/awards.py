"""Why an award is not made, proposed, released or taken over."""

from __future__ import annotations

from sceau.engine.errors import Reason

MINUTES_NOT_SEALED = Reason(
    "awards.minutes_not_sealed",
    fr="Le procès-verbal n’est pas encore signé et scellé\u00a0: rien n’est attribué avant",
    en="The minutes are not signed and sealed yet: nothing is awarded before",
)
STILL_OPEN = Reason(
    "awards.still_open",
    fr="Les décisions ne sont pas encore arrêtées\u00a0: rien n’est attribué avant",
    en="The decisions are not closed yet: nothing is awarded before",
)
SOMETHING_UNDECIDED = Reason(
    "awards.something_undecided",
    fr="Il reste {count} résultat(s) sans décision",
    en="{count} result(s) have no decision yet",
)
TWO_PEOPLE = Reason(
    "awards.two_people",
    fr="Il faut deux personnes\u00a0: celle qui a proposé ces résultats ne peut pas aussi les confirmer",
    en="Two people are needed: whoever proposed these results cannot confirm them as well",
)
PROPOSER_HAS_NOT_MARKED = Reason(
    "awards.proposer_has_not_marked",
    fr="Les résultats sont proposés par une personne qui a noté dans cette session",
    en="Results are proposed by somebody who marked in this session",
)
PROPOSED_ALREADY = Reason(
    "awards.proposed_already",
    fr="Une autre proposition ou délibération est déjà ouverte pour cette session",
    en="Another proposal or deliberation is open for this session already",
)
JURY_DECIDES = Reason(
    "awards.jury_decides",
    fr="Pour cette session, c’est un jury qui décide, par procès-verbal",
    en="A jury decides for this session, by minutes",
)
NOT_ALL_MARKED = Reason(
    "awards.not_all_marked",
    fr="Il manque encore des notes pour {count} candidat(s)\u00a0: complétez-les, puis proposez les résultats",
    en="Marks are still missing for {count} candidate(s): complete them, then propose the results",
)
NOBODY_TO_DECIDE = Reason(
    "awards.nobody_to_decide",
    fr="Cette session n’a pas de résultat à proposer",
    en="This session has no result to propose",
)
NO_SOURCE = Reason(
    "awards.no_source",
    fr="Nommez la source qui donne ces résultats, par exemple la plateforme du questionnaire",
    en="Name the source that gives these results, such as the platform of the quiz",
)
AUDIT_NOT_DONE = Reason(
    "awards.audit_not_done",
    fr="Il reste {count} résultat(s) à contrôler parmi ceux que le sondage a tirés",
    en="{count} result(s) of those drawn for the audit remain to be checked",
)
AUDIT_DISAGREES = Reason(
    "awards.audit_disagrees",
    fr="Un contrôle ne confirme pas le résultat\u00a0: renvoyez la session en notation, corrigez, puis proposez à "
    "nouveau les résultats",
    en="A check does not confirm the result: send the session back to marking, correct it, then propose the results "
    "again",
)
AUDIT_WORDS = Reason(
    "awards.audit_words",
    fr="Dites en quelques mots ce qui ne va pas",
    en="Say in a few words what is wrong",
)
NOT_DRAWN = Reason(
    "awards.not_drawn",
    fr="Ce résultat n’est pas de ceux à contrôler, ou la proposition est close",
    en="This result is not among those to be checked, or the proposal is closed",
)
NOT_WAITING = Reason(
    "awards.not_waiting",
    fr="Cette proposition n’attend plus de réponse",
    en="This proposal no longer waits for an answer",
)
WHY_SENT_BACK = Reason(
    "awards.why_sent_back",
    fr="Dites pourquoi les résultats sont renvoyés en notation",
    en="Say why the results are sent back to marking",
)
WHY_CORRECTED = Reason(
    "awards.why_corrected",
    fr="Dites ce qui est rectifié et pourquoi",
    en="Say what is corrected and why",
)
NOTHING_CORRECTED = Reason(
    "awards.nothing_corrected",
    fr="La décision proposée est celle qui vaut déjà\u00a0: il n’y a rien à rectifier",
    en="The proposed decision is the one that stands already: there is nothing to correct",
)

# releasing

NOT_DECIDED_YET = Reason(
    "release.not_decided_yet",
    fr="Les décisions ne sont pas encore définitives\u00a0: rien n’est diffusé avant",
    en="The decisions are not final yet: nothing is released before",
)
RELEASED_ALREADY = Reason(
    "release.released_already",
    fr="Ces résultats sont déjà diffusés",
    en="These results are released already",
)

# results from outside

EMPTY_FILE = Reason(
    "outside.empty_file",
    fr="Aucune ligne de ce fichier ne peut être reprise",
    en="No row of this file can be taken over",
)
SAME_FILE = Reason(
    "outside.same_file",
    fr="Ce fichier a déjà été repris pour cette micro-certification (session {code})",
    en="This file was already taken over for this micro-credential (session {code})",
)
ALREADY_HELD = Reason(
    "outside.already_held",
    fr="Ligne {line}\u00a0: cette personne a déjà cette micro-certification, attribuée le même jour",
    en="Line {line}: this person already has this micro-credential, awarded on the same day",
)
TWICE_IN_FILE = Reason(
    "outside.twice_in_file",
    fr="Ligne {line}\u00a0: la même personne est déjà sur la ligne {first}",
    en="Line {line}: the same person is on line {first} already",
)
NAME_THE_SOURCE = Reason(
    "outside.name_the_source",
    fr="Dites d’où viennent ces résultats, par exemple «\u00a0ancien registre papier 2019-2023\u00a0»",
    en="Say where these results come from, such as “former paper register 2019–2023”",
)
NOT_THE_PRESIDENTS = Reason(
    "awards.not_the_presidents",
    fr="Ces résultats n’attendent pas la présidence du jury\u00a0: c’est à une personne responsable de certification "
    "de les diffuser",
    en="These results do not wait for the president of the jury: a head of certification releases them",
)
REMINDED_TODAY = Reason(
    "awards.reminded_today",
    fr="Un rappel est déjà parti depuis moins d’un jour\u00a0: laissez à la présidence le temps de répondre",
    en="A reminder left less than a day ago: give the president time to answer",
)
