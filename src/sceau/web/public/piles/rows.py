"""A result as a table shows it, in one language; and the same table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sceau.intake.cells import guarded
from sceau.verification.telling import KIND_OF


@dataclass(frozen=True, slots=True)
class Row:
    """A line. kind: "good", "check", "bad" or "idle"; title, holder, issuer: "" where nothing attests them"""

    kind: str
    verdict: str
    reason: str
    file: str
    where: str
    title: str
    holder: str
    found_name: str
    issuer: str
    address: str


def rows_of(told: dict[str, Any], language: str) -> list[Row]:
    """What was judged and what was not looked at, problems first; files without a credential are left out."""
    judged = [_judged(each, language) for each in told["results"]]
    missing = [_other(each, language, kind="check", verdict=_("Non examiné")) for each in told["missing"]]
    problems = [row for row in judged if row.kind != "good"]
    return [*problems, *missing, *(row for row in judged if row.kind == "good")]


def without(told: dict[str, Any], language: str) -> list[Row]:
    """The files and lines in which there is no credential."""
    return [_other(each, language, kind="idle", verdict=_("Sans preuve")) for each in told["without"]]


def table(told: dict[str, Any], language: str) -> bytes:
    """All of it for a spreadsheet, in which nothing is computed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if language == "fr" else ",")
    writer.writerow(_headers())
    for row in [*rows_of(told, language), *without(told, language)]:
        cells = (
            row.file,
            row.where,
            row.verdict,
            row.reason,
            row.title,
            row.holder,
            row.found_name,
            row.issuer,
            row.address,
            told["at"],
        )
        writer.writerow([guarded(cell) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _headers() -> Iterator[str]:
    yield from (_("Fichier"), _("Endroit"), _("Verdict"), _("Raison"), _("Titre"), _("Titulaire, selon la preuve"))
    yield from (_("Nom dans le fichier"), _("Organisme, selon la preuve"), _("Adresse"), _("Vérifié le"))


def _judged(each: dict[str, Any], language: str) -> Row:
    said = each["credential"] if each["is_authentic"] else {}
    issuer, holder = said.get("issuer") or {}, said.get("holder") or {}
    return Row(
        kind=KIND_OF[each["verdict"]],
        verdict=each["sentence"][language],
        reason=each["reason"][language],
        file=each["file"],
        where=_where(each),
        title=said.get("name") or "",
        holder=holder.get("name") or "",
        found_name=each["name_in_file"],
        issuer=issuer.get("name") or issuer.get("id") or "",
        address=each["address"] or str(said.get("id") or ""),
    )


def _other(each: dict[str, Any], language: str, *, kind: str, verdict: str) -> Row:
    return Row(kind, verdict, each["reason"][language], each["file"], _where(each), "", "", "", "", "")


def _where(each: dict[str, Any]) -> str:
    """Of a list its line, of a PDF its page, else the name of what is attached."""
    where = str(each["where"])
    if not where.isdigit():
        return where
    is_pdf = each["file"].lower().endswith(".pdf")
    return (_("page %(number)s") if is_pdf else _("ligne %(number)s")) % {"number": where}
