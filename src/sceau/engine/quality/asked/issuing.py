"""What is asked of the rules of issuing: price, funders, grade, validity, licence."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sceau.engine.quality.asked.found import Found, asks
from sceau.engine.quality.drafts import Draft, number, positive, string
from sceau.engine.quality.lists import FUNDERS, GRADE_SCHEMES, LICENCES
from sceau.engine.quality.rules.rule import Rule

_CENT = 0.01


@asks("issuing.price")
def price(draft: Draft, rule: Rule) -> Iterator[Found]:
    """A price in euros, 0 when it is free."""
    amount = _amount(draft)
    if amount is None or amount < 0:
        yield Found("/price/amount")


@asks("issuing.price_parts")
def price_parts(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Its parts sum to it."""
    parts, amount = draft.entries("/price/parts"), _amount(draft)
    if not parts or amount is None:
        return
    total = math.fsum(number(part.members.get("amount")) or 0 for part in parts)
    if abs(total - amount) >= _CENT:
        yield Found("/price/parts", {"total": round(total, 2), "amount": amount})


def _amount(draft: Draft) -> float | None:
    """Of `price`, else of the older `price_eur`."""
    amount = number(draft.at("/price/amount"))
    return number(draft.at("/price_eur")) if amount is None else amount


@asks("issuing.cpf")
def cpf(draft: Draft, rule: Rule) -> Iterator[Found]:
    """The CPF funds what is registered only."""
    if "cpf" in draft.names(draft.at("/price/funders")) and not draft.may_be_registered:
        yield Found("/price/funders")


@asks("issuing.funders")
def funders(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Who can fund it, once there is something to fund."""
    chosen = list(draft.names(draft.at("/price/funders")))
    amount = _amount(draft)
    if (amount is None or amount > 0) and (not chosen or any(name not in FUNDERS for name in chosen)):
        yield Found("/price/funders")


@asks("issuing.grade")
def grade(draft: Draft, rule: Rule) -> Iterator[Found]:
    """How the grade is given."""
    if string(draft.at("/annex1/optional/grade_achieved/scheme")) not in GRADE_SCHEMES:
        yield Found("/annex1/optional/grade_achieved")


@asks("issuing.validity")
def validity(draft: Draft, rule: Rule) -> Iterator[Found]:
    """For how long, `null` being for ever."""
    entry = draft.members("/validity")
    if "months" not in entry or (entry["months"] is not None and positive(entry["months"]) is None):
        yield Found("/validity")


@asks("issuing.renewal")
def renewal(draft: Draft, rule: Rule) -> Iterator[Found]:
    """How to renew what ends."""
    months = positive(draft.at("/validity/months"))
    if months is not None and not draft.says("/validity/renewal"):
        yield Found("/validity/renewal", {"months": months})


@asks("issuing.licence")
def licence(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Whether others may reuse the description."""
    if string(draft.at("/licence")) not in LICENCES:
        yield Found("/licence")
