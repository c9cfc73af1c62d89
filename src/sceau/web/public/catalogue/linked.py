"""What search engines read of a page, in the words of schema.org: only what is true and known."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from sceau.web.public.catalogue.showing import Shown

_INSIDE_A_PAGE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def linked_data(page: Shown, *, url: str, base: str) -> SafeString:
    """A block of data for the head of the page: nothing in it runs, and no text of it can end it."""
    written = json.dumps(described(page, url=url, base=base), ensure_ascii=False).translate(_INSIDE_A_PAGE)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')  # noqa: S308 -- escaped just above


def described(page: Shown, *, url: str, base: str) -> dict[str, Any]:
    """The credential that can be earned; as a course too where there is something to follow and an hour count."""
    # the first one signs; another is told to machines only where it is known to agree
    bodies = [_body(body, base) for place, body in enumerate(page.bodies) if body.slug or not place]
    credential: dict[str, Any] = {
        "@type": "EducationalOccupationalCredential",
        "@id": url,
        "url": url,
        "name": page.title.text,
        "inLanguage": page.title.language or page.language,
        "credentialCategory": "MicroCredential",
        "image": f"{url}/image.png",
        "competencyRequired": [_skill(outcome) for outcome in page.outcomes],
        "recognizedBy": bodies,
    }
    if page.sentence:
        credential["description"] = page.sentence.text
    if page.level.eqf:
        credential["educationalLevel"] = {
            "@type": "DefinedTerm",
            "name": page.level.word,
            "inDefinedTermSet": "http://data.europa.eu/snb/eqf/",
            "termCode": str(page.level.eqf),
        }
    return {"@context": "https://schema.org", "@graph": [credential, _course(page, url, bodies)]}


def _course(page: Shown, url: str, bodies: list[dict[str, Any]]) -> dict[str, Any]:
    course: dict[str, Any] = {
        "@type": "Course",
        "name": page.title.text,
        "url": url,
        "description": page.sentence.text or page.title.text,
        "provider": bodies[0] if len(bodies) == 1 else bodies,
        "inLanguage": page.title.language or page.language,
        "educationalCredentialAwarded": {"@id": url},
    }
    if page.volume.hours:
        course["timeRequired"] = f"PT{page.volume.hours:g}H"
    if page.prerequisites:
        course["coursePrerequisites"] = page.prerequisites.text
    if page.offer.amount is not None and page.offered:
        course["offers"] = {
            "@type": "Offer",
            "price": f"{page.offer.amount:g}",
            "priceCurrency": "EUR",
            "category": "Free" if page.offer.amount == 0 else "Paid",
        }
    return course


def _body(body: Any, base: str) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "Organization", "name": body.name}
    if body.slug:
        found["url"] = f"{base}/i/{body.slug}"
    if body.siren:
        found["identifier"] = {"@type": "PropertyValue", "propertyID": "SIREN", "value": body.siren}
    return found


def _skill(outcome: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "DefinedTerm", "name": outcome.statement.text}
    same = [concept.url for concept in outcome.concepts if concept.url]
    return found | ({"sameAs": same} if same else {})
