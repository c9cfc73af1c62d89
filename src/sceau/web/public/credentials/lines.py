"""The five lines of a credential of the house: what was checked and, beside it, what the house and the record know.

What the engine found comes first and decides on its own; facts are told as what they are, with who says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from sceau.institutions.models.evidence import Evidence, EvidenceKind, EvidenceState
from sceau.issuing.models import Credential
from sceau.issuing.queries.prepared import Prepared
from sceau.web.public.catalogue.saying import Said
from sceau.web.public.credentials.reading import Fact, Shown
from sceau.web.public.credentials.standing import Standing
from sceau.web.public.verifying.showing import Answer, Line
from sceau.web.templatetags.words import day, grouped, moment

_SHOWN: Final = (EvidenceState.CONFIRMED, EvidenceState.LAPSED)
_EVIDENCE: Final = Prepared(
    lambda pk: Evidence.objects.filter(institution=pk, state__in=_SHOWN).order_by("state", "kind", "subject"),
    -1,
)


@dataclass(frozen=True, slots=True)
class Told:
    """One of the five lines.

    kind, title, summary, answers:  as in every report; the summary may have a language of its own
    facts:   what is known beside it
    source:  who says these facts, in a sentence, or ""
    """

    id: str
    kind: str
    title: str
    summary: Said
    answers: tuple[Answer, ...]
    facts: tuple[Fact, ...]
    source: str


def evidence_of(row: Credential) -> list[Evidence]:
    """What proves who its issuer is, or proved it."""
    return _EVIDENCE.rows(row.institution_id)


def lines_of(
    lines: Iterable[Line],
    *,
    row: Credential,
    evidence: Sequence[Evidence],
    page: Shown | None,
    registered: Standing,
    now: datetime,
) -> tuple[Told, ...]:
    """The five lines, with their facts.

    lines:  as the engine has them
    page:   what the record says; None where nothing attests it, and then nothing of it is told
    """
    found = []
    for line in lines:
        summary, kind, source = Said(line.summary), line.kind, ""
        facts: tuple[Fact, ...] = ()
        if line.id == "status":
            if line.kind == "good":
                told = {"said": line.summary, "at": moment(now)}
                summary = Said(_("%(said)s, d’après ce qui est publié le %(at)s") % told)
            facts = (Fact(_("Au registre"), Said(registered.sentence)), Fact(_("Lu le"), Said(moment(now))))
        elif page is not None and line.id == "issuer":
            facts = _identity(row, evidence)
            if line.kind == "good":
                told = {"institution": row.institution.name}
                is_proven = any(each.state == EvidenceState.CONFIRMED for each in evidence)
                proven = _("%(institution)s, dont l’identité est vérifiée par cette installation")
                unproven = _("%(institution)s, dont l’identité n’est pas vérifiée par cette installation")
                summary = Said((proven if is_proven else unproven) % told)
            source = _(
                "L’identité est vérifiée par cette installation, et revue de temps en temps. Cela ne s’achète pas."
            )
        elif page is not None and line.id == "assessed" and page.assessed:
            summary, kind = page.brief, "good" if line.kind == "idle" else line.kind
            facts = page.assessed
            source = _("C’est l’organisme qui le dit, dans la fiche scellée avec la preuve.")
        elif page is not None and line.id == "validity":
            facts = _dates(row, page)
        found.append(Told(line.id, kind, line.title, summary, line.answers, facts, source))
    return tuple(found)


def _identity(row: Credential, evidence: Sequence[Evidence]) -> tuple[Fact, ...]:
    """Who the body is, and how this house knows it."""
    body = row.institution
    legal = f"{body.legal_name}, SIREN {grouped(body.siren)}" if body.siren else body.legal_name
    proven = [_proof(each) for each in evidence]
    if not any(each.is_good for each in proven):
        unproven = _("Pas vérifiée par cette installation. Cela ne dit rien contre cet organisme\u00a0: demandez-lui.")
        proven.append(_Proof(Fact(_("Identité"), Said(unproven)), is_good=False))
    return (
        Fact(_("Organisme"), Said(legal)),
        *(each.fact for each in proven),
        Fact(_("Scellée le"), Said(moment(row.issued_at))),
    )


@dataclass(frozen=True, slots=True)
class _Proof:
    fact: Fact
    is_good: bool


def _proof(each: Evidence) -> _Proof:
    subject = grouped(each.subject) if each.kind == EvidenceKind.REGISTER else each.subject
    told = {"subject": subject, "on": day(each.confirmed_at)}
    is_good = each.state == EvidenceState.CONFIRMED
    text = _("%(subject)s, vérifié le %(on)s") if is_good else _("%(subject)s, vérifié pour la dernière fois le %(on)s")
    name = str(each.get_kind_display())
    return _Proof(Fact(f"{name[:1].upper()}{name[1:]}", Said(text % told)), is_good)


def _dates(row: Credential, page: Shown) -> tuple[Fact, ...]:
    until = day(page.valid_until) if page.valid_until else _("sans limite de durée")
    told = (
        Fact(_("Titulaire"), Said(page.names[0] if page.names else "")),
        Fact(_("Obtenue le"), Said(day(page.awarded_on))),
        Fact(_("Valable jusqu’au"), Said(until)),
    )
    return tuple(each for each in told if each.text)
