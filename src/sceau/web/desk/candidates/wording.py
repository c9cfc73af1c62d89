"""How candidates and what is known of them are called on the pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sceau.assessment import declaration
from sceau.assessment.models import Arrangement, Attempt, Candidate, Session
from sceau.assessment.prerequisites import Condition
from sceau.assessment.queries.candidates import Lacking
from sceau.assessment.states import CandidateState, Entry, Presence, ResultState
from sceau.engine.marking.rules import AssessmentRules
from sceau.people.models import Person
from sceau.people.queries import person_of
from sceau.web.templatetags.words import spoken

KINDS: Final = {
    CandidateState.INVITED: "progress",
    CandidateState.APPLIED: "check",
    CandidateState.ENROLLED: "good",
    CandidateState.REFUSED: "bad",
    CandidateState.WITHDRAWN: "idle",
}
RESULTS: Final = {
    ResultState.TO_ASSESS: "idle",
    ResultState.ACQUIRED: "good",
    ResultState.NOT_ACQUIRED: "bad",
    ResultState.PARTIAL: "check",
    ResultState.ABSENT: "idle",
    ResultState.SUSPENDED: "bad",
    ResultState.PENDING: "progress",
}
ARRANGEMENTS: Final[dict[str, str | Promise]] = {
    "extra_time": gettext_lazy("Temps supplémentaire"),
    "breaks": gettext_lazy("Pauses"),
    "reader": gettext_lazy("Lecture ou écriture par quelqu’un"),
    "format": gettext_lazy("Documents adaptés (gros caractères, numérique…)"),
    "room": gettext_lazy("Salle à part ou accessible"),
    "equipment": gettext_lazy("Matériel particulier"),
    "other": gettext_lazy("Autre chose"),
}
ARRANGEMENT_STATES: Final[dict[str, tuple[str, str | Promise]]] = {
    "asked": ("check", gettext_lazy("à décider")),
    "granted": ("good", gettext_lazy("accordé")),
    "refused": ("bad", gettext_lazy("refusé")),
}
SUPERVISIONS: Final[dict[str, str | Promise]] = {
    "": gettext_lazy("non renseigné"),
    "unsup_noid": gettext_lazy("sans surveillance ni vérification d’identité"),
    "sup_noid": gettext_lazy("surveillée, sans vérification d’identité"),
    "sup_online_id": gettext_lazy("surveillée à distance, identité vérifiée"),
    "sup_onsite_id": gettext_lazy("surveillée sur place, identité vérifiée"),
}
WATCHED: Final[dict[str, str | Promise]] = {
    "": gettext_lazy("Non renseigné"),
    "none": gettext_lazy("Personne ne surveillait"),
    "onsite": gettext_lazy("Quelqu’un surveillait sur place"),
    "online": gettext_lazy("Quelqu’un surveillait à distance"),
}
METHODS: Final[dict[str, str | Promise]] = {
    "": gettext_lazy("Non vérifiée"),
    "onsite": gettext_lazy("Sur place, d’après un document"),
    "video": gettext_lazy("À distance, par vidéo"),
    "service": gettext_lazy("Par un service d’identité (FranceConnect…)"),
    "wallet": gettext_lazy("Par un portefeuille d’identité"),
    "known": gettext_lazy("Personne déjà connue de qui surveille"),
}
DOCUMENTS: Final[dict[str, str | Promise]] = {
    "": gettext_lazy("Non renseigné"),
    "identity_card": gettext_lazy("Carte d’identité"),
    "passport": gettext_lazy("Passeport"),
    "residence_permit": gettext_lazy("Titre de séjour"),
    "other": gettext_lazy("Autre document"),
}
OUTCOMES: Final[dict[str, str | Promise]] = {
    "": gettext_lazy("Non renseigné"),
    "verified": gettext_lazy("Identité vérifiée"),
    "doubtful": gettext_lazy("Identité douteuse"),
    "refused": gettext_lazy("Identité refusée"),
}
PRESENCES: Final[dict[str, str | Promise]] = {
    Presence.EXPECTED.value: gettext_lazy("Non renseigné"),
    Presence.PRESENT.value: gettext_lazy("Présence"),
    Presence.ABSENT.value: gettext_lazy("Absence"),
    Presence.EXCUSED.value: gettext_lazy("Absence justifiée"),
}
PIECES: Final[dict[str, str | Promise]] = {
    "file": gettext_lazy("Fichier"),
    "link": gettext_lazy("Adresse"),
    "text": gettext_lazy("Texte"),
    "observation": gettext_lazy("Note d’observation"),
}
LANGUAGES: Final[dict[str, str | Promise]] = {
    "fr": gettext_lazy("français"),
    "en": gettext_lazy("anglais"),
}


def name_of(candidate: Candidate) -> str:
    """The person's name as it is read, the number for somebody who was erased."""
    return name_of_person(candidate.person) or _("Candidat n° %(number)s") % {"number": candidate.number}


