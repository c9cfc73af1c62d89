"""What a program hands in as JSON: links, codes and credentials, each with its own reference and the expected name."""

from __future__ import annotations

import json
from typing import Any, Final

from sceau.engine.errors import EngineError, Reason
from sceau.engine.model.code import MalformedCode
from sceau.engine.strict_json import parse_object
from sceau.verification.pile.lists import LONGEST_NAME, NO_LINK
from sceau.verification.pile.looking import MOST_ITEMS
from sceau.verification.pile.pieces import Piece, Unseen, unseen
from sceau.verification.pile.places import Place, Places

LARGEST: Final = 4 * 1024 * 1024  # bytes
LONGEST_REFERENCE: Final = 120

NOT_ITEMS = Reason(
    "items.not_items",
    fr="la demande n’a pas la forme {{« items » : [{{« link »: …}}, …]}}",
    en='the request has not the form {{"items": [{{"link": …}}, …]}}',
)
TOO_MANY = Reason(
    "items.too_many",
    fr="{count} éléments : {limit} au plus à la fois",
    en="{count} items: {limit} at most at a time",
)


class MalformedItems(EngineError):
    """The request of a program is not one that we read."""


def read_items(body: bytes, places: Places) -> list[Piece]:
    """The items of `{"items": [{"link" or "credential", "name", "reference"}]}`, in order.

    raises:  MalformedJson, MalformedItems; an item that holds nothing to judge is told among the results
    """
    items = parse_object(body, limit=LARGEST).get("items")
    if not isinstance(items, list) or not items:
        raise MalformedItems(NOT_ITEMS, pointer="/items")
    if len(items) > MOST_ITEMS:
        raise MalformedItems(TOO_MANY, pointer="/items", count=len(items), limit=MOST_ITEMS)
    return [_piece(each, str(number), places) for number, each in enumerate(items)]


def _piece(item: Any, number: str, places: Places) -> Piece:
    if not isinstance(item, dict):
        raise MalformedItems(NOT_ITEMS, pointer=f"/items/{number}")
    reference = _text(item, "reference", LONGEST_REFERENCE) or number
    named, link = _text(item, "name", LONGEST_NAME), _text(item, "link", 4_000)
    if link:
        place = places.of_link(link) or places.of_code(link) or link
        content = unseen(place) if isinstance(place, MalformedCode) else place
        return Piece(reference, content if _is_askable(content) else Unseen(NO_LINK), carrier="address", named=named)
    credential = item.get("credential")
    if isinstance(credential, dict):
        return Piece(reference, json.dumps(credential).encode(), named=named)
    if isinstance(credential, str) and credential.strip():
        return Piece(reference, credential.encode("utf-8", "replace"), named=named)
    return Piece(reference, Unseen(NO_LINK), named=named)


def _is_askable(content: Place | str | EngineError) -> bool:
    return not isinstance(content, str) or content.startswith(("https://", "http://"))


def _text(item: dict[str, Any], name: str, limit: int) -> str:
    value = item.get(name)
    return value.strip()[:limit] if isinstance(value, str) else ""
