"""What is published, looked at again when the rules or the registers change. The frozen report stays as it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from sceau.design.facts import digest_of_facts, gate_of_document
from sceau.design.models import CatalogueEntry, DesignVersion, Reassessment
from sceau.design.services.writing import write
from sceau.engine.quality.gate import assess
from sceau.engine.quality.report import Finding, Setting
from sceau.frameworks.queries import standings_of


def reassess(now: datetime) -> int:
    """Ask the gate again about what is offered, where its rules or the registers have changed since.

    Each cause is asked about once; where something new is found, an act tells it, and letters follow that.

    returns:  how many versions were asked about
    """
    day = localdate(now)
    rules_of = assess({}, today=day, setting=Setting()).rules_of
    entries = CatalogueEntry.objects.filter(Q(version__rules_of__lt=rules_of) | ~Q(registration=""))
    rows = list(entries.values_list("version", "registration", "version__rules_of", "version__facts"))
    standings = standings_of({code for _, code, _, _ in rows if code}, on=day)
    known = set(
        Reassessment.objects.filter(version__in=entries.values("version")).values_list("version", "rules_of", "facts")
    )
    asked = 0
    for pk, code, was_of, was in rows:
        facts = digest_of_facts(standings.get(code)) if code else ""
        if (was_of, was) != (rules_of, facts) and (pk, rules_of, facts) not in known:
            asked += _note(_versions().get(pk=pk), facts, now)
    return asked


def _versions() -> QuerySet[DesignVersion]:
    return DesignVersion.objects.select_related("design", "design__institution").defer("source", "design__draft")


def _note(version: DesignVersion, facts: str, now: datetime) -> bool:
    report = gate_of_document(version.document, version.design.institution, on=localdate(now))
    new = new_findings(version, report.findings)
    try:
        with transaction.atomic():
            Reassessment.objects.create(
                version=version,
                made_at=now,
                rules_of=report.rules_of,
                facts=facts,
                findings=[finding.as_json() for finding in new],
                blocks=report.blocks,
            )
            if new:
                write(
                    "design.reassessed",
                    version.design,
                    by=None,
                    now=now,
                    number=version.number,
                    rules_of=report.rules_of.isoformat(),
                    blocks=report.blocks,
                    found=[finding.code for finding in new],
                )
    except IntegrityError:  # another worker was quicker
        return False
    return True


def new_findings(version: DesignVersion, findings: tuple[Finding, ...]) -> list[Finding]:
    """Those that the report that was frozen with the version does not have."""
    known: set[tuple[Any, Any]] = {(each["code"], each["pointer"]) for each in version.gate.get("findings", [])}
    return [finding for finding in findings if (finding.code, finding.pointer) not in known]
