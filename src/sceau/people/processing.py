"""The register of processing activities of an institution (GDPR, article 30), written from what the platform does.

What the platform holds, its durations and who sees it come from the same tables that rule it: the register cannot say
something else than what is done. An institution adds lines for what it does elsewhere.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils import translation

from sceau.engine.errors import Reason
from sceau.institutions.models import Institution
from sceau.institutions.roles import MAY, Right, Role
from sceau.intake.cells import guarded
from sceau.people import activities, durations, reasons
from sceau.people.activities import TRANSFERS, Activity
from sceau.people.durations import duration_of
from sceau.people.models import Processing
from sceau.people.retention import Rule, keeping_of, rules_of

COLUMNS: Final = ("name", "purpose", "basis", "people", "data", "recipients", "duration", "security")


@dataclass(frozen=True, slots=True)
class Entry:
    """One activity as it is read: article 30(1), b to g. own: the institution wrote it"""

    name: str
    purpose: str
    basis: str
    people: str
    data: str
    recipients: str
    duration: str
    security: str
    own: Processing | None = None


def register_of(institution: Institution, language: str) -> list[Entry]:
    """The activities of the platform for this institution, then its own lines, in "fr" or "en"."""
    rules = rules_of(institution)
    own = Processing.objects.filter(institution=institution).order_by("name", "pk")
    written = [
        Entry(**{name: getattr(each, name) for name in COLUMNS}, own=each)  # all of them texts
        for each in own
    ]
    with translation.override(language):  # the names of roles and kinds
        return [_entry(each, rules, language) for each in activities.ACTIVITIES] + written


def as_json(institution: Institution, language: str) -> dict[str, Any]:
    """The register as plain values, with who is responsible."""
    keeping = keeping_of(institution)
    return {
        "format": "sceau.processing/1",
        "controller": {
            "name": institution.legal_name,
            "siren": institution.siren,
            "email": institution.email,
            "phone": institution.phone,
        },
        "dpo": {"name": keeping.dpo, "contact": keeping.dpo_contact},
        "transfers": TRANSFERS.sentence(language, {}),
        "language": language,
        "activities": [{name: getattr(each, name) for name in COLUMNS} for each in register_of(institution, language)],
    }


def as_csv(institution: Institution, language: str) -> str:
    """The register for a spreadsheet: semicolons, and no cell that would be read as a formula."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([reasons.COLUMNS[name].sentence(language, {}) for name in COLUMNS])
    for each in register_of(institution, language):
        writer.writerow([guarded(getattr(each, name)) for name in COLUMNS])
    return target.getvalue()


def _entry(activity: Activity, rules: dict[Any, Rule], language: str) -> Entry:
    def said(reason: Reason) -> str:
        return reason.sentence(language, {})

    kept = [_duration(rules[kind], language) for kind in activity.kinds]
    if activity.duration is not None:
        kept.append(said(activity.duration))
    return Entry(
        name=said(activity.name),
        purpose=said(activity.purpose),
        basis=said(activity.basis),
        people=said(activity.people),
        data=said(activity.data),
        recipients="; ".join([*_roles_with(activity.rights), *map(said, activity.recipients)]),
        duration="; ".join(kept),
        security=said(activity.security),
    )


def _duration(rule: Rule, language: str) -> str:
    details: dict[str, object] = {"kind": str(rule.kind.label), "duration": duration_of(rule, language)}
    return durations.KIND_AND_DURATION.sentence(language, details)


def _roles_with(rights: Iterable[Right]) -> list[str]:
    """The roles that have one of these rights, as the pages call them."""
    wanted = set(rights)
    return [str(role.label) for role in Role if MAY[role] & wanted]
