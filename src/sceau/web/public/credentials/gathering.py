"""All that the page of an opened credential is made from, and what is made of it: nothing else is read after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
from django.conf import settings

from sceau.engine.checks.report import Outcome
from sceau.engine.model.code import group_code
from sceau.institutions.models.evidence import Evidence
from sceau.issuing.models import Credential
from sceau.keyring.models import SigningKey
from sceau.verification.judging import Judged
from sceau.web.public.credentials.addresses import address_of, address_of_version
from sceau.web.public.credentials.checked import report_of
from sceau.web.public.credentials.documents import documents_of, keys_of
from sceau.web.public.credentials.doors import Found
from sceau.web.public.credentials.lines import evidence_of, lines_of
from sceau.web.public.credentials.papers import papers_of
from sceau.web.public.credentials.pictures import pictures_of
from sceau.web.public.credentials.reading import shown
from sceau.web.public.credentials.remembering import digest_of
from sceau.web.public.credentials.square import square_of
from sceau.web.public.credentials.standing import standing_of, verdict_of
from sceau.web.public.credentials.tongues import tongues_of, wanted_in
from sceau.web.public.verifying.showing import MARKS, result_of
from sceau.web.templatetags.words import spoken

_NOTHING: Final = {"fr": "", "en": ""}


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read of a credential that is open to whoever asks.

    documents:  what the house publishes of it, by address
    successor:  what stands instead of it
    """

    found: Found
    row: Credential
    keys: list[SigningKey]
    documents: dict[str, bytes | None]
    evidence: list[Evidence]
    successor: Credential | None

    def digest(self, *about: str) -> bytes:
        """Of all of it, to the minute, as the page says the moment. about: the language and address of the reader"""
        row, found, until = self.row, self.found, self.row.valid_until
        return digest_of(
            about,
            row,
            row.institution,
            row.award.version.number,
            row.award.version.design.uuid,
            bytes(row.content.body),
            bytes(row.content.record),
            self.documents,
            self.keys,
            self.evidence,
            self.successor,
            self.successor is not None and self.successor.renews,
            found.now.isoformat(timespec="minutes"),
            until is not None and until < found.now,
            found.opening,
            found.may_have_opening,
            found.is_holders,
            found.reader is None,
        )

    def context(self, query: Mapping[str, str]) -> dict[str, Any]:
        """What its template reads. query: of the address of the page"""
        row, found, successor, language = self.row, self.found, self.successor, spoken()
        document, record = orjson.loads(bytes(row.content.body)), orjson.loads(bytes(row.content.record))
        version_at = row.award.version.design.uuid, row.award.version.number
        report = report_of(row, documents=self.documents, now=found.now)
        result = result_of(Judged("", _NOTHING, "", report), language=language, body=row.institution)
        registered = standing_of(row, now=found.now, successor=successor)
        verdict = verdict_of(report, registered)
        holds = verdict.kind != "bad"  # what was revoked is offered to be verified, never to be shown off
        address = f"{settings.BASE_URL}{address_of('credential', row.code)}"
        page = (
            None
            if report.authenticity is Outcome.FAILED
            else shown(document, record, language=language, wanted=wanted_in(query))
        )
        return {
            "page": page,
            "tongues": tongues_of(page.tongues, shown=page.tongue, query=query) if page and holds else (),
            "credential": row,
            "institution": row.institution,
            "grouped": group_code(row.code),
            "verdict": verdict,
            "mark": MARKS[verdict.kind],
            "lines": lines_of(
                result.lines, row=row, evidence=self.evidence, page=page, registered=registered, now=found.now
            ),
            "notes": result.notes,
            "report": report,
            "outcomes": orjson.dumps({each.id: each.outcome.name.lower() for each in report.checks}).decode(),
            "is_everybodys": holds and found.reader is None and not found.opening,
            "card": address_of_version("micro_credential_card", *version_at),
            "successor": successor,
            "query": found.query,
            "json": address_of("credential_json", row.code) + found.query,
            "record": address_of("credential_record", row.code) + found.query,
            "bundle": address_of("credential_bundle", row.code) + found.query,
            "file": f"preuve-{group_code(row.code)}.json",
            "seal": address_of_version("achievement_drawing", *version_at),
            "achievement": address_of_version("micro_credential", *version_at),
            "papers": papers_of(row, self.keys, record=record) if holds and found.may_have_opening else [],
            "pictures": pictures_of(row) if holds else [],
            "wrong": address_of("credential_wrong", row.code) + found.query if found.is_holders else "",
            "now": found.now,
            "address": address,
            "square": square_of(f"{address}{found.query}"),
        }


def gather(found: Found, row: Credential, *, successor: Credential | None) -> Gathered:
    """Read it: two statements, however many credentials there are."""
    keys = keys_of(row)
    documents = documents_of(row, now=found.now, keys=keys)
    return Gathered(found, row, keys, documents, evidence_of(row), successor)
