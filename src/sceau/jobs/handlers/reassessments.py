"""Designs: what is published and no longer as the rules or the registers want it is told to those who look after it."""

from __future__ import annotations

import orjson

from sceau.design.models import CatalogueEntry, DesignVersion, Reassessment
from sceau.engine.quality.report import Finding
from sceau.jobs.mail import address, send
from sceau.jobs.readers import colleagues, heads, uuid_of
from sceau.jobs.registry import follows
from sceau.journal.models import Act

MOST_TOLD = 5  # findings of a letter: the page has all of them


@follows("design.reassessed")
def tell_what_is_new(act: Act) -> None:
    """The heads and whoever wrote the version; unless it is offered no more."""
    number = orjson.loads(act.details)["number"]
    version = (
        DesignVersion.objects.select_related("design", "design__institution")
        .defer("document", "source", "gate", "design__draft")
        .filter(design__uuid=uuid_of(act), number=number)
        .first()
    )
    if version is None or not CatalogueEntry.objects.filter(version=version).exists():
        return
    found = Reassessment.objects.filter(version=version).order_by("-made_at", "-pk").first()
    if found is None:
        return
    design = version.design
    authors = [each.user for each in design.authors.filter(number=version.number).select_related("user")]
    readers = colleagues(design.institution, (*heads(design.institution), *authors))
    findings = [Finding.from_json(each) for each in found.findings]
    for reader in readers:
        send(
            act=act,
            to=reader,
            template="design_reassessed",
            institution=design.institution,
            design=version.titles.get(reader.language) or next(iter(version.titles.values()), design.name),
            number=version.number,
            findings=[each.sentence.to(reader.language) for each in findings[:MOST_TOLD]],
            more=max(len(findings) - MOST_TOLD, 0),
            link=address("desk_design", design.institution.slug, design.uuid),
        )
