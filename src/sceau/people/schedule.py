"""The schedule of retention as an institution finds it: durations, what may become of each kind, and on what ground.

No text fixes how long a private certifying body keeps results. The three phases (in use, restricted archive, end) are
those of the CNIL; the durations are the defaults of the Sceau domain guide, 6.6, and each says what it leans on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sceau.engine.errors import Reason
from sceau.people.calendar import months_before
from sceau.people.states import DataKind, Step, Then


@dataclass(frozen=True, slots=True)
class Rule:
    """How long one kind of data is kept.

    active_months:  in use, counted from the day that the kind says (`COUNTED_FROM` of the pages)
    then:           what becomes of it after that
    months:         of an archive: deleted so long after the same day; None: kept as long as the institution is
    """

    kind: DataKind
    active_months: int
    then: Then
    months: int | None = None

    def step_at(self, step: Step, now: datetime) -> datetime | None:
        """What counts from before this moment is due for the step; None: nothing ever is."""
        if step == Step.RESTRICT:
            return months_before(now, self.active_months) if self.then == Then.RESTRICT else None
        if self.then == Then.DELETE:
            return months_before(now, self.active_months)
        return months_before(now, self.months) if self.months is not None else None


# A registration lasts five years at most: that long the award register is in daily use.
DEFAULTS: Final = {
    rule.kind: rule
    for rule in (
        Rule(DataKind.PROSPECTS, 12, Then.DELETE),
        Rule(DataKind.ENROLMENT, 12, Then.DELETE),
        Rule(DataKind.ATTENDANCE, 36, Then.DELETE),
        Rule(DataKind.INCIDENTS, 36, Then.DELETE),
        Rule(DataKind.ANSWERS, 12, Then.DELETE),
        Rule(DataKind.RECORDINGS, 0, Then.DELETE),
        Rule(DataKind.SCORES, 36, Then.RESTRICT, 120),
        Rule(DataKind.AWARDS, 60, Then.RESTRICT, 600),
        Rule(DataKind.CREDENTIALS, 0, Then.KEEP),
        Rule(DataKind.REQUESTS, 12, Then.DELETE),
        Rule(DataKind.IDENTITY_CHECKS, 12, Then.DELETE),
        Rule(DataKind.ACCESS_LOGS, 12, Then.DELETE),
        Rule(DataKind.REMOVED_ADDRESSES, 1, Then.DELETE),
    )
}

_SHORT: Final = (Then.DELETE, Then.KEEP)
# what Sceau is able to do, so that the schedule promises nothing else
POSSIBLE: Final[dict[DataKind, tuple[Then, ...]]] = {
    DataKind.PROSPECTS: _SHORT,
    DataKind.ENROLMENT: _SHORT,
    DataKind.ATTENDANCE: _SHORT,
    DataKind.INCIDENTS: _SHORT,
    DataKind.ANSWERS: (Then.DELETE, Then.RESTRICT, Then.KEEP),
    DataKind.RECORDINGS: _SHORT,
    DataKind.SCORES: (Then.DELETE, Then.RESTRICT, Then.KEEP),
    DataKind.AWARDS: (Then.RESTRICT, Then.KEEP),  # the database refuses to delete what was decided and signed
    DataKind.CREDENTIALS: (Then.KEEP,),
    DataKind.REQUESTS: _SHORT,
    DataKind.IDENTITY_CHECKS: _SHORT,
    DataKind.ACCESS_LOGS: (Then.DELETE,),
    DataKind.REMOVED_ADDRESSES: _SHORT,
}
# kept outside the database by whoever runs the server: a rule here says what was agreed, and no round carries it out
BY_THE_HOST: Final = frozenset({DataKind.ACCESS_LOGS})
# whose end is a decision of the institution: the round says nothing and does nothing
DECIDED_AT_THE_END: Final = frozenset({DataKind.AWARDS})

GROUNDS: Final[dict[DataKind, Reason]] = {
    DataKind.PROSPECTS: Reason(
        "retention.ground_prospects",
        "le temps de se présenter à une session suivante",
        "the time to come to a later session",
    ),
    DataKind.ENROLMENT: Reason(
        "retention.ground_enrolment",
        "sert à répondre d’une convocation ou d’un aménagement le temps d’un recours, comme les copies",
        "serves to answer for a convocation or an arrangement during an appeal, like the work handed in",
    ),
    DataKind.ATTENDANCE: Reason(
        "retention.ground_attendance",
        "trois ans conseillés pour les feuilles d’émargement et les dossiers de formation",
        "three years are advised for attendance sheets and course files",
    ),
    DataKind.INCIDENTS: Reason(
        "retention.ground_incidents",
        "pièce du dossier de la session, trois ans conseillés ; ce que le procès-verbal en dit reste avec lui",
        "a part of the file of the session, three years are advised; what the minutes say of it stays with them",
    ),
    DataKind.ANSWERS: Reason(
        "retention.ground_answers",
        "le temps de relire une copie contestée",
        "the time to read contested work again",
    ),
    DataKind.RECORDINGS: Reason(
        "retention.ground_recordings",
        "un enregistrement ne sert plus une fois la décision dite et le délai de recours passé",
        "a recording serves no more once the decision is told and the time to appeal is over",
    ),
    DataKind.SCORES: Reason(
        "retention.ground_scores",
        "dix ans au plus, comme l’État pour les candidats d’un diplôme de langue (arrêté de 2015)",
        "ten years at most, as the State does for candidates of a language diploma (order of 2015)",
    ),
    DataKind.AWARDS: Reason(
        "retention.ground_awards",
        "des titulaires demandent un duplicata des dizaines d’années après",
        "holders ask for a duplicate decades later",
    ),
    DataKind.CREDENTIALS: Reason(
        "retention.ground_credentials",
        "la copie de l’organisme est facultative",
        "the copy of the institution is optional",
    ),
    DataKind.REQUESTS: Reason(
        "retention.ground_requests",
        "le temps de revenir sur la réponse ; la preuve corrigée dit le reste",
        "the time to come back to the answer; the corrected credential says the rest",
    ),
    DataKind.IDENTITY_CHECKS: Reason(
        "retention.ground_identity_checks",
        "le temps de contester un contrôle",
        "the time to contest a check",
    ),
    DataKind.ACCESS_LOGS: Reason(
        "retention.ground_access_logs",
        "six à douze mois suffisent pour comprendre une intrusion",
        "six to twelve months are enough to understand an intrusion",
    ),
    DataKind.REMOVED_ADDRESSES: Reason(
        "retention.ground_removed_addresses",
        "le temps de revenir sur un retrait par erreur",
        "the time to undo a removal by mistake",
    ),
}
