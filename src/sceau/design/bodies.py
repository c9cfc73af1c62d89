"""Who awards, as a document says it."""

from __future__ import annotations

from typing import Any

from sceau.design.errors import WrongValue
from sceau.design.reasons import UNKNOWN_BODY
from sceau.engine.strict_json import JsonObject
from sceau.institutions.models import Institution


def bodies_for(institution: Institution, draft: JsonObject) -> tuple[JsonObject, ...]:
    """The institution, which signs, then those that the draft says award with it.

    A body of the draft is the short name of an institution that is here, or a body with its name.

    raises:  WrongValue for a name that nobody here has
    """
    annex: Any = draft.get("annex1")
    mandatory: Any = annex.get("mandatory") if isinstance(annex, dict) else None
    entries: Any = mandatory.get("awarding_body") if isinstance(mandatory, dict) else None
    typed = entries if isinstance(entries, list) else []
    slugs = {entry for entry in typed if isinstance(entry, str)}
    here = {each.slug: each for each in Institution.objects.filter(slug__in=slugs)} if slugs else {}
    found = [body_of(institution)]
    for place, entry in enumerate(typed):
        if isinstance(entry, str):
            if entry not in here:
                pointer = f"/annex1/mandatory/awarding_body/{place}"
                raise WrongValue(UNKNOWN_BODY, pointer=pointer, found=entry[:60])
            body = body_of(here[entry])
        else:
            body = entry
        if body.get("id") != institution.slug and body not in found:
            found.append(body)
    return tuple(found)


def body_of(institution: Institution) -> JsonObject:
    """An institution as a design writes a body; did: who it is in signed documents."""
    told = {
        "id": institution.slug,
        "name": institution.legal_name,
        "siren": institution.siren,
        "siret": institution.siret,
        "country": institution.country,
        "city": institution.city,
        "url": institution.website,
        "did": institution.did,
    }
    return {member: value for member, value in told.items() if value}
