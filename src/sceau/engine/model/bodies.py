"""The bodies that award: what a credential says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sceau.engine.errors import MalformedDesign, Reason
from sceau.engine.values import as_text

NOT_A_BODY = Reason(
    "body.not_a_body",
    fr="il faut ici un organisme\u00a0: un objet avec un nom («\u00a0name\u00a0» ou «\u00a0legal_name\u00a0»)",
    en="a body is needed here: an object with a name (“name” or “legal_name”)",
)
NO_BODIES = Reason(
    "body.none",
    fr="il faut ici un organisme, ou une liste d’organismes",
    en="a body is needed here, or a list of bodies",
)
WRONG_IDENTIFIER = Reason(
    "body.wrong_identifier",
    fr="«\u00a0{value}\u00a0» n’est pas un {name}\u00a0: il y faut {digits} chiffres",
    en="“{value}” is not a {name}: it takes {digits} figures",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A certifying or training body.

    id:       its name in a file of organisations, such as "org-terres-vives"
    siren:    9 figures, the company; siret: 14 figures, the establishment
    country:  ISO 3166-1 alpha-2; region: ISO 3166-2, such as "FR-OCC"
    """

    name: str
    id: str = ""
    siren: str = ""
    siret: str = ""
    country: str = ""
    region: str = ""
    city: str = ""
    url: str = ""


def read_body(entry: Any, *, pointer: str = "") -> Body:
    """One body from JSON, under the names of a design (name) or of a file of organisations (legal_name).

    raises:  MalformedDesign
    """
    name = _text_of(entry, "name") or _text_of(entry, "legal_name")
    if not name:
        raise MalformedDesign(NOT_A_BODY, pointer=pointer)
    siret = _identifier(entry, "siret", 14, pointer)
    region = _text_of(entry, "region")
    return Body(
        name=name,
        id=_text_of(entry, "id"),
        siren=_identifier(entry, "siren", 9, pointer) or siret[:9],
        siret=siret,
        country=_text_of(entry, "country") or region.partition("-")[0],
        region=region,
        city=_text_of(entry, "city"),
        url=_text_of(entry, "url"),
    )


def read_bodies(value: Any) -> dict[str, Body]:
    """The bodies of a file of organisations, by their id: one object, or a list of them.

    raises:  MalformedDesign
    """
    entries = value if isinstance(value, list) else [value]
    if not entries:
        raise MalformedDesign(NO_BODIES)
    pointers = [f"/{place}" for place in range(len(entries))] if isinstance(value, list) else [""]
    bodies = [read_body(entry, pointer=pointer) for entry, pointer in zip(entries, pointers, strict=True)]
    return {body.id or body.name: body for body in bodies}


def _text_of(entry: Any, member: str) -> str:
    value = entry.get(member) if isinstance(entry, dict) else None
    return value if isinstance(value, str) else ""


def _identifier(entry: Any, member: str, digits: int, pointer: str) -> str:
    value = entry.get(member)
    if value in (None, ""):
        return ""
    if not (isinstance(value, str) and value.isascii() and value.isdigit() and len(value) == digits):
        raise MalformedDesign(
            WRONG_IDENTIFIER,
            pointer=f"{pointer}/{member}",
            value=as_text(value)[:40],
            name=member.upper(),
            digits=digits,
        )
    return value
