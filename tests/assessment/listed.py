"""Many published designs at once, as rows: what a catalogue needs of them, without their reviews and acts."""

from __future__ import annotations

from copy import deepcopy

from assessment.making import version
from design.samples import sample
from sceau.design.models import Design, DesignVersion

ALL = (
    "mc-boreal-accueil-equipier mc-circuits-courts-durables mc-clarte-sinistre-simple mc-cyber-risques-incident "
    "mc-equipier-premiere-intervention mc-excel-reporting-rh mc-frigea-commande-multitemp mc-gestion-projet-agile "
    "mc-pac-thermalis mc-point-performance-aciers mc-retour-constructif mc-rgpd-poste-de-travail"
).split()


def listed(*names: str) -> list[DesignVersion]:
    """A version of each of these designs of the demonstration, beside that of « gestion de projet agile »."""
    return [version() if name == "mc-gestion-projet-agile" else _copied(name) for name in names]


def _copied(name: str) -> DesignVersion:
    made, document = version(), sample(name)
    design, copy = deepcopy(Design.objects.get(pk=made.design_id)), deepcopy(made)
    fresh = Design(institution=design.institution, created_by=design.created_by, changed_by=design.changed_by)
    design.pk, design.uuid, design.name = None, fresh.uuid, name
    Design.objects.bulk_create([design])
    copy.pk, copy.design = None, design
    copy.titles = document["title"]
    document["annex1"]["mandatory"]["awarding_body"] = made.document["annex1"]["mandatory"]["awarding_body"]
    copy.document = document
    DesignVersion.objects.bulk_create([copy])
    return copy
