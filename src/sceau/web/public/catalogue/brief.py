"""The brief for employers: one page of paper that says what a micro-certification is worth, and how to check it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from sceau.design.models import DesignVersion
from sceau.design.queries import published
from sceau.engine.errors import EngineError
from sceau.web import words
from sceau.web.ports import Typesetter, ports
from sceau.web.public.catalogue.documents import seal_as_svg
from sceau.web.public.catalogue.kept import kept
from sceau.web.public.catalogue.reading import facts_of
from sceau.web.public.catalogue.saying import Said
from sceau.web.public.catalogue.showing import Shown, shown
from sceau.web.public.published import answer
from sceau.web.words import shorten

TEMPLATE: Final = "brief"
KEPT: Final = 3600  # seconds


@dataclass(frozen=True, slots=True)
class Room:
    """How much may be said. title, text: signs of the title and of any other text; rows: of a list."""

    title: int
    text: int
    rows: int


# ever less, until the page holds it; the last stands on one page whatever was written
ROOMS: Final = (
    Room(200, 420, 9),
    Room(160, 280, 8),
    Room(140, 190, 7),
    Room(120, 130, 6),
    Room(100, 90, 4),
    Room(80, 50, 3),
)


@require_safe
def micro_credential_brief(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """The PDF, in the language that the address asks for; kept until what it says changes."""
    version = published(uuid, number)
    if version is None:
        raise Http404
    language = "en" if request.GET.get("lang") == "en" else "fr"
    with override(language):
        page = shown(version.document, language=language, facts=facts_of(version, today=localdate(now())))
        try:
            pdf = made(version, page, ports().typesetter)
        except EngineError:
            said = _("Cette fiche n’a pas pu être mise en page. La page en ligne dit la même chose, et davantage.")
            return HttpResponse(f"{said}\n", status=503, content_type="text/plain; charset=utf-8")
    response = answer(request, pdf, content_type="application/pdf", seconds=KEPT)
    response.headers["Content-Disposition"] = f'inline; filename="{name_of(version)}-{language}.pdf"'
    return response


def name_of(version: DesignVersion) -> str:
    """How the file is called when it is saved."""
    return f"sceau-{str(version.design.uuid)[:8]}-v{version.number}"


def made(version: DesignVersion, page: Shown, typesetter: Typesetter) -> bytes:
    """The page, set now or kept from before."""
    url = settings.BASE_URL + reverse("micro_credential", args=[version.design.uuid, version.number])
    seal = seal_as_svg(version).decode()
    variants = [told(page, typesetter, room, url=url, seal=seal) for room in ROOMS]
    about = orjson.dumps(variants[0], option=orjson.OPT_SORT_KEYS).decode()
    name = f"brief {typesetter.fingerprint(TEMPLATE)} {version.digest} {page.language} {about}"
    return kept(name, lambda: typesetter.page(TEMPLATE, variants, at=version.published_at))


def told(page: Shown, typesetter: Typesetter, room: Room, *, url: str, seal: str) -> dict[str, Any]:
    """What the template is given, in so much room."""
    pen = _Pen(typesetter, room)
    plan = page.assessed
    title, sentence = pen.text(page.title, room.title), pen.text(page.sentence)
    assessment = pen.texts(
        [plan.route, _labelled(_("Pour réussir"), [plan.pass_rule]), _labelled(_("Surveillance"), [plan.supervision])]
    )
    outcomes = pen.texts(outcome.statement for outcome in page.outcomes)
    events = [
        {"label": pen.text(event.label), "detail": pen.text(Said(", ".join(fact.text for fact in event.facts)))}
        for event in plan.events[: room.rows]
    ]
    worth, limits = pen.texts(page.worth), pen.texts(page.limits)
    facts = [pen.row(*row) for row in _facts(page)]
    bodies = [pen.text(Said(body.name), room.title)["text"] for body in page.bodies]
    warning = "" if page.offered else _("Cette version n’est plus proposée.")
    return {
        "language": page.language,
        "title": title["text"],
        "title-language": title["language"],
        "bodies": bodies,
        "sentence": sentence["text"],
        "sentence-language": sentence["language"],
        "warning": warning,
        "seal": seal,
        "seal-alt": _("Sceau de la micro-certification, sous le nom de l’organisme"),
        "outcomes": outcomes,
        "assessment": assessment,
        "events": events,
        "worth": worth,
        "limits": limits,
        "facts": facts,
        "code": typesetter.square_code(url),
        "foot": _foot(page, pen),
        "url": url,
        "words": {
            "kind": _("Micro-certification"),
            "outcomes": _("Ce que la personne sait faire"),
            "assessment": _("Comment on l’a vérifié"),
            "worth": _("Ce qu’elle vaut"),
            "limits": _("Ce qu’elle n’est pas"),
            "code-alt": _("Code à lire avec un téléphone\u00a0: il mène à la page de la micro-certification"),
        },
    }


class _Pen:
    """Writes texts in the room there is, and remembers what it had to leave out."""

    def __init__(self, typesetter: Typesetter, room: Room) -> None:
        self._typesetter, self._room = typesetter, room
        self.is_shortened = False
        self.is_legible = True

    def text(self, said: Said, most: int = 0) -> dict[str, str]:
        most = most or self._room.text
        short = shorten(said.text, most)
        self.is_shortened = self.is_shortened or short != " ".join(said.text.split())
        printed, is_whole = self._typesetter.legible(short)
        self.is_legible = self.is_legible and is_whole
        return {"text": printed, "language": said.language}

    def texts(self, all_said: Iterable[Said]) -> list[dict[str, str]]:
        kept_ones = [said for said in all_said if said]
        self.is_shortened = self.is_shortened or len(kept_ones) > self._room.rows
        return [self.text(said) for said in kept_ones[: self._room.rows]]

    def row(self, name: str, value: str, note: str) -> dict[str, str]:
        return {"name": name, "value": self.text(Said(value))["text"], "note": self.text(Said(note))["text"]}


def _labelled(label: str, values: list[Said]) -> Said:
    told_ones = [value.text for value in values if value]
    return (
        Said(_("%(label)s\u00a0: %(value)s") % {"label": label, "value": ", ".join(told_ones)})
        if told_ones
        else Said("")
    )


def _facts(page: Shown) -> list[tuple[str, str, str]]:
    """The column of facts: name, value, note."""
    registered = page.registered
    rows = [
        (_("Volume"), page.volume.total, page.volume.ects),
        (_("Niveau européen"), page.level.word, capfirst(page.level.note)),
        (_("Participation"), page.mode.text, ", ".join(page.places)),
        (_("Inscription"), registered.short, registered.sentence if registered.claimed else ""),
        (_("Prix"), page.offer.price, ""),
        (_("CPF"), page.cpf.word, page.cpf.reason),
        (_("Validité"), page.validity, page.renewal.text),
    ]
    rows += [(_("Organisme"), body.name, " · ".join(body.evidence)) for body in page.bodies[:2]]
    return [row for row in rows if row[1]]


def _foot(page: Shown, pen: _Pen) -> list[str]:
    found = []
    if page.published:
        about = {"number": page.number, "on": words.day(page.published, page.language)}
        found.append(_("Version %(number)s, publiée le %(on)s. La page en ligne fait foi\u00a0:") % about)
    if pen.is_shortened:
        found.insert(0, _("Cette fiche est abrégée, pour tenir sur une page\u00a0: la page en ligne dit tout."))
    if not pen.is_legible:
        found.insert(
            0, _("Des signes que le papier n’a pas sont remplacés par […]\u00a0: la page en ligne les montre.")
        )
    found.insert(
        0,
        _(
            "Un candidat présente une preuve\u202f? Demandez-lui le fichier ou son adresse\u00a0: il se vérifie "
            "sans compte."
        ),
    )
    return found
