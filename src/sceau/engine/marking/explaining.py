"""A result in sentences: how each criterion adds to the score, and why the state is what it is."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from sceau.engine.errors import Reason
from sceau.engine.marking.outcome import Line, Outcome, State

MARKED = Reason(
    "result.marked",
    fr="{criterion} · {label} : niveau {level}, {weight} × {points} ÷ {highest} {sign} {value}",
    en="{criterion} · {label}: level {level}, {weight} × {points} ÷ {highest} {sign} {value}",
)
NOT_MARKED = Reason(
    "result.not_marked", fr="{criterion} · {label} : pas encore noté", en="{criterion} · {label}: not marked yet"
)
NOT_SHOWN = Reason(
    "result.not_shown", fr="{criterion} · {label} : absent, sans note", en="{criterion} · {label}: absent, no mark"
)
CARRIED = Reason("result.carried", fr="repris d’un passage précédent", en="kept from an earlier attempt")
REACHED = Reason(
    "result.reached",
    fr="éliminatoire : niveau {minimum} demandé, atteint",
    en="eliminatory: level {minimum} needed, reached",
)
NOT_REACHED = Reason(
    "result.not_reached",
    fr="éliminatoire : niveau {minimum} demandé, non atteint",
    en="eliminatory: level {minimum} needed, not reached",
)
TOTAL = Reason("result.total", fr="Score : {sum} {sign} {total} sur 100", en="Score: {sum} {sign} {total} out of 100")
ROUNDED = Reason("result.rounded", fr=", arrondi à {score}", en=", rounded to {score}")
ENOUGH = Reason(
    "result.enough",
    fr="Le score demandé est de {minimum} : il est atteint",
    en="The score needed is {minimum}: it is reached",
)
TOO_LOW = Reason(
    "result.too_low",
    fr="Le score demandé est de {minimum} : il n’est pas atteint",
    en="The score needed is {minimum}: it is not reached",
)
NO_SCORE = Reason(
    "result.no_score",
    fr="Il n’y a pas de score : tous les critères ne sont pas notés",
    en="There is no score: not every criterion has a mark",
)
KEPT = Reason("result.kept", fr="Critères conservés : {names}", en="Criteria kept: {names}")
TO_RETAKE = Reason("result.to_retake", fr="Critères à repasser : {names}", en="Criteria to take again: {names}")
STATES = {
    State.TO_ASSESS: Reason(
        "result.to_assess", fr="Résultat : à évaluer, il manque {names}", en="Result: to assess, {names} missing"
    ),
    State.ACQUIRED: Reason("result.acquired", fr="Résultat : acquis", en="Result: acquired"),
    State.NOT_ACQUIRED: Reason("result.not_acquired", fr="Résultat : non acquis", en="Result: not acquired"),
    State.PARTIAL: Reason("result.partial", fr="Résultat : partiellement acquis", en="Result: partly acquired"),
    State.ABSENT: Reason("result.absent", fr="Résultat : absent", en="Result: absent"),
    State.SUSPENDED: Reason(
        "result.suspended",
        fr="Résultat : suspendu, quoi que donnent les notes",
        en="Result: suspended, whatever the marks give",
    ),
    State.PENDING: Reason(
        "result.pending",
        fr="Résultat : en attente d’une décision, quoi que donnent les notes",
        en="Result: awaiting a decision, whatever the marks give",
    ),
}


def explain(outcome: Outcome, language: str) -> tuple[str, ...]:
    """The sentences that show how a result comes about, one a criterion, then the score, the state, what follows.

    language:  "fr" or "en"; labels of the design come in it, or in the design's own
    """
    sentences = [_criterion(line, outcome.highest, language) for line in outcome.lines]
    if outcome.exact is None:
        sentences += [] if outcome.state is State.ABSENT else [NO_SCORE.sentence(language, {})]
    else:
        sentences.append(_total(outcome, outcome.exact, language))
        if outcome.minimum_score is not None:
            reason = ENOUGH if outcome.is_score_reached else TOO_LOW
            sentences.append(reason.sentence(language, {"minimum": _number(outcome.minimum_score, language)}))
    sentences.append(STATES[outcome.state].sentence(language, {"names": ", ".join(outcome.missing)}))
    for reason, names in ((KEPT, outcome.kept), (TO_RETAKE, outcome.to_retake)):
        if names:
            sentences.append(reason.sentence(language, {"names": ", ".join(names)}))
    return tuple(sentences)


def _criterion(line: Line, highest: int, language: str) -> str:
    details: dict[str, object] = {"criterion": line.criterion, "label": line.label.to(language).rstrip(".")}
    if line.level is None or line.contribution is None:
        return (NOT_SHOWN if line.is_absent else NOT_MARKED).sentence(language, details)
    details |= {
        "level": line.level.code,
        "weight": _number(line.weight, language),
        "points": line.level.points,
        "highest": highest,
        "sign": _sign(line.contribution),
        "value": _number(line.contribution, language, least=1),
    }
    said = [MARKED.sentence(language, details)]
    if line.minimum is not None:
        reason = REACHED if line.is_reached else NOT_REACHED
        said.append(reason.sentence(language, {"minimum": line.minimum.code}))
    if line.is_carried:
        said.append(CARRIED.sentence(language, {}))
    return ("\u202f; " if language == "fr" else "; ").join(said)


def _total(outcome: Outcome, exact: Fraction, language: str) -> str:
    parts = [line.contribution for line in outcome.lines if line.contribution is not None]
    said = TOTAL.sentence(
        language,
        {
            "sum": " + ".join(_number(part, language, least=1) for part in parts),
            "sign": "=" if all(_sign(part) == "=" for part in (*parts, exact)) else "≈",
            "total": _number(exact, language, least=1),
        },
    )
    score = exact if outcome.score is None else Fraction(outcome.score)
    return said if score == exact else said + ROUNDED.sentence(language, {"score": _number(score, language, least=1)})


def _sign(value: Fraction) -> str:
    """Whether two decimals say it exactly."""
    return "=" if (value * 100).denominator == 1 else "≈"


def _number(value: Fraction, language: str, *, least: int = 0) -> str:
    """At most two decimals and at least so many, rounded half up; a comma in French."""
    rounded = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    whole, _, decimals = f"{rounded}".partition(".")
    decimals = decimals.rstrip("0").ljust(least, "0")
    return f"{whole}{',' if language == 'fr' else '.'}{decimals}" if decimals else whole
