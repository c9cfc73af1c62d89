"""Reads of the reference data. They are public: whoever asks may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from sceau.engine.strict_json import JsonObject
from sceau.frameworks import prefilling
from sceau.frameworks.models import Bloc, Fiche, FicheBody, FicheLink, Release, ReleaseState
from sceau.frameworks.reading import kinds
from sceau.frameworks.reading.sheets import CERTIFIER
from sceau.frameworks.reading.values import SIREN
from sceau.frameworks.standing import Code, Eligibility, Entitled, Entitlement, Standing, eligibility_of, read_code

__all__ = [
    "Eligibility",
    "Entitled",
    "Entitlement",
    "Standing",
    "cpf_eligibility",
    "eligibility_of",
    "entitled",
    "fiche",
    "prefill",
    "releases_in_use",
    "standing_of",
    "standings_of",
    "successors_of",
]

_LONGEST_CHAIN = 20  # fiches that replaced one another; the longest real ones have five


def fiche(number: str) -> Fiche | None:
    """The fiche in use with this number, however it was typed: « rncp 38596 »."""
    return Fiche.objects.filter(number="".join(number.split()).upper()).first()


def standing_of(code: str, *, on: date) -> Standing:
    """What the register says of a fiche or of a bloc on a day."""
    return standings_of([code], on=on)[code]


def standings_of(codes: Iterable[str], *, on: date) -> dict[str, Standing]:
    """The same of many, by code as it was asked, in as many queries as of one."""
    asked = {code: read_code(code) for code in codes}
    numbers = {each.number for each in asked.values() if each is not None}
    loaded = register_day()
    found = _Found.of(numbers) if numbers else _Found()
    return {code: _standing(code, read, found, loaded, on) for code, read in asked.items()}


def cpf_eligibility(code: str, *, on: date) -> Eligibility:
    """Whether the CPF may pay for what leads to this code; "" for what is registered nowhere."""
    return eligibility_of(standing_of(code, on=on), on=on)


def entitled(code: str, siren: str, *, on: date) -> Entitlement:
    """Whether a body may award under this code: its certifier, or a partner that may organise the assessment, in force.

    siren:  nine figures; a SIRET is shortened
    """
    standing = standing_of(code, on=on)
    figures = "".join(siren.split())[:SIREN]
    rights = [body for body in standing.entitled if figures and body.siren == figures]
    if not standing.known:
        return Entitlement(may=None if not standing.loaded else False, right="", state="")
    answers = [body.may_assess for body in rights]
    may = True if True in answers else None if None in answers else False
    best = next((body for body in rights if body.may_assess is may), None)
    return Entitlement(
        may=bool(may and standing.active) if may is not None else (None if standing.active else False),
        right=best.right if best else "",
        state=best.state if best else "",
    )


def prefill(code: str) -> JsonObject:
    """A partial sceau.design/1 from a fiche or a bloc; {} for a code that is not known."""
    read = read_code(code)
    found = fiche(read.number) if read else None
    if read is None or found is None:
        return {}
    blocs = sorted(found.blocs.all(), key=lambda bloc: bloc.full_code)
    bloc = next((each for each in blocs if read.bloc and read.matches(each.code)), None)
    if read.bloc and bloc is None:
        return {}
    return prefilling.design_from(found, blocs, bloc, list(found.codes.all()), list(found.bodies.all()))


def register_day() -> date | None:
    """The day of the newest export of the registers that is in use; None when only our small set is loaded."""
    days = Release.objects.filter(kind__in=kinds.FICHES, state=ReleaseState.IN_USE)
    return max((day for day in days.values_list("export_on", flat=True) if day), default=None)


def releases_in_use() -> list[Release]:
    """What is loaded, the registers first."""
    order = [*kinds.FICHES, kinds.ESCO, kinds.ROME, kinds.FREE, kinds.OWN]
    rows = Release.objects.filter(state=ReleaseState.IN_USE)
    return sorted(rows, key=lambda release: (order.index(release.kind), release.framework))


def successors_of(numbers: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each number that was replaced, those at the end of its chain, across the registers.

    Two fiches that name one another as their successor are no chain: neither is the other's end.
    """
    newer: dict[str, set[str]] = {}
    frontier, seen = set(numbers), set[str]()
    for _ in range(_LONGEST_CHAIN):
        frontier -= seen
        if not frontier:
            break
        seen |= frontier
        links = FicheLink.objects.filter(
            Q(fiche__number__in=frontier, newer=True) | Q(other__in=frontier, newer=False), fiche__current=True
        ).values_list("fiche__number", "other", "newer")
        found = [(number, other) if is_newer else (other, number) for number, other, is_newer in links]
        for older, newest in found:
            newer.setdefault(older, set()).add(newest)
        frontier = {newest for _, newest in found}
    return {number: _ends(number, newer) for number in set(numbers) if number in newer}


