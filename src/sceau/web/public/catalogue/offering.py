"""What it costs, who may pay, where it takes place and how one enrols."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sceau.engine.quality.lists import FUNDERS, MODES
from sceau.web.public.catalogue.saying import Said, Speaker, euros, figure, member, objects, price_in_words, web_address


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the price: « dont 180 € d’évaluation »."""

    label: Said
    price: str


@dataclass(frozen=True, slots=True)
class Offer:
    """amount: in euros, None when it is not said; price: in words; email, enrol_url: "" when there is none."""

    amount: float | None
    price: str
    parts: tuple[Part, ...]
    funders: tuple[str, ...]
    note: Said
    modes: tuple[str, ...]
    places: tuple[str, ...]
    enrol_url: str
    email: str
    access_delay: Said


def offered(document: Any, speaker: Speaker) -> Offer:
    """The price and the delivery of a design."""
    price, delivery = member(document, "price"), member(document, "delivery")
    amount = amount_of(document)
    parts = [(speaker.say(part.get("label")), figure(part.get("amount"))) for part in objects(member(price, "parts"))]
    asked = member(price, "funders")
    language = speaker.language
    known = [code for code in asked if isinstance(code, str) and code in FUNDERS] if isinstance(asked, list) else []
    modes = member(delivery, "modes")
    spoken = [code for code in modes if isinstance(code, str) and code in MODES] if isinstance(modes, list) else []
    email = member(delivery, "contact_email")
    return Offer(
        amount,
        price_in_words(amount, speaker.language),
        tuple(Part(label, euros(part, speaker.language)) for label, part in parts if label and part is not None),
        tuple(FUNDERS[code].to(language) for code in known if code != "cpf"),
        speaker.say(member(price, "note")),
        tuple(MODES[code].to(language) for code in spoken),
        places_of(document),
        web_address(member(delivery, "enrol_url")),
        email if isinstance(email, str) and "@" in email and not set(email) & set(" \t\r\n\"'<>?&") else "",
        speaker.say(member(delivery, "access_delay")),
    )


def amount_of(document: Any) -> float | None:
    """The price in euros, under its name of today or its older one; None when it is not said."""
    amount = figure(member(document, "price", "amount"))
    amount = figure(member(document, "price_eur")) if amount is None else amount
    return amount if amount is not None and amount >= 0 else None


def places_of(document: Any) -> tuple[str, ...]:
    """The towns."""
    cities = [place.get("city") for place in objects(member(document, "delivery", "places"))]
    return tuple(dict.fromkeys(city for city in cities if isinstance(city, str) and city))
