"""A credential whose texts are written in four languages, two of which no page of ours is in."""

from __future__ import annotations

from assessment.making import version
from design.samples import sample
from issuing.making import an_award
from issuing.opened import a_credential
from sceau.issuing.models import Credential

TITLE = {"fr": "Souder à l’arc", "en": "Arc welding", "de": "Lichtbogenschweißen", "ar": "اللحام بالقوس"}
ABLE = {"fr": "Souder à plat.", "en": "Weld flat.", "de": "Flach schweißen.", "ar": "اللحام على السطح"}


def in_four_languages() -> Credential:
    """Its title and its first outcome are those above; the other texts say the same in each language."""
    document = _in_all(sample("mc-gestion-projet-agile")) | {"title": TITLE, "languages": list(TITLE)}
    document["annex1"]["mandatory"]["learning_outcomes"][0]["statement"] = ABLE
    return a_credential(an_award(version=version(**document)))


def _in_all(value):
    """The same design with every text in all of the languages: what is not complete is not published."""
    if isinstance(value, list):
        return [_in_all(each) for each in value]
    if not isinstance(value, dict):
        return value
    if value and set(value) <= {"fr", "en"}:
        there = next(iter(value.values()))
        return dict.fromkeys(TITLE, there) | value
    return {name: _in_all(each) for name, each in value.items()}
