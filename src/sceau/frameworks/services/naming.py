"""The frameworks by name: those that are published, and those that somebody named."""

from __future__ import annotations

from datetime import datetime

from sceau.frameworks.models import Framework, Release
from sceau.frameworks.reading import kinds

PUBLISHED = {
    kinds.ESCO: {
        "name_fr": "ESCO",
        "name_en": "ESCO",
        "publisher": "Commission européenne",
        "licence": "© Union européenne, décision 2011/833/UE",
        "url": "https://esco.ec.europa.eu/",
    },
    kinds.ROME: {
        "name_fr": "ROME 4.0",
        "name_en": "ROME 4.0",
        "publisher": "France Travail",
        "licence": "Licence Ouverte 2.0",
        "url": "https://www.data.gouv.fr/datasets/repertoire-operationnel-des-metiers-et-des-emplois-rome",
    },
}


def framework_of(release: Release, now: datetime) -> Framework:
    """The framework that a release is of; made the first time."""
    code = release.framework or release.kind
    names = PUBLISHED.get(code, {"name_fr": release.name or code})
    framework, _ = Framework.objects.get_or_create(code=code, defaults={**names, "changed_at": now})
    if release.name and framework.name_fr != release.name and release.kind == kinds.FREE:
        framework.name_fr = release.name
        framework.save(update_fields=["name_fr"])
    return framework
