"""The catalogue: words, choices, and what answers to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from sceau.design.models import CatalogueEntry
from sceau.engine.quality.lists import MODES, SECTORS
from sceau.web.public.catalogue.asking import HOURS, LEVELS, PRICES, Asked, read_asked
from sceau.web.public.catalogue.cards import Card, cards_of
from sceau.web.public.catalogue.finding import Found, find_entries
from sceau.web.public.catalogue.languages import alternates, canonical, in_language_of_address
from sceau.web.public.catalogue.registers import Pair
from sceau.web.public.catalogue.saying import LANGUAGE_NAMES, Speaker, level_in_words
from sceau.web.templatetags.words import spoken
from sceau.web.words import number, shorten

PER_PAGE: Final = 24
LONGEST_CHOICE: Final = 60  # signs of a skill in a list


@dataclass(frozen=True, slots=True)
class Choice:
    """One box to tick, or one line to choose. count: how many there would be, in figures as the reader writes them."""

    value: str
    label: str
    count: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Boxes about one thing."""

    name: str
    legend: str
    choices: tuple[Choice, ...]


@require_safe
@in_language_of_address
def catalogue(request: HttpRequest) -> HttpResponse:
    """What can be earned, for whoever looks for something."""
    asked = read_asked(request.GET)
    today, language = localdate(now()), spoken()
    found = find_entries(asked, today=today)
    page = Paginator(found.keys, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "page": page,
        "cards": _cards(list(page.object_list), language, today, found.eligible),
        "total": counted(len(found.keys), language),
        "mended": found.mended,
        "groups": _groups(asked, found, language),
        "lists": _lists(asked, found, language),
        "sorts": _sorts(asked),
        "compared": _compared(asked, language),
        "kept": _kept(request),
        "canonical": canonical(request, request.path),
        "alternates": alternates(request.path),
        "current": "catalogue",
    }
    return render(request, "public/catalogue/catalogue.html", context)


def _cards(keys: list[int], language: str, today: date, eligible: frozenset[Pair]) -> list[Card]:
    places = {key: place for place, key in enumerate(keys)}
    in_order = Case(*(When(pk=key, then=place) for key, place in places.items()), output_field=IntegerField())
    if not places:
        return []
    entries = CatalogueEntry.objects.filter(pk__in=keys).order_by(in_order)
    return cards_of(entries, language=language, on=today, eligible=eligible)


def _kept(request: HttpRequest) -> str:
    """What is asked, as the beginning of an address that adds something to it."""
    asked = request.GET.copy()
    for name in ("compare", "page"):
        asked.pop(name, None)
    return f"{asked.urlencode()}&" if asked else ""


def counted(count: int, language: str) -> str:
    """« 40 micro-certifications »."""
    if not count:
        return _("Aucune micro-certification")
    shown = number(count, language)
    return ngettext("%(number)s micro-certification", "%(number)s micro-certifications", count) % {"number": shown}


def _groups(asked: Asked, found: Found, language: str) -> list[Group]:
    """The boxes; a value that nothing has is not offered, unless it is chosen."""
    labels: dict[str, tuple[str, dict[str, str]]] = {
        "hours": (_("Temps"), dict(zip(HOURS, _hours_names(), strict=True))),
        "price": (_("Prix"), dict(zip(PRICES, _price_names(), strict=True))),
        "mode": (_("Participation"), {code: words.to(language) for code, words in MODES.items()}),
        "level": (_("Niveau européen"), {level: level_in_words(int(level)) for level in LEVELS}),
        "cpf": (_("Financement"), {"1": _("Éligible au CPF")}),
        "language": (
            _("Langue"),
            {code: names[language_key(language)].capitalize() for code, names in LANGUAGE_NAMES.items()},
        ),
        "sector": (_("Secteur"), {code: words.to(language) for code, words in SECTORS.items()}),
    }
    groups = []
    for name, (legend, values) in labels.items():
        chosen = ("1",) if name == "cpf" and asked.cpf else getattr(asked, name) if name != "cpf" else ()
        counts = found.counts[name]
        choices = tuple(
            Choice(value, label, number(counts.get(value, 0), language), value in chosen)
            for value, label in values.items()
            if counts.get(value) or value in chosen
        )
        if choices:
            groups.append(Group(name, legend, choices))
    return groups


def language_key(language: str) -> str:
    """The names of the languages, in the reader's."""
    return "en" if language == "en" else "fr"


def _hours_names() -> list[str]:
    return [
        _("Une journée (moins de 8\u00a0h)"),
        _("Une semaine (8 à 35\u00a0h)"),
        _("Un mois (36 à 150\u00a0h)"),
        _("Plus de 150\u00a0h"),
    ]


def _price_names() -> list[str]:
    return [
        _("Gratuit"),
        _("Jusqu’à 200\u00a0€"),
        _("200 à 600\u00a0€"),
        _("600 à 1\u202f500\u00a0€"),
        _("Plus de 1\u202f500\u00a0€"),
    ]


def _lists(asked: Asked, found: Found, language: str) -> list[Group]:
    """What is chosen in a list: too many for boxes."""
    names = sorted(found.bodies.items(), key=lambda body: body[1].casefold())
    cities = [Choice(value, label, "", value == asked.city) for value, label in found.cities]
    skills = []
    for value, label in found.skills:
        said = Speaker(language, "fr").say(label)
        skills.append(Choice(value, shorten(said.text or value, LONGEST_CHOICE), "", value == asked.skill))
    skills.sort(key=lambda choice: choice.label.casefold())
    groups = [
        Group("skill", _("Compétence"), tuple(skills)),
        Group("city", _("Lieu"), tuple(cities)),
        Group(
            "institution",
            _("Organisme"),
            tuple(Choice(slug, name, "", slug == asked.institution) for slug, name in names),
        ),
    ]
    return [group for group in groups if group.choices]


def _sorts(asked: Asked) -> list[Choice]:
    names = {"newest": _("les plus récentes"), "title": _("titre"), "price": _("prix"), "hours": _("temps")}
    if asked.words:
        names = {"relevance": _("pertinence"), **names}
    chosen = asked.sort if asked.sort in names else next(iter(names))
    return [Choice(value, label, "", value == chosen) for value, label in names.items()]


def _compared(asked: Asked, language: str) -> Any:
    """The one that is kept to be compared with another."""
    if asked.compare is None:
        return None
    entry = (
        CatalogueEntry.objects.filter(design__uuid=asked.compare)
        .select_related("design")
        .only("titles", "language", "design__uuid")
        .first()
    )
    if entry is None:
        return None
    return {"uuid": str(entry.design.uuid), "title": Speaker(language, entry.language).say(entry.titles)}
