"""A result as a table shows it, in one language; and the same table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from sceau.intake.cells import guarded
from sceau.verification.telling import KIND_OF


@dataclass(frozen=True, slots=True)
class Row:
    """A line.

    kind:     "good", "check", "bad" or "idle"
    title, holder, issuer:  "" where nothing attests them
    known_by: what says who the issuer is, in words; "" where nothing does
    site:     the domain that is all that is known of the issuer, to be compared with the one that the reader knows
    """

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
    known_by: str = ""
    site: str = ""


def rows_of(told: dict[str, Any], language: str) -> list[Row]:
    """What was judged and what was not looked at, problems first; files without a credential are left out.

    Of what is valid, issuers of whom only a site is known come first, the rarest before: a look-alike stands alone.
    """
    only = _only(told)
    judged = [_judged(each, language, only) for each in told["results"]]
    missing = [_other(each, language, only, kind="check", verdict=_("Non examiné")) for each in told["missing"]]
    problems = [row for row in judged if row.kind != "good"]
    sites = Counter(row.site for row in judged)
    good = sorted(
        (row for row in judged if row.kind == "good"), key=lambda row: (not row.site, sites[row.site], row.site)
    )
    return [*problems, *missing, *good]


def without(told: dict[str, Any], language: str) -> list[Row]:
    """The files and lines in which there is no credential."""
    only = _only(told)
    return [_other(each, language, only, kind="idle", verdict=_("Sans preuve")) for each in told["without"]]


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of a kind. word: what they are"""

    kind: str
    number: int
    word: str


def counts_of(told: dict[str, Any]) -> list[Count]:
    """How many of each there are."""
    counts = told["counts"]
    return [
        Count("bad", counts["invalid"], _("Non authentiques ou révoquées")),
        Count("check", counts["check"], _("À vérifier")),
        Count("check", counts["missing"], _("Non examinés")),
        Count("good", counts["valid"], _("Authentiques et valides")),
        Count("idle", counts["without"], _("Sans preuve")),
    ]


def by_site_alone(told: dict[str, Any]) -> int:
    """How many that are valid come from an issuer elsewhere, of whom only a site is known."""
    sites = [each.get("issuer_site", "") for each in told["results"] if each["verdict"] == "valid"]
    return sum(bool(site) and not _is_ours(site) for site in sites)


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
            row.known_by,
            row.address,
            told["at"],
        )
        writer.writerow([guarded(cell) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _headers() -> Iterator[str]:
    yield from (_("Fichier"), _("Endroit"), _("Verdict"), _("Raison"), _("Titre"), _("Titulaire, selon la preuve"))
    yield from (_("Nom dans le fichier"), _("Organisme, selon la preuve"), _("Identité de l’organisme"), _("Adresse"))
    yield _("Vérifié le")


def _only(told: dict[str, Any]) -> str:
    """How the names of files begin, where all stand in one ZIP: it is not said on each line."""
    return f"{told['files'][0]['name']} › " if len(told["files"]) == 1 else ""


def _judged(each: dict[str, Any], language: str, only: str) -> Row:
    said = each["credential"] if each["is_authentic"] else {}
    holder = said.get("holder") or {}
    return Row(
        kind=KIND_OF[each["verdict"]],
        verdict=each["sentence"][language],
        reason=each["reason"][language],
        file=each["file"].removeprefix(only),
        where=_where(each),
        title=said.get("name") or "",
        holder=holder.get("name") or "",
        found_name=each["name_in_file"],
        issuer=each["issuer"][language],
        address=each["address"],
        known_by=_known_by(each),
        site=each.get("issuer_site", ""),
    )


def _known_by(each: dict[str, Any]) -> str:
    site = each.get("issuer_site", "")
    if _is_ours(site):
        return _("Sur cette plateforme, identité non vérifiée")
    words = {
        "platform": _("Identité vérifiée par cette plateforme"),
        "list": _("Connu par une liste de confiance"),
        "domain": _("Connu par son seul site, %(site)s") % {"site": site},
    }
    return words.get(each.get("issuer_known_by", ""), "")


def _is_ours(site: str) -> bool:
    """Whether it is that of all bodies which this platform serves."""
    return site == urlsplit(settings.BASE_URL).netloc


def _other(each: dict[str, Any], language: str, only: str, *, kind: str, verdict: str) -> Row:
    return Row(
        kind, verdict, each["reason"][language], each["file"].removeprefix(only), _where(each), "", "", "", "", ""
    )


def _where(each: dict[str, Any]) -> str:
    """Of a list its line, of a PDF its page, else the name of what is attached."""
    where = str(each["where"])
    if not where.isdigit():
        return where
    is_pdf = each["file"].lower().endswith(".pdf")
    return (_("page %(number)s") if is_pdf else _("ligne %(number)s")) % {"number": where}
