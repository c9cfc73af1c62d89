"""The machine-readable face of a published version: its achievement, its frozen document, its pictures."""

from __future__ import annotations

import orjson
from django.conf import settings

from sceau.design.models import DesignVersion
from sceau.engine.images.portrait import CARD, draw_card, seal_of
from sceau.engine.model.awards import Issuer
from sceau.engine.model.bodies import Body
from sceau.engine.model.describe import describe_achievement
from sceau.engine.model.designs import Design, read_design
from sceau.web.ports import ports
from sceau.web.public.catalogue.kept import kept
from sceau.web.public.catalogue.saying import hours_in_words, level_in_words
from sceau.web.words import shorten

SMALL = 256  # pixels: of a list
WHOLE = 600
LONGEST_TITLE = 200


def design_of(version: DesignVersion) -> Design:
    """The design as the engine reads it; what is published always can be."""
    return read_design(version.document)


def achievement_of(version: DesignVersion) -> bytes:
    """The Open Badges achievement: the same bytes as `sceau issue` publishes."""
    design, institution = design_of(version), version.design.institution
    issuer = Issuer(did=institution.did, base=settings.BASE_URL, body=Body(name=institution.legal_name))
    document = describe_achievement(design, issuer, design.language)
    return orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"


def frozen(version: DesignVersion) -> bytes:
    """The document as it was published, with its proof when it has one."""
    return orjson.dumps(version.file, option=orjson.OPT_INDENT_2) + b"\n"


def seal_as_svg(version: DesignVersion) -> bytes:
    """The seal, engraved."""
    return seal_of(design_of(version), version.design.institution.legal_name)


def seal_as_png(version: DesignVersion, width: int = WHOLE) -> bytes:
    """The seal as a picture."""
    name = f"seal 1 {width} {version.digest} {version.design.institution.legal_name}"
    return kept(name, lambda: ports().painter(seal_as_svg(version), width=width))


def card_as_png(version: DesignVersion, language: str) -> bytes:
    """What a social network shows beside a link."""
    design, institution = design_of(version), version.design.institution
    facts = [level_in_words(design.level.eqf)] if design.level else []
    facts += [hours_in_words(design.workload.hours, language)] if design.workload else []
    address = settings.BASE_URL.partition("://")[2]
    name = f"card 1 {language} {version.digest} {institution.name} {address}"

    def draw() -> bytes:
        title = shorten(design.title.to(language), LONGEST_TITLE)
        card = draw_card(design, title=title, body=institution.name, facts=" · ".join(facts), address=address)
        width, height = CARD
        return ports().painter(card, width=width, height=height)

    return kept(name, draw)
