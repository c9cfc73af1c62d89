"""Two micro-certifications side by side: in what they differ, in words first, then in a table."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sceau.design.models import DesignVersion
from sceau.design.queries import latest_published
from sceau.web.public.catalogue.languages import in_language_of_address
from sceau.web.public.catalogue.reading import facts_of
from sceau.web.public.catalogue.saying import Said, euros, hours_in_words, listed
from sceau.web.public.catalogue.showing import Shown, shown
from sceau.web.templatetags.words import spoken
from sceau.web.words import shorten

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is compared. same: whether both say the same."""

    name: str
    first: tuple[Said, ...]
    second: tuple[Said, ...]

    @property
    def same(self) -> bool:
        """Whether there is nothing to choose between them here."""
        return self.first == self.second


@require_safe
@in_language_of_address
def catalogue_compare(request: HttpRequest) -> HttpResponse:
    """The two that the address names; with fewer, how to choose them."""
    versions = [version for name in ("a", "b") if (version := _asked(request.GET.get(name, ""))) is not None]
    context: dict[str, object] = {"current": "catalogue", "pages": [], "lines": [], "sentences": []}
    if len(versions) == 2 and versions[0] != versions[1]:  # noqa: PLR2004 -- a pair
        today = localdate(now())
        pages = [shown(each.document, language=spoken(), facts=facts_of(each, today=today)) for each in versions]
        context |= {
            "pages": pages,
            "lines": compared(*pages),
            "sentences": differences(*pages, language=spoken()),
            "without_first": versions[1].design.uuid,
            "without_second": versions[0].design.uuid,
        }
    return render(request, "public/catalogue/compare.html", context)


def _asked(text: str) -> DesignVersion | None:
    try:
        uuid = UUID(text)
    except ValueError:
        return None
    version = latest_published().filter(design__uuid=uuid).first()
    if version is None:
        raise Http404
    return version


def differences(one: Shown, other: Shown, *, language: str) -> list[str]:
    """What tells them apart, in sentences: how long, how much, which level, who pays, what both teach."""
    names = (_name(one), _name(other))
    found = []
    if one.volume.hours and other.volume.hours and one.volume.hours != other.volume.hours:
        shorter, longer = sorted((one, other), key=lambda page: page.volume.hours or 0)
        gap = hours_in_words((longer.volume.hours or 0) - (shorter.volume.hours or 0), language)
        found.append(_("«\u00a0%(title)s\u00a0» prend %(gap)s de moins.") % {"title": _name(shorter), "gap": gap})
    if one.offer.amount is not None and other.offer.amount is not None and one.offer.amount != other.offer.amount:
        cheaper, dearer = sorted((one, other), key=lambda page: page.offer.amount or 0)
        gap = euros((dearer.offer.amount or 0) - (cheaper.offer.amount or 0), language)
        found.append(_("«\u00a0%(title)s\u00a0» coûte %(gap)s de moins.") % {"title": _name(cheaper), "gap": gap})
    if one.level.eqf and other.level.eqf and one.level.eqf != other.level.eqf:
        about = {"one": names[0], "other": names[1], "first": one.level.eqf, "second": other.level.eqf}
        found.append(
            _("«\u00a0%(one)s\u00a0» est au niveau %(first)s, «\u00a0%(other)s\u00a0» au niveau %(second)s.") % about
        )
    if (one.cpf.state == "yes") != (other.cpf.state == "yes"):
        title = names[0] if one.cpf.state == "yes" else names[1]
        found.append(_("Seule «\u00a0%(title)s\u00a0» peut être payée par le CPF.") % {"title": title})
    if one.registered.stands != other.registered.stands:
        title = names[0] if one.registered.stands else names[1]
        found.append(_("Seule «\u00a0%(title)s\u00a0» est inscrite à un registre de l’État.") % {"title": title})
    shared = _shared(one, other)
    if shared:
        found.append(_("Toutes deux portent sur\u00a0: %(skills)s.") % {"skills": listed(shared)})
    return found


def _name(page: Shown) -> str:
    """A title that stands in a sentence: what comes before its colon, and never more than a line."""
    return shorten(page.title.text.partition("\u00a0: ")[0].partition(": ")[0], LONGEST_NAME)


def _shared(one: Shown, other: Shown) -> list[str]:
    """The skills that both certify."""
    theirs = {(concept.framework, concept.url or concept.code) for each in other.outcomes for concept in each.concepts}
    mine = {
        (concept.framework, concept.url or concept.code): concept.label.text
        for each in one.outcomes
        for concept in each.concepts
    }
    return [label for key, label in mine.items() if key in theirs]


def compared(one: Shown, other: Shown) -> list[Line]:
    """The lines of the table."""
    pairs = list(zip(_told(one), _told(other), strict=True))
    return [Line(name, first, second) for (name, first), (_name, second) in pairs if first or second]


def _told(page: Shown) -> list[tuple[str, tuple[Said, ...]]]:
    plan = page.assessed
    rows: list[tuple[str, list[Said]]] = [
        (_("Organisme"), [Said(body.name) for body in page.bodies]),
        (_("En une phrase"), [page.sentence]),
        (_("Acquis"), [outcome.statement for outcome in page.outcomes]),
        (_("Volume"), [Said(page.volume.total), Said(page.volume.ects)]),
        (_("Niveau européen"), [Said(page.level.word)]),
        (_("Participation"), [page.mode, Said(", ".join(page.places))]),
        (_("Prérequis"), [page.prerequisites]),
        (_("Qui décide"), [plan.route]),
        (_("Épreuves"), [event.label for event in plan.events]),
        (_("Pour réussir"), [plan.pass_rule]),
        (_("Surveillance et identité"), [plan.supervision]),
        (_("Prix"), [Said(page.offer.price)]),
        (_("CPF"), [Said(page.cpf.word)]),
        (_("Inscription"), [Said(page.registered.sentence)]),
        (_("Validité"), [Said(page.validity)]),
        (_("Compte pour"), [step.label for step in page.stacks]),
    ]
    return [(name, tuple(value for value in values if value)) for name, values in rows]