def _ends(number: str, newer: dict[str, set[str]]) -> tuple[str, ...]:
    ends, waiting, met = set[str](), [number], {number}
    while waiting:
        here = waiting.pop()
        followers = newer.get(here, set())
        if not followers and here != number:
            ends.add(here)
        waiting += [each for each in followers if each not in met]
        met |= followers
    return tuple(sorted(ends))


@dataclass(slots=True)
class _Found:
    """What is in the tables about some numbers."""

    fiches: dict[str, Fiche] = field(default_factory=dict)
    blocs: dict[int, list[Bloc]] = field(default_factory=dict)
    bodies: dict[int, list[FicheBody]] = field(default_factory=dict)
    successors: dict[str, tuple[str, ...]] = field(default_factory=dict)
    next_ones: dict[str, Fiche] = field(default_factory=dict)

    @classmethod
    def of(cls, numbers: set[str]) -> _Found:
        fiches = {each.number: each for each in _plain(numbers)}
        pks = [each.pk for each in fiches.values()]
        found = cls(fiches)
        for bloc in Bloc.everything.filter(fiche__in=pks).only("fiche_id", "code", "label").order_by("code"):
            found.blocs.setdefault(bloc.fiche_id, []).append(bloc)
        for body in FicheBody.objects.filter(fiche__in=pks).order_by("pk"):
            found.bodies.setdefault(body.fiche_id, []).append(body)
        found.successors = successors_of(fiches)
        ends = {end for several in found.successors.values() for end in several}
        found.next_ones = {each.number: each for each in _plain(ends)} if ends else {}
        return found


def _plain(numbers: Iterable[str]) -> QuerySet[Fiche]:
    """Fiches without their long texts."""
    return Fiche.objects.filter(number__in=list(numbers)).only(
        "number", "register", "title", "level", "active", "gone_on", "effect_on", "decided_on", "ends_on",
        "last_award_on", "current",
    )  # fmt: skip


def _standing(asked: str, read: Code | None, found: _Found, loaded: date | None, on: date) -> Standing:
    fiche = found.fiches.get(read.number) if read else None
    if read is None or fiche is None:
        return Standing(
            code=read.code if read else asked, kind=read.kind if read else "", known=False, loaded=loaded is not None,
            export_on=loaded,
        )  # fmt: skip
    blocs = found.blocs.get(fiche.pk, [])
    bloc = next((each for each in blocs if read.bloc and read.matches(each.code)), None)
    if read.bloc and bloc is None:
        return Standing(code=read.code, kind=read.kind, known=False, loaded=loaded is not None, export_on=loaded)
    ends = found.successors.get(fiche.number, ())
    living = [end for end in ends if end in found.next_ones and _may_award(found.next_ones[end], loaded, on)]
    bodies = [
        Entitled(each.siren, each.siret, each.name, each.right, each.state)
        for each in sorted(found.bodies.get(fiche.pk, []), key=lambda body: body.right != CERTIFIER)
    ]
    return Standing(
        code=read.code,
        kind=read.kind,
        known=True,
        loaded=True,
        number=fiche.number,
        bloc=bloc.code if bloc else "",
        title=(bloc.label if bloc else "") or fiche.title,
        fiche_title=fiche.title,
        active=_may_award(fiche, loaded, on),
        registered=_is_registered(fiche, loaded, on),
        gone=fiche.gone_on is not None,
        effect_on=fiche.effect_on,
        decided_on=fiche.decided_on,
        ends_on=fiche.ends_on,
        last_award_on=fiche.last_award_on,
        level=fiche.level,
        blocs=tuple(each.code for each in blocs),
        entitled=tuple(bodies),
        successor=next(iter([*living, *ends]), ""),
        successor_active=bool(living),
        export_on=loaded,
        url=fiche.page,
    )


def _is_registered(fiche: Fiche, loaded: date | None, on: date) -> bool:
    """Whether the registration runs on a day.

    ACTIF is of the day of the export: a fiche that had ended by then was active on the days before its end; one that is
    inactive before its end was withdrawn; and one that is active ends on its day, whatever the age of the export.
    """
    begins = fiche.effect_on or fiche.decided_on
    if fiche.gone_on is not None or (begins is not None and on < begins):
        return False
    in_time = fiche.ends_on is None or on <= fiche.ends_on
    if fiche.active:
        return in_time
    had_ended = fiche.ends_on is not None and loaded is not None and fiche.ends_on < loaded
    return had_ended and in_time


def _may_award(fiche: Fiche, loaded: date | None, on: date) -> bool:
    """Whether it may be awarded on a day: while it is registered, and until a later DATE_LIMITE_DELIVRANCE."""
    if _is_registered(fiche, loaded, on):
        return True
    if fiche.gone_on is not None or fiche.ends_on is None or fiche.last_award_on is None:
        return False
    ran_to_its_end = fiche.active or (loaded is not None and fiche.ends_on < loaded)
    return ran_to_its_end and fiche.ends_on < on <= fiche.last_award_on