def name_of_person(person: Person) -> str:
    """Given name, then family name."""
    return str(person_of(person))


def session_title(session: Session, language: str) -> str:
    """« S01-1 – Gestion de projet agile »."""
    titles: Mapping[str, str] = session.version.titles
    return f"{session.code} – {titles.get(language) or next(iter(titles.values()), '')}"


def candidate_state(candidate: Candidate) -> tuple[str, str]:
    """Kind of mark and word."""
    state = CandidateState(candidate.state)
    return KINDS[state], str(state.label)


def result_state(attempt: Attempt) -> tuple[str, str]:
    """Kind of mark and word."""
    state = ResultState(attempt.state)
    return RESULTS[state], str(state.label)


def entry_of(candidate: Candidate) -> str:
    """How they came."""
    return str(Entry(candidate.entry).label)


def listed(choices: Mapping[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """Choices with words in two languages, the unknown first."""
    place = 0 if spoken() == "fr" else 1
    return [("", _("non renseigné")), *((code, words[place]) for code, words in choices.items())]


def routes() -> list[tuple[str, str]]:
    """The access routes of the declaration."""
    return listed(declaration.ACCESS_ROUTES)


def initiatives() -> list[tuple[str, str]]:
    """Who may have taken the initiative."""
    return listed(declaration.INITIATIVES)


def word_in(choices: Mapping[str, tuple[str, str]], code: str) -> str:
    """The word of a code, "" for none."""
    return choices[code][0 if spoken() == "fr" else 1] if code in choices else ""


def said(lacking: Iterable[Lacking]) -> list[str]:
    """What lacks, in the language of the page."""
    return [each.fr if spoken() == "fr" else each.en for each in lacking]


def condition_label(condition: Condition) -> str:
    """The condition as a question is about it."""
    if condition.label is not None:
        found = condition.label.to(spoken())
        return f"{found} ({_minimum(condition)})" if condition.minimum is not None else found
    kinds = {
        "seniority_months": _("Ancienneté : %(n)s mois au moins"),
        "experience_years": _("Expérience : %(n)s ans au moins"),
        "qualification_level": _("Qualification de niveau %(n)s au moins"),
        "positioning_test": _("Test de positionnement : %(n)s points au moins"),
        "training": _("Formation préalable suivie"),
        "job_role": _("Fonction exercée"),
    }
    text = kinds.get(condition.kind, _("Condition d’accès"))
    return text % {"n": f"{float(condition.minimum or 0):g}"} if "%(n)s" in text else text


def arrangement_label(arrangement: Arrangement) -> str:
    """What is asked, with the share of extra time."""
    label = str(ARRANGEMENTS.get(arrangement.kind, arrangement.kind))
    if arrangement.extra_percent:
        label = _("%(label)s : + %(n)s %%") % {"label": label, "n": arrangement.extra_percent}
    return f"{label} ({arrangement.words})" if arrangement.words else label


def event_labels(rules: AssessmentRules) -> dict[str, str]:
    """Id of an event → its name."""
    return {each.id: each.label.to(spoken()) for each in rules.events}


def outcome_labels(session: Session) -> dict[str, str]:
    """Id of a learning outcome → its text."""
    mandatory = (session.version.document.get("annex1") or {}).get("mandatory") or {}
    found = {}
    for entry in mandatory.get("learning_outcomes") or []:
        text = entry.get("statement") or ""
        if isinstance(text, dict):
            text = text.get(spoken()) or next(iter(text.values()), "")
        found[str(entry.get("id", ""))] = str(text)
    return found


def _minimum(condition: Condition) -> str:
    return _("au moins %(n)s") % {"n": f"{float(condition.minimum or 0):g}"}
