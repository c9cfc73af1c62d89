"""The sheet that a candidate is given: results criterion by criterion, or what a partial validation keeps."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final, Literal

from django.utils.timezone import localdate

from sceau.assessment.models import Candidate, Decision, Minutes
from sceau.assessment.papers import Body, CriterionResult, OutcomeResult, ResultsData
from sceau.assessment.queries.appeals import window_of
from sceau.assessment.queries.awards import decision_shown_to
from sceau.assessment.rulebook import rules_of_version
from sceau.assessment.states import MinutesState, ResultState, Route
from sceau.engine.errors import french_spaces
from sceau.engine.marking.rules import AssessmentRules
from sceau.engine.model.designs import Design, read_design
from sceau.engine.model.grids import Criterion
from sceau.engine.model.texts import Text
from sceau.engine.model.wording import Voice, choose_language
from sceau.institutions.models import Institution
from sceau.people.queries import person_of

_FR: Final = {
    "acquired": "acquis",
    "not_acquired": "non acquis",
    "partial": "acquis en partie",
    "absent": "absence",
    "suspended": "décision suspendue",
    "pending": "décision en attente",
    "eliminatory": "éliminatoire : {level} au moins",
    "points": "{points} / {highest}",
    "not_shown": "non présenté",
    "kept_until": "gardé jusqu’au {day}",
    "kept": "gardé sans limite de durée",
    "out_of_100": "{score} sur 100",
    "version": "Version {number}",
    "siren": "SIREN {siren}",
    "minutes": "Décision du jury du {day}, procès-verbal n°\u00a0{number}",
    "assessor": "Décision du {day}, proposée par {proposer} et confirmée par {closer}",
    "automatic": "Décision du {day}, d’après {source}, confirmée par {closer}",
    "decision": "Décision du {day}, prise par {proposer} et {closer} d’après {source}",
    "taken_over": "Résultat du {said_on}, repris le {day} par {proposer} et {closer} d’après {source}",
    "reason": "Motif : {reason}",
    "retake": "À repasser : {names}.",
    "appeal": "Vous pouvez contester cette décision jusqu’au {day} inclus, depuis votre page ou par courrier à "
    "{body}, en disant pourquoi.",
    "partial_only": "Une validation partielle n’est pas la micro-certification : celle-ci demande que tout soit "
    "acquis.",
    "issued": "Document établi le {day}",
}
_EN: Final = {
    "acquired": "acquired",
    "not_acquired": "not acquired",
    "partial": "acquired in part",
    "absent": "absence",
    "suspended": "decision suspended",
    "pending": "decision pending",
    "eliminatory": "eliminatory: {level} at least",
    "points": "{points} / {highest}",
    "not_shown": "not shown",
    "kept_until": "kept until {day}",
    "kept": "kept without end",
    "out_of_100": "{score} out of 100",
    "version": "Version {number}",
    "siren": "SIREN {siren}",
    "minutes": "Decision of the jury of {day}, minutes no. {number}",
    "assessor": "Decision of {day}, proposed by {proposer} and confirmed by {closer}",
    "automatic": "Decision of {day}, from {source}, confirmed by {closer}",
    "decision": "Decision of {day}, taken by {proposer} and {closer} from {source}",
    "taken_over": "Result of {said_on}, taken over on {day} by {proposer} and {closer} from {source}",
    "reason": "Reason: {reason}",
    "retake": "To take again: {names}.",
    "appeal": "You may contest this decision until {day} included, from your page or by letter to {body}, saying why.",
    "partial_only": "A partial validation is not the micro-credential: that one needs everything to be acquired.",
    "issued": "Document made on {day}",
}


def results_data(candidate: Candidate, language: str, *, now: datetime) -> ResultsData | None:
    """What the template "results" is told of the last decision that was released; None while there is none.

    candidate:  with its session, version and person
    language:   "fr" or "en"; texts of the design come in it where they can
    """
    decision = decision_shown_to(candidate)
    return None if decision is None else _Sheet(decision, language, now).data()


class _Sheet:
    """One decision, in one language."""

    def __init__(self, decision: Decision, language: str, now: datetime) -> None:
        self.decision, self.now = decision, now
        self.candidate: Candidate = decision.attempt.candidate
        self.session = decision.deliberation.session
        self.rules: AssessmentRules = rules_of_version(self.session.version)
        self.design: Design = read_design(self.session.version.document)
        self.voice = Voice(choose_language(language, "fr"))
        self.words = _EN if self.voice.language == "en" else _FR

    def data(self) -> ResultsData:
        decision, person = self.decision, person_of(self.candidate.person)
        kind: Literal["results", "acquired"] = "acquired" if decision.outcome == ResultState.PARTIAL else "results"
        return {
            "language": "en" if self.voice.language == "en" else "fr",
            "number": "",
            "digest": "",
            "body": self._body(self.session.institution),
            "kind": kind,
            "certification": self._text(self.design.title),
            "lines": [self._say("version", number=self.design.number)],
            "session": " · ".join(filter(None, [self.session.code, self.session.title])),
            "candidate": str(person),
            "native": person.native_name,
            "candidate_number": str(self.candidate.number),
            "born": "",
            "decision": self._state(decision.outcome),
            "score": self._score(),
            "decided": self._decided(),
            "outcomes": self._outcomes() if decision.marks else [],
            "explanation": [line[self.voice.language] for line in decision.lines],
            "next": self._next(kind == "acquired"),
            "issued": self._say("issued", day=self._day(localdate(self.now))),
        }

    def _say(self, key: str, **places: Any) -> str:
        text = self.words[key].format_map(places)
        return french_spaces(text) if self.voice.language == "fr" else text

    def _text(self, text: Text) -> str:
        return text.to(self.voice.language)

    def _day(self, day: date) -> str:
        return self.voice.date(day)

    def _state(self, code: str) -> str:
        said = self._say(code) if code in self.words else code
        return said[:1].upper() + said[1:]

    def _score(self) -> str:
        score = self.decision.score
        return "" if score is None else self._say("out_of_100", score=self.voice.number(score))

    def _body(self, institution: Institution) -> Body:
        figures = institution.siren
        siren = self._say("siren", siren=f"{figures[:3]}\u00a0{figures[3:6]}\u00a0{figures[6:]}") if figures else ""
        legal = institution.legal_name if institution.legal_name != institution.name else ""
        return {"name": institution.name, "lines": [line for line in (legal, siren) if line]}

    def _decided(self) -> str:
        deliberation = self.decision.deliberation
        route = Route(deliberation.route)
        places: dict[str, Any] = {
            "day": self._day(localdate(deliberation.closed_at)),
            "proposer": deliberation.opened_by.name,
            "closer": deliberation.closed_by.name if deliberation.closed_by else "",
            "source": deliberation.source,
        }
        if route == Route.MINUTES:
            minutes = Minutes.objects.filter(deliberation=deliberation, state=MinutesState.SEALED).first()
            places["number"] = minutes.number if minutes else self.voice.word("not_stated")
        if self.decision.said_on is not None:
            return self._say("taken_over", said_on=self._day(self.decision.said_on), **places)
        return self._say(route.value, **places)

    def _outcomes(self) -> list[OutcomeResult]:
        return [
            self._outcome(
                self._text(outcome.statement), [c for c in self.rules.grid.criteria if outcome.id in c.outcomes]
            )
            for outcome in self.design.outcomes
        ]

    def _outcome(self, title: str, criteria: Collection[Criterion]) -> OutcomeResult:
        names = [criterion.id for criterion in criteria]
        reached = bool(names) and all(self._is_acquired(name) for name in names)
        kept = reached and self.decision.outcome == ResultState.PARTIAL and set(names) <= set(self.decision.kept)
        note = ""
        if kept:
            until = self.decision.kept_until
            note = self._say("kept_until", day=self._day(until)) if until else self._say("kept")
        return {
            "title": title,
            "state": self._say("acquired" if reached else "not_acquired"),
            "note": note,
            "criteria": [self._criterion(criterion) for criterion in criteria],
        }

    def _criterion(self, criterion: Criterion) -> CriterionResult:
        code = self.decision.marks.get(criterion.id)
        grid = self.rules.grid
        level = None if code is None else grid.level(code)
        least = criterion.minimum if criterion.eliminatory else None
        sentence = criterion.levels.get(level.code) if level else None
        return {
            "code": criterion.id,
            "text": self._text(criterion.label),
            "mark": self._say("eliminatory", level=self._text(grid.level(least).label)) if least else "",
            "level": self._text(level.label) if level else self._say("not_shown"),
            "sentence": self._text(sentence) if sentence else "",
            "points": self._say("points", points=level.points, highest=grid.highest) if level else "",
            "state": self._say("acquired" if self._is_acquired(criterion.id) else "not_acquired"),
            "comment": "",
        }

    def _is_acquired(self, name: str) -> bool:
        code = self.decision.marks.get(name)
        return code is not None and self.rules.is_acquired(name, code)

    def _next(self, is_partial: bool) -> list[str]:
        said = [self._say("partial_only")] if is_partial else []
        if self.decision.reason:
            said.append(self._say("reason", reason=self.decision.reason))
        if self.decision.outcome in (ResultState.PARTIAL, ResultState.NOT_ACQUIRED) and self.rules.retake:
            opened = self.rules.reopened(self.decision.marks)
            names = [f"{name} ({self._text(self.rules.grid.criterion(name).label)})" for name in opened]
            if names:
                said.append(self._say("retake", names=", ".join(names)))
        window = window_of(self.decision, now=self.now)
        if window.is_open and window.last_day is not None:
            said.append(self._say("appeal", day=self._day(window.last_day), body=self.session.institution.name))
        return said
