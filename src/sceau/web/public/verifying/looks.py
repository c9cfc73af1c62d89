"""Credentials of ours that were judged, counted for their holders and issuers: numbers by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.timezone import localdate

from sceau.engine.checks.report import Outcome, Report
from sceau.engine.model.code import MalformedCode, read_code
from sceau.issuing.models import Credential
from sceau.verification.counting import count_look


def count_ours(reports: Iterable[Report], *, now: datetime) -> None:
    """Count those that are ours, and authentic: anybody writes our address into a document of theirs."""
    signers = {code: report.issuer_id for report in reports if (code := _code_of(report))}
    if signers:
        rows = Credential.objects.filter(code__in=signers).values_list("uuid", "code", "institution__did")
        for uuid, code, did in rows:
            if signers[code] == did:
                count_look(uuid, on=localdate(now))


def _code_of(report: Report) -> str:
    said, start = report.credential, f"{settings.BASE_URL}/v/"
    if said is None or report.authenticity is not Outcome.PASSED or not (said.id or "").startswith(start):
        return ""
    try:
        return read_code((said.id or "").removeprefix(start))
    except MalformedCode:
        return ""
