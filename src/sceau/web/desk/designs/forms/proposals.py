"""What may honestly be said of a design from what it decides: offered to whoever writes, never put there in silence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sceau.design import pointers
from sceau.engine.quality.lists import DEFAULT_LIMITS
from sceau.engine.quality.words import Words
from sceau.engine.strict_json import JsonObject

_BY = {
    "jury": Words("un jury", "a board"),
    "assessor": Words(
        "un évaluateur, dont une autre personne confirme la note", "an assessor whose mark another person confirms"
    ),
    "automatic": Words("un système, sous contrôle humain par sondage", "a system, with samples audited by people"),
}
_REGISTERED = Words(
    "Elle mène à la certification enregistrée qu’elle nomme, tant que celle-ci l’est. Seule, elle ne donne ni le titre "
    "entier ni son niveau.",
    "It leads to the registered certification that it names, for as long as that one is registered. By itself it gives "
    "neither the whole qualification nor its level.",
)
_LEVEL = Words(
    "Le niveau indiqué est celui que propose l’organisme : aucun registre ne l’a confirmé.",
    "The level is the one that the body proposes: no register has confirmed it.",
)
_NO_PROMISE = Words(
    "Elle ne promet ni un emploi, ni une dispense d’études, ni une habilitation à exercer.",
    "It promises neither a job, nor credit towards studies, nor a licence to practise.",
)
_LASTS = Words("Elle ne périme pas.", "It does not expire.")


def proposed_limits(document: JsonObject, languages: Iterable[str]) -> dict[str, str]:
    """What it is not, by language."""
    registered = _read(document, "/registration/type") not in (None, "", "none")
    sentences = [_REGISTERED if registered else DEFAULT_LIMITS]
    if not registered and isinstance(_read(document, "/annex1/mandatory/level/eqf"), int):
        sentences.append(_LEVEL)
    sentences.append(_NO_PROMISE)
    return _joined(sentences, languages)


def proposed_worth(document: JsonObject, languages: Iterable[str]) -> dict[str, str]:
    """What it is worth, by language; {} while nothing is decided that it could say."""
    outcomes = _read(document, "/annex1/mandatory/learning_outcomes")
    count = len(outcomes) if isinstance(outcomes, list) else 0
    if not count:
        return {}
    return _joined([_evidence(document, count), *_lasting(document)], languages)


def _evidence(document: JsonObject, count: int) -> Words:
    by = _BY.get(str(_read(document, "/assessment/route/kind")))
    what_fr, what_en = (
        ("un acquis", "one learning outcome") if count == 1 else (f"{count} acquis", f"{count} learning outcomes")
    )
    judged = "évalué" if count == 1 else "évalués"
    return Words(
        f"Elle atteste {what_fr}, {judged} sur des critères publiés à l’avance{f' par {by.fr}' if by else ''}. "
        "Chacun peut vérifier qui l’a délivrée, quand, et ce qui a été évalué.",
        f"It attests {what_en}, assessed against criteria published beforehand{f' by {by.en}' if by else ''}. "
        "Anybody can check who issued it, when, and what was assessed.",
    )


def _lasting(document: JsonObject) -> list[Words]:
    months = _read(document, "/validity/months")
    if isinstance(months, int) and months > 0:
        return [
            Words(f"Elle vaut {months} mois, puis se renouvelle.", f"It is valid for {months} months, then renewed.")
        ]
    return [_LASTS] if pointers.read(document, "/validity/months") is None else []


def _read(document: JsonObject, pointer: str) -> Any:
    found = pointers.read(document, pointer)
    return None if found is pointers.ABSENT else found


def _joined(sentences: list[Words], languages: Iterable[str]) -> dict[str, str]:
    """In those of the languages that we write."""
    return {each: " ".join(sentence.to(each) for sentence in sentences) for each in languages if each in ("fr", "en")}
